"""`chapbook key` is killed on its way: the old identity or the new one, its key at hand, and no key is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chapbook.services.key_change import Change, carry_out, plan_init, plan_rotate
from chapbook.services.key_loss import Loss, plan_recover
from chapbook.trust.own import Own, key_path, own_identity
from support.kills import killed_at, spread, steps_of
from support.process import snapshot
from support.threats import Threats

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

TRIED = 15
"""Steps at which each is killed, of about twenty."""
NOW = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)


def start(root: Path) -> Own:
    root.mkdir()
    return carry_out(plan_init(name="Ana Ruiz", sheet_file=root / "sheet.txt", folder=root / "config"), NOW)


def init(root: Path) -> Change:
    return plan_init(name="Ana Ruiz", sheet_file=root / "sheet.txt", folder=root / "config")


def rotate(root: Path) -> Change:
    return plan_rotate(folder=root / "config")


def recover(root: Path) -> Change:
    return plan_recover(root / "sheet.txt", Loss(reason="stolen"), folder=root / "config")


@pytest.mark.parametrize(
    ("name", "plan", "fresh"), [("init", init, True), ("rotate", rotate, False), ("recover", recover, False)]
)
def test_killed_half_way(
    tmp_path: Path, name: str, plan: Callable[[Path], Change], fresh: bool, threats: Threats
) -> None:
    def ready(root: Path) -> Own | None:
        if fresh:
            root.mkdir()
            return None
        return start(root)

    ready(tmp_path / "count")
    total = steps_of(lambda: carry_out(plan(tmp_path / "count"), NOW), tmp_path / "count")
    assert total >= TRIED
    seen = set()
    for step in spread(total, TRIED):
        root = tmp_path / str(step)
        old = ready(root)
        before = snapshot(root)
        killed_at(step, lambda root=root: carry_out(plan(root), NOW), root)  # type: ignore[misc]
        after = snapshot(root)
        assert all(
            after.get(path) == content for path, content in before.items() if path != "config/own.json"
        )
        now = own_identity(root / "config")
        seen.add("old" if now == old else "new")
        if now is not None:
            assert now.signer().key == now.key
            assert key_path(now.key, now.folder).is_file()
            assert (root / "sheet.txt").is_file()
        _goes_on(root, name, plan, done=now != old)
    assert seen == {"old", "new"}
    threats.record(
        "Crashes of key commands",
        f"`key {name}` killed half-way",
        tried=TRIED,
        refused=0,
        harmless=TRIED,
        control="Both the old identity and the new one were met",
    )


def _goes_on(root: Path, name: str, plan: Callable[[Path], Change], *, done: bool) -> None:
    """Run the command again as its message says, and look that nothing of the dead run is left in the way."""
    if name == "init" and not done and (root / "sheet.txt").exists():
        (root / "sheet.txt").rename(root / "of the dead run.txt")
    if not done or name != "init":
        carry_out(plan(root), NOW)
    own = own_identity(root / "config")
    assert own is not None
    assert own.signer().key == own.key
    assert not list((root / "config").rglob(".chapbook-*"))
