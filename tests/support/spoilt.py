"""Modules that are right, and the same modules with slips that a fix takes back: what mending must come to is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import assume
from hypothesis import strategies as st

from chapbook.model.fields import MODULE_FIELDS
from chapbook.source.yaml_reader import parse_yaml
from support.base import MODULE
from support.layouts import Writer, values

MADE = "id-that-is-made"
"""Stands in a module that is right where a fix makes an id of its own."""


@dataclass(frozen=True)
class Slip:
    """Words that are right, as they were written wrongly, and the code (or codes) whose fix takes that back."""

    code: str
    right: str
    wrong: str


MAY_DIFFER: Mapping[str, frozenset[str]] = {
    "A403": frozenset(),
    "A404": frozenset(),
    "A408": frozenset(),
    "L308": frozenset(),
    "S111": frozenset(),
    "S104": frozenset(),
    "S102": frozenset({"summary", "objectives"}),
    "M203": frozenset({"language", "version", "license", "uid"}),
    "M201": frozenset({"questions"}),
    "S101": frozenset({"steps", "questions"}),
}
"""What of the decoded module a fix may make different.

Headings, languages of code, links and names of files are the page's business, not the model's. Quotes (S104) give a
text what it had: Chapbook reads it as its writer meant it before, and the quotes are for other programs.
"""

MODULE_SLIPS = (
    Slip("S102", "summary: ", "sumary: "),
    Slip("S102", "summary: ", "Summary: "),
    Slip("S102", "objectives:\n", "objectivs:   # three at most\n"),
    Slip("S104", 'title: "No"\n', "title: No\n"),
    Slip("S104", 'title: "12:30"\n', "title: 12:30\n"),
    Slip("S104", 'name: "1.10"\n', "name: 1.10\n"),
    Slip("M203", "language: en-GB\n", "language: en_GB\n"),
    Slip("M203", 'language: "en-GB" # here\n', 'language: "en-uk" # here\n'),
    Slip("M203", "version: 1.2.0\n", "version: 1.2\n"),
    Slip("M203", "license: CC-BY-4.0\n", "license: cc by 4.0\n"),
    Slip(
        "M203", "uid: 8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10\n", "uid: 8B0F4C1E-6F0B-4A53-9D7E-2F5B7C1A9E10\n"
    ),
)
LESSON_SLIPS = (
    Slip("A403", "## A\n\n### Part\n\nWords.\n", "## A\n\n#### Part\n\nWords.\n"),
    Slip("A403", "## A\n\n### Part\n\n#### Below\n\nIt.\n", "## A\n\n##### Part\n\n###### Below\n\nIt.\n"),
    Slip("A404", "## A\n\n### The part\n", "## A\n\n**The part**\n"),
    Slip("A404", "## A\n\n### The part\n", "## A\n\n__The part__\n"),
    Slip("A404 A403", "## A\n\n### Part\n\n#### Bold\n\nIt.\n", "## A\n\n#### Part\n\n**Bold**\n\nIt.\n"),
    Slip("A408", "```text\nls -l\n```\n", "```\nls -l\n```\n"),
    Slip("A408", "- an item\n\n  ~~~text\n  x: no\n  ~~~\n", "- an item\n\n  ~~~\n  x: no\n  ~~~\n"),
    Slip("L308", "See <https://a.example/b?c=d>.\n", "See https://a.example/b?c=d.\n"),
    Slip("L308", "A [tea guide](https://a.example).\n", "A [tea guide] (https://a.example).\n"),
    Slip("S111", "![A pot](../assets/pot.svg)\n", "![A pot](../assets/Pot.svg)\n"),
    Slip(
        "M201",
        f"```quiz id={MADE} objective=stage\nWhy?\n\n- [ ] a\n- [x] b\n```\n",
        "```quiz objective=stage\nWhy?\n\n- [ ] a\n- [x] b\n```\n",
    ),
)
_LAST = Slip("A403", "## End\n\nWords.\n\n### Last\n", "# End\n\nWords.\n\n## Last\n")
QUIZ_SLIPS = (
    Slip("S104", 'text: "Yes"\n', "text: Yes\n"),
    Slip("S104", 'feedback: "1e3" # kept\n', "feedback: 1e3 # kept\n"),
    Slip("S101", 'stem: "Why: because of what?"\n', "stem: Why: because of what?\n"),
    Slip("S101", 'stem: "`git` does what?"\n', "stem: `git` does what?\n"),
)
_LEFT = (
    "Some   prose  \nwith *stress*, no: yes.\n",
    "* a list\n* of 12:30\n",
    "```python\n# no heading\nurl = 'http://a.example'\n```\n",
    "| a | b |\n| --- | --- |\n| `https://a.example` | no |\n",
    "## Next\n\n<!-- # kept -->\n",
    "> sumary: no\n",
)
_START = "---\nid: why\ntitle:   Why commit # kept\nobjectives: [stage]\n---\n\n## First\n\n"
_ASKED = "```quiz  id=asked objective=stage\nWhat?\n\n* [X] this\n* [ ] that\n```\n"
_QUIZ_FILE = (
    'format: 1\nid: check\ntitle: "Check"   # kept\nquestions:\n- type: single\n  id: q\n  objective: stage\n'
)
_OPTIONS = "  options:\n    - text: one\n      correct: true\n    - {text: 'two', feedback: No way}\n"


@dataclass(frozen=True)
class Spoilt:
    """Files that are right, the same with slips, and the codes of these."""

    right: Mapping[str, str]
    wrong: Mapping[str, str]
    codes: frozenset[str]


@st.composite
def spoilt(draw: st.DrawFn) -> Spoilt:
    """Give a module, with slips in some places; between them stands what is to stay as it is."""
    slips: list[Slip] = []
    module = _module(draw, slips)
    lesson = _lesson(draw, slips)
    quiz = _quiz(draw, slips)
    ending, mark = draw(st.sampled_from(["\n", "\n", "\r\n"])), draw(st.sampled_from(["", "", "\ufeff"]))
    pairs = {"module.yml": module, "lessons/why.md": lesson, "quizzes/check.yml": quiz}
    right = {path: mark + pair[0].replace("\n", ending) for path, pair in pairs.items()}
    wrong = {path: mark + pair[1].replace("\n", ending) for path, pair in pairs.items()}
    picture = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    codes = frozenset(code for each in slips for code in each.code.split())
    right["assets/pot.svg"] = wrong["assets/Pot.svg" if "S111" in codes else "assets/pot.svg"] = picture
    return Spoilt(right, wrong, codes)


def _module(draw: st.DrawFn, slips: list[Slip]) -> tuple[str, str]:
    right = wrong = MODULE
    chosen = draw(st.lists(st.sampled_from(MODULE_SLIPS), max_size=4, unique_by=lambda each: each.right[:5]))
    for each in chosen:
        key = each.right.partition(":")[0] + ":"
        old = next(
            line[line.index(key) :] for line in MODULE.split("\n") if line.lstrip(" -").startswith(key)
        )
        if each.code == "S102":
            comment = each.wrong[each.wrong.index(":") + 1 :] if each.wrong.endswith("\n") else " "
            right = right.replace(each.right, key + comment)
            wrong = wrong.replace(each.right, each.wrong)
        else:
            right = right.replace(old + "\n", each.right)
            wrong = wrong.replace(old + "\n", each.wrong)
        slips.append(each)
    writer = Writer(draw)
    own = {
        f"x-{each.name}": draw(values(each))
        for each in draw(st.lists(st.sampled_from(MODULE_FIELDS), max_size=3))
    }
    more = "".join(f"{line}\n" for line in writer.mapping(own))
    assume(parse_yaml("", right + more)[0] is not None)  # some texts are no YAML as they are laid out
    return right + more, wrong + more


def _lesson(draw: st.DrawFn, slips: list[Slip]) -> tuple[str, str]:
    parts = draw(
        st.lists(st.one_of(st.sampled_from(LESSON_SLIPS), st.sampled_from(_LEFT)), min_size=2, max_size=8)
    )
    awkward = draw(st.booleans())
    right, wrong = [_START + _ASKED], [_START + _ASKED]
    for part in parts:
        if isinstance(part, Slip):
            is_spoilt = awkward if part.code == "S111" else draw(st.booleans())
            if is_spoilt:
                slips.append(part)
            made = part.right if is_spoilt else part.right.replace(MADE, f"own-{len(right)}")
            right.append(made)
            wrong.append(part.wrong if is_spoilt else made)
        else:
            right.append(part)
            wrong.append(part)
    if draw(st.booleans()):
        slips.append(_LAST)
        right.append(_LAST.right)
        wrong.append(_LAST.wrong)
    end = "\nThe end.\n" + draw(st.sampled_from(["", "\n\n", "  "]))
    return "\n".join(right) + end, "\n".join(wrong) + end


def _quiz(draw: st.DrawFn, slips: list[Slip]) -> tuple[str, str]:
    slip = draw(st.sampled_from([None, *QUIZ_SLIPS]))
    right = _QUIZ_FILE + "  stem: What is it?\n" + _OPTIONS
    if slip is None:
        return right, right
    slips.append(slip)
    old = {"text": "text: one\n", "feed": "correct: true\n", "stem": "stem: What is it?\n"}[slip.right[:4]]
    kept = old + " " * 6 if slip.right.startswith("feed") else ""
    return right.replace(old, kept + slip.right), right.replace(old, kept + slip.wrong)
