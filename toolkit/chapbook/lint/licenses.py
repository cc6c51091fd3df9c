"""What licences let others do, as far as programs can tell: the Creative Commons table and a few words.

Only what is known for sure is judged; of any other licence nothing is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST = 120
"""Characters of the longest licence that is looked at; it may come from a stranger."""
_CC = re.compile(r"CC-BY(?P<parts>(?:-NC|-SA|-ND)*)-(?P<version>[0-9]\.[0-9])(?:-[A-Z]+)*", re.IGNORECASE)
_FREE = frozenset(
    {"cc0-1.0", "pddl-1.0", "cc-pddc", "unlicense", "0bsd", "wtfpl", "mit-0", "public domain", "publicdomain"}
)
_AS_SHARE_ALIKE = {"cc-by-sa-4.0": ("lal-1.3", "gpl-3.0", "gpl-3.0-only", "gpl-3.0-or-later")}
"""Licences that Creative Commons names as compatible with a ShareAlike licence."""
_CLOSED_WORDS = re.compile(
    r"all[ -]?rights[ -]?reserved|alle[ -]rechte[ -]vorbehalten|tous[ -]droits[ -]réservés|"
    r"todos[ -]los[ -]derechos[ -]reservados|tutti[ -]i[ -]diritti[ -]riservati|proprietary|confidential",
    re.IGNORECASE,
)
_NO_LICENSE = frozenset({"none", "noassertion", "unlicensed"})
_BRACKETS = re.compile(r"[()]")
_OR = re.compile(r"\s+OR\s+", re.IGNORECASE)
_AND = re.compile(r"\s+AND\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Terms:
    """One Creative Commons licence, understood."""

    version: str
    noncommercial: bool = False
    share_alike: bool = False
    no_derivatives: bool = False


def forbids_sharing(license_text: str) -> bool:
    """Say whether a licence gives nobody the right to pass the work on."""
    text = license_text[:_LONGEST].strip()
    return text.lower() in _NO_LICENSE or _CLOSED_WORDS.search(text) is not None


def remix_problem(source: str, target: str) -> str:
    """Say why a work under `source` cannot become part of one under `target`; empty when it can, or nobody knows.

    Of licences joined by OR in `source` one must do, of those in `target` every one; with AND the other way round.
    """
    if max(len(source), len(target)) > _LONGEST or _BRACKETS.search(source + target):
        return ""
    sources, is_offer = _parts(source)
    targets, is_choice = _parts(target)
    problems = []
    for each in sources:
        failing = [problem for one in targets if (problem := _problem(each, one))]
        is_bad = len(failing) == len(targets) or (is_choice and bool(failing))
        problems.append(failing[0] if is_bad else "")
    if is_offer:
        return "" if "" in problems else problems[0]
    return next((problem for problem in problems if problem), "")


def _parts(license_text: str) -> tuple[list[str], bool]:
    """Give the licences of an expression, and whether they are joined by OR."""
    if _OR.search(license_text):
        return [part.strip() for part in _OR.split(license_text)], True
    return [part.strip() for part in _AND.split(license_text)], False


def _problem(source: str, target: str) -> str:
    if forbids_sharing(source):
        return "its owner has kept all rights"
    terms, goal = _terms(source), _terms(target)
    if terms is None:
        return ""
    if terms.no_derivatives:
        return f"{source} (ND) does not allow others to publish changed versions at all"
    if terms.share_alike and not _is_alike(source, terms, target, goal):
        return f"{source} (SA) asks that whatever is made from it stays under {source}"
    if terms.noncommercial and (goal is None or not goal.noncommercial):
        return f"{source} (NC) forbids commercial use, and {target} would allow it"
    return ""


def _is_alike(source: str, terms: _Terms, target: str, goal: _Terms | None) -> bool:
    if goal is None:
        return target.lower() in _AS_SHARE_ALIKE.get(source.lower(), ())
    same = (goal.share_alike, goal.noncommercial) == (terms.share_alike, terms.noncommercial)
    return same and goal.version >= terms.version


def inclusion_problem(source: str, target: str, changed: bool) -> str:
    """Say why a file under `source` cannot lie unchanged, or `changed`, in a module under `target`.

    A collection is no remix: each work keeps its own licence, so ShareAlike asks nothing of the module. But whoever
    gets a module under a licence that allows selling would sell the file too.
    """
    if max(len(source), len(target)) > _LONGEST:
        return ""
    if forbids_sharing(source):
        return "its owner has kept all rights, so nobody may pass it on"
    terms, goal = _terms(source.strip()), _terms(target.strip())
    if terms is None:
        return ""
    if terms.no_derivatives and changed:
        return f"{source} (ND) does not allow others to publish changed versions"
    if terms.noncommercial and goal is not None and not goal.noncommercial:
        return f"{source} (NC) forbids commercial use, and {target} of the module would allow it"
    return ""


def _terms(license_text: str) -> _Terms | None:
    """Understand a Creative Commons licence; None for all others, which includes works that are free for any use."""
    text = license_text.strip()
    match = None if text.lower() in _FREE else _CC.fullmatch(text)
    if match is None:
        return None
    parts = match["parts"].upper()
    return _Terms(match["version"], "-NC" in parts, "-SA" in parts, "-ND" in parts)
