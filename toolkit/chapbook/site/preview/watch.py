"""Notice changes of a workspace's files: the system tells (watchdog), or, where it cannot, we look ourselves.

What watchdog does not say is asked for here: when the system's limit of watched folders is reached it leaves out
folders in silence, so after each round of adding we try to watch one more. Lost events show only in its log.
"""

from __future__ import annotations

import errno
import importlib
import logging
import os
import tempfile
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from chapbook.site.preview.gathering import Changes, Gathering
from chapbook.site.preview.poll import Poller
from chapbook.site.preview.scope import Scope, Watched, is_followed

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

_TOLD: list[type[FileSystemEvent]] = [
    FileModifiedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
]
"""Not that files are opened and read: a build does that a thousand times."""
_LIMIT = Path("/proc/sys/fs/inotify/max_user_watches")
_PAIRING = (
    ("watchdog.observers.inotify_move_event_grouper", "InotifyMoveEventGrouper"),
    ("watchdog.observers.inotify_buffer", "InotifyBuffer"),
)


class Watcher:
    """Follows the files of a workspace until it is closed. `polls` says whether it looks itself."""

    def __init__(self, scope: Scope, *, poll: bool = False) -> None:
        self.gathering = Gathering()
        self.scope = scope
        self.polls = poll
        self.reason = ""
        self._poller: Poller | None = None
        self._native: _Native | None = None

    def start(self) -> None:
        """Begin. Changes from now on are told; `reason` says why the system could not be asked, if it could not."""
        if not self.polls:
            self._native = _Native(self.scope, self.gathering, self._give_up)
            try:
                self._native.start()
            except OSError as error:
                self.reason, self.polls = _why(error), True
        if self.polls:
            self._poll()

    def take(self) -> Changes:
        """Wait for changes, and give them."""
        taken = self.gathering.take()
        if self.polls and self._poller is None:
            self._poll()
        return taken

    def close(self) -> None:
        """End watching."""
        if self._native is not None:
            self._native.close()
        if self._poller is not None:
            self._poller.close()

    def _give_up(self, reason: str) -> None:
        """Note, from whichever thread, that the system's word is not enough; who takes changes begins to look."""
        self.reason, self.polls = reason, True
        self.gathering.lost()

    def _poll(self) -> None:
        if self._native is not None:
            self._native.close()
            self._native = None
        self._poller = Poller(self.scope, self.gathering)
        self._poller.start()


class _Native(FileSystemEventHandler):
    """Passes on what the system tells of the workspace's folders."""

    def __init__(self, scope: Scope, gathering: Gathering, give_up: Callable[[str], None]) -> None:
        self._scope, self._gathering, self._give_up = scope, gathering, give_up
        self._observer: BaseObserver | None = None
        self._watches: dict[Watched, ObservedWatch] = {}
        self._losses = _Losses(gathering)

    def start(self) -> None:
        """Watch; OSError when the system does not let us."""
        # A folder that was moved away and comes back is still watched, which is no news.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        _do_not_pair_moves()
        self._losses.start()
        self._observer = Observer()
        self._observer.start()
        roots = {self._scope.root, *(each.parent for each in self._scope.files() if each.parent.is_dir())}
        for root in sorted(roots):
            handler = _AtRoot(root, self._scope, self._gathering, self._again)
            self._observer.schedule(handler, os.path.realpath(root), event_filter=_TOLD)
        self._watch_folders()
        self._probe()

    def close(self) -> None:
        """Stop, and wait for the end."""
        self._losses.close()
        if self._observer is not None and self._observer.is_alive():
            self._observer.stop()
            self._observer.join()

    def _watch_folders(self) -> None:
        assert self._observer is not None
        for folder in self._scope.folders():
            if folder not in self._watches:
                watch = self._observer.schedule(self, str(folder.real), recursive=True, event_filter=_TOLD)
                self._watches[folder] = watch

    def _again(self) -> None:
        """Watch anew: one of the folders came, went or was exchanged."""
        assert self._observer is not None
        for watch in self._watches.values():
            with suppress(KeyError, OSError):
                self._observer.unschedule(watch)
        self._watches.clear()
        try:
            self._watch_folders()
            self._probe()
        except FileNotFoundError:  # it went again; another event says so
            self._gathering.lost()
        except OSError as error:
            self._give_up(_why(error))

    def _probe(self) -> None:
        """Watch one folder more; OSError when the limit is reached, and so others may have been left out."""
        assert self._observer is not None
        with tempfile.TemporaryDirectory(prefix="chapbook-watch-") as folder:
            watch = self._observer.schedule(FileSystemEventHandler(), folder, event_filter=_TOLD)
            self._observer.unschedule(watch)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take one event; called in the observer's thread."""
        for name in (event.src_path, event.dest_path):
            if name:
                self._take(Path(os.fsdecode(name)))
        if event.is_directory and event.event_type in ("created", "moved"):
            try:
                self._probe()
            except OSError as error:
                self._give_up(_why(error))

    def _take(self, path: Path) -> None:
        for folder in self._watches:
            if path.is_relative_to(folder.real) and is_followed(path, folder.real):
                self._gathering.add(folder.path / path.relative_to(folder.real))


class _AtRoot(FileSystemEventHandler):
    """Hears of names in the workspace's own folder only."""

    def __init__(self, folder: Path, scope: Scope, gathering: Gathering, again: Callable[[], None]) -> None:
        self._folder, self._scope, self._gathering, self._again = folder, scope, gathering, again
        self._real = os.path.realpath(folder)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take one event; called in the observer's thread."""
        for name in (event.src_path, event.dest_path):
            place, last = os.path.split(os.fsdecode(name))
            path = self._folder / last
            own = self._folder == self._scope.root and self._scope.at_root(last)
            if place == self._real and (own or path in self._scope.files()):
                self._gathering.add(path)
                if event.is_directory:
                    self._again()


class _Losses(logging.Handler):
    """Hears watchdog's log, where alone it says that events were lost, and keeps it off the terminal."""

    def __init__(self, gathering: Gathering) -> None:
        super().__init__(logging.WARNING)
        self._gathering = gathering
        self._logger = logging.getLogger("watchdog")
        self._propagates = self._logger.propagate

    def start(self) -> None:
        """Begin to listen."""
        self._logger.addHandler(self)
        self._logger.propagate = False

    def close(self) -> None:
        """End listening."""
        self._logger.removeHandler(self)
        self._logger.propagate = self._propagates

    def emit(self, record: logging.LogRecord) -> None:
        """Take any warning for a loss: building once too often does no harm."""
        self._gathering.lost()


def _do_not_pair_moves() -> None:
    """Let watchdog hand on a move at once. It holds it back for half a second to pair old and new name, with all that
    comes after: many editors save by moving a file. We need no pairs."""
    for module, name in _PAIRING:
        with suppress(ImportError, AttributeError):
            getattr(importlib.import_module(module), name).delay = 0.0


def _why(error: OSError) -> str:
    try:
        limit = f" ({_LIMIT.read_text().strip()} folders)"
    except OSError:
        limit = ""
    if _LIMIT.exists() and error.errno in (errno.ENOSPC, errno.EMFILE):
        return f"The system's limit of what may be watched is reached{limit}."
    return f"The system cannot tell of changes here: {error.strerror or error}."
