"""Gather what a reviewer of a module needs: a look at it, what the check finds, what changed. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.codes import Profile
from chapbook.diag.report import Report
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.links import references
from chapbook.model.compare import Comparison, compare
from chapbook.model.overview import Overview, overview
from chapbook.model.subject import Subject
from chapbook.services.check import CheckOptions, check
from chapbook.services.released import read_named, readable, with_release
from chapbook.services.targets import one_target


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the module: the file that shows it, and its alternative text."""

    path: str
    target: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything on the sheet. `changes` is None when there was no release before."""

    overview: Overview
    report: Report
    pictures: tuple[Picture, ...]
    addresses: int
    changes: Comparison | None


def review(name: str, start: Path) -> Review:
    """Look at a module (a folder, an id or a bundle) as for publishing; `ChapbookError` when it cannot be read."""
    subject = read_named(name, start)
    module = readable(subject, name)
    if (start / name).is_file() and name.endswith(".zip"):
        report, released = run(subject, LintConfig(profile=Profile.IMPORT)), None
    else:
        target = one_target(name, start)
        report = check(CheckOptions(start=target.folder.path, names=(".",), profile=Profile.PUBLISH))
        released = with_release(subject, target).released
    return Review(
        overview=overview(subject, module),
        report=report,
        pictures=tuple(_pictures(subject)),
        addresses=sum(each.written.startswith(("http://", "https://")) for each in references(subject)),
        changes=compare(released, subject) if released else None,
    )


def _pictures(subject: Subject) -> list[Picture]:
    return [
        Picture(path=path, target=image.target, alt="" if image.decorative else image.alt)
        for path, outline in subject.outlines.items()
        for image in outline.images
    ]
