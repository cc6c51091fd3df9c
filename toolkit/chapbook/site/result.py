"""What a build is asked for, and what it came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chapbook.diag.diagnostic import Diagnostic

Progress = Callable[[int, int], None]
"""Hears how many modules are done, of how many that had to be looked into."""


def no_progress(done: int, total: int) -> None:
    """Hear nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """How to build. `site_dir` None: what mkdocs.yml says, else `site/`.

    `strict`: any warning keeps the old site. `portable` makes a site that opens from a folder, without a server; its
    default is `site-offline/` beside the other. `jobs`: processes at most, 0 for as many as there are processors.
    `cache` is the folder in which builds keep what they made, None to keep nothing; `clean` uses nothing of it.
    `preview`: the site is shown while it is written, so it has no service worker, which would show yesterday's pages.
    """

    site_dir: Path | None = None
    strict: bool = False
    portable: bool = False
    jobs: int = 0
    cache: Path | None = None
    clean: bool = False
    preview: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build made. `published` is False when `strict` found warnings: the old site then still stands.

    `built` modules were made anew, `reused` ones had been made before; one that cannot be read is neither. In a preview
    `changed` are the files of the site that are other than before, None when all may be.
    """

    site_dir: Path
    pages: int
    modules: int
    built: int
    reused: int
    diagnostics: tuple[Diagnostic, ...]
    seconds: float
    published: bool = True
    changed: tuple[str, ...] | None = ()
