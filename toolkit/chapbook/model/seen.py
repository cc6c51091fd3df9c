"""What a browser and axe-core found on a built page."""

from __future__ import annotations

from dataclasses import dataclass

from chapbook.tree.tree import RelPath


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One element that fails one rule of axe-core. `path` is the lesson or quiz that became the page.

    `element` is its HTML as the browser has it; `question` and `anchor` are the id of the question that it stands in
    and of the heading before it, empty when there is none. `only` is `light` or `dark` when the other is fine.
    """

    path: RelPath
    rule: str
    help: str
    url: str
    element: str
    question: str = ""
    anchor: str = ""
    only: str = ""
