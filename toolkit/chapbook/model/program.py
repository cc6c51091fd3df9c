"""A question about what a program prints (`run: python`): the program in its stem, and what running it came to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chapbook.model.question import Question, TextQuestion

LANGUAGES: dict[str, tuple[str, ...]] = {
    "python": ("python", "py", "python3"),
    "javascript": ("javascript", "js"),
    "sh": ("sh", "shell"),
}
"""Languages that `run` may name, and how a fence in the stem may call them."""

_FENCE = re.compile(r"(?P<indent> {0,3})(?P<mark>`{3,}|~{3,})[ \t]*(?P<word>[^\s`{]*)[^\n`]*\Z")


@dataclass(frozen=True, slots=True)
class Program:
    """A piece of code in one of `LANGUAGES`."""

    language: str
    code: str


@dataclass(frozen=True, slots=True)
class Ran:
    """What a program printed; `problem` completes “it …” when it did not end well."""

    output: str = ""
    problem: str = ""


def programs_in(question: Question) -> tuple[Program, ...]:
    """Give the blocks of code in a question's stem that are in the language of its `run`; none without `run`."""
    if not isinstance(question, TextQuestion) or question.run not in LANGUAGES:
        return ()
    words = LANGUAGES[question.run]
    blocks = _blocks(question.stem)
    return tuple(Program(question.run, code) for word, code in blocks if word.lower() in words)


def program_of(question: Question) -> Program | None:
    """Give the program that a question asks about; None when there is none, or more than one."""
    found = programs_in(question)
    return found[0] if len(found) == 1 else None


def _blocks(text: str) -> list[tuple[str, str]]:
    """Give each closed block of code with the first word of its fence."""
    found: list[tuple[str, str]] = []
    opened: re.Match[str] | None = None
    lines: list[str] = []
    for line in text.split("\n"):
        fence = _FENCE.match(line)
        if opened is None:
            opened, lines = fence, []
        elif fence and fence["mark"].startswith(opened["mark"]) and not line.strip().strip(fence["mark"][0]):
            found.append((opened["word"], "".join(f"{each}\n" for each in lines)))
            opened = None
        else:
            lines.append(_outdented(line, len(opened["indent"])))
    return found


def _outdented(line: str, most: int) -> str:
    """Take away as many blanks as its fence is indented by."""
    blanks = len(line) - len(line.lstrip(" "))
    return line[min(blanks, most) :]
