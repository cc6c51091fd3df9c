"""Which modules a build makes, and in which order: those that changed, then those that asked them for something."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from chapbook.site.door import Door
from chapbook.site.face import Face
from chapbook.site.facts_form import face_of_data
from chapbook.site.front import front_of
from chapbook.site.head_start import HeadStart
from chapbook.site.kept_faces import KeptFaces
from chapbook.site.look import Look
from chapbook.site.made import has_day, is_answered, state_of
from chapbook.site.making import Made, Makers, Task
from chapbook.site.packs import Packs
from chapbook.site.pool import make_all
from chapbook.site.result import Progress
from chapbook.site.shard import Share
from chapbook.site.state import ModuleState, SiteState
from chapbook.tree.patch import NEW
from chapbook.workspace.workspace import ModuleFolder, Workspace

if TYPE_CHECKING:
    from chapbook.workspace.lock import LockEntry


class ModuleRun:
    """Makes the modules of one build: those that changed, then those that hang on them."""

    def __init__(
        self,
        workspace: Workspace,
        door: Door,
        staged: Path,
        packs: Packs,
        environment: str,
        look: Look,
        state: SiteState | None,
        jobs: int,
        progress: Progress,
        begun: HeadStart | None = None,
    ) -> None:
        self.front = front_of(workspace, door.config)
        self.made: dict[str, Made] = {}
        self._door = door
        self._site_dir = staged / NEW
        self._packs = packs
        self._environment = environment
        self._look = look
        self._jobs = jobs
        self._progress = progress
        self._begun = begun
        locked = _locked(workspace, look.folders)
        self._tasks = {folder.key: Task(folder, locked.get(folder.key)) for folder in look.folders}
        self._before = dict(state.modules) if state else {}
        self._total = 0

    def modules(self) -> dict[str, ModuleState]:
        """Make what is to be made; give how all modules are now."""
        dirty = set(self._look.dirty)
        kept = self._kept(dirty)
        feed = has_day(kept.values(), [self._tasks[key] for key in dirty])
        if any(each.has_day for each in self._before.values()) != feed:
            dirty, kept = set(self._tasks), {}
        found = self._with_feed(dirty, kept, feed)
        if (
            any(each.has_day for each in found.values()) != feed
        ):  # A module that was thought to have a day cannot be read.
            found = self._with_feed(set(self._tasks), {}, not feed)
        return found

    def share(self, share: Share) -> dict[str, str]:
        """Make the modules of one part; give their packs by key. Of others only facts are read, if anybody asks."""
        tasks = list(self._tasks.values())
        mine = [task for place, task in enumerate(tasks) if share.takes(place)]
        makers = self._makers(has_day((), tasks))
        self._total = len(mine)
        self._make(mine, makers, None)
        late = [key for key, made in self.made.items() if made.out is None and made.head["facts"]]
        if late:
            rest = [replace(task, facts_only=True) for task in tasks if task.folder.key not in self.made]
            self._total += len(rest)
            self._make(rest, makers, None)
            self._make([self._tasks[key] for key in late], makers, KeptFaces({}, self._faces(), self._packs))
        return {task.folder.key: self.made[task.folder.key].pack for task in mine}

    def _kept(self, dirty: set[str]) -> dict[str, ModuleState]:
        remembered = self._before | {
            key: self._before[key]._replace(seen=seen)
            for key, seen in self._look.seen.items()
            if key in self._before
        }
        return {key: remembered[key] for key in self._tasks if key not in dirty and key in remembered}

    def _with_feed(
        self, dirty: set[str], kept: Mapping[str, ModuleState], feed: bool
    ) -> dict[str, ModuleState]:
        self.made.clear()
        makers = self._makers(feed)
        first = [task for key, task in self._tasks.items() if key in dirty]
        self._total = len(first)
        known = KeptFaces(kept, {}, self._packs) if len(first) == 1 else None
        self._make(first, makers, known)
        known = KeptFaces(kept, self._faces(), self._packs)
        late = [key for key, made in self.made.items() if made.out is None]
        late += [key for key, each in kept.items() if not is_answered(each, known)]
        if late:
            self._total += len(late)
            self._make([self._tasks[key] for key in sorted(late)], makers, known)
        return {
            key: state_of(self.made[key], self._tasks[key].folder, self._look.seen.get(key))
            if key in self.made
            else kept[key]
            for key in self._tasks
        }

    def _make(self, tasks: Sequence[Task], makers: Makers, known: Mapping[str, Face] | None) -> None:
        for made in make_all(tasks, makers, known, self._jobs):
            self.made[made.key] = made
            self._progress(len(self.made), self._total)

    def _faces(self) -> dict[str, Face]:
        faces: dict[str, Face] = {}
        for made in self.made.values():
            if made.head["facts"]:
                face = face_of_data(made.head["facts"]["face"])
                for name in face.names:
                    if name not in faces or face.place < faces[name].place:
                        faces[name] = face
        return faces

    def _makers(self, feed: bool) -> Makers:
        config = self._door.config
        config.site_dir = str(self._site_dir)
        env = self._door.env
        return Makers(
            environment=f"{self._environment} {feed}",
            config=config,
            env=env,
            front=self.front,
            shared=self._door.plugin.shared(env, config, has_feed=feed),
            packs=self._packs,
            site_dir=self._site_dir,
            begun=self._begun,
        )


def _locked(workspace: Workspace, folders: Iterable[ModuleFolder]) -> Mapping[str, LockEntry | None]:
    """Give what the lock file says of the imported modules among `folders`, by their keys."""
    if not os.path.lexists(workspace.lock):
        return {}
    from chapbook.workspace.lock import read_lock  # 8 ms, and most sites have no module of a stranger

    lock = read_lock(workspace.lock)
    return {each.key: lock.entry(each.petname, each.slug) for each in folders if each.petname}
