"""Names of files, as links and other computers like them (S111)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from chapbook.diag.diagnostic import Finding, Place, Rename
from chapbook.lint.rules.files import is_common
from chapbook.model.subject import Subject
from chapbook.tree.names import name_problems, shown

_FOLDER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FILE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9.]+")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})
_MOST_TRIED = 50
"""Names that are tried one by one when all together do not fit."""


def awkward_name(subject: Subject) -> Iterator[Finding]:
    """S111: a name with capitals, blanks or signs that have to be escaped in links; X810 knows what is worse."""
    paths = subject.tree.paths()
    worse = {problem.name for problem in name_problems(paths)}
    reasons = {str(path): _reason(path) for path in paths if path not in worse and not is_common(path)}
    better = {str(path): _better(path) for path, reason in reasons.items() if reason}
    free = _free(better, paths, worse) if better else frozenset()
    for path, name in better.items():
        yield Finding(
            code="S111",
            message=f"The name “{shown(path)}” {reasons[path]}.",
            place=Place(path=path),
            hint=f"Rename it to {name}, and correct the links to it.",
            file_fix=Rename(path, name) if path in free else None,
        )


def _free(better: Mapping[str, str], paths: Iterable[str], worse: set[str]) -> frozenset[str]:
    """Give the files whose better name spells the same letters and is nobody else's; others are for their authors."""
    wanted = Counter(better.values())
    tried = [path for path, name in better.items() if wanted[name] == 1 and _is_respelt(path)]
    if _fit(tried, better, paths, worse):
        return frozenset(tried)
    one_by_one = tried if len(tried) <= _MOST_TRIED else []
    return frozenset(path for path in one_by_one if _fit([path], better, paths, worse))


def _fit(moved: list[str], better: Mapping[str, str], paths: Iterable[str], worse: set[str]) -> bool:
    """Say whether no name clashes, or is kept for something else, once some files have their better names."""
    gone = set(moved)
    names = sorted(better[path] if path in gone else path for path in paths)
    return all(problem.name in worse for problem in name_problems(names))


def _is_respelt(path: str) -> bool:
    """Say whether the better name keeps every letter and digit."""
    return all(char.isascii() for part in _judged(path) for char in _letters(part) if char.isalnum())


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


def _better(path: str) -> str:
    *folders, name = path.split("/")
    kept = len(folders) + 1 - len(_judged(path))
    return "/".join((*folders[:kept], *map(_plain, folders[kept:]), _plain(name)))


def _plain(name: str) -> str:
    """Make a name of small letters, digits, hyphens and points."""
    parts = (_NOT_IN_NAMES.sub("-", _letters(name))).split(".")
    return ".".join(part.strip("-") or "file" for part in parts)


def _letters(name: str) -> str:
    """Give a name in small letters without accents."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    return "".join(char for char in letters if not unicodedata.combining(char))
