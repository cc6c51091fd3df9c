"""Notice that files of modules changed, by looking at their stamps now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chapbook.diag.errors import ChapbookError
from chapbook.services.check import CheckOptions
from chapbook.services.targets import targets_of
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import RelPath

_Stamp = tuple[str, RelPath, int, int]


def changes(options: CheckOptions, wait: Callable[[], None]) -> Iterator[None]:
    """Yield at once, and each time files changed and then stayed as they were for one `wait`. Never ends by itself."""
    seen = _stamps(options)
    yield
    while True:
        wait()
        now = _stamps(options)
        if now == seen:
            continue
        while (settled := _settled(options, wait)) != now:
            now = settled
        seen = now
        yield


def _settled(options: CheckOptions, wait: Callable[[], None]) -> frozenset[_Stamp]:
    wait()
    return _stamps(options)


def _stamps(options: CheckOptions) -> frozenset[_Stamp]:
    """Give path, time and size of every file that the check reads; nothing while the modules cannot be listed."""
    found: set[_Stamp] = set()
    try:
        targets = targets_of(options.names, options.start)
        for target in targets:
            folder = str(target.folder.path)
            found.update((folder, *stamp) for stamp in DirTree(target.folder.path).stamps())
        for settings in {target.workspace.settings for target in targets if target.workspace}:
            if settings.exists():
                stat = settings.stat()
                found.add((str(settings), RelPath(""), stat.st_mtime_ns, stat.st_size))
    except (ChapbookError, OSError):
        return frozenset()
    return frozenset(found)
