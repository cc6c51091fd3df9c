"""Who builds what the preview shows: anything that is a `Preview`. Here: the engine, as of `chapbook build`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from chapbook.diag.diagnostic import Diagnostic
from chapbook.site.build import build_site
from chapbook.site.result import BuildOptions, Progress, no_progress
from chapbook.workspace.workspace import Workspace

LEFT_OUT = frozenset({"SIT101", "SIT102", "SIT105"})
"""Codes that say of a module or page that it is not in the site, though its files are there."""


_CANONICAL = re.compile(rb'<link rel="canonical" href="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What is shown after a build: `site` is the folder, `base` its address on a host: `/`, or `/courses/`.

    `changed` are the files whose bytes are others than before, by their paths in the site, with those that are gone;
    None = perhaps all. `built` and `reused` count modules. Paths in `diagnostics` are relative to the workspace.
    """

    site: Path
    base: str = "/"
    changed: frozenset[str] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0
    built: int = 0
    reused: int = 0
    pages: int = 0


class Preview(Protocol):
    """Builds the site again and again."""

    def build(self, changed: frozenset[Path] | None) -> Built:
        """Build after these files or folders changed; None = nothing is known.

        `ChapbookError` when there is no site; what was shown before is untouched then.
        """
        ...


class SiteBuilds:
    """Builds into a folder, which may hold what an earlier preview left; MkDocs stays open between builds."""

    def __init__(
        self, workspace: Workspace, site: Path, cache: Path, progress: Progress = no_progress
    ) -> None:
        from chapbook.site.engine import Engine  # with MkDocs

        self._workspace, self._progress = workspace, progress
        self._options = BuildOptions(site_dir=site, cache=cache, preview=True)
        self._engine = Engine(workspace, self._options)
        self._has_built = False

    def close(self) -> None:
        """Close MkDocs."""
        self._engine.close()

    def build(self, changed: frozenset[Path] | None) -> Built:
        """Build what changed; see `Preview`."""
        result = build_site(self._workspace, self._options, self._progress, self._engine)
        is_known = self._has_built and result.changed is not None
        self._has_built = True
        return Built(
            site=result.site_dir,
            base=base_of(result.site_dir),
            changed=frozenset(result.changed or ()) if is_known else None,
            diagnostics=result.diagnostics,
            seconds=result.seconds,
            built=result.built,
            reused=result.reused,
            pages=result.pages,
        )


def base_of(site: Path) -> str:
    """Give the address that a site has on its host, as its first page says.

    Not as mkdocs.yml says: to load that while MkDocs is open would set the plugins back, which MkDocs keeps for all.
    """
    found = _CANONICAL.search((site / "index.html").read_bytes())
    path = urlsplit(unescape(found[1].decode())).path.strip("/") if found else ""
    return f"/{path}/" if path else "/"
