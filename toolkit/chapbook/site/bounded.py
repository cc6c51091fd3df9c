"""Render what strangers wrote in a child process that may not take for ever: bounded time, memory, nothing written.

No check of the source can say how long Markdown will take: 16 kB of `[` take minutes. So pages of imported modules are
rendered by a child, one for the whole build, which is started anew when it had to be stopped. It gets the address of a
page and gives that page's inside. What ends it:

    processor time   a timer in the child, for each page             not on Windows
    memory           a limit of addresses beyond those at its start  Linux
    files            the largest that it may write has no bytes      not on Windows
    time             its parent's patience, for each page            everywhere

On Linux the child is forked, which costs a few milliseconds. Elsewhere, and in a program with threads, a new
interpreter is started, which reads the plan again.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from chapbook.diag.errors import OperationFailed
from chapbook.site.child import may_fork
from chapbook.site.content import Content
from chapbook.site.links import Addresses
from chapbook.site.plan import ModulePlan, PageKind, PagePlan, source_root
from chapbook.site.rendering import left_out, render_page

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_RENDERED = frozenset({PageKind.MODULE, PageKind.LESSON, PageKind.QUIZ, PageKind.REVIEW})
"""Pages with Markdown in them; the others are made of facts."""
_START_SECONDS = 60
"""How long a new interpreter may take on a busy machine until it can render; no page is to be blamed for that."""
_NO_MEMORY = 71
_FAILED = 72
"""How a child ends by itself: for want of memory, and for any other reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderLimits:
    """What rendering one imported page may take: seconds of processor time and in all, bytes of memory.

    `stopped` is how many pages of a module are stopped before its other pages are no longer tried.
    """

    processor_seconds: float = 10
    seconds: float = 15
    memory: int = 1024 * 2**20
    stopped: int = 3


DEFAULT_RENDER_LIMITS = RenderLimits()


class BoundedRenderer:
    """Renders the pages of modules: own ones here, imported ones in a child. Close it when the build is over.

    `ready` are insides that are rendered already, by the page's `uri`.
    """

    def __init__(
        self,
        editions: Sequence[ModulePlan],
        addresses: Addresses,
        limits: RenderLimits = DEFAULT_RENDER_LIMITS,
        *,
        ready: Mapping[str, Content] | None = None,
    ) -> None:
        self._ready = ready or {}
        self._editions = editions
        self._addresses = addresses
        self._limits = limits
        self._child: _Child | None = None
        self._stopped: Counter[str] = Counter()
        if any(module.imported for module in editions):
            self._start()  # early, so that a new interpreter gets ready beside the rest of the build

    def page(self, page: PagePlan, module: ModulePlan) -> Content:
        """Make the inside of a page. One whose rendering had to be stopped says so in its place."""
        if page.uri in self._ready:
            return self._ready[page.uri]
        if not module.imported or page.kind not in _RENDERED:
            return render_page(page, module, self._addresses)
        root = source_root(module.loaded.folder)
        if self._stopped[root] >= self._limits.stopped:
            reason = (
                f"{self._limits.stopped} pages of this module had to be stopped before, so it was not tried"
            )
            return left_out(page, module, reason, stopped=True)
        child = self._child or self._start()
        try:
            content, asked = child.render(page.uri, self._limits.seconds)
        except _Stopped as stopped:
            self.close()
            self._stopped[root] += 1
            reason = f"rendering it took more than {_in_words(stopped.cause, self._limits)}"
            return left_out(page, module, reason, stopped=True)
        self._addresses.faces.asked |= asked
        return content

    def close(self) -> None:
        """End the child, whatever it is doing."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def _start(self) -> _Child:
        self._child = _Child(self._editions, self._addresses, self._limits)
        return self._child


class _Stopped(Exception):
    """The child is gone; `cause` is what it had too much of."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


def _in_words(cause: str, limits: RenderLimits) -> str:
    return {
        "processor": f"{limits.processor_seconds:g} seconds of processor time",
        "time": f"{limits.seconds:g} seconds",
        "memory": f"{limits.memory // 2**20} MiB of memory",
    }.get(cause, "it could bear")


class _Child:
    """The child process, seen from its parent."""

    def __init__(self, editions: Sequence[ModulePlan], addresses: Addresses, limits: RenderLimits) -> None:
        import multiprocessing  # 15 ms, and most sites have no module of a stranger

        forked = may_fork()
        context: Any = multiprocessing.get_context("fork" if forked else "spawn")
        self._channel, theirs = multiprocessing.Pipe()
        self._process: BaseProcess = context.Process(
            target=_serve,
            args=(theirs, self._channel if forked else None, editions, addresses, limits),
            name="chapbook-render",
            daemon=True,
        )
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # of threads outside Python, which hold no lock of it
            try:
                self._process.start()
            except OSError as error:
                raise OperationFailed(
                    "no-process",
                    f"No process could be started to render imported pages: {error.strerror or error}.",
                    "Close other programs and try again. Nothing was changed.",
                ) from error
        theirs.close()
        self._is_ready = False

    def render(self, uri: str, seconds: float) -> tuple[Content, Set[str]]:
        """Ask for a page, and which other modules it was made of; `_Stopped` when the child did not live to give it."""
        try:
            if not self._is_ready:
                self._is_ready = self._channel.poll(_START_SECONDS) and self._channel.recv()
            self._channel.send(uri)
            if not self._channel.poll(seconds):
                raise _Stopped("time")
            found = self._channel.recv()
        except (EOFError, OSError) as error:
            raise _Stopped(self._cause()) from error
        content, asked = found
        assert isinstance(content, Content)
        return content, asked

    def _cause(self) -> str:
        self._process.join(1)
        code = self._process.exitcode
        if code == _NO_MEMORY:
            return "memory"
        return "processor" if code is not None and -code in _TIMER_SIGNALS else "other"

    def kill(self) -> None:
        """End it now, and wait until it is gone."""
        self._channel.close()
        self._process.kill()
        self._process.join()


_TIMER_SIGNALS = frozenset(
    int(getattr(signal, name)) for name in ("SIGPROF", "SIGXCPU") if hasattr(signal, name)
)


def _serve(
    channel: Connection,
    parents: Connection | None,
    editions: Sequence[ModulePlan],
    addresses: Addresses,
    limits: RenderLimits,
) -> None:
    """Render pages by their address until nobody asks any more. Runs in the child."""
    if parents is not None:
        parents.close()  # else the child would hold its own line open when its parent dies
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to both; the parent tidies up
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _bound(limits.memory)
    pages = {page.uri: (page, module) for module in editions for page in module.pages}
    channel.send(True)
    while True:
        try:
            page, module = pages[channel.recv()]
        except EOFError:
            return
        _watch(limits.processor_seconds)
        try:
            content = render_page(page, module, addresses)
        except MemoryError:
            _leave(_NO_MEMORY)
        except Exception:  # noqa: BLE001 - what a stranger's text does to a renderer must not reach the others' pages
            _leave(_FAILED)
        _watch(0)
        channel.send((content, addresses.faces.asked))


def _leave(code: int) -> NoReturn:
    os._exit(code)


def _watch(seconds: float) -> None:
    """Set the timer that kills after so much processor time; 0 takes it away."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _bound(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's patience is the only limit
        return
    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)]
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limits.append((resource.RLIMIT_AS, pages * resource.getpagesize() + memory))
    for kind, most in limits:
        with suppress(ValueError, OSError):  # a lower limit stands already
            resource.setrlimit(kind, (most, most))
