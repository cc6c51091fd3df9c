"""The disk says no: one line with the path and what to do, exit code 3, the old state, and nothing lies about."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chapbook.cli.main import run
from chapbook.workspace.recovery import recover
from support.crash_commands import COMMANDS, Command, leftovers, own_cache, rehearsed, state
from support.kills import fails_at, in_child, spread
from support.threats import Threats

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

STEPS = {
    "pack": 5,
    "import": 8,
    "import of an update": 10,
    "build": 12,
    "mv": 10,
    "check --fix": 8,
    "init": 6,
    "remix": 6,
}
REFUSALS = (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO)
NOBODY = 65534
NO_MOUNT = 77


@pytest.fixture(autouse=True)
def _somewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")


def runs(command: Command, root: Path) -> Callable[[], int]:
    """Give the command as an action that gives its exit code."""

    def action() -> int:
        os.chdir(root)
        own_cache(command.words, root)
        return run(list(command.words))

    return action


def is_plain(code: int, said: str) -> bool:
    """Say whether a refusal is told as it should be."""
    return code == 3 and "Traceback" not in said and "bug" not in said and "\n  " in said


@pytest.mark.parametrize("name", STEPS)
def test_whatever_the_disk_refuses_the_old_state_stands(name: str, tmp_path: Path, threats: Threats) -> None:
    command = COMMANDS[name]
    rehearsal = rehearsed(command, tmp_path)
    before, after = rehearsal.before, rehearsal.after
    tried = refused = 0
    for step in spread(rehearsal.steps, STEPS[name]):
        root = tmp_path / "at"
        shutil.copytree(rehearsal.template, root)
        code, said = fails_at(step, runs(command, root), root, REFUSALS[tried % len(REFUSALS)])
        assert code == 0 or is_plain(code, said), (step, rehearsal.steps, code, said)
        assert state(root, command.only) == (after if code == 0 else before), (step, rehearsal.steps, said)
        recover(root)
        assert state(root, command.only) == (after if code == 0 else before), (step, rehearsal.steps, said)
        assert leftovers(root) == []
        shutil.rmtree(root)
        tried, refused = tried + 1, refused + (code == 3)
    assert refused
    threats.record("Crashes", f"The disk refuses a step of `{name}`", tried=tried, refused=0, harmless=tried)


@pytest.mark.parametrize(
    ("name", "most"), [("pack", 600), ("import of an update", 300), ("mv", 200), ("build", 5000)]
)
def test_a_limit_on_the_size_of_files_is_said(name: str, most: int, tmp_path: Path) -> None:
    command = COMMANDS[name]
    root = tmp_path / "at"
    root.mkdir()
    command.before(root)
    before = state(root, command.only)

    def limited() -> int:
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
        return runs(command, root)()

    code, said = in_child(limited)
    assert is_plain(code, said), said
    assert os.strerror(errno.EFBIG) in said
    assert "ulimit" in said
    assert state(root, command.only) == before
    assert leftovers(root) == []


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that every user may enter: pytest's own may only be entered by who runs it."""
    with tempfile.TemporaryDirectory(prefix="chapbook-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in (folder, *folder.rglob("*")):
            if path.is_dir():
                path.chmod(0o755)


@pytest.mark.parametrize(
    "name", ["pack", "import", "import of an update", "mv", "check --fix", "build", "init", "remix"]
)
def test_a_folder_that_may_only_be_read_is_said(
    name: str, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(open_folder / "config"))
    command = COMMANDS[name]
    root = open_folder / "at"
    root.mkdir()
    command.before(root)
    os.chdir("/")
    before = state(root)
    for path in (root, *root.rglob("*")):
        if path.is_dir():
            path.chmod(0o555)

    def without_rights() -> int:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        return runs(command, root)()

    code, said = in_child(without_rights)
    assert is_plain(code, said), said
    assert os.strerror(errno.EACCES) in said
    assert str(root) in said
    assert state(root) == before
    assert leftovers(root) == []


@pytest.mark.parametrize("name", ["import of an update", "mv", "build"])
def test_a_disk_that_is_really_full(name: str, tmp_path: Path) -> None:
    command = COMMANDS[name]
    (tmp_path / "template").mkdir()
    command.before(tmp_path / "template")
    disk = tmp_path / "disk"
    disk.mkdir()

    def on_a_small_disk() -> int:
        if not mounted(disk, 24 * 2**20):
            return NO_MOUNT
        root = disk / "at"
        shutil.copytree(tmp_path / "template", root)
        before = state(root, command.only)
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as file:
            while True:
                try:
                    file.write(bytes(4096))
                except OSError:
                    break
        code = runs(command, root)()
        assert state(root, command.only) == before
        assert leftovers(root) == []
        filler.unlink(missing_ok=True)
        assert run(list(command.words)) == 0
        assert leftovers(root) == []
        return code

    code, said = in_child(on_a_small_disk)
    if code == NO_MOUNT:
        pytest.skip("only who may mount a disk can fill one")
    assert code == 3, said
    assert "Traceback" not in said
    assert "Make room" in said


def mounted(folder: Path, size: int) -> bool:
    """Mount a small disk in memory that only this process sees; False where that is not allowed."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    library = ctypes.CDLL(None, use_errno=True)
    private, new_mounts = 1 << 18 | 1 << 14, 0x20000
    return bool(
        library.unshare(new_mounts) == 0
        and library.mount(b"none", b"/", None, private, None) == 0
        and library.mount(b"none", os.fsencode(folder), b"tmpfs", 0, f"size={size}".encode()) == 0
    )
