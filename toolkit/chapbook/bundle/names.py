"""Names of a bundle's entries: the law, and the one function that holds it. Writers and the reader share it.

A name is `/`-separated UTF-8 that means the same file on every system, and no other:

- NFC; at most 240 bytes, 120 bytes a part, 12 levels;
- none of `<>:"|?*` and backslash; no control, format (bidirectional), private or unassigned character;
- no empty part, `.` or `..`, so never absolute; no leading space, no trailing dot or space;
- no Windows device name (CON PRN AUX NUL COM0-9 LPT0-9 CONIN$ CONOUT$, superscript digits too, with any
  extension) and no short name (`GITHUB~1`);
- no name that folders ignore (hidden, backup, cache: see `tree/disk.py`): `pack` never writes one, and once
  imported it would lie there unseen;
- among the names of one bundle: unique under NFKC and case folding, folders spelt one way only, and no name
  that is also a folder of another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from chapbook.bundle.limits import DEFAULT_LIMITS, Limits
from chapbook.diag.errors import Refused
from chapbook.tree.disk import is_ignored

_FORBIDDEN = frozenset('<>:"|?*')
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{digit}" for port in ("COM", "LPT") for digit in range(10)}
)
_SHORT_NAME = re.compile(r"~[0-9]+\Z")
_SHOWN = 100


def shown(name: str) -> str:
    """Write a hostile name so that a terminal shows it as it is: escapes for what does not print, and cut."""
    escaped = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)
    return escaped if len(escaped) <= _SHOWN else escaped[:_SHOWN] + "…"


def check_name(name: str, limits: Limits = DEFAULT_LIMITS) -> None:
    """Check one entry's name; raises `Refused`, its code starts with `name-`."""
    if "\\" in name:
        raise _refused(
            "name-backslash", name, "holds a backslash, which Windows reads as a folder", "Use `/`."
        )
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        raise _refused("name-absolute", name, "is an absolute path; it would land outside the module")
    _check_characters(name)
    if unicodedata.normalize("NFC", name) != name:
        raise _refused(
            "name-not-normalised", name, "is not in Unicode form NFC, so two names may look the same"
        )
    _check_length(name, limits)
    for part in name.split("/"):
        _check_part(name, part)


def _check_characters(name: str) -> None:
    for char in name:
        if char in _FORBIDDEN or unicodedata.category(char) in _UNSAFE_CATEGORIES:
            what = f"U+{ord(char):04X}" if not char.isprintable() else f"`{char}`"
            raise _refused("name-character", name, f"holds {what}, which is unsafe or missing on some system")


def _check_length(name: str, limits: Limits) -> None:
    parts = name.split("/")
    if len(name.encode()) > limits.name_bytes:
        raise _refused("name-too-long", name, f"is longer than {limits.name_bytes} bytes")
    if any(len(part.encode()) > limits.part_bytes for part in parts):
        raise _refused("name-too-long", name, f"has a part of more than {limits.part_bytes} bytes")
    if len(parts) > limits.levels:
        raise _refused("name-too-deep", name, f"is nested deeper than {limits.levels} levels")


def _check_part(name: str, part: str) -> None:
    if part in ("", ".", ".."):
        raise _refused("name-traversal", name, "has an empty, `.` or `..` part; it could leave the module")
    if part.startswith(" ") or part.endswith((" ", ".")):
        raise _refused(
            "name-edge", name, "has a part that starts with a blank, or ends with a blank or a dot"
        )
    stem = unicodedata.normalize("NFKC", part.split(".", 1)[0])
    if stem.rstrip(" ").upper() in _DEVICES:
        raise _refused("name-reserved", name, f"uses `{stem}`, which is a device on Windows and not a file")
    if _SHORT_NAME.search(stem):
        raise _refused("name-short", name, "looks like a Windows short name and could stand for another file")
    if is_ignored(part):
        raise _refused(
            "name-ignored", name, "is hidden, a backup or a cache; such files never belong to a module"
        )


def check_names(names: Iterable[str], limits: Limits = DEFAULT_LIMITS) -> None:
    """Check all names of one bundle, each and against each other; raises `Refused`."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        check_name(name, limits)
        key = _folded(name)
        if key in files:
            same = files[key] == name
            code, what = ("name-duplicate", "is there twice") if same else ("name-clash", _clash(files[key]))
            raise _refused(code, name, what)
        files[key] = name
        _note_folders(name, folders)
    for key in files.keys() & folders.keys():
        raise _refused("name-file-and-folder", files[key], f"is also the folder `{shown(folders[key])}`")


def _note_folders(name: str, folders: dict[str, str]) -> None:
    folder = name.rpartition("/")[0]
    while folder:
        first = folders.setdefault(_folded(folder), folder)
        if first != folder:
            raise _refused("name-clash", name, _clash(first))
        folder = folder.rpartition("/")[0]


def _clash(other: str) -> str:
    return f"and `{shown(other)}` differ only in ways that some systems do not see; one would overwrite the other"


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _refused(code: str, name: str, what: str, hint: str = "") -> Refused:
    return Refused(code, f"The name `{shown(name)}` {what}.", hint or "Rename the file and pack again.")
