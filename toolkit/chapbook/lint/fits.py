"""Which licence fits all that a module is made of: asked by the check (R703) and by `chapbook remix` alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chapbook.lint.licenses import forbids_sharing, inclusion_problem, remix_problem
from chapbook.model.module import Credit, Origin

CHOICES = (
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-SA-4.0",
    "CC0-1.0",
)
"""Licences that are suggested; they allow others what this module was allowed."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A work whose licence forbids what the module's licence allows; `number` is its place in its list."""

    work: Origin | Credit
    number: int
    problem: str


def misfits(license_text: str, origins: Sequence[Origin], files: Sequence[Credit]) -> Iterator[Misfit]:
    """Give the works that cannot be part of a module under this licence; each must allow it, so one is enough.

    `origins` were remixed, `files` lie in it as they are. Where a licence is not known, nothing is said.
    """
    for n, origin in enumerate(origins):
        if problem := origin.license and remix_problem(origin.license, license_text):
            yield Misfit(origin, n, problem)
    for n, credit in enumerate(files):
        changed = bool(credit.changes.strip())
        if problem := credit.license and inclusion_problem(credit.license, license_text, changed):
            yield Misfit(credit, n, problem)


def fitting(origins: Sequence[Origin], files: Sequence[Credit]) -> tuple[str, ...]:
    """Give the usual licences under which all of these works may be one module; none when they exclude each other."""
    return tuple(each for each in CHOICES if not any(misfits(each, origins, files)))


def may_be_remixed(license_text: str) -> str:
    """Say why nobody may publish a changed version of a work, whatever licence that had; empty when one may."""
    if not license_text.strip():
        return "it does not say under which licence it is, so nobody but its authors may use it"
    if forbids_sharing(license_text):
        return "its owner has kept all rights"
    origin = Origin(title="", license=license_text)
    problems = [found.problem for each in CHOICES for found in misfits(each, [origin], [])]
    return problems[0] if len(problems) == len(CHOICES) else ""
