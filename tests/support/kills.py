"""Kill a command at any moment: the machine stops, as far as files can tell.

The action runs in a child that is forked from the test, so nothing is imported anew. The child counts what it does to
the disk (opening for writing, renaming, exchanging, removing, making folders, syncing) and ends itself with SIGKILL
right before one of them. With `fine` every call into C from the first such step on is a point as well.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from chapbook.cli.main import main
from chapbook.tree import swap

POINTS = int(os.environ.get("CHAPBOOK_KILLS", "0"))
"""Points for each command; 0 for the few that the test names. With it, every call counts as a point."""

_STEPS = {
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "os.link",
    "os.symlink",
    "os.truncate",
}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_BUG = 99

Action = Callable[[], object]


@dataclass
class _Steps:
    """Counts steps below `root`; at the `last` one `end` is called."""

    root: str
    last: int
    end: Callable[[], None]
    seen: int = 0
    sent: Mapping[int, int] = field(default_factory=dict)

    def step(self) -> None:
        self.seen += 1
        if self.seen in self.sent:
            os.kill(os.getpid(), self.sent[self.seen])
        if self.seen == self.last:
            self.end()

    def watch(self, fine: bool) -> None:
        real_sync, real_sync_disk, real_exchange = os.fsync, swap._sync, swap._exchange

        def sync(fd: Any) -> None:
            self.step()
            real_sync(fd)

        def sync_disk(handle: int) -> int:
            self.step()
            return real_sync_disk(handle)

        def exchange(one: bytes, other: bytes) -> int:
            self.step()
            return real_exchange(one, other)

        os.fsync = sync
        swap._sync = sync_disk
        swap._exchange = exchange
        sys.addaudithook(self._heard)
        if fine:
            sys.setprofile(self._called)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        is_step = event in _STEPS or (
            event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITES)
        )
        if is_step and self._is_inside(arguments[0]):
            self.step()

    def _is_inside(self, path: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return True
        return os.path.abspath(os.fsdecode(path)).startswith(self.root)  # noqa: PTH100 -- not through links

    def _called(self, frame: FrameType, event: str, argument: object) -> None:
        if event == "c_call" and self.seen and frame.f_code.co_filename != __file__:
            self.step()


def steps_of(action: Action, root: Path, fine: bool = False) -> int:
    """Count the steps that an action takes below `root`; it is carried out."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        steps = _Steps(os.path.realpath(root), 0, lambda: None)
        _run(action, steps, fine)
        os.write(write, str(steps.seen).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as said:
        count = said.read()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, "the action failed without being killed"
    return int(count)


def killed_at(step: int, action: Action, root: Path, fine: bool = False) -> None:
    """Run an action and kill it right before its `step`-th step."""
    child = os.fork()
    if child == 0:
        _run(action, _Steps(os.path.realpath(root), step, lambda: os.kill(os.getpid(), signal.SIGKILL)), fine)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL), f"the action ended with {code}"


def succeeds(action: Action) -> bool:
    """Run an action in a child to its end; say whether it went well."""
    child = os.fork()
    if child == 0:
        _run(action, None, False)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def fails_at(step: int, action: Callable[[], int], root: Path, number: int = errno.ENOSPC) -> tuple[int, str]:
    """Run an action whose `step`-th step the system refuses; give what it gave, and what it said."""
    read, write = os.pipe()

    def refuse() -> None:
        raise OSError(number, os.strerror(number))

    return _result(lambda: _watched(action, _Steps(os.path.realpath(root), step, refuse)), read, write)


def signalled_at(words: Sequence[str], root: Path, sent: Mapping[int, int]) -> tuple[int, str]:
    """Run `chapbook WORDS` as a program in `root`, which gets signals at steps; give its exit code, and what it said.

    `sent` has the signal for the step before which it comes.
    """

    def action() -> int:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        steps = _Steps(os.path.realpath(root), 0, lambda: None, sent=dict(sent))
        os.chdir(root)
        steps.watch(fine=False)
        try:
            main(list(words))
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else _BUG
        return _BUG

    return in_child(action)


def in_child(action: Callable[[], int]) -> tuple[int, str]:
    """Run an action in a child; give the number it gave, and what it said on both streams."""
    return _result(action, *os.pipe())


def _watched(action: Callable[[], int], steps: _Steps) -> int:
    steps.watch(fine=False)
    return action()


def _result(action: Callable[[], int], read: int, write: int) -> tuple[int, str]:
    child = os.fork()
    if child == 0:
        code = _BUG
        try:
            os.close(read)
            os.dup2(write, 1)
            os.dup2(write, 2)
            sys.stdout = sys.stderr = os.fdopen(os.dup(write), "w", encoding="utf-8", errors="replace")
            code = action()
        except BaseException:  # noqa: BLE001 -- whatever it is, the test shows it
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    os.close(write)
    with os.fdopen(read, encoding="utf-8", errors="replace") as said:
        text = said.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), text


def _run(action: Action, steps: _Steps | None, fine: bool) -> None:
    code = _BUG
    try:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        if steps is not None:
            steps.watch(fine)
        action()
        sys.setprofile(None)
        code = 0
    finally:
        if code:
            os._exit(code)


def spread(total: int, count: int) -> Sequence[int]:
    """Give `count` steps of `total`, the first and the last among them, evenly in between; all when there are fewer."""
    if total <= count:
        return range(1, total + 1)
    return sorted({1 + round(number * (total - 1) / (count - 1)) for number in range(count)})
