"""What a link in a module aims at, as written: a file inside, a place outside, or something unsafe."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import unquote

from chapbook.tree.tree import RelPath

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_DRIVE = re.compile(r"[A-Za-z]:([\\/]|$)")


class Aim(Enum):
    """Kinds of targets."""

    FILE = auto()
    """`path` is inside the module, whether it is there or not; it may equal the linking file."""
    MODULE = auto()
    """`path` is what follows `module:`."""
    OUTSIDE = auto()
    """A web or mail address, or an empty target."""
    LEAVES = auto()
    """A relative path that climbs out of the module."""
    UNSAFE = auto()
    """A path that only works on one computer or one site; `reason` completes “it …”."""


@dataclass(frozen=True, slots=True)
class Target:
    """One target, understood."""

    aim: Aim
    path: str = ""
    fragment: str = ""
    reason: str = ""


def unsafe_reason(path: str) -> str:
    """Say why a path does not stay inside a module on every computer, completing “it …”; empty when it does."""
    return _local_reason(path) or ("leaves the module folder" if _climbs(posixpath.normpath(path)) else "")


def _local_reason(path: str) -> str:
    if _DRIVE.match(path):
        return "names a drive of one computer"
    if path.lower().startswith("file:"):
        return "names a file of one computer"
    if "\\" in path:
        return "has a backslash, which only Windows takes for a folder"
    return "starts at the top of a site or disk" if path.startswith("/") else ""


def understand(source: RelPath, written: str) -> Target:
    """Read a link target in the file `source`."""
    before, _, fragment = written.strip().partition("#")
    path, fragment = unquote(before.partition("?")[0]), unquote(fragment)
    if not before and not fragment:
        return Target(Aim.OUTSIDE)
    if not path:
        return Target(Aim.FILE, source, fragment)
    if path.startswith("module:"):
        return Target(Aim.MODULE, path.removeprefix("module:"), fragment)
    if path.startswith("//") or (_SCHEME.match(path) and not path.lower().startswith("file:")):
        return Target(Aim.OUTSIDE)
    if reason := _local_reason(path):
        return Target(Aim.UNSAFE, reason=reason)
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    return Target(Aim.LEAVES if _climbs(wanted) else Aim.FILE, wanted, fragment)


def stand_ins(path: str) -> tuple[str, ...]:
    """Give the files that will do for a path: itself, and for a translation (`i18n/fr/…`) the original."""
    parts = path.split("/", 2)
    return (path, parts[2]) if parts[0] == "i18n" and len(parts) == 3 else (path,)


def _climbs(path: str) -> bool:
    return path == ".." or path.startswith("../")
