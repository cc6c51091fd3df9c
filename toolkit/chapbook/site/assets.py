"""Which files of a module the site publishes: pictures and others as they are, drawings written anew. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace

from chapbook.diag.diagnostic import Diagnostic
from chapbook.diag.errors import Refused
from chapbook.site import notices
from chapbook.source.drawing import clean_svg
from chapbook.tree.settings import is_program, sets_up_a_site
from chapbook.tree.tree import RelPath
from chapbook.workspace.load import LoadedModule

_TEXT = frozenset({"json", "csv", "txt", "vtt"})
_PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "avif", "svg"})
_MEDIA = frozenset({"mp4", "webm", "ogg", "ogv", "mp3", "m4a", "opus", "wav"})
SHOWN_SUFFIXES = _TEXT | _PICTURES | _MEDIA | {"pdf", "woff2"}
"""Files of a peer's module that may be published; those a bundle may hold, but for its sources."""

SOURCE_SUFFIXES = frozenset(
    {"md", "yml", "yaml", "html", "htm", "xhtml", "xht", "shtml", "svgz", "js", "mjs"}
)
"""Files that are never published as they are: sources, and pages that would bypass the sanitiser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetPlan:
    """One file, copied as it is; a drawing has `svg`, which is published in its place."""

    uri: str
    path: RelPath
    svg: str = ""


def plan_assets(
    loaded: LoadedModule, root: str, said: list[Diagnostic], inside: str = ""
) -> Iterator[AssetPlan]:
    """Plan what lies in `assets/`, or in that of the translation in the folder `inside`.

    `root` is the module's folder as the workspace has it.
    """
    for path in loaded.subject.tree.paths():
        suffix = posixpath.splitext(path)[1].lstrip(".").lower()
        shown = suffix in SHOWN_SUFFIXES if loaded.folder.petname else suffix not in SOURCE_SUFFIXES
        if shown and path.startswith(f"{inside}assets/"):
            asset = AssetPlan(uri=f"{loaded.folder.key}/{path.removeprefix(inside)}", path=path)
            drawn = _plan_drawing(asset, loaded, root, said) if suffix == "svg" else asset
            if drawn is not None:
                yield drawn


def _plan_drawing(
    asset: AssetPlan, loaded: LoadedModule, root: str, said: list[Diagnostic]
) -> AssetPlan | None:
    """Plan what is published of a drawing; None when it cannot be read."""
    name = f"{root}/{asset.path}"
    text = loaded.subject.texts.get(asset.path)
    if text is None:
        said.append(notices.drawing_left_out(name, "it is too large, or no text"))
        return None
    try:
        drawing = clean_svg(text)
    except Refused as refusal:
        said.append(notices.drawing_left_out(name, refusal.message))
        return None
    if drawing.removed:
        said.append(notices.drawing_changed(name, drawing.removed))
    return replace(asset, svg=drawing.svg)


def say_settings(loaded: LoadedModule, root: str, said: list[Diagnostic]) -> None:
    """Name what looks like settings or programs in an imported module."""
    paths = [each for each in loaded.subject.tree.paths() if sets_up_a_site(each) or is_program(each)]
    if loaded.folder.petname and paths:
        said.append(notices.settings_not_read(root, paths))
