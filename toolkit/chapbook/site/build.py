"""Build the site of a workspace: find out what changed since the last build, and make no more than that.

Nothing changed is the usual case, and told without importing MkDocs or parsing a module; `engine.py` does the rest.
Whatever is reused, the site is byte for byte what a clean build would make.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from chapbook.diag.errors import OperationFailed
from chapbook.site.environment import environment_of
from chapbook.site.look import Look, look_around
from chapbook.site.result import BuildOptions, BuildResult, Progress, no_progress
from chapbook.site.state import SiteState, read_state, write_state
from chapbook.tree.patch import is_patched_half
from chapbook.tree.write import disk_errors, make_folder
from chapbook.workspace.workspace import Workspace

if TYPE_CHECKING:
    from chapbook.diag.diagnostic import Diagnostic
    from chapbook.site.engine import Engine

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PATIENCE = 60.0
"""Seconds to wait for another run that builds the same site."""


def build_site(
    workspace: Workspace,
    options: BuildOptions,
    progress: Progress = no_progress,
    engine: Engine | None = None,
    changed: Set[str] | None = None,
) -> BuildResult:
    """Build the workspace's site. Who builds it again and again hands in the same `engine`, which keeps MkDocs open.

    `changed` are the keys of modules that may be others than at the last build of this engine, None = any may.
    `OperationFailed` when MkDocs or the disk says no, `Refused` when the folder holds something that is not a site;
    the old site is untouched then.
    """
    started = time.monotonic()
    result = _build(workspace, options, progress, engine, changed)
    return replace(result, seconds=time.monotonic() - started)


def _build(
    workspace: Workspace,
    options: BuildOptions,
    progress: Progress,
    engine: Engine | None,
    changed: Set[str] | None,
) -> BuildResult:
    if options.cache is None:
        return _made(workspace, options, None, None, progress, engine)
    path = state_path(options.cache, workspace, options)
    try:
        make_folder(path.parent)
    except OSError:  # whoever has no cache waits longer
        return _made(workspace, replace(options, cache=None), None, None, progress, engine)
    with _alone(path.with_suffix(".lock")):
        known = engine.last if engine is not None else None
        state = None if options.clean else known or read_state(path)
        environment = _environment(workspace, state, options)
        look = look_around(
            workspace, state, environment, changed if known is not None else None, _load_renderer
        )
        if state is not None and not look.changed and _stands(state, options):
            if look.seen:
                write_state(path, look.remembered(state), state)
            return _unchanged(state)
        return _made(workspace, options, state, look, progress, engine)


def kept_folder(cache: Path, workspace: Workspace) -> Path:
    """Give the folder in which the builds of a workspace keep what they made."""
    name = blake2b(str(workspace.root.absolute()).encode("utf-8", "surrogateescape"), digest_size=10)
    return cache / "build" / name.hexdigest()


def state_path(cache: Path, workspace: Workspace, options: BuildOptions) -> Path:
    """Give the file in which a site's last build is kept."""
    wanted = str(options.site_dir.absolute()) if options.site_dir else ""
    name = blake2b(f"{wanted}\0{options.portable}".encode("utf-8", "surrogateescape"), digest_size=10)
    return kept_folder(cache, workspace) / f"{name.hexdigest()}.json"


def _environment(workspace: Workspace, state: SiteState | None, options: BuildOptions) -> str:
    return environment_of(workspace, state.themes if state else (), said_of(options))


def said_of(options: BuildOptions) -> str:
    """Give what of the options every page hangs on."""
    return f"portable={options.portable} preview={options.preview}"


def _stands(state: SiteState, options: BuildOptions) -> bool:
    return not is_patched_half(Path(state.target)) and not (options.strict and diagnostics_of(state))


def diagnostics_of(state: SiteState) -> list[object]:
    """Give all findings of a site as plain values, in the order of its modules."""
    modules = sorted(state.modules.values(), key=lambda each: each.place)
    return [*(said for each in modules for said in each.said), *state.said]


def _unchanged(state: SiteState) -> BuildResult:
    modules = [each for each in state.modules.values() if each.pages]
    said = diagnostics_of(state)
    return BuildResult(
        site_dir=Path(state.target),
        pages=state.own_pages + sum(each.pages for each in modules),
        modules=len(modules),
        built=0,
        reused=len(modules),
        diagnostics=_spoken(said) if said else (),
        seconds=0,
    )


def _load_renderer() -> None:
    from chapbook.site import head_start  # noqa: F401 - a tenth of a second, which a look has time for


def _spoken(said: Iterable[object]) -> tuple[Diagnostic, ...]:
    from chapbook.diag.plain import diagnostic_of

    return tuple(map(diagnostic_of, said))


def _made(
    workspace: Workspace,
    options: BuildOptions,
    state: SiteState | None,
    look: Look | None,
    progress: Progress,
    engine: Engine | None,
) -> BuildResult:
    if engine is not None:
        return engine.build(state, look, progress)
    from chapbook.site.head_start import head_start

    with head_start(options, look) as begun:
        from chapbook.site.engine import Engine  # with MkDocs, which costs a fifth of a second

        with Engine(workspace, options) as own:
            return own.build(state, look, progress, begun)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let only one run at a time build a site: each goes on from what the one before left."""
    if fcntl is None:
        yield
        return
    with disk_errors(path):
        handle = path.open("ab")
    with handle:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                pass
            except OSError:  # a file system without locks
                break
            if time.monotonic() > until:
                raise OperationFailed(
                    "site-busy",
                    "Another run of Chapbook builds this site. Nothing was changed.",
                    "Wait until it is done and try again. If it hangs, end it: the next build takes up what it began.",
                )
            time.sleep(0.05)
        yield
