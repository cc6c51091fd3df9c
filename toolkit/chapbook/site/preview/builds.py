"""Who builds what the preview shows: anything that is a `Preview`. Here: the engine, as of `chapbook build`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from chapbook.diag.diagnostic import Diagnostic
from chapbook.site.build import build_site
from chapbook.site.preview.ahead import Ahead, build_ahead
from chapbook.site.preview.scope import FILES
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
        self._unbuilt: frozenset[Path] | None = None
        self._ahead: Ahead | None = None

    def begin(self, leave: Callable[[], object]) -> None:
        """Begin the first build ahead of `build`, in a child; call this before there are threads. See `ahead.py`."""
        self._ahead = build_ahead(
            lambda progress: build_site(self._workspace, self._options, progress), leave
        )

    def close(self) -> None:
        """Close MkDocs."""
        if self._ahead is not None:
            self._ahead.close()
        self._engine.close()

    def build(self, changed: frozenset[Path] | None) -> Built:
        """Build what changed; see `Preview`."""
        waited = self._wait()
        unbuilt = self._unbuilt
        # Until a build succeeds: a change that came with a broken mkdocs.yml is still to be built when that is mended.
        self._unbuilt = None if changed is None or unbuilt is None else unbuilt | changed
        keys = None if self._unbuilt is None else keys_of(self._unbuilt, self._workspace.root)
        result = build_site(self._workspace, self._options, self._progress, self._engine, keys)
        self._unbuilt = frozenset()
        is_known = self._has_built and result.changed is not None
        self._has_built = True
        return Built(
            site=result.site_dir,
            base=base_of(result.site_dir),
            changed=frozenset(result.changed or ()) if is_known else None,
            diagnostics=result.diagnostics,
            seconds=waited + result.seconds,
            built=result.built,
            reused=result.reused,
            pages=result.pages,
        )

    def _wait(self) -> float:
        """Wait for what was begun ahead; give the seconds."""
        started = time.monotonic()
        if self._ahead is not None:
            self._ahead.wait(self._progress)
            self._ahead.close()
            self._ahead = None
        return time.monotonic() - started


def keys_of(paths: frozenset[Path], root: Path) -> frozenset[str] | None:
    """Give the modules that changed with these files or folders; None when one may concern any."""
    keys = set()
    for path in paths:
        first, *more = path.relative_to(root).parts if path.is_relative_to(root) else ("",)
        length = {"modules": 1, "imported": 2}.get(first)
        if length is None:
            if first not in FILES and first != "themes":
                return None
        elif len(more) < length:
            return None
        else:
            keys.add("/".join(more[:1] if first == "modules" else (first, *more[:2])))
    return frozenset(keys)


def base_of(site: Path) -> str:
    """Give the address that a site has on its host, as its first page says.

    Not as mkdocs.yml says: to load that while MkDocs is open would set the plugins back, which MkDocs keeps for all.
    """
    found = _CANONICAL.search((site / "index.html").read_bytes())
    path = urlsplit(unescape(found[1].decode())).path.strip("/") if found else ""
    return f"/{path}/" if path else "/"
