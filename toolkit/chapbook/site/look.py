"""Look around in a workspace: which modules there are, and which look other than at the last build of a site.

Nothing is parsed. A module whose files have new times is read to learn whether their bytes changed as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from hashlib import blake2b

from chapbook.diag.errors import ChapbookError
from chapbook.site.state import SiteState
from chapbook.tree.disk import DirTree, content_of, is_ignored
from chapbook.tree.seen import Seen, is_as_seen, look_at
from chapbook.workspace.workspace import ModuleFolder, Workspace, imported_modules, own_modules, strays


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
            key: replace(each, seen=self.seen[key]) if key in self.seen else each
            for key, each in state.modules.items()
        }
        return replace(state, modules=modules)


def look_around(
    workspace: Workspace, state: SiteState | None, environment: str, only: Set[str] | None = None
) -> Look:
    """Look at everything that a site is made of, and at the site. `OperationFailed` when a module cannot be read.

    With `only`, modules of other keys that are known already are taken to be as they were.
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
    for folder in folders:
        before = state.modules.get(folder.key)
        if only is not None and before is not None and folder.key not in only:
            continue
        if before is None or not (before.seen.settled and is_as_seen(str(folder.path), before.seen)):
            seen[folder.key] = _seen(folder)
            if before is None or _content(folder) != before.content:
                dirty.add(folder.key)
        if (
            before is not None
            and before.out.sign
            and not is_as_seen(f"{state.target}/{folder.key}", before.out)
        ):
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
