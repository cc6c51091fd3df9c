"""Modules and questions that writers laid out each in their own way, for tests of what may not change them."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from chapbook.model.fence_types import ITEMS
from chapbook.model.fields import (
    CREDITS_FIELDS,
    MODULE_FIELDS,
    QUESTION_COMMON,
    QUESTION_FIELDS,
    QUIZ_FIELDS,
    Field,
    Shape,
)
from chapbook.model.yaml_text import yaml_text

Value = str | int | float | bool | list["Value"] | dict[str, "Value"] | None

TABLES = {"module.yml": MODULE_FIELDS, "quizzes/q.yml": QUIZ_FIELDS, "assets/credits.yml": CREDITS_FIELDS}

_PLAIN = "the a cup of tea: is # hot - yes, no 'quoted' \"said\" [ok] {x} 12:30 1.10 été 😀 `git` *bold* % a=b ! & @ > |"
_WORDS = st.one_of(
    st.sampled_from(_PLAIN.split(" ")),
    st.sampled_from(["https://a.example/b?c=d#e", "word" * 30, "  two", "end ", "\\n"]),
)
SENTENCES = st.one_of(
    st.lists(_WORDS, min_size=1, max_size=40).map(" ".join),
    st.lists(st.lists(_WORDS, max_size=6).map(" ".join), min_size=1, max_size=4).map("\n".join),
    st.text("ab #:-'\"\n\t", max_size=12),
)
_IDS = st.sampled_from(["a", "brew", "warm-the-pot", "x1"])
_OWN_KEYS = st.sampled_from(["x-note", "x-more", "tittle", "weight"])


_OWN_VALUES: st.SearchStrategy[Value] = st.one_of(
    SENTENCES,
    st.lists(_IDS).map(lambda ids: list[Value](ids)),
    st.dictionaries(_IDS, SENTENCES).map(lambda texts: dict[str, Value](texts)),
)


@st.composite
def values(draw: st.DrawFn, field: Field) -> Value:
    """Give a value of a field's kind, now and then of another one."""
    if draw(st.integers(0, 19)) == 0:
        return draw(st.one_of(st.none(), st.booleans(), SENTENCES, st.integers(0, 99)))
    match field.shape:
        case Shape.PROSE:
            return draw(SENTENCES)
        case Shape.WORD:
            return draw(st.one_of(_IDS, SENTENCES))
        case Shape.ID:
            return draw(_IDS)
        case Shape.CHOICE:
            return draw(st.sampled_from(field.choices)) if field.choices else "single"
        case Shape.INTEGER:
            return draw(st.integers(0, 99))
        case Shape.NUMBER:
            return draw(st.sampled_from([1, 2.5, -3]))
        case Shape.BOOLEAN:
            return draw(st.booleans())
        case Shape.MAPPING:
            return draw(mappings(field.fields))
        case Shape.MAPPINGS:
            return list(draw(st.lists(mappings(field.fields) if field.fields else questions(), max_size=3)))
        case Shape.PROSES:
            return list(draw(st.lists(SENTENCES, max_size=3)))
        case Shape.INTEGERS | Shape.NUMBERS:
            return list(draw(st.lists(st.integers(0, 9), max_size=3)))
    return list(draw(st.lists(_IDS, max_size=3)))


@st.composite
def mappings(draw: st.DrawFn, fields: tuple[Field, ...]) -> dict[str, Value]:
    """Give a mapping with some of the keys of a table in any order, and some of the writer's own."""
    chosen = draw(st.lists(st.sampled_from(fields), unique_by=lambda each: each.name, max_size=6))
    made: dict[str, Value] = {each.name: draw(values(each)) for each in chosen}
    if draw(st.integers(0, 4)) == 0:
        made[draw(_OWN_KEYS)] = draw(_OWN_VALUES)
    return dict(draw(st.permutations(list(made.items()))))


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Value]:
    """Give a question of any type."""
    kind = draw(st.sampled_from([*QUESTION_FIELDS]))
    made = draw(mappings((*QUESTION_COMMON, *QUESTION_FIELDS[kind])))
    return {**made, "type": kind, "id": draw(_IDS)}


class Writer:
    """Writes values as YAML, in any style; every comment has a number of its own."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.comments: list[str] = []
        self.count = 0

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == one_in

    def comment(self) -> str:
        self.count += 1
        self.comments.append(f"# note {self.count}: kept")
        return self.comments[-1]

    def beside(self) -> str:
        """Give what may follow a value on its line."""
        return f"{self.draw(st.sampled_from([' ', '   ']))}{self.comment()}" if self.chance(12) else ""

    def above(self) -> list[str]:
        """Give lines that may stand above a key or an item."""
        lines = [""] * self.draw(st.sampled_from([0, 0, 0, 0, 1, 2]))
        return [*lines, self.comment()] if self.chance(8) else lines

    def mapping(self, value: dict[str, Value]) -> list[str]:
        lines: list[str] = []
        for key, each in value.items():
            lines += [*self.above(), *self.entry(f"{key}:", each)]
        return [*lines, *([self.comment()] if self.chance(10) else [])]

    def listed(self, value: list[Value]) -> list[str]:
        lines: list[str] = []
        for each in value:
            lines += self.above()
            if isinstance(each, dict) and each and self.chance(2):
                first, *rest = self.plain_start(self.mapping(each))
                lines += [f"- {first}", *(f"  {line}" if line else "" for line in rest)]
            else:
                lines += self.entry("-", each)
        return lines

    def plain_start(self, lines: list[str]) -> list[str]:
        """Give lines that may begin beside a dash: no comment or blank line stands first."""
        while lines and (not lines[0] or lines[0].startswith("#")):
            if lines[0]:
                self.comments.remove(lines[0])
            lines = lines[1:]
        return lines

    def entry(self, head: str, value: Value) -> list[str]:
        step = " " * self.draw(st.sampled_from([2, 2, 4]))
        if isinstance(value, dict | list) and value and not self.chance(4):
            inner = self.mapping(value) if isinstance(value, dict) else self.listed(value)
            step = "" if isinstance(value, list) and head != "-" and self.chance(3) else step
            return [head + self.beside(), *(step + line if line else "" for line in inner)]
        lines = self.scalar(value) if not isinstance(value, dict | list) else [self.flow(value)]
        is_block = len(lines) > 1 and lines[0][:1] in ("|", ">")
        note = self.beside()
        lines = [lines[0] + note, *lines[1:]] if is_block else [*lines[:-1], lines[-1] + note]
        first = [f"{head} {lines[0]}".rstrip()]
        return [*first, *(step + line if line else "" for line in lines[1:])]

    def flow(self, value: Value) -> str:
        if isinstance(value, list):
            return "[" + ", ".join(map(self.flow, value)) + "]"
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self.flow(each)}" for key, each in value.items()) + "}"
        return json.dumps(value, ensure_ascii=False)

    def scalar(self, value: Value) -> list[str]:
        if not isinstance(value, str):
            return [json.dumps(value)]
        ways = ["quoted", "single", "plain", "folded", "literal", "wrapped"]
        match self.draw(st.sampled_from(ways)):
            case "single" if "\n" not in value:
                return ["'" + value.replace("'", "''") + "'"]
            case "plain" if "\n" not in value:
                return [yaml_text(value)]
            case "literal" if not value.lstrip("\n").startswith(" "):  # that would need a sign
                return ["|-", *value.split("\n")]
            case "folded" if "\n" not in value and "  " not in value:
                return [">-", *self.broken(value)]
            case "wrapped" if "\n" not in value and yaml_text(value) == value and "  " not in value:
                return self.broken(value)
        return [json.dumps(value, ensure_ascii=False)]

    def broken(self, value: str) -> list[str]:
        lines = [""]
        for word in value.split(" "):
            if lines[-1] and self.chance(6):
                lines.append(word)
            else:
                lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
        return lines


@st.composite
def yaml_files(draw: st.DrawFn, name: str) -> tuple[str, list[str]]:
    """Give the text of a YAML file of a module, and its comments."""
    writer = Writer(draw)
    lines = writer.mapping(draw(mappings(TABLES[name])))
    return "\n".join(lines) + draw(st.sampled_from(["\n", "", "\n\n\n"])), writer.comments


_BODY = st.sampled_from(
    [
        "- [ ] An option", "* [X] A right one", "+ [x]   Another", "- [ ]", "  > Feedback.", "> Feedback at the margin",
        "  >", "  more of it", "plain text", "", "", "  ", "? A hint", "?  Two blanks", "---", "-----  ", "= 3 km",
        "= 85 +- 0.5", "=~ a|b", "! wrong", "- left => right", "* one => two", "1. First", "1) Also first", "2. Second",
        "```python", "```", "- [ ] `x`", "    deep", "hard break  ", "  - bullet", "[[gap|hole]] is filled", "> quote", "\ttab",
        "~~~", "  ? no hint", "# heading", "<!-- comment -->", "| a | b |",
    ]
)  # fmt: skip
_SETTINGS = st.sampled_from(
    [
        "review",
        "points=2",
        "objective=brew",
        'objective="brew"',
        "shuffle=off",
        "attempts=1",
        'source="A book"',
        "bogus",
    ]
)


@st.composite
def fences(draw: st.DrawFn) -> list[str]:
    """Give the lines of a quiz fence with any body."""
    kind = draw(st.sampled_from(["", *ITEMS]))
    settings = draw(st.lists(_SETTINGS, unique=True, max_size=4))
    info = draw(st.permutations([*settings, "id=q", *([f"type={kind}"] if kind else [])]))
    sign = draw(st.sampled_from(["````", "`````", "~~~~"]))
    margin = draw(st.sampled_from(["", "", "", "  ", "> "]))
    body = ["What is it?", *draw(st.lists(_BODY, max_size=14))]
    blanks = draw(st.sampled_from([" ", "  ", ""]))
    return [margin + line for line in (f"{sign}{blanks}quiz {'  '.join(info)}{blanks}", *body, sign + blanks)]


@st.composite
def lessons(draw: st.DrawFn) -> str:
    """Give a lesson with quiz fences, with prose before, between and after them."""
    lines = ["---", "id: tea", "title:   Tea # kept", "---", ""]
    for fence in draw(st.lists(fences(), min_size=1, max_size=2)):
        lines += ["Some   prose  ", "", "* a list", "", *fence, ""]
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n"]))
