"""Files as they are and as they would be, as a unified diff."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import unified_diff

from chapbook.render.paths import tidy
from chapbook.render.screen import Ink, harmless

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_END = "\\ No newline at end of file"


def render_diff(files: Iterable[tuple[str, str, str]], *, color: bool = False) -> str:
    """Give the diff of files, each as (path, text before, text after), without a final newline.

    Line ends are shown as `\\n`; nothing in the files can steer the terminal.
    """
    ink = Ink(color)
    return "\n".join(
        line for path, before, after in files for line in diff_lines((path, path), before, after, ink)
    )


def diff_lines(paths: tuple[str, str], before: str, after: str, ink: Ink) -> Iterator[str]:
    """Give the diff of one file line by line; `paths` is its path before and after."""
    old, new = (_LINE.findall(text.replace("\r\n", "\n")) for text in (before, after))
    for line in unified_diff(old, new, f"a/{tidy(paths[0])}", f"b/{tidy(paths[1])}"):
        text = harmless(line.rstrip("\n"))
        if line.startswith(("---", "+++")):
            yield ink.strong(text)
        else:
            yield {"+": ink.good, "-": ink.bad, "@": ink.help}.get(line[:1], str)(text)
        if not line.endswith("\n"):
            yield _NO_END
