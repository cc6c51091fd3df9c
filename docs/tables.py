"""The tables of the documentation that are made from the code's own tables and constants."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from chapbook.bundle.content import ALLOWED_TYPES
from chapbook.bundle.limits import DEFAULT_LIMITS, in_words
from chapbook.cli.main import EXIT_BUG, EXIT_INTERRUPTED
from chapbook.diag.errors import OperationFailed, Refused, UsageProblem
from chapbook.lint.thresholds import Thresholds
from chapbook.model import fields, speeds
from chapbook.model.fields import Field, Shape
from chapbook.site.bounded import DEFAULT_RENDER_LIMITS
from chapbook.source import sanitize, text, yaml_reader


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def escaped(text: str) -> str:
    """Write a text so that it may stand in a cell."""
    return text.replace("|", "\\|").replace("<", "&lt;")


_KINDS = {
    Shape.PROSE: "text",
    Shape.WORD: "word",
    Shape.ID: "id",
    Shape.CHOICE: "one of",
    Shape.INTEGER: "whole number",
    Shape.NUMBER: "number",
    Shape.BOOLEAN: "`true` or `false`",
    Shape.PROSES: "list of texts",
    Shape.WORDS: "list of words",
    Shape.IDS: "list of ids",
    Shape.INTEGERS: "list of whole numbers",
    Shape.NUMBERS: "list of numbers",
    Shape.MAPPING: "keys",
    Shape.MAPPINGS: "list of keys",
}


def _keys(keys: tuple[Field, ...]) -> str:
    return table(("Key", "Value", "Meaning"), _key_rows(keys, ""))


def _key_rows(keys: tuple[Field, ...], prefix: str) -> Iterator[tuple[str, str, str]]:
    for field in keys:
        needed = " **Required.**" if field.required else ""
        yield f"`{prefix}{field.name}`", _kind(field), escaped(field.doc) + needed
        yield from _key_rows(field.fields, f"{prefix}{field.name}.")


def _kind(field: Field) -> str:
    kind = _KINDS[field.shape]
    if field.choices:
        kind += " " + ", ".join(f"`{each}`" for each in field.choices)
    return kind + (f", or `{field.also}`" if field.also else "")


def _question_keys() -> str:
    rows = [
        (f"`{kind}`" if number == 0 else "", key, value, meaning)
        for kind, keys in fields.QUESTION_FIELDS.items()
        for number, (key, value, meaning) in enumerate(_key_rows(keys, ""))
    ]
    return table(("Type", "Key", "Value", "Meaning"), rows)


def _limits() -> str:
    limits, rendering = DEFAULT_LIMITS, DEFAULT_RENDER_LIMITS
    return table(
        ("What", "Limit"),
        [
            ("Files in a bundle", f"{limits.entries:,}"),
            ("One file", in_words(limits.file_bytes)),
            ("All files, unpacked", in_words(limits.total_bytes)),
            (f"Unpacked to packed, a file over {in_words(limits.ratio_from)}", f"{limits.ratio} : 1"),
            (
                f"Unpacked to packed, all of it, over {in_words(limits.total_ratio_from)}",
                f"{limits.total_ratio} : 1",
            ),
            ("Manifest", in_words(limits.manifest_bytes)),
            ("Any other file of `META/`", in_words(limits.meta_bytes)),
            ("A lesson of a bundle", in_words(limits.page_bytes)),
            ("Headings of a page of a bundle", f"{limits.headings}"),
            ("A YAML file or drawing (SVG) of a bundle", in_words(limits.text_bytes)),
            ("Lessons, YAML files and drawings of a bundle together", in_words(limits.read_bytes)),
            ("A text file of one's own module", in_words(text.MAX_TEXT)),
            ("A name", f"{limits.name_bytes} bytes, {limits.part_bytes} a part, {limits.levels} levels"),
            ("Depth of YAML", f"{yaml_reader.MAX_DEPTH} levels"),
            ("Values in a YAML file", f"{yaml_reader.MAX_NODES:,}"),
            ("A key in YAML", f"{yaml_reader.MAX_KEY} characters"),
            (
                "HTML of a page, before and after cleaning",
                f"{in_words(sanitize.MAX_INPUT)}, {in_words(sanitize.MAX_OUTPUT)}",
            ),
            ("Elements of a page or drawing, one in another", f"{sanitize.MAX_NESTING}"),
            (
                "Rendering a page of an imported module",
                f"{rendering.processor_seconds:g} s of processor time, {rendering.seconds:g} s in all,"
                f" {in_words(rendering.memory)} of memory",
            ),
            (
                "Pages of an imported module that are stopped before the others are not tried",
                f"{rendering.stopped}",
            ),
        ],
    )


def exit_codes() -> str:
    """Give the table of exit codes."""
    rows = [
        ("0", "All is well."),
        (
            "1",
            "Something was found: by `check` at or above `--fail-on`, or it kept `build` or `pack` from finishing.",
        ),
        (str(UsageProblem.exit_code), "The command was typed in a way that cannot work."),
        (str(OperationFailed.exit_code), "The machine, the disk or another program said no."),
        (
            str(Refused.exit_code),
            "Refused for safety: a damaged or hostile bundle, or one without proof of origin.",
        ),
        (str(EXIT_BUG), "A bug in Chapbook."),
        (str(EXIT_INTERRUPTED), "Stopped with Ctrl-C; 143: by the system."),
    ]
    return table(("Exit code", "Meaning"), rows)


def _suffixes() -> str:
    return " ".join(f"`{each}`" for each in sorted(ALLOWED_TYPES)) + "\n"


def _thresholds() -> str:
    rows = [
        (f"`{each.name}`", f"{each.default}", each.metadata["doc"]) for each in dataclasses.fields(Thresholds)
    ]
    return table(("Name", "Default", "What it counts"), rows)


def _reading_speeds() -> str:
    named = sorted(speeds.ALOUD.items(), key=lambda each: each[1][0])
    rows = [
        (f"{name} (`{code}`)", f"{aloud} words", f"{speeds.words_per_minute(code)} words")
        for code, (name, aloud) in named
    ]
    for code, (name, aloud) in speeds.CHARACTERS_ALOUD.items():
        rows.append(
            (f"{name} (`{code}`)", f"{aloud} characters", f"{speeds.han_per_minute(code)} characters")
        )
    rows.append(("Any other", f"{speeds.MEAN_ALOUD} words", f"{speeds.words_per_minute('')} words"))
    letters = f"{round(60_000 / speeds.LETTER_MILLISECONDS)} letters"
    rows.append(("Thai, Lao, Khmer, Burmese", letters, f"{speeds.letters_per_minute()} letters"))
    return table(("Language", "Aloud, measured", "Silently, computed from it"), rows)


def _other_seconds() -> str:
    least = f"never less than {speeds.LAST_PICTURE}"
    pictures = f"{speeds.FIRST_PICTURE}, each next one {speeds.NEXT_PICTURE} less, {least}"
    return table(
        ("What", "Seconds"),
        [
            ("The first picture of a page", pictures),
            ("A line of code", f"{speeds.CODE_LINE}, or what its words take if that is longer"),
            ("A row of a table", f"{speeds.TABLE_ROW}, besides its words"),
            ("A video or a recording", "its length, where the page says it"),
        ],
    )


def _question_seconds() -> str:
    rows = [(f"`{kind}`", f"{seconds}") for kind, seconds in speeds.SECONDS_BY_TYPE.items()]
    return table(("Question", "Seconds"), rows)


_THREATS = Path(__file__).resolve().parent.parent / "tests" / "threats"


def _threats() -> str:
    """Give what the tests tried (`tests/support/threats.py`); they fail when it is not what they count."""
    areas = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(_THREATS.glob("*.json"))]
    counted = ("tried", "refused", "harmless", "survived")
    sums = dict.fromkeys(counted, 0)
    rows = []
    for area in areas:
        for number, row in enumerate(area["rows"]):
            figures = (f"{row[key]:,}" for key in counted)
            rows.append(
                (
                    area["area"] if number == 0 else "",
                    escaped(row["threat"]),
                    *figures,
                    escaped(row["control"]),
                )
            )
            sums = {key: sums[key] + row[key] for key in counted}
    rows.append(("**All**", "", *(f"**{sums[key]:,}**" for key in counted), ""))
    return table(
        ("Area", "Threat", "Tried", "Refused", "Harmless", "Got through", "Without the protection"), rows
    )


TABLES: dict[str, Callable[[], str]] = {
    "module-keys": lambda: _keys(fields.MODULE_FIELDS),
    "lesson-keys": lambda: _keys(fields.LESSON_FIELDS),
    "credits-keys": lambda: _keys(fields.CREDITS_FIELDS),
    "quiz-keys": lambda: _keys(fields.QUIZ_FIELDS),
    "question-keys": lambda: _keys(fields.QUESTION_COMMON),
    "question-type-keys": _question_keys,
    "limits": _limits,
    "thresholds": _thresholds,
    "reading-speeds": _reading_speeds,
    "other-seconds": _other_seconds,
    "question-seconds": _question_seconds,
    "exit-codes": exit_codes,
    "suffixes": _suffixes,
    "threats": _threats,
}
