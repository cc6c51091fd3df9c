"""The folder of one module on the site while it is made: what was written is known without reading it again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from chapbook.site.offline import Listed


class OutFolder:
    """Writes below `key` of a site. `files` are those that were made, by their path in the folder; `copied` the others.

    `copied` holds the address of each file below the site's root, and the path in the module that it comes from.
    """

    def __init__(self, site_dir: Path, key: str) -> None:
        self.files: dict[str, bytes] = {}
        self.copied: list[list[str]] = []
        self._site_dir = str(site_dir)
        self._before = f"{key}/"
        self._folders: set[str] = set()

    def put(self, uri: str, data: bytes) -> None:
        """Write a file that was made; `uri` is its address below the site's root."""
        with open(self._place(uri), "wb", 0) as file:  # noqa: PTH123 - half the time of `Path`, ten thousand times
            rest = memoryview(data)
            while rest:  # a disk that fills takes a part, and refuses the next
                rest = rest[file.write(rest) :]
        self.files[uri.removeprefix(self._before)] = data

    def copy(self, uri: str, source: Path, path: str) -> None:
        """Copy the file `source`, which is `path` of the module, as it is."""
        shutil.copyfile(source, self._place(uri))
        self.copied.append([uri, path])

    def listed(self) -> Iterator[Listed]:
        """Give what is there, for a service worker's list."""
        for path, data in self.files.items():
            yield Listed(path, len(data), partial(bytes, data))
        for uri, _ in self.copied:
            place = Path(self._site_dir, uri)
            yield Listed(uri.removeprefix(self._before), place.stat().st_size, place.read_bytes)

    def _place(self, uri: str) -> str:
        place = f"{self._site_dir}/{uri}"
        folder = place.rpartition("/")[0]
        if folder not in self._folders:
            try:
                os.mkdir(folder)  # noqa: PTH102 - as above
            except FileExistsError:
                pass
            except FileNotFoundError:
                os.makedirs(folder)  # noqa: PTH103 - as above
            self._folders.add(folder)
        return place
