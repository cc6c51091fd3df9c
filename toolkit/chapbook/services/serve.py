"""Show the site while one writes: watch, build, tell the open pages, check what changed, tell them again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

from filelock import FileLock, Timeout

from chapbook.diag.errors import ChapbookError
from chapbook.services.cache_folder import cache_folder
from chapbook.services.serve_findings import Findings, Found, modules_of
from chapbook.services.shown import shown_path
from chapbook.services.targets import require_workspace
from chapbook.site.build import kept_folder
from chapbook.site.preview.builds import Built, Preview, SiteBuilds
from chapbook.site.preview.gathering import Changes
from chapbook.site.preview.hosts import is_open
from chapbook.site.preview.news import Failure, News
from chapbook.site.preview.scope import Scope
from chapbook.site.preview.server import PreviewServer, open_server
from chapbook.site.preview.watch import Watcher
from chapbook.site.result import Progress, no_progress
from chapbook.tree.write import make_folder
from chapbook.workspace.workspace import Workspace

_POLLING = "Changes are found by looking at all files now and then, which takes longer."


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """Where and how to serve. `poll` looks at the files instead of asking the system to tell of changes."""

    start: Path
    host: str = "127.0.0.1"
    port: int = 8000
    open_in_browser: bool = False
    poll: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One build, and the check of what changed.

    `changed` are the files that it was for, as the user would name them. `failure` says why there is no new site;
    `found` is None when nothing was checked. A round with a `notice` is no build: it is about the preview itself.
    """

    url: str
    number: int = 0
    changed: tuple[str, ...] = ()
    built: Built | None = None
    failure: Failure | None = None
    found: Found | None = None
    notice: Failure | None = None


Tell = Callable[[Round], None]


def serve(options: ServeOptions, tell: Tell, progress: Progress = no_progress) -> None:
    """Serve until interrupted; `tell` hears of every round. `ChapbookError` when there is no workspace or no port."""
    workspace = require_workspace(options.start)
    with ExitStack() as stack:
        watcher, news = Watcher(Scope(workspace.root), poll=options.poll), News()
        server = open_server(options.host, options.port, news, watcher.gathering.knock)
        stack.callback(server.server_close)
        cache, site = stack.enter_context(_own_folders(workspace))
        with suppress(KeyboardInterrupt):
            builds = SiteBuilds(workspace, site, cache, progress)
            stack.callback(builds.close)
            builds.begin(leave=server.server_close)
            stack.enter_context(_serving(server, news))
            stack.callback(watcher.close)
            watcher.start()
            Rounds(builds, server, watcher, options, tell).run()


@contextmanager
def _own_folders(workspace: Workspace) -> Iterator[tuple[Path, Path]]:
    """Give the folder for caches and that for the preview's site, which is kept: the next preview goes on from there.

    A second preview of the same workspace, or one that may not write there, has both in a folder that goes at the end.
    """
    cache = cache_folder()
    kept = kept_folder(cache, workspace)
    lock = FileLock(kept / "preview.lock")
    with ExitStack() as stack:
        try:
            make_folder(kept)
            lock.acquire(blocking=False)
        except (OSError, Timeout):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chapbook-serve-")))
            cache, kept = folder / "cache", folder
        else:
            stack.callback(lock.release)
        yield cache, kept / "preview"


@contextmanager
def _serving(server: PreviewServer, news: News) -> Iterator[None]:
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="chapbook-serve")
    thread.start()
    try:
        yield
    finally:
        news.close()
        server.shutdown()
        thread.join()


class Rounds:
    """The loop of one preview. Everything happens in the thread that calls `run`."""

    def __init__(
        self, preview: Preview, server: PreviewServer, watcher: Watcher, options: ServeOptions, tell: Tell
    ) -> None:
        self._preview, self._server, self._watcher = preview, server, watcher
        self._news, self._root = server.news, watcher.scope.root
        self._options, self._tell = options, tell
        self._findings = Findings(self._root, options.start)
        self._number = 0
        self._unchecked: frozenset[str] = frozenset()
        self._noticed = ""

    def run(self) -> None:
        """Build, then again whenever something changes. Never ends by itself."""
        if is_open(self._options.host):
            hint = "Leave out --host to serve for this machine only."
            self._notice("Whoever is in the same network can look at this preview.", hint)
        self.step(Changes(everything=True))
        if self._options.open_in_browser:
            import webbrowser

            webbrowser.open(self._server.url)
        while True:
            self.step(self._watcher.take())

    def step(self, changes: Changes) -> None:
        """Do one round: build if something changed, and check what changed or is looked at."""
        if self._watcher.reason != self._noticed:
            self._noticed = self._watcher.reason
            self._notice(
                f"{self._noticed} {_POLLING}", "Saving a file works as always; see `chapbook serve`."
            )
        before = self._findings.shown
        if not changes:
            self._check(frozenset())
            return
        self._unchecked |= modules_of(changes.paths, self._root)
        done = self._build(changes)
        if done.built is not None:
            keys = self._unchecked
            if self._check(keys):
                done = replace(done, found=self._findings.compared(keys, before))
        self._tell(done)

    def _build(self, changes: Changes) -> Round:
        self._number += 1
        names = _names(changes.paths, self._options.start)
        done = Round(url=self._server.url, number=self._number, changed=names)
        try:
            built = self._preview.build(None if changes.everything else changes.paths)
        except ChapbookError as error:
            failure = Failure(error.message, error.hint)
            self._news.show(replace(self._news.shown, failure=failure))
            return replace(done, failure=failure)
        self._findings.after_build(built.diagnostics)
        shown = self._news.shown.after_build(built.site, built.base, built.changed)
        self._news.show(replace(shown, findings=self._findings.shown, broken=self._findings.broken))
        return replace(done, built=built, url=self._server.url)

    def _check(self, changed: frozenset[str]) -> bool:
        """Check modules one by one. False when something changed before all were: then the page comes first."""
        for key in sorted(changed | (self._news.looked_at() - self._findings.fresh)):
            if self._watcher.gathering.pending():
                return False
            self._findings.check(key)
            self._unchecked -= {key}
            self._news.show(replace(self._news.shown, findings=self._findings.shown))
        return True

    def _notice(self, message: str, hint: str) -> None:
        self._tell(Round(url=self._server.url, notice=Failure(message, hint)))


def _names(paths: frozenset[Path], start: Path) -> tuple[str, ...]:
    """Name what changed, what is there first. A file that went while another of its folder changed was a helper."""
    there = {path for path in paths if path.exists()}
    folders = {path.parent for path in there}
    gone = {path for path in paths - there if path.parent not in folders}
    named = [shown_path(path, start) for path in sorted(there)]
    return (*named, *(f"{shown_path(path, start)} (removed)" for path in sorted(gone)))
