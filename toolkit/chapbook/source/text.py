"""Bytes to text, and a lesson's file to front matter and body."""

from __future__ import annotations

from dataclasses import dataclass

from chapbook.diag.diagnostic import Finding, Place, Span
from chapbook.tree.limits import DEFAULT_FILE_LIMITS

MAX_TEXT = DEFAULT_FILE_LIMITS.text_bytes
"""Bytes of the largest text file that is read (security.md, "Limits")."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A lesson's file, cut in two. Lines are 1-based lines of the file; `header` is None when there is none."""

    header: str | None
    header_line: int
    body: str
    body_line: int


def decode_utf8(path: str, data: bytes) -> tuple[str | None, tuple[Finding, ...]]:
    """Decode a text file; line ends become `\\n`, a byte order mark goes. None when it is not UTF-8 (X810)."""
    if len(data) > MAX_TEXT:
        message = f"{path} is larger than {MAX_TEXT // 2**20} MiB, too large for a text file of a module."
        hint = "Split it into smaller lessons, or offer it as a download."
        return None, (Finding(code="X810", message=message, place=Place(path=path), hint=hint),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, (_not_utf8(path, data, error),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        message = "This file holds a NUL character, so it is not text."
        place = Place(path=path, span=Span(line, 1, line, 1))
        return None, (
            Finding(code="X810", message=message, place=place, hint="Save it as plain UTF-8 text."),
        )
    return text, ()


def _not_utf8(path: str, data: bytes, error: UnicodeDecodeError) -> Finding:
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    return Finding(
        code="X810",
        message=f"This file is not UTF-8 text: byte 0x{data[error.start]:02x} cannot be read.",
        place=Place(path=path, span=Span(line, column, line, column + 1)),
        hint="Save it again with the encoding UTF-8; most editors have it under “Save with encoding”.",
    )


def split_front_matter(text: str) -> FrontMatter:
    """Cut a lesson at its `---` lines. An unclosed header counts as no header."""
    first = text.partition("\n")[0]
    start = at = len(first) + 1
    line = 2
    while first.rstrip() == "---" and at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].rstrip() in ("---", "..."):
            return FrontMatter(text[start : max(start, at - 1)], 2, text[end + 1 :], line + 1)
        at, line = end + 1, line + 1
    return FrontMatter(None, 1, text, 1)
