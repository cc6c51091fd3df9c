"""Look around in a workspace: which modules there are, and which look other than at the last build of a site.

Nothing is parsed. A module whose files have new times is read to learn whether their bytes changed as well.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b

from chapbook.diag.errors import ChapbookError
from chapbook.site.child import may_fork
from chapbook.site.state import SiteState
from chapbook.tree.disk import DirTree, content_of, is_ignored
from chapbook.tree.seen import Seen, is_as_seen, look_at
from chapbook.workspace.workspace import ModuleFolder, Workspace, imported_modules, own_modules, strays

_MANY = 400
"""Folders that are worth a child: a look takes some 40 microseconds, and a child some thousand."""
_AT_ONCE = 8
"""Looks after which one hears what the child has said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is there now. `seen` holds a new look at those modules that may have changed.

    `dirty` are the modules to make: new ones, those with other bytes, those whose folder of the site is not as it was
    left. `gone` are those that the site still has. `whole`: all is to be made, since nothing is known, or what belongs
    to no module is not as it was left. `is_lock_new`: the lock file, or what lies beside imported modules, is another.
    """

    environment: str
    lock: str
    folders: tuple[ModuleFolder, ...]
    seen: Mapping[str, Seen]
    dirty: frozenset[str]
    gone: frozenset[str]
    whole: bool
    is_lock_new: bool = False

    @property
    def changed(self) -> bool:
        """Say whether there is anything to do."""
        return bool(self.dirty or self.gone or self.whole or self.is_lock_new)

    def remembered(self, state: SiteState) -> SiteState:
        """Give a state with these looks."""
        modules = {
            key: each._replace(seen=self.seen[key]) if key in self.seen else each
            for key, each in state.modules.items()
        }
        return replace(state, modules=modules)


def look_around(
    workspace: Workspace,
    state: SiteState | None,
    environment: str,
    only: Set[str] | None = None,
    get_ready: Callable[[], object] = lambda: None,
) -> Look:
    """Look at everything that a site is made of, and at the site. `OperationFailed` when a module cannot be read.

    With `only`, modules of other keys that are known already are taken to be as they were. `get_ready` is called as
    soon as it is known that there is something to make, if there is still something to look at.
    """
    folders = (*own_modules(workspace), *imported_modules(workspace))
    lock = _lock(workspace)
    if state is None or state.environment != environment or not is_as_seen(state.target, state.own):
        return Look(
            environment=environment,
            lock=lock,
            folders=folders,
            seen={folder.key: _seen(folder) for folder in folders},
            dirty=frozenset(folder.key for folder in folders),
            gone=frozenset(),
            whole=True,
        )
    seen: dict[str, Seen] = {}
    dirty = {folder.key for folder in folders if folder.petname and lock != state.lock}
    known = [each for each in folders if each.key in state.modules and (only is None or each.key in only)]
    sources = [(str(each.path), state.modules[each.key].seen) for each in known]
    made = [(f"{state.target}/{each.key}", state.modules[each.key].out) for each in known]
    stay = _as_seen(sources, made, get_ready)
    for place, folder in enumerate(known):
        before = state.modules[folder.key]
        if not (before.seen.settled and stay[place]):
            seen[folder.key] = _seen(folder)
            if _content(folder) != before.content:
                dirty.add(folder.key)
        if before.out.sign and not stay[len(known) + place]:
            dirty.add(folder.key)
    for folder in folders:
        if folder.key not in state.modules:
            seen[folder.key] = _seen(folder)
            dirty.add(folder.key)
    return Look(
        environment=environment,
        lock=lock,
        folders=folders,
        seen=seen,
        dirty=frozenset(dirty),
        gone=frozenset(state.modules.keys() - {folder.key for folder in folders}),
        whole=False,
        is_lock_new=lock != state.lock,
    )


def _as_seen(
    sources: Sequence[tuple[str, Seen]], made: Sequence[tuple[str, Seen]], get_ready: Callable[[], object]
) -> list[bool]:
    """Say of each folder whether it still looks as it did; between the two kinds, get ready if one does not.

    Of many, a child looks too, where that may be: it begins with the last, and both are done when they meet.
    """
    looks = [*sources, *made]
    with _from_behind(looks if len(looks) >= _MANY else ()) as heard:
        found: list[bool] = []
        others: list[bool] = []
        while len(found) + len(others) < len(looks):
            found.append(is_as_seen(*looks[len(found)]))
            if len(found) == len(sources) and not all(found):
                get_ready()
            if len(found) % _AT_ONCE == 0 or len(found) == len(sources):
                others += heard()
    return [*found, *reversed(others[: len(looks) - len(found)])]


@contextmanager
def _from_behind(looks: Sequence[tuple[str, Seen]]) -> Iterator[Callable[[], Iterable[bool]]]:
    """Let a child look, beginning with the last; what it has said since one asked last is heard without waiting."""
    if not looks or not may_fork():
        yield lambda: ()
        return
    reading, writing = os.pipe()
    try:
        child = os.fork()
    except OSError:  # there are too many processes
        os.close(reading)
        os.close(writing)
        yield lambda: ()
        return
    if not child:
        try:
            for each in reversed(looks):
                os.write(writing, bytes([is_as_seen(*each)]))
        finally:
            os._exit(0)
    os.close(writing)
    os.set_blocking(reading, False)
    try:
        yield lambda: map(bool, _read_what_is_there(reading))
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _read_what_is_there(pipe: int) -> bytes:
    try:
        return os.read(pipe, 65536)
    except BlockingIOError:
        return b""


def _seen(folder: ModuleFolder) -> Seen:
    try:
        return look_at(str(folder.path), is_ignored)
    except OSError:
        return Seen("", "", "", settled=False)


def _content(folder: ModuleFolder) -> str:
    try:
        return content_of(DirTree(folder.path))
    except ChapbookError:
        return ""


def _lock(workspace: Workspace) -> str:
    """Give what stands for the lock file, and for what lies beside imported modules."""
    try:
        data = workspace.lock.read_bytes()
    except OSError:
        data = b""
    return blake2b(
        data + repr(strays(workspace)).encode("utf-8", "surrogateescape"), digest_size=20
    ).hexdigest()
