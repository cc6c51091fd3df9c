"""Who builds what the preview shows: anything that is a `Preview`. Here: whole builds, as of `chapbook build`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from chapbook.diag.diagnostic import Diagnostic
from chapbook.site.build import build_site
from chapbook.site.result import BuildOptions
from chapbook.tree.staging import staging_folder
from chapbook.workspace.workspace import Workspace

LEFT_OUT = frozenset({"SIT101", "SIT102", "SIT105"})
"""Codes that say of a module or page that it is not in the site, though its files are there."""


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


class WholeBuilds:
    """Builds everything each time, below a folder of its own."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self._workspace, self._site = workspace, folder / "site"
        self._digests: Mapping[str, bytes] | None = None
        self._base = "/"

    def build(self, changed: frozenset[Path] | None) -> Built:
        """Build all; see `Preview`."""
        if changed is None or self._workspace.mkdocs_config in changed:
            self._base = base_of(self._workspace)
        result = build_site(self._workspace, BuildOptions(site_dir=self._site, preview=True))
        before, self._digests = self._digests, digests_of(self._site)
        return Built(
            site=self._site,
            base=self._base,
            changed=None if before is None else different(before, self._digests),
            diagnostics=result.diagnostics,
            seconds=result.seconds,
            built=result.modules,
            pages=result.pages,
        )


def base_of(workspace: Workspace) -> str:
    """Give the address that the site has on its host, as mkdocs.yml says; `OperationFailed` when it is no good."""
    from chapbook.site import mkdocs_config

    with staging_folder(workspace.root) as empty:
        address = mkdocs_config.load(workspace, empty).site_url or ""
    path = urlsplit(address).path.strip("/")
    return f"/{path}/" if path else "/"


def digests_of(site: Path) -> dict[str, bytes]:
    """Give the digest of every file of a site, by its path inside."""
    files = (each for each in site.rglob("*") if each.is_file())
    return {
        each.relative_to(site).as_posix(): hashlib.blake2b(each.read_bytes(), digest_size=16).digest()
        for each in files
    }


def different(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> frozenset[str]:
    """Give the paths that came, went, or have other bytes."""
    return frozenset(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
