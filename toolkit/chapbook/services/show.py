"""Look into a bundle: read and checked straight from the archive, nothing unpacked, nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chapbook.bundle.facts import BundleFacts, facts_of
from chapbook.bundle.verify import Bundle, open_bundle
from chapbook.diag.codes import Profile
from chapbook.diag.report import Report
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.trust.pin_file import read_pins
from chapbook.trust.pins import Pins
from chapbook.trust.standing import Standing, judge
from chapbook.workspace.lock import LockEntry, read_lock
from chapbook.workspace.workspace import find_workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A bundle as people see it before they take it in; `known` are earlier imports of the same module.

    `pins` is whom the user knew when it was looked at.
    """

    bundle: Bundle
    pins: Pins
    standing: Standing
    facts: BundleFacts
    report: Report
    known: tuple[LockEntry, ...]


def show(path: Path, start: Path) -> Shown:
    """Read and check a bundle; `Refused` when it is not whole or not safe."""
    bundle = open_bundle(path)
    workspace = find_workspace(start)
    known = read_lock(workspace.lock).of_uid(bundle.manifest.uid) if workspace else ()
    pins = read_pins()
    standing = judge(bundle.proof, pins)
    facts = facts_of(bundle, standing, pins)
    report = check_bundle(bundle)
    return Shown(bundle=bundle, pins=pins, standing=standing, facts=facts, report=report, known=known)


def check_bundle(bundle: Bundle) -> Report:
    """Check a bundle's module with the import profile."""
    with bundle.tree.archive.held_open():
        return run(bundle.subject, LintConfig(profile=Profile.IMPORT))
