"""Import a peer's bundle: look, plan, and only then write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chapbook.bundle.manifest import time_text
from chapbook.library.install import InstallOptions, current_state, install
from chapbook.library.install_plan import InstallPlan, plan_install
from chapbook.library.petname import check_petname, suggest_petname
from chapbook.services.show import Shown, show
from chapbook.services.targets import require_workspace
from chapbook.tree.names import shown as shown_name
from chapbook.trust.pin_file import pins_changed, put_back, read_pins, remember
from chapbook.trust.pins import Pin, renewed
from chapbook.trust.standing import Origin, judge
from chapbook.workspace.lock import LockEntry, read_lock
from chapbook.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An import that is planned and not yet done. Nothing was written so far."""

    workspace: Workspace
    shown: Shown
    plan: InstallPlan
    origin: str

    @property
    def trusts(self) -> bool:
        """Say whether a yes also means to know its publisher from now on."""
        return self.plan.standing.origin is Origin.FIRST_USE

    @property
    def asks(self) -> bool:
        """Say whether there is anything to say yes to."""
        return self.plan.writes or self.trusts


def prepare(path: Path, start: Path, *, petname: str | None, allow_unsigned: bool) -> Prepared:
    """Read a bundle and plan its import. `Refused` when it must not come in, `UsageProblem` for a bad petname."""
    workspace = require_workspace(start)
    shown = show(path, start)
    manifest = shown.bundle.manifest
    name = petname or suggest_petname(manifest, read_lock(workspace.lock), shown.standing)
    check_petname(name)
    lock, found = current_state(workspace, name, manifest.slug)
    plan = plan_install(
        shown.bundle,
        shown.report,
        lock,
        found,
        petname=name,
        chosen=petname is not None,
        allow_unsigned=allow_unsigned,
        pins=shown.pins,
    )
    return Prepared(workspace=workspace, shown=shown, plan=plan, origin=path.name)


def carry_out(prepared: Prepared, accept: frozenset[str]) -> LockEntry:
    """Write what was planned, in one step; `accept` names the conflicts that may be.

    Its publisher is remembered before the module is there. A crash between the two leaves somebody known whom the user
    said yes to; the other way round it would leave a module whose publisher anybody could claim to be.
    """
    prepared.plan.require(accept)
    _require_same_standing(prepared)
    options = InstallOptions(imported=datetime.now(UTC), origin=prepared.origin, accept=accept)
    before, after = prepared.plan.standing.pin, _pin(prepared, options.imported)
    if after is None or after == before:
        return install(prepared.plan, prepared.shown.bundle, prepared.workspace, options)
    written = remember(after)
    try:
        return install(prepared.plan, prepared.shown.bundle, prepared.workspace, options)
    except BaseException:
        put_back(written, before)
        raise


def _require_same_standing(prepared: Prepared) -> None:
    """Look again, since the user took time to say yes: another run may have learned of a thief meanwhile."""
    plan = prepared.plan
    now = judge(plan.standing.proof, read_pins(), petname=plan.petname, chosen=True)
    if now.origin not in (plan.standing.origin, Origin.KNOWN) or now.rival is not None:
        raise pins_changed("somebody else came in, or gave up a key,")


def _pin(prepared: Prepared, now: datetime) -> Pin | None:
    """Give what is to be remembered of the publisher; None for a bundle that nobody signed."""
    standing = prepared.plan.standing
    if standing.proof is None:
        return None
    if standing.pin is not None:
        return renewed(standing.pin, standing.proof.chain)
    return Pin(
        petname=prepared.plan.petname,
        chain=standing.proof.chain,
        first_seen=time_text(now),
        source=shown_name(Path(prepared.origin).name) or "unknown",
    )
