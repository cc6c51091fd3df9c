"""Make what changed on a site, and put it in its place. Part of the door to MkDocs.

1. modules that changed are made, on all processors, or taken from what was kept;
2. modules that asked these for something are made again if the answer is another one;
3. the site's own pages and lists are made again if what they say of any module changed;
4. all this takes its place at once, or the whole site does.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from chapbook.diag.diagnostic import Diagnostic
from chapbook.diag.plain import diagnostic_data, diagnostic_of
from chapbook.site import notices
from chapbook.site.build import diagnostics_of, kept_folder, said_of, state_path
from chapbook.site.door import Door, door_errors
from chapbook.site.environment import environment_of, own_themes, pages_environment
from chapbook.site.face import Face
from chapbook.site.facts_form import face_of_data
from chapbook.site.front import front_of
from chapbook.site.kept_faces import KeptFaces, PackGone
from chapbook.site.listener import Listener, listening
from chapbook.site.look import Look, look_around
from chapbook.site.made import has_day, is_answered, state_of
from chapbook.site.making import Made, Makers, Task
from chapbook.site.own_part import OwnPart
from chapbook.site.packs import Packs
from chapbook.site.pool import make_all
from chapbook.site.publish import OWN, changed_files, publish_changes, publish_whole
from chapbook.site.result import BuildOptions, BuildResult, Progress
from chapbook.site.state import ModuleState, SiteState, read_state, write_state
from chapbook.site.target import check_target
from chapbook.tree.patch import NEW, finish_patch
from chapbook.tree.seen import look_at
from chapbook.tree.staging import clear, staging_folder
from chapbook.tree.write import disk_errors, make_folder
from chapbook.workspace.lock import read_lock
from chapbook.workspace.workspace import Workspace, strays


class Engine:
    """Builds one site; it keeps MkDocs open for the next time until it is closed."""

    def __init__(self, workspace: Workspace, options: BuildOptions) -> None:
        self._workspace = workspace
        self._options = options
        self._empty = tempfile.TemporaryDirectory(prefix="chapbook-")
        self._door: Door | None = None
        self._opened = self._pages = ""

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close MkDocs."""
        self._close_door()
        self._empty.cleanup()

    def _close_door(self) -> None:
        if self._door is not None:
            self._door.close()
            self._door, self._opened = None, ""

    def build(self, state: SiteState | None, look: Look | None, progress: Progress) -> BuildResult:
        """Build; `state` is what the last build left. Errors as `build_site` has them."""
        with listening() as heard:
            door = self._fitting_door(look)
            target = self._target(door)
            with disk_errors(target):
                make_folder(target.parent)
                finish_patch(target)
                with staging_folder(target.parent) as staged, door_errors(heard):
                    if door.has_others:
                        return self._by_mkdocs(door, staged, target, heard)
                    while True:
                        try:
                            return self._by_parts(door, staged, target, state, look, heard, progress)
                        except (
                            PackGone
                        ):  # Somebody cleared the cache: nothing that was made can be relied on.
                            state = look = None
                            clear(staged)
                            staged.mkdir()

    def _fitting_door(self, look: Look | None) -> Door:
        """Give MkDocs as the configuration is now: opened before, if that has not changed since."""
        if self._door is None or look is None or look.environment != self._opened:
            self._close_door()  # first of all: the new configuration may be no good
            options = self._options
            self._door = Door(
                self._workspace, Path(self._empty.name), portable=options.portable, preview=options.preview
            )
        return self._door

    def _target(self, door: Door) -> Path:
        target = self._options.site_dir or door.site_dir
        if self._options.site_dir is None and self._options.portable:
            target = target.with_name(f"{target.name}-offline")
        target = target.absolute()
        target = target.resolve() if target.is_symlink() else target
        check_target(target, self._workspace)
        return target

    def _by_mkdocs(self, door: Door, staged: Path, target: Path, heard: Listener) -> BuildResult:
        """Let MkDocs make every page, since plugins or hooks of others may look at each."""
        door.start()
        door.build(staged / OWN, None)
        publish = not (self._options.strict and heard.diagnostics)
        if publish:
            publish_whole(staged, target)
        plan = door.plugin.plan
        modules = len(plan.modules) if plan else 0
        return BuildResult(
            site_dir=target,
            pages=sum(1 for _ in plan.pages()) if plan else 0,
            modules=modules,
            built=modules,
            reused=0,
            diagnostics=tuple(heard.diagnostics),
            seconds=0,
            published=publish,
            changed=None,
        )

    def _by_parts(
        self,
        door: Door,
        staged: Path,
        target: Path,
        state: SiteState | None,
        look: Look | None,
        heard: Listener,
        progress: Progress,
    ) -> BuildResult:
        if not self._opened:
            door.start()
            door.open(self._options.cache / "templates" if self._options.cache else None)
        themes = own_themes(door.config.theme.dirs)
        environment = environment_of(self._workspace, themes, said_of(self._options))
        if environment != self._opened:
            self._pages = pages_environment(self._workspace, themes, said_of(self._options))
        self._opened = environment
        if look is None or look.environment != environment:
            look = look_around(self._workspace, state, environment)
        if state is not None and (look.whole or Path(state.target) != target):
            state, look = None, look_around(self._workspace, None, environment)
        packs = self._packs(staged)
        run = _Run(self._workspace, door, staged, packs, self._pages, look, state, self._options.jobs, progress)
        modules = run.modules()
        own = OwnPart(door, staged / OWN, packs).make(run.front, modules, run.made, state)
        said = [*heard.diagnostics, *self._strays()]
        result = SiteState(
            target=str(target),
            environment=environment,
            themes=themes,
            lock=look.lock,
            own_pages=own.pages,
            shell=own.shell,
            level=own.level,
            said=tuple(diagnostic_data(each) for each in said),
            modules=modules,
        )
        publish = not (self._options.strict and diagnostics_of(result))
        changed: tuple[str, ...] | None = ()
        if publish:
            changed = self._publish(result, state, staged, target, run, own.removable)
            self._keep(result, packs)
        return replace(_result(result, run.made), published=publish, changed=changed)

    def _packs(self, staged: Path) -> Packs:
        if self._options.cache is None:
            return Packs(staged / "packs")
        return Packs(
            kept_folder(self._options.cache, self._workspace) / "modules", use=not self._options.clean
        )

    def _strays(self) -> list[Diagnostic]:
        return [notices.settings_not_read(root, paths) for root, paths in strays(self._workspace)]

    def _publish(
        self,
        now: SiteState,
        before: SiteState | None,
        staged: Path,
        target: Path,
        run: _Run,
        removable: Sequence[str],
    ) -> tuple[str, ...] | None:
        if before is None:
            publish_whole(staged, target)
            return None
        there = {key for key, each in now.modules.items() if each.out.sign}
        gone = sorted(key for key, each in before.modules.items() if each.out.sign and key not in there)
        new = [key for key in run.made if key in there]
        changed = changed_files(staged, target, new) if self._options.preview else ()
        return (*publish_changes(staged, target, new, gone, removable), *gone, *changed)

    def _keep(self, state: SiteState, packs: Packs) -> None:
        """Remember what was made, and drop packs that no site of this workspace needs any more."""
        cache = self._options.cache
        if cache is None:
            return
        keys = frozenset(key for key, each in state.modules.items() if each.out.sign)
        state = replace(state, own=look_at(state.target, lambda name: False, keys))
        path = state_path(cache, self._workspace, self._options)
        write_state(path, state)
        others = (read_state(each) for each in path.parent.glob("*.json") if each != path)
        states = [state, *(each for each in others if each is not None)]
        packs.prune({module.pack for each in states for module in each.modules.values()})


class _Run:
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
        lock = read_lock(workspace.lock)
        self._tasks = {
            folder.key: Task(folder, lock.entry(folder.petname, folder.slug) if folder.petname else None)
            for folder in look.folders
        }
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

    def _kept(self, dirty: set[str]) -> dict[str, ModuleState]:
        remembered = {
            key: replace(each, seen=self._look.seen.get(key, each.seen)) for key, each in self._before.items()
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
        )


def _result(state: SiteState, made: Mapping[str, Made]) -> BuildResult:
    there = {key for key, each in state.modules.items() if each.pages}
    built = sum(1 for key in there if key in made and not made[key].reused)
    return BuildResult(
        site_dir=Path(state.target),
        pages=state.own_pages + sum(each.pages for each in state.modules.values()),
        modules=len(there),
        built=built,
        reused=len(there) - built,
        diagnostics=tuple(map(diagnostic_of, diagnostics_of(state))),
        seconds=0,
    )
