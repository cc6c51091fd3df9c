"""What all pages of a site hang on besides the modules: settings, theme, this program, the libraries it uses.

It stands for these without importing any of them, since most builds find nothing to do. Libraries are told by the names
that their installer gave them, which hold the version; this program and themes of one's own by size and times of files.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from chapbook.tree.seen import files_sign
from chapbook.workspace.workspace import Workspace

FORM = 1
"""Changes when packs or states are written in another way."""

_INHERITS = re.compile(rb"^INHERIT:\s*[\"']?([^\"'#\r\n]+)", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_INSTALLED = (".dist-info", ".egg-info", ".egg-link", ".pth")
_CACHES = frozenset({"__pycache__", ".git"})


def environment_of(workspace: Workspace, themes: Iterable[str], options: str) -> str:
    """Give what stands for all that every page hangs on.

    `themes` are folders of templates outside of installed packages, as the last build knew them; `options` stands for
    how the site is to be built.
    """
    whole = blake2b(f"{FORM}\0{options}\0{sys.version}\0".encode(), digest_size=20)
    for part in _parts(workspace, themes):
        whole.update(part)
        whole.update(b"\0")
    return whole.hexdigest()


def own_themes(folders: Iterable[str]) -> tuple[str, ...]:
    """Give those of a configuration's template folders that no installer put there."""
    installed = tuple(f"{each}{os.sep}" for each in _libraries())
    return tuple(sorted(each for each in folders if not each.startswith(installed)))


def _parts(workspace: Workspace, themes: Iterable[str]) -> Iterator[bytes]:
    yield str(workspace.root.absolute()).encode("utf-8", "surrogateescape")
    yield from _configuration(workspace.mkdocs_config)
    yield _bytes_of(workspace.settings)
    yield os.environ.get("SOURCE_DATE_EPOCH", "").encode()
    for library in _libraries():
        names = (name for name in os.listdir(library) if name.endswith(_INSTALLED))  # noqa: PTH208
        yield "\n".join(sorted(names)).encode("utf-8", "surrogateescape")
    own = [str(Path(__file__).parents[1]), str(workspace.root / "themes"), *_overlay()]
    for folder in sorted({*own, *themes}):
        yield folder.encode("utf-8", "surrogateescape")
        yield _look(folder)


def _overlay() -> Iterator[str]:
    spec = find_spec("chapbook_theme")
    if spec is not None and spec.origin:
        yield str(Path(spec.origin).parent)


def _look(folder: str) -> bytes:
    try:
        return files_sign(folder, _CACHES.__contains__).encode("utf-8", "surrogateescape")
    except OSError:
        return b""


def _configuration(path: Path) -> Iterator[bytes]:
    """Give a configuration's bytes, those of what it inherits from, and the variables of the environment it names."""
    for _ in range(10):
        data = _bytes_of(path)
        yield data
        if b"!ENV" in data:
            named = set(_NAME.findall(data.decode("utf-8", "replace")))
            yield repr(sorted((name, os.environ[name]) for name in named & os.environ.keys())).encode(
                "utf-8", "surrogateescape"
            )
        inherited = _INHERITS.search(data)
        if inherited is None:
            return
        path = path.parent / inherited[1].decode("utf-8", "replace").strip()


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b"\0none"


def _libraries() -> list[str]:
    return [
        each
        for each in dict.fromkeys(sys.path)
        if each.endswith(("site-packages", "dist-packages")) and os.path.isdir(each)  # noqa: PTH112
    ]
