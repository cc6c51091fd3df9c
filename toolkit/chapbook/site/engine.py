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
from chapbook.diag.errors import UsageProblem
from chapbook.diag.plain import diagnostic_data, diagnostic_of
from chapbook.site import notices
from chapbook.site.build import diagnostics_of, kept_folder, said_of, state_path
from chapbook.site.door import Door, door_errors
from chapbook.site.environment import environment_of, own_themes, pages_environment
from chapbook.site.head_start import HeadStart
from chapbook.site.kept_faces import PackGone
from chapbook.site.listener import Listener, listening
from chapbook.site.look import Look, look_around
from chapbook.site.making import Made
from chapbook.site.module_run import ModuleRun
from chapbook.site.own_part import OwnPart
from chapbook.site.packs import Packs
from chapbook.site.publish import OWN, changed_files, publish_changes, publish_whole
from chapbook.site.result import BuildOptions, BuildResult, Progress
from chapbook.site.shard import Share, write_share
from chapbook.site.state import SiteState, packs_of, write_state
from chapbook.site.target import check_target
from chapbook.tree.patch import finish_patch
from chapbook.tree.seen import look_at
from chapbook.tree.staging import clear, staging_folder
from chapbook.tree.write import disk_errors, make_folder
from chapbook.workspace.workspace import Workspace, strays


class Engine:
    """Builds one site; it keeps MkDocs open for the next time until it is closed."""

    def __init__(self, workspace: Workspace, options: BuildOptions) -> None:
        self._workspace = workspace
        self._options = options
        self._empty = tempfile.TemporaryDirectory(prefix="chapbook-")
        self._door: Door | None = None
        self._opened = self._pages = ""
        self._packs_stay = True
        self.last: SiteState | None = None
        """The site as this engine has built it."""

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

    def build(
        self,
        state: SiteState | None,
        look: Look | None,
        progress: Progress,
        begun: HeadStart | None = None,
    ) -> BuildResult:
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
                    try:
                        return self._by_parts(door, staged, target, state, look, heard, progress, begun)
                    except (
                        PackGone
                    ):  # The cache was cleared, or cannot be written: all is made anew, beside the site.
                        clear(staged)
                        staged.mkdir()
                        self._packs_stay = False
                        return self._by_parts(door, staged, target, None, None, heard, progress)
                    finally:
                        self._packs_stay = True

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
        begun: HeadStart | None = None,
    ) -> BuildResult:
        themes, environment, pages = self._open(door, state, look)
        if look is None or look.environment != environment:
            look = look_around(self._workspace, state, environment)
        if state is not None and (look.whole or Path(state.target) != target):
            state, look = None, look_around(self._workspace, None, environment)
        packs = self._packs(staged)
        run = ModuleRun(
            self._workspace, door, staged, packs, pages, look, state, self._options.jobs, progress, begun
        )
        modules = run.modules()
        own = OwnPart(door, staged / OWN, packs).make(run.front, modules, run.made, state)
        said = [*heard.diagnostics, *self._strays()]
        result = SiteState(
            target=str(target),
            environment=environment,
            pages_environment=pages,
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
            self._keep(result, packs, state)
        return replace(_result(result, run.made), published=publish, changed=changed)

    def share(self, share: Share, folder: Path, progress: Progress) -> tuple[Path, int]:
        """Make one part of the site into a file in `folder`; gives it, and the number of modules in it."""
        with listening() as heard, door_errors(heard):
            door = self._fitting_door(None)
            if door.has_others:
                raise UsageProblem(
                    "site-not-divisible",
                    "mkdocs.yml names plugins or hooks of others, which want to see every page.",
                    "Build the site whole, or take them out of mkdocs.yml.",
                )
            with disk_errors(folder):
                make_folder(folder)
                with staging_folder(folder) as staged:
                    _, environment, pages = self._open(door, None, None)
                    look, packs = look_around(self._workspace, None, environment), self._packs(staged)
                    jobs = self._options.jobs
                    run = ModuleRun(self._workspace, door, staged, packs, pages, look, None, jobs, progress)
                    names = run.share(share)
                    return write_share(folder, share, packs, names), len(names)

    def _open(
        self, door: Door, state: SiteState | None, look: Look | None
    ) -> tuple[tuple[str, ...], str, str]:
        """Set MkDocs up; give one's own themes, and what stands for all that pages hang on: here, and anywhere."""
        if not self._opened:
            door.start()
            door.open(self._options.cache / "templates" if self._options.cache else None)
        themes, said = own_themes(door.config.theme.dirs), said_of(self._options)
        if look is not None and state is not None and themes == state.themes:
            environment = look.environment
        else:
            environment = environment_of(self._workspace, themes, said)
        if state is not None and environment == state.environment:
            self._pages = state.pages_environment
        elif environment != self._opened:  # only then are all templates and programs read
            self._pages = pages_environment(self._workspace, themes, said)
        self._opened = environment
        return themes, environment, self._pages

    def _packs(self, staged: Path) -> Packs:
        if self._options.cache is None or not self._packs_stay:
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
        run: ModuleRun,
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

    def _keep(self, state: SiteState, packs: Packs, before: SiteState | None) -> None:
        """Remember what was made, and drop packs that no site of this workspace needs any more."""
        cache = self._options.cache
        if cache is None or not self._packs_stay:
            return
        keys = frozenset(key for key, each in state.modules.items() if each.out.sign)
        state = replace(state, own=look_at(state.target, lambda name: False, keys))
        path = state_path(cache, self._workspace, self._options)
        self.last = write_state(path, state, before)
        own = {module.pack for module in state.modules.values()}
        packs.prune(own.union(*(packs_of(each) for each in path.parent.glob("*.json"))))


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
