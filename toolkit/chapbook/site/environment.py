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

from chapbook.tree.seen import files_in, files_sign
from chapbook.workspace.workspace import Workspace

FORM = 1
"""Changes when packs or states are written in another way."""

_INHERITS = re.compile(r"^INHERIT:\s*[\"']?([^\"'#\r\n]+)", re.MULTILINE)
_MOST_INHERITED = 10
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_INSTALLED = (".dist-info", ".egg-info", ".egg-link", ".pth")
_CACHES = frozenset({"__pycache__", ".git"})
LIBRARIES = (
    *(
        "jinja2",
        "langcodes",
        "latex2mathml",
        "license_expression",
        "markdown",
        "markupsafe",
        "mdurl",
        "mkdocs",
        "nh3",
    ),
    *("pillow", "pygments", "pymdown_extensions", "pyyaml"),
)
"""How the names of the installed libraries begin whose code has a part in pages."""


def environment_of(workspace: Workspace, themes: Iterable[str], options: str) -> str:
    """Give what stands for all that every page hangs on, on this machine and in this folder.

    `themes` are folders of templates outside of installed packages, as the last build knew them; `options` stands for
    how the site is to be built.
    """
    parts = [str(workspace.root.absolute()), sys.version, *_settings(workspace, options)]
    for library in _libraries():
        parts += sorted(name for name in os.listdir(library) if name.endswith(_INSTALLED))  # noqa: PTH208
    for folder in (*_program(), str(workspace.root / "themes"), *sorted(themes)):
        parts += (folder, _look(folder))
    return _digest(parts)


def pages_environment(workspace: Workspace, themes: Iterable[str], options: str) -> str:
    """Give what stands for the same on any machine, by the bytes of all files: pages made with it are the same."""
    version = f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor}"
    parts = [version, *_settings(workspace, options)]
    for library in _libraries():
        names = os.listdir(library)  # noqa: PTH208
        parts += sorted(
            name for name in names if name.lower().startswith(LIBRARIES) and name.endswith(".dist-info")
        )
    own = str(workspace.root / "themes")
    for folder in (*_program(), *sorted({own, *themes})):
        parts += (
            os.path.relpath(folder, workspace.root) if folder.startswith(own) else "",
            _bytes_in(folder),
        )
    return _digest(parts)


def own_themes(folders: Iterable[str]) -> tuple[str, ...]:
    """Give those of a configuration's template folders that no installer put there."""
    installed = tuple(f"{each}{os.sep}" for each in _libraries())
    return tuple(sorted(each for each in folders if not each.startswith(installed)))


def _settings(workspace: Workspace, options: str) -> Iterator[str]:
    yield f"{FORM} {options}"
    yield os.environ.get("SOURCE_DATE_EPOCH", "")
    yield from _configuration(workspace.mkdocs_config)
    yield _text_of(workspace.settings)


def _program() -> Iterator[str]:
    yield str(Path(__file__).parents[1])
    yield from _overlay()


def _digest(parts: Iterable[str]) -> str:
    whole = blake2b(digest_size=20)
    for part in parts:
        whole.update(part.encode("utf-8", "surrogateescape"))
        whole.update(b"\0")
    return whole.hexdigest()


def _overlay() -> Iterator[str]:
    spec = find_spec("chapbook_theme")
    if spec is not None and spec.origin:
        yield str(Path(spec.origin).parent)


def _look(folder: str) -> str:
    try:
        return files_sign(folder, _CACHES.__contains__)
    except OSError:
        return ""


def _bytes_in(folder: str) -> str:
    """Give what stands for the names and bytes of all files in a folder."""
    try:
        paths = sorted(files_in(folder, _CACHES.__contains__))
    except OSError:
        return ""
    return _digest(f"{path} {_text_of(Path(folder, path))}" for path in paths)


def _configuration(path: Path) -> Iterator[str]:
    """Give a configuration's bytes, those of what it inherits from, and the variables of the environment it names."""
    for _ in range(_MOST_INHERITED):
        text = _text_of(path)
        yield text
        if "!ENV" in text:
            named = set(_NAME.findall(text))
            yield repr(sorted((name, os.environ[name]) for name in named & os.environ.keys()))
        inherited = _INHERITS.search(text)
        if inherited is None:
            return
        path = path.parent / inherited[1].strip()


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return "\0none"


def _libraries() -> list[str]:
    return [
        each
        for each in dict.fromkeys(sys.path)
        if each.endswith(("site-packages", "dist-packages")) and os.path.isdir(each)  # noqa: PTH112
    ]
