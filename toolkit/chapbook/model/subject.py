"""Everything known about one module after reading it: what rules, the site and bundles work on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chapbook.diag.diagnostic import Finding
from chapbook.model.module import Module
from chapbook.source.document import Document
from chapbook.source.outline import Outline
from chapbook.tree.tree import RelPath, Tree

if TYPE_CHECKING:
    from chapbook.model.program import Program, Ran
    from chapbook.model.seen import Violation


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another module of the same workspace, as far as links need it.

    `lessons` maps lesson id → path; `requires` holds the ids of modules without which it cannot be begun.
    """

    id: str
    version: str = ""
    title: str = ""
    lessons: Mapping[str, RelPath] = field(default_factory=dict)
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject:
    """One module read from a tree. Equal only to itself, so that what is worked out from one can be kept.

    `module` is None only when `module.yml` is missing or unreadable. `documents` and `outlines` hold every YAML
    and Markdown file that could be parsed, `texts` every text file's source. `findings` are what reading found.
    `neighbours` is None when the module is looked at on its own (a bundle): links to others are then not judged.
    `released` is the module as it was released last, None when that is not known.
    `web` is what addresses on the web answered: "" when all was well, else words that follow the address; None when
    nobody asked.
    `runs` is what the programs in questions printed; None when they were not run.
    `violations` is what a browser found on the built pages; None when nobody looked.
    """

    tree: Tree
    module: Module | None
    documents: Mapping[RelPath, Document] = field(default_factory=dict)
    outlines: Mapping[RelPath, Outline] = field(default_factory=dict)
    texts: Mapping[RelPath, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    neighbours: Mapping[str, Neighbour] | None = None
    released: Subject | None = None
    web: Mapping[str, str] | None = None
    runs: Mapping[Program, Ran] | None = None
    violations: tuple[Violation, ...] | None = None
