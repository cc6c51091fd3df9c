"""Read a YAML mapping by a table of fields: every problem is collected, only well-formed values come out."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import cast

from chapbook.diag.diagnostic import DataPath, Edit, Finding, Place
from chapbook.diag.suggest import certainly, did_you_mean
from chapbook.model.fields import Field, Shape
from chapbook.source.document import Document, YamlValue

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
MAX_ID = 80
"""Characters of the longest id; ids become file names and addresses."""

Values = dict[str, YamlValue]

_LIKE_A_LIST = re.compile(r"[-*•–—·](?=\s?\w)")
_MISREAD = (
    (re.compile(r"(?i:yes|no|on|off|true|false|y|n)\Z"), "a yes/no value"),
    (re.compile(r"(?i:null)\Z|~\Z"), "nothing at all"),
    (re.compile(r"[-+]?[0-9][0-9_]*\.?[0-9_]*([eE][-+]?[0-9]+)?\Z|[-+]?0[xob][0-9a-fA-F_]+\Z"), "a number"),
    (re.compile(r"[-+]?[0-9]{1,2}(:[0-5]?[0-9])+(\.[0-9]*)?\Z"), "a number of seconds"),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\Z"), "a date"),
    (re.compile(r"(=|<<)\Z"), "a sign of its own"),
)


def misread_as(plain: str) -> str | None:
    """Say what other YAML readers make of an unquoted text (YAML 1.1 types), or None when it stays text."""
    if len(plain) > len("false") and plain[0].isalpha():  # a word, and longer than all of theirs
        return None
    return next((what for pattern, what in _MISREAD if pattern.match(plain)), None)


def in_quotes(plain: str) -> str:
    """Put an unquoted text in quotes, so that it stays the same."""
    return f"'{plain.replace(chr(39), 2 * chr(39))}'" if '"' in plain or "\\" in plain else f'"{plain}"'


def slugify(text: str) -> str:
    """Make a kebab-case id of a title: “Né à 3 h” → `ne-a-3-h`; empty when nothing is left."""
    import unicodedata

    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")[:MAX_ID].strip("-")


def free_id(wanted: str, taken: Collection[str]) -> str:
    """Give `wanted`, or with `-2`, `-3` … when it is taken."""
    number, made = 1, wanted[:MAX_ID].strip("-")
    while made in taken:
        number += 1
        tail = f"-{number}"
        made = wanted[: MAX_ID - len(tail)].strip("-") + tail
    return made


def _instead(value: YamlValue) -> str:
    """Say what stands where lines of `key: value` belong."""
    if value is None or value == "":
        return "is empty"
    return "is a list" if isinstance(value, list) else f"is only “{str(value)[:40]}”"


class MappingReader:
    """Reads the mappings of one document; `findings` grows."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []

    def read(self, value: YamlValue, at: DataPath, fields: tuple[Field, ...], owner: str) -> Values:
        """Read one mapping. `owner` names it in messages: “the module”, “objective 2”."""
        if not isinstance(value, dict):
            wanted = [field.name for field in fields if field.required] or [fields[0].name]
            listed = ", ".join(f"{each}:" for each in wanted)
            message = f"{owner.capitalize()} {_instead(value)}; it needs lines that begin with {listed}."
            self.wrong(at, message, f"Write each on a line of its own, as in {wanted[-1]}: …")
            return {}
        known = {field.name: field for field in fields}
        for key in value:
            if key not in known and not key.startswith("x-"):
                self.unknown_key(key, at, known, value, owner)
        values: Values = {}
        for field in fields:
            if _is_empty(value.get(field.name), field):
                if field.required:
                    self.missing(field, at, owner, key_there=field.name in value)
            elif (read := self.field(value[field.name], (*at, field.name), field, owner)) is not None:
                values[field.name] = read
        return values

    def add(
        self,
        code: str,
        at: DataPath,
        message: str,
        hint: str,
        *,
        key: bool = False,
        fix: tuple[Edit, ...] = (),
    ) -> None:
        """Report at a value or, with `key`, at its key."""
        place = Place(path=self.document.path, data_path=at, key=key)
        self.findings.append(Finding(code=code, message=message, place=place, hint=hint, fix=fix))

    def wrong(self, at: DataPath, message: str, hint: str) -> None:
        """Report a value of the wrong kind."""
        self.add("S115", at, message, hint)

    def unknown_key(self, key: str, at: DataPath, known: dict[str, Field], there: Values, owner: str) -> None:
        """Report a key that the format does not have; `there` is the mapping that it stands in."""
        hint = (
            did_you_mean(key, known) or f"Known keys are {', '.join(known)}. Your own keys may start with x-."
        )
        self.add(
            "S102",
            (*at, key),
            f"{owner.capitalize()} has no key “{key}”, so nothing would read it.",
            hint,
            key=True,
            fix=self.right_key(key, at, known, there),
        )

    def right_key(self, key: str, at: DataPath, known: dict[str, Field], there: Values) -> tuple[Edit, ...]:
        """Give the edit that writes a key as it was meant, when there is no doubt and no such key yet."""
        meant = certainly(key, known)
        others = {each for each in there if not each.startswith("x-")} - {key, *known}
        rivals = any(certainly(each, known) == meant for each in others)
        span = self.document.key_spans.get((*at, key))
        if meant is None or meant in there or rivals or span is None:
            return ()
        return (Edit(self.document.path, span, meant),)

    def quoted(self, at: DataPath, plain: str) -> tuple[Edit, ...]:
        """Give the edit that puts an unquoted word or line in quotes."""
        span = self.document.spans.get(at)
        is_line = span is not None and span.line == span.end_line
        if not plain or span is None or not is_line or span.end_column - span.column != len(plain):
            return ()
        return (Edit(self.document.path, span, in_quotes(plain)),)

    def missing(self, field: Field, at: DataPath, owner: str, *, key_there: bool) -> None:
        """Report a required key that is not there or has no value."""
        where = (*at, field.name) if key_there else at
        what = (
            f"{owner.capitalize()} has an empty “{field.name}”."
            if key_there
            else f"{owner.capitalize()} has no “{field.name}”."
        )
        is_name = field.doc[:2].isupper()
        doc = field.doc if is_name else field.doc[0].lower() + field.doc[1:]
        hint = f"Add {field.name}: {doc}"
        if key_there and where in self.document.cut:
            what = f"{what[:-1]}: from the # sign on, YAML reads a comment, not a text."
            hint = "Put the text in quotes, with its # sign."
        self.add("M201", where, what, hint, key=key_there)

    def field(self, value: YamlValue, at: DataPath, field: Field, owner: str) -> YamlValue:
        """Read one value by its shape; None when it is not usable."""
        if field.also and value == field.also:
            return value
        shape = field.shape
        if shape is Shape.PROSE:
            return self.prose(value, at, field.name)
        if shape in (Shape.WORD, Shape.ID, Shape.CHOICE):
            return self.word(value, at, field)
        if shape in (Shape.INTEGER, Shape.NUMBER, Shape.BOOLEAN):
            return self.plain_value(value, at, field)
        if shape is Shape.MAPPING:
            return cast(YamlValue, self.read(value, at, field.fields, field.name))
        return self.items(value, at, field)

    def items(self, value: YamlValue, at: DataPath, field: Field) -> YamlValue:
        """Read a list, item by item; items that are not usable are left out (mappings keep their place)."""
        if not isinstance(value, list):
            message, hint = f"“{field.name}” must be a list.", "Write one item a line, each after “- ”."
            if sign := _LIKE_A_LIST.match(self.document.plain.get(at, "")):
                message = f"“{field.name}” must be a list; its lines start with “{sign[0]}” and no list sign of YAML."
                hint = "Start each line with a dash and a blank: “- ”."
            self.wrong(at, message, hint)
            return None
        if field.shape is Shape.MAPPINGS:
            if not field.fields:
                return value
            singular = field.name.removesuffix("s")
            return [
                cast(YamlValue, self.read(item, (*at, n), field.fields, f"{singular} {n + 1}"))
                for n, item in enumerate(value)
            ]
        single = Field(name=field.name, shape=_ITEM_SHAPES[field.shape], doc=field.doc)
        if single.shape is not Shape.PROSE:
            self.swallowed(at, len(value), field.name)
        read = [self.field(item, (*at, n), single, field.name) for n, item in enumerate(value)]
        return [item for item in read if item is not None]

    def swallowed(self, at: DataPath, count: int, name: str) -> None:
        """Report an entry that took the one below it in, since that one is indented further."""
        for item in ((*at, n) for n in range(count)):
            first, dash, second = self.document.plain.get(item, "").partition(" - ")
            span = self.document.spans.get(item)
            if dash and span and span.end_line > span.line:
                message = (
                    f"“{name}” has one entry “{first} - {second}” here: the second dash is indented further."
                )
                self.add("S104", item, message, "Start the lines of a list with equally many blanks.")

    def prose(self, value: YamlValue, at: DataPath, name: str) -> str | None:
        """Read a sentence; say when YAML reads or cuts it otherwise than the writer sees it."""
        if isinstance(value, list | dict):
            hint = (
                "Put the text in quotes."
                if isinstance(value, dict)
                else "Write one text, or quote it if it starts with [."
            )
            self.wrong(at, f"“{name}” must be a text; YAML reads a {_kind(value)} here.", hint)
            return None
        plain = self.document.plain.get(at)
        if plain is not None and (what := misread_as(plain)):
            message = f"“{name}” is {plain}, which YAML reads as {what}, not as text."
            self.add("S104", at, message, f'Put it in quotes: "{plain}"', fix=self.quoted(at, plain))
        if at in self.document.cut:
            message = f"“{name}” is cut at the # sign: everything after it is a comment to YAML."
            self.add(
                "S104", at, message, "Put the whole text in quotes, or move the comment to a line of its own."
            )
        if plain is not None:
            return plain
        return str(value).strip("\n") if value is not None else None

    def word(self, value: YamlValue, at: DataPath, field: Field) -> str | None:
        """Read a short text, an id or one of a few words."""
        if isinstance(value, list | dict):
            self.wrong(
                at, f"“{field.name}” must be one word; YAML reads a {_kind(value)} here.", "Write one value."
            )
            return None
        plain = self.document.plain.get(at)
        text = plain if plain is not None else str(value).strip("\n")
        if plain is not None and (
            isinstance(value, bool) or value is None or misread_as(plain) == "a yes/no value"
        ):
            self.add(
                "S104",
                at,
                f"“{field.name}” is {plain}, which YAML reads as a yes/no value.",
                f'Put it in quotes: "{plain}"',
                fix=self.quoted(at, plain),
            )
        if field.shape is Shape.ID and not (KEBAB.match(text) and len(text) <= MAX_ID):
            near = slugify(text)
            hint = f"Write {near}." if near else "Use a–z, 0–9 and single hyphens."
            self.wrong(
                at,
                f"“{field.name}” is “{text}”; an id has only a–z, 0–9 and hyphens (at most {MAX_ID}).",
                hint,
            )
            return None
        if field.choices and text not in field.choices:
            hint = did_you_mean(text, field.choices) or f"Choose one of {', '.join(field.choices)}."
            self.wrong(at, f"“{field.name}” cannot be “{text}”.", hint)
            return None
        return text

    def plain_value(self, value: YamlValue, at: DataPath, field: Field) -> YamlValue:
        """Read a number, or true or false."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if field.shape is Shape.BOOLEAN and isinstance(value, bool):
            return value
        if field.shape is Shape.NUMBER and number:
            return value
        if field.shape is Shape.INTEGER and number and isinstance(value, int) and value >= 0:
            return value
        wanted = {
            Shape.BOOLEAN: "true or false",
            Shape.NUMBER: "a number",
            Shape.INTEGER: "a whole number, 0 or more",
        }
        other = f", or “{field.also}”" if field.also else ""
        hint = (
            "Use a point for decimals and no unit or quotes."
            if field.shape is not Shape.BOOLEAN
            else "Write true or false, without quotes."
        )
        self.wrong(at, f"“{field.name}” must be {wanted[field.shape]}{other}.", hint)
        return None


_ITEM_SHAPES = {
    Shape.PROSES: Shape.PROSE,
    Shape.WORDS: Shape.WORD,
    Shape.IDS: Shape.ID,
    Shape.INTEGERS: Shape.INTEGER,
    Shape.NUMBERS: Shape.NUMBER,
}


def _is_empty(value: YamlValue, field: Field) -> bool:
    """Say whether nothing is there: no value, a text of blanks, or an empty list where something is required."""
    if isinstance(value, str):
        return field.shape in (Shape.PROSE, Shape.WORD) and not value.strip()
    return value is None or (field.required and value == [])


def _kind(value: YamlValue) -> str:
    return "list" if isinstance(value, list) else "mapping"
