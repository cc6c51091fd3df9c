"""Import a peer's bundle: look, plan, and only then write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chapbook.library.install import InstallOptions, current_state, install
from chapbook.library.install_plan import InstallPlan, plan_install
from chapbook.library.petname import suggest_petname
from chapbook.services.show import Shown, show
from chapbook.services.targets import require_workspace
from chapbook.workspace.lock import LockEntry, read_lock
from chapbook.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An import that is planned and not yet done. Nothing was written so far."""

    workspace: Workspace
    shown: Shown
    plan: InstallPlan
    origin: str


def prepare(path: Path, start: Path, *, petname: str | None, allow_unsigned: bool) -> Prepared:
    """Read a bundle and plan its import. `Refused` when it must not come in, `UsageProblem` for a bad petname."""
    workspace = require_workspace(start)
    shown = show(path, start)
    manifest = shown.bundle.manifest
    name = petname or suggest_petname(manifest, read_lock(workspace.lock))
    lock, found = current_state(workspace, name, manifest.slug)
    plan = plan_install(shown.bundle, shown.report, lock, found, petname=name, allow_unsigned=allow_unsigned)
    return Prepared(workspace=workspace, shown=shown, plan=plan, origin=path.name)


def carry_out(prepared: Prepared, accept: frozenset[str]) -> LockEntry:
    """Write what was planned, in one step; `accept` names the conflicts that may be."""
    options = InstallOptions(imported=datetime.now(UTC), origin=prepared.origin, accept=accept)
    return install(prepared.plan, prepared.shown.bundle, prepared.workspace, options)
