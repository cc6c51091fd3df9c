"""Run one program that an author wrote, shut in: the one place where Chapbook runs what a module holds.

What the program finds: `/usr` and the loader's cache, read-only; an empty `/tmp` of its own as home and working
folder; no network, no environment, no other processes, no rights. It gets some processor time, memory and processes,
and ends with whoever started it. Bubblewrap makes that where it is installed, else namespaces with the tools of
util-linux; a machine that can do neither runs nothing.
"""

from __future__ import annotations

import os
import selectors
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from chapbook.diag.errors import OperationFailed

SECONDS = 10.0
"""How long a program may take in all."""
PROCESSOR_SECONDS = 5
MEMORY = 512 * 2**20
"""Bytes of addresses a process may have, where its runtime gets along with that."""
PROCESSES = 32
OUTPUT = 64 * 2**10
"""Bytes that a program may print."""
FILE = 2**20
ROOM = 16 * 2**20
"""Bytes of the largest file, and of all files together."""

PROGRAMS: dict[str, tuple[str, tuple[str, ...], bool]] = {
    "python": ("python3", ("-I", "-B", "-c"), True),
    "javascript": ("node", ("--max-old-space-size=256", "-e"), False),
    "sh": ("sh", ("-c",), True),
}
"""Language to program, the arguments before the code, and whether it bears a limit of addresses; V8 does not."""

_NOBODY = 65534
_SEARCHED = "/usr/bin:/usr/local/bin"
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_SET_UP = f"""\
set -e
mount -t tmpfs -o size=1m,mode=755,nosuid,nodev none /tmp
cd /tmp
mkdir usr dev tmp etc
for name in bin sbin lib lib32 lib64; do
  if [ -L "/$name" ]; then ln -s "usr/$name" "$name"; fi
done
mount --bind /usr usr
mount -o remount,bind,ro,nosuid usr
if [ -e /etc/ld.so.cache ]; then
  touch etc/ld.so.cache
  mount --bind /etc/ld.so.cache etc/ld.so.cache
  mount -o remount,bind,ro etc/ld.so.cache
fi
for name in null zero urandom; do
  touch "dev/$name"
  mount --bind "/dev/$name" "dev/$name"
done
mount -t tmpfs -o size={ROOM},mode=700,nosuid,nodev none tmp
mount -o remount,bind,ro /tmp
exec chroot /tmp /usr/bin/setpriv --bounding-set=-all --inh-caps=-all --no-new-privs -- \\
  /usr/bin/env -i -C /tmp HOME=/tmp PATH=/usr/bin LANG=C.UTF-8 "$@"
"""
"""Makes a small root in a mount namespace. Without rights nobody gets out of it, nor makes another namespace."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended. `status` None: it was stopped, for its time or for what it printed (`flooded`)."""

    output: bytes
    said: bytes
    status: int | None
    flooded: bool = False


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A way to shut a program in: what it is called, and the command that does it."""

    name: str
    command: Callable[[Sequence[str]], list[str]]


def _bubblewrap(argv: Sequence[str]) -> list[str]:
    """Give the command; Bubblewrap before 0.8 cannot keep a program from more namespaces and does not work then."""
    folders: list[str] = []
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        if Path(f"/{name}").is_symlink():
            folders += ["--symlink", f"usr/{name}", f"/{name}"]
    return [
        *("bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL"),
        *("--die-with-parent", "--new-session"),
        *("--clearenv", "--setenv", "HOME", "/tmp", "--setenv", "PATH", "/usr/bin", "--setenv", "LANG", "C.UTF-8"),
        *("--ro-bind", "/usr", "/usr", *folders, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"),
        *("--dev", "/dev", "--size", str(FILE), "--tmpfs", "/dev/shm"),
        *("--size", str(ROOM), "--tmpfs", "/tmp", "--chdir", "/tmp", "--remount-ro", "/", "--", *argv),
    ]  # fmt: skip


def _namespaces(argv: Sequence[str]) -> list[str]:
    spaces = ("--user", "--map-root-user", "--mount", "--net", "--pid", "--ipc", "--uts")
    dies = ("setpriv", "--pdeathsig", "KILL", "--")
    return [*dies, "unshare", *spaces, "--fork", "--kill-child", "/bin/sh", "-c", _SET_UP, "sh", *argv]


SANDBOXES = (Sandbox("bubblewrap", _bubblewrap), Sandbox("namespaces", _namespaces))
"""In the order in which they are tried."""


@lru_cache(maxsize=1)
def find_sandbox() -> Sandbox:
    """Give the first sandbox that works here, after a try. `OperationFailed` when none does: nothing runs then."""
    for sandbox in SANDBOXES:
        if works(sandbox):
            return sandbox
    raise OperationFailed(
        "no-sandbox",
        "This machine offers no sandbox, and code from questions is never run without one.",
        "On Linux, install bubblewrap (0.8 or newer) and allow user namespaces. Elsewhere, check without --run.",
    )


def works(sandbox: Sandbox) -> bool:
    """Say whether a sandbox can be made on this machine."""
    try:
        return run_in(sandbox, ["/usr/bin/true"]).status == 0
    except OSError:
        return False


def find_program(language: str) -> str:
    """Give the program of a language. `OperationFailed` when it is not where a sandbox could see it."""
    name = PROGRAMS[language][0]
    found = shutil.which(name, path=_SEARCHED)
    if found is None or not Path(found).resolve().is_relative_to("/usr"):
        message = f"A question asks to run {language}, but there is no {name} in /usr/bin or /usr/local/bin."
        raise OperationFailed("no-such-language", message, "Install it there, or check without --run.")
    return str(Path(found).resolve())


def run_code(sandbox: Sandbox, language: str, code: str) -> Ended:
    """Run code shut in. `OperationFailed` when its language is not installed."""
    _, arguments, bounded = PROGRAMS[language]
    return run_in(sandbox, [find_program(language), *arguments, code], bounded=bounded)


def run_in(sandbox: Sandbox, argv: Sequence[str], *, bounded: bool = True) -> Ended:
    """Run a command shut in; `OSError` when it cannot even be started."""
    limits = [
        *("/usr/bin/prlimit", f"--cpu={PROCESSOR_SECONDS}", f"--nproc={PROCESSES}", f"--fsize={FILE}"),
        *("--core=0", "--nofile=64", *([f"--as={MEMORY}"] if bounded else []), "--"),
    ]
    # The kernel counts no processes of root, so root becomes nobody first.
    is_root = os.geteuid() == 0
    with subprocess.Popen(
        sandbox.command([*limits, *argv]),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
        env={"PATH": _PATH},
        start_new_session=True,
        user=_NOBODY if is_root else None,
        group=_NOBODY if is_root else None,
        extra_groups=[] if is_root else None,
    ) as process:
        try:
            return _followed(process)
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)


def _followed(process: subprocess.Popen[bytes]) -> Ended:
    """Read what a program prints until it ends, or has printed or taken too much."""
    assert process.stdout is not None
    assert process.stderr is not None
    deadline = time.monotonic() + SECONDS
    heard = {process.stdout.fileno(): bytearray(), process.stderr.fileno(): bytearray()}
    with selectors.DefaultSelector() as selector:
        for number in heard:
            selector.register(number, selectors.EVENT_READ)
        while selector.get_map() and (left := deadline - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                chunk = os.read(key.fd, 2**14)
                heard[key.fd] += chunk
                if not chunk:
                    selector.unregister(key.fd)
                if len(heard[key.fd]) > OUTPUT:
                    return _ended(heard.values(), None, flooded=True)
    try:
        status: int | None = process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        status = None
    return _ended(heard.values(), status)


def _ended(heard: Iterable[bytearray], status: int | None, *, flooded: bool = False) -> Ended:
    output, said = (bytes(each[:OUTPUT]) for each in heard)
    return Ended(output, said, status, flooded)
