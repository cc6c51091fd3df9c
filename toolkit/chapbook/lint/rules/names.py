"""Names of files, as links and other computers like them (S111)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.rules.files import is_common
from chapbook.model.subject import Subject
from chapbook.tree.names import name_problems, shown

_FOLDER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FILE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9.]+")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})


def awkward_name(subject: Subject) -> Iterator[Finding]:
    """S111: a name with capitals, blanks or signs that have to be escaped in links; X810 knows what is worse."""
    worse = {problem.name for problem in name_problems(subject.tree.paths())}
    for path in subject.tree.paths():
        if path in worse or is_common(path):
            continue
        if reason := _reason(path):
            message = f"The name “{shown(path)}” {reason}."
            yield Finding(code="S111", message=message, place=Place(path=path), hint=_hint(path))


def _reason(path: str) -> str:
    *folders, name = _judged(path)
    if _FILE.fullmatch(name) and all(_FOLDER.fullmatch(each) for each in folders):
        return ""
    written = "/".join((*folders, name))
    if " " in written:
        return "holds blanks, so links to it break as soon as one of them is not written as %20"
    if not written.isascii():
        return (
            "holds letters beyond a to z, which computers store in different ways, so links to it may break"
        )
    if written != written.lower():
        return "has capital letters: web servers tell them apart, many computers do not, so links may break"
    return "holds other signs than small letters, digits and hyphens, which are easy to mistype in links"


def _judged(path: str) -> list[str]:
    """Give the parts of a path that the author chose: the folder of a translation is a language tag."""
    parts = path.split("/")
    return parts[2:] if parts[0] == "i18n" and len(parts) > 2 else parts


def _hint(path: str) -> str:
    *folders, name = path.split("/")
    kept = len(folders) + 1 - len(_judged(path))
    better = "/".join((*folders[:kept], *map(_plain, folders[kept:]), _plain(name)))
    return f"Rename it to {better}, and correct the links to it."


def _plain(name: str) -> str:
    """Make a name of small letters, digits, hyphens and points."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    ascii_only = "".join(char for char in letters if not unicodedata.combining(char))
    parts = (_NOT_IN_NAMES.sub("-", ascii_only)).split(".")
    return ".".join(part.strip("-") or "file" for part in parts)
