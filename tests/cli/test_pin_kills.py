"""Commands that write down whom one knows are killed: old pins or new ones, nobody else lost, no module of a stranger.

Each is killed right before steps of its work on the disk, in the config folder and in the workspace. CHAPBOOK_KILLS=300
tries so many points of each, calls into C among them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from chapbook.cli.main import run
from chapbook.diag.errors import ChapbookError, OperationFailed
from chapbook.library.pack import Seal
from chapbook.library.store import LOCK_NAME
from chapbook.services import import_bundle
from chapbook.trust import pin_file
from chapbook.trust.identity import Chain
from chapbook.trust.pin_file import LOCK, put_back, read_pins, remember
from chapbook.trust.pins import encode_pins
from chapbook.workspace.lock import read_lock
from chapbook.workspace.recovery import recover
from support.archives import pack
from support.identities import signer
from support.kills import POINTS, Action, killed_at, spread, steps_of, succeeds
from support.known import ANA, BEN, EVE, NEXT, pins
from support.threats import Threats

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

IMPORT = ("import", "../offer.chapbook.zip", "--as", "ana", "--yes")

State = tuple[tuple[tuple[str, int], ...], bool]
"""Whom one knows, each with the version of the identity; and whether the module is there."""


@dataclass(frozen=True)
class Case:
    """A command, whom one knows before, whose bundle lies there, how many points are tried, and what may be after."""

    words: tuple[str, ...]
    known: tuple[Chain, ...]
    offer: tuple[Chain, str]
    points: int
    after: tuple[State, ...]
    fails: bool = False


OLD = (("ana", 0), ("ben", 0))
NEWER = (("ana", 1), ("ben", 0))
ALONE = (("ben", 0),)
CASES = {
    "trust forget": Case(
        ("trust", "forget", "ana", "--yes"), (ANA, BEN), (ANA, "ana"), 6, ((OLD, False), (ALONE, False))
    ),
    "import from somebody new": Case(
        IMPORT, (BEN,), (ANA, "ana"), 12, ((ALONE, False), (OLD, False), (OLD, True))
    ),
    "import under a newer identity": Case(
        IMPORT, (ANA, BEN), (NEXT, "ana 2"), 12, ((OLD, False), (NEWER, False), (NEWER, True))
    ),
    "import that fails": Case(IMPORT, (BEN,), (ANA, "ana"), 8, ((ALONE, False), (OLD, False)), fails=True),
}


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "here/config"))


def ready(root: Path, case: Case) -> None:
    """Write a home: a workspace, a config folder with pins, and a bundle beside them."""
    (root / "work").mkdir(parents=True)
    (root / "work/chapbook.yml").write_text("", encoding="utf-8")
    (root / "config/chapbook").mkdir(parents=True)
    (root / "config/chapbook" / pin_file.FILE).write_bytes(encode_pins(pins(*case.known)))
    chain, word = case.offer
    (root / "offer.chapbook.zip").write_bytes(pack(seal=Seal(chain, signer(word))).data)


def act(case: Case, root: Path, prepare: Callable[[], None] = lambda: None) -> Action:
    """Give the command as an action for a child."""

    def action() -> None:
        prepare()
        os.environ["XDG_CONFIG_HOME"] = str(root / "config")
        os.chdir(root / "work")
        if case.fails:
            vars(import_bundle)["install"] = _full
        assert run(list(case.words)) == (3 if case.fails else 0)

    return action


def _full(*_: object, **__: object) -> None:
    raise OperationFailed("disk-full", "There is no room. Nothing was changed.")


def state(root: Path) -> State:
    """Look at what the next command would find."""
    recover(root / "work")
    known = read_pins(root / "config/chapbook").by_petname
    versions = tuple((name, pin.chain.current.version - 1) for name, pin in sorted(known.items()))
    locked = read_lock(root / "work/chapbook.lock").entry("ana", "pricing-basics") is not None
    assert (root / "work/imported/ana/pricing-basics").is_dir() is locked
    return versions, locked


def leftovers(root: Path) -> list[str]:
    return [path.name for path in root.rglob(".chapbook-*") if path.name not in (LOCK, LOCK_NAME)]


def _write_again(root: Path) -> None:
    """Write down somebody new and take it back, as any next command does that learns of a publisher."""
    eve = pins(EVE).by_petname["ána"]
    put_back(remember(replace(eve, petname="eve"), root / "config/chapbook"), None, root / "config/chapbook")


def killed(
    case: Case, folder: Path, prepare: Callable[[], None] = lambda: None, points: int = POINTS
) -> tuple[int, list[State], list[str]]:
    """Kill a command at its points; give how many were tried, the states met, and what was wrong."""
    ready(folder / "template", case)
    for name in ("here", "whole"):
        shutil.copytree(folder / "template", folder / name)
    os.chdir(folder / "here/work")
    assert run(list(case.words)) == 0  # in this process: what it imports, the children have
    total = steps_of(act(case, folder / "whole", prepare), folder / "whole", bool(points))
    tried, met, wrong = 0, [], []
    for step in spread(total, points or case.points):
        root = folder / "at"
        shutil.copytree(folder / "template", root)
        killed_at(step, act(case, root, prepare), root, bool(points))
        tried += 1
        try:
            met.append(state(root))
            if met[-1] not in case.after:
                wrong.append(f"step {step} of {total}: {met[-1]}")
            if met[-1] != case.after[-1] and not succeeds(act(case, root)):
                wrong.append(f"step {step} of {total}: a rerun fails")
            _write_again(root)
            if lying := leftovers(root):
                wrong.append(f"step {step} of {total}: left lying about: {lying}")
        except ChapbookError as error:
            wrong.append(f"step {step} of {total}: {error.message}")
        shutil.rmtree(root)
    return tried, met, wrong


@pytest.mark.parametrize("name", CASES)
def test_killed_it_leaves_old_or_new_pins(name: str, tmp_path: Path, threats: Threats) -> None:
    case = CASES[name]
    tried, met, wrong = killed(case, tmp_path)
    assert wrong == []
    assert set(met) == set(case.after), "each state was met"
    if not POINTS:
        threats.record(
            "Crashes",
            f"`{name}` killed while it writes down whom one knows",
            tried=tried,
            refused=0,
            harmless=tried,
            control="written in place, whom one knows is lost",
        )


def _in_place() -> None:
    """Write pins as one would without thinking of crashes."""

    def write(path: Path, content: bytes) -> None:
        with path.open("wb") as file:
            file.write(content)
            os.fsync(file.fileno())

    vars(pin_file)["write_file"] = write


def test_control_written_in_place_whom_one_knows_is_lost(tmp_path: Path) -> None:
    _, _, wrong = killed(CASES["trust forget"], tmp_path, _in_place, points=0)
    assert any("pins.json" in each for each in wrong), wrong
