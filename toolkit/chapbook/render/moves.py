"""What fixes do to whole files: a line each. Gives texts, writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chapbook.render.paths import tidy
from chapbook.render.screen import Ink, harmless


def render_moves(moved: Mapping[str, str], pictures: Iterable[str], *, color: bool = False) -> str:
    """Give a line for each file that gets another name, and for each picture that loses its place."""
    ink = Ink(color)
    lines = [f"move {tidy(old)} → {tidy(new)}" for old, new in moved.items()]
    lines += [f"take the place out of {tidy(path)}" for path in pictures]
    return "\n".join(ink.strong(harmless(line)) for line in lines)
