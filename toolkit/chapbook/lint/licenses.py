"""What licences let others do, as far as programs can tell: the Creative Commons table and a few words.

Only what is known for sure is judged; of any other licence nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from chapbook.lint.license_choices import LONGEST, Choices, choices

_CC = re.compile(
    r"CC[- ]BY(?P<parts>(?:[- ](?:NC|SA|ND))*)(?:[- ](?P<version>[0-9]\.[0-9])(?:[- ][A-Z]+)*)?",
    re.IGNORECASE,
)
"""As SPDX writes them, and as people do: CC BY-SA 4.0."""
_FREE = frozenset(
    {"cc0-1.0", "pddl-1.0", "cc-pddc", "unlicense", "0bsd", "wtfpl", "mit-0", "public domain", "publicdomain"}
)
_FOR_SALE = re.compile(
    r"CC0.*|MIT(?:-.+)?|ISC|Apache-.+|BSD-.+|MPL-.+|[AL]?GPL-.+|GFDL-.+|OFL-.+|ODbL-.+|EUPL-.+", re.IGNORECASE
)
"""Licences that allow selling, besides those of Creative Commons and the free ones."""
_AS_SHARE_ALIKE = {"cc-by-sa-4.0": ("lal-1.3", "gpl-3.0", "gpl-3.0-only", "gpl-3.0-or-later")}
"""Licences that Creative Commons names as compatible with a ShareAlike licence."""
_CLOSED_WORDS = re.compile(
    r"all[ -]?rights[ -]?reserved|alle[ -]rechte[ -]vorbehalten|tous[ -]droits[ -]réservés|"
    r"todos[ -]los[ -]derechos[ -]reservados|tutti[ -]i[ -]diritti[ -]riservati|proprietary|confidential",
    re.IGNORECASE,
)
_NO_LICENSE = frozenset({"none", "noassertion", "unlicensed"})


@dataclass(frozen=True, slots=True)
class _Terms:
    """One Creative Commons licence, understood."""

    version: str
    """Empty when it is not said."""
    noncommercial: bool = False
    share_alike: bool = False
    no_derivatives: bool = False


def forbids_sharing(license_text: str) -> bool:
    """Say whether a licence gives nobody the right to pass the work on; of several to choose from, none does."""
    text = license_text[:LONGEST].strip()
    offered = choices(text)
    if len(offered) > 1 and all(" " not in name for each in offered for name in each):
        return all(any(map(_keeps_all_rights, each)) for each in offered)
    return any(_keeps_all_rights(name) for each in offered or ((text,),) for name in each)


def _keeps_all_rights(text: str) -> bool:
    return text.lower() in _NO_LICENSE or _CLOSED_WORDS.search(text) is not None


def is_own(license_text: str) -> bool:
    """Say whether, whatever one chooses, a licence of the author's own belongs to it."""
    offered = choices(license_text)
    return bool(offered) and all(
        any(name.lower().startswith("licenseref-") for name in each) for each in offered
    )


def remix_problem(source: str, target: str) -> str:
    """Say why a work under `source` cannot become part of one under `target`; empty when it can, or nobody knows.

    Of licences joined by OR in `source` one must do, of those in `target` every one; with AND the other way round.
    """
    return _first_problem(source, target, _problem)


def _first_problem(source: str, target: str, judge: Callable[[str, str], str]) -> str:
    """Give what stands in the way of each choice of `source`, for the first of them."""
    promised = choices(target)
    if not promised:
        return ""
    problems = [
        next((found for name in together if (found := _unfit(name, promised, judge))), "")
        for together in choices(source)
    ]
    return "" if "" in problems else next(iter(problems), "")


def _unfit(name: str, promised: Choices, judge: Callable[[str, str], str]) -> str:
    """Say why a licence fits none of those that hold together, in one of the promised choices."""
    for together in promised:
        found = [judge(name, each) for each in together]
        if all(found):
            return found[0]
    return ""


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
        if goal is None and not _may_be_sold(target):
            return f"{source} (NC) forbids commercial use, and {target} does not say by its name that it does too"
        return f"{source} (NC) forbids commercial use, and {target} would allow it"
    return ""


def _is_alike(source: str, terms: _Terms, target: str, goal: _Terms | None) -> bool:
    if goal is None:
        return target.lower() in _AS_SHARE_ALIKE.get(source.lower(), ())
    same = (goal.share_alike, goal.noncommercial) == (terms.share_alike, terms.noncommercial)
    return same and (not goal.version or goal.version >= terms.version)


def inclusion_problem(source: str, target: str, changed: bool) -> str:
    """Say why a file under `source` cannot lie unchanged, or `changed`, in a module under `target`.

    A collection is no remix: each work keeps its own licence, so ShareAlike asks nothing of the module. But whoever
    gets a module under a licence that allows selling would sell the file too.
    """
    return _first_problem(source, target, lambda each, goal: _inclusion_problem(each, goal, changed))


def _inclusion_problem(source: str, target: str, changed: bool) -> str:
    if forbids_sharing(source):
        return "its owner has kept all rights, so nobody may pass it on"
    terms = _terms(source)
    if terms is None:
        return ""
    if terms.no_derivatives and changed:
        return f"{source} (ND) does not allow others to publish changed versions"
    if terms.noncommercial and _may_be_sold(target):
        return f"{source} (NC) forbids commercial use, and {target} of the module would allow it"
    return ""


def _may_be_sold(target: str) -> bool:
    """Say whether a licence is known to allow commercial use."""
    goal = _terms(target)
    if goal is not None:
        return not goal.noncommercial
    return target.lower() in _FREE or _FOR_SALE.fullmatch(target) is not None


def _terms(license_text: str) -> _Terms | None:
    """Understand a Creative Commons licence; None for all others, which includes works that are free for any use."""
    text = license_text.strip()
    match = None if text.lower() in _FREE else _CC.fullmatch(text)
    if match is None:
        return None
    parts = match["parts"].upper().replace(" ", "-")
    return _Terms(match["version"] or "", "-NC" in parts, "-SA" in parts, "-ND" in parts)


def spdx_name(license_text: str) -> str:
    """Write a Creative Commons licence as SPDX does; others stay as they are."""
    return license_text.replace(" ", "-").upper() if _terms(license_text) else license_text
