"""Names of a module's files, and of a bundle's entries: the law, and the one place that holds it.

Checks tell an author about them with `name_problems`, writers and the reader of bundles refuse with `check_names`.
A name is `/`-separated UTF-8 that means the same file on every system, and no other:

- NFC; at most 240 bytes, 120 bytes a part, 12 levels;
- none of `<>:"|?*` and backslash; no control, format (bidirectional), private or unassigned character;
- no empty part, `.` or `..`, so never absolute; no leading blank, no trailing dot or blank, of any width;
- no Windows device name (CON PRN AUX NUL COM0-9 LPT0-9 CONIN$ CONOUT$, superscript digits too, with any
  extension) and no short name (`GITHUB~1`);
- no name that folders ignore (hidden, backup, cache: see `tree/disk.py`): `pack` never writes one, and once
  imported it would lie there unseen;
- among the names of one bundle: unique under NFKC, case folding and without what nobody sees (selectors, fillers),
  folders spelt one way only, and no name that is also a folder of another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from chapbook.diag.errors import Refused
from chapbook.tree.disk import is_ignored
from chapbook.tree.limits import DEFAULT_FILE_LIMITS, FileLimits

MODULE_PREFIX = "module/"
"""The folder of a bundle that a module's files are in; limits of length and depth count it."""

_FORBIDDEN = frozenset('<>:"|?*')
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{digit}" for port in ("COM", "LPT") for digit in range(10)}
)
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""What Unicode calls ignorable and does not count as format characters, which names may not hold at all."""
_PLAIN = re.compile(r"[A-Za-z0-9 ._/~-]*")
"""Characters that no rule is about; almost all names have no others."""
_SHORT_NAME = re.compile(r"~[0-9]+\Z")
_SHOWN = 100


def shown(name: str) -> str:
    """Write a hostile name so that a terminal shows it as it is: escapes for what does not print, and cut."""
    escaped = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)
    return escaped if len(escaped) <= _SHOWN else escaped[:_SHOWN] + "…"


@dataclass(frozen=True, slots=True)
class NameProblem:
    """Why a name cannot travel. `code` is that of a refusal, `what` completes “The name … …”, `hint` may be empty."""

    code: str
    name: str
    what: str
    hint: str = ""


def check_name(name: str, limits: FileLimits = DEFAULT_FILE_LIMITS) -> None:
    """Check one entry's name; raises `Refused`, its code starts with `name-`."""
    _refuse(name_problem(name, limits))


def check_names(names: Iterable[str], limits: FileLimits = DEFAULT_FILE_LIMITS) -> None:
    """Check all names of one bundle, each and against each other; raises `Refused`."""
    _refuse(next(name_problems(names, limits), None))


def _refuse(problem: NameProblem | None) -> None:
    if problem is not None:
        message = f"The name `{shown(problem.name)}` {problem.what}."
        raise Refused(problem.code, message, problem.hint or "Rename the file and pack again.")


@lru_cache(maxsize=4096)
def name_problem(name: str, limits: FileLimits = DEFAULT_FILE_LIMITS) -> NameProblem | None:
    """Say what is wrong with a name on its own; None when nothing is."""
    if "\\" in name:
        what = "holds a backslash, which Windows reads as a folder"
        return NameProblem("name-backslash", name, what, "Use `/`.")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        what = "is an absolute path; it would land outside the module"
        return NameProblem("name-absolute", name, what)
    found = _in_characters(name) or _in_length(name, limits)
    for part in name.split("/"):
        found = found or _in_part(part)
    return NameProblem(found[0], name, found[1]) if found else None


_Found = tuple[str, str] | None


def _in_characters(name: str) -> _Found:
    if _PLAIN.fullmatch(name):
        return None
    for char in name:
        if char in _FORBIDDEN or unicodedata.category(char) in _UNSAFE_CATEGORIES:
            what = f"U+{ord(char):04X}" if not char.isprintable() else f"`{char}`"
            return "name-character", f"holds {what}, which is unsafe or missing on some system"
    if not unicodedata.is_normalized("NFC", name):
        return "name-not-normalised", "is not in Unicode form NFC, so two names may look the same"
    return None


def _in_length(name: str, limits: FileLimits) -> _Found:
    parts = name.split("/")
    if len(name.encode()) > limits.name_bytes:
        return "name-too-long", f"is longer than {limits.name_bytes} bytes"
    if any(len(part.encode()) > limits.part_bytes for part in parts):
        return "name-too-long", f"has a part of more than {limits.part_bytes} bytes"
    if len(parts) > limits.levels:
        return "name-too-deep", f"is nested deeper than {limits.levels} levels"
    return None


def _in_part(part: str) -> _Found:
    if part in ("", ".", ".."):
        return "name-traversal", "has an empty, `.` or `..` part; it could leave the module"
    if part != part.strip() or part.endswith("."):
        return "name-edge", "has a part that starts with a blank, or ends with a blank or a dot"
    stem = unicodedata.normalize("NFKC", part.split(".", 1)[0])
    if stem.rstrip(" ").upper() in _DEVICES:
        return "name-reserved", f"uses `{stem}`, which is a device on Windows and not a file"
    if _SHORT_NAME.search(stem):
        return "name-short", "looks like a Windows short name and could stand for another file"
    if is_ignored(part):
        return "name-ignored", "is hidden, a backup or a cache; such files never belong to a module"
    return None


def name_problems(names: Iterable[str], limits: FileLimits = DEFAULT_FILE_LIMITS) -> Iterator[NameProblem]:
    """Give what is wrong with the names of one bundle, each and against each other; at most one a name.

    The order is that of the names, but for files that are also folders, which come last.
    """
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        key = _folded(name)
        if problem := name_problem(name, limits):
            yield problem
        elif key in files:
            same = files[key] == name
            code, what = ("name-duplicate", "is there twice") if same else ("name-clash", _clash(files[key]))
            yield NameProblem(code, name, what)
        else:
            files[key] = name
            if other := _note_folders(name, folders):
                yield NameProblem("name-clash", name, _clash(other))
                del files[key]
    for key in sorted(files.keys() & folders.keys()):
        what = f"is also the folder `{shown(folders[key])}`"
        yield NameProblem("name-file-and-folder", files[key], what)


def _note_folders(name: str, folders: dict[str, str]) -> str:
    """Note the folders of a name; give one that another name spells otherwise, if there is one."""
    other = ""
    folder = name.rpartition("/")[0]
    while folder:
        first = folders.setdefault(_folded(folder), folder)
        other = first if first != folder else other
        folder = folder.rpartition("/")[0]
    return other


def _clash(other: str) -> str:
    return f"and `{shown(other)}` differ only in ways that some systems do not see; one would overwrite the other"


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", name))
    return unicodedata.normalize("NFKC", seen.casefold())
