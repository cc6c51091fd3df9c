"""Finished modules, kept for the next build: one file each, in the user's folder for caches.

A pack is named by the digest of all that a module's pages are made of, but for other modules: which of those it asked
for, and what they answered, stands inside. So a pack is used again when its name fits and the answers are the same. It
can be deleted, or copied to another machine, at any time. One that is cut off or damaged counts as missing.

    length (4) · digest (16) of the head · head, JSON ·
    digest (16) of what follows · length (4) · words for the search · files, deflated

Pictures and other files that are published as they are stay out: they are copied from the module each time.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from chapbook.tree.staging import staging_name
from chapbook.tree.write import disk_errors

_DIGEST = 16
_LENGTH = 4
_FAST = 1
"""Level of zlib: pages shrink to a fifth, and packing takes a twentieth of making them."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What was kept of a module: `head` is whatever its maker wrote, `words` are those that a search finds it by."""

    head: Mapping[str, Any]
    words: str
    deflated: bytes

    def write_files(self, folder: Path) -> None:
        """Write the files into the module's folder of the site. `ValueError` when damaged, or meant for elsewhere."""
        try:
            data = zlib.decompress(self.deflated)
        except zlib.error as error:
            raise ValueError("a damaged pack") from error
        at = 0
        made: set[str] = set()
        for path, size in self.head["files"]:
            require_inside(path)
            above = f"{folder}/{path}".rpartition("/")[0]
            if above not in made:
                os.makedirs(above, exist_ok=True)  # noqa: PTH103 - half the time of `Path`, ten thousand times
                made.add(above)
            with open(f"{folder}/{path}", "wb") as file:  # noqa: PTH123 - as above
                file.write(data[at : at + size])
            at += size


def require_inside(path: str) -> None:
    """Raise `ValueError` for a path that leads out of the folder that it is said to be in."""
    if path.startswith("/") or "\\" in path or ":" in path.partition("/")[0] or ".." in path.split("/"):
        raise ValueError(f"{path} leads out of its folder")


class Packs:
    """The packs of one workspace."""

    def __init__(self, folder: Path, *, use: bool = True) -> None:
        self._folder = folder
        self._use = use

    def find(self, name: str) -> Pack | None:
        """Give a pack that may be used in place of making its module; None when there is none."""
        return self.read(name) if self._use else None

    def read(self, name: str) -> Pack | None:
        """Give a pack; None when it is not there, or damaged."""
        try:
            data = self._path(name).read_bytes()
        except OSError:
            return None
        end = _LENGTH + _DIGEST + int.from_bytes(data[:_LENGTH], "big")
        head, body = data[_LENGTH + _DIGEST : end], data[end + _DIGEST :]
        if _digest(head) != data[_LENGTH : _LENGTH + _DIGEST] or _digest(body) != data[end : end + _DIGEST]:
            return None
        at = _LENGTH + int.from_bytes(body[:_LENGTH], "big")
        return Pack(json.loads(head), body[_LENGTH:at].decode(), body[at:])

    def data(self, name: str) -> bytes | None:
        """Give a pack as it lies there, for another cache; None when it is not there."""
        with suppress(OSError):
            return self._path(name).read_bytes()
        return None

    def put(self, name: str, data: bytes) -> None:
        """Take a pack from another cache. `OperationFailed` when the disk says no."""
        staged = self._path(staging_name())
        with disk_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                staged.write_bytes(data)
                staged.replace(self._path(name))
            except OSError:
                with suppress(OSError):
                    staged.unlink()
                raise

    def head(self, name: str) -> Mapping[str, Any] | None:
        """Give what a pack's maker wrote at its head, without reading the rest; None when that cannot be had."""
        with suppress(OSError), self._path(name).open("rb") as file:
            length = int.from_bytes(file.read(_LENGTH), "big")
            digest = file.read(_DIGEST)
            head = file.read(length) if length < os.fstat(file.fileno()).st_size else b""
            if digest and _digest(head) == digest:
                found: Mapping[str, Any] = json.loads(head)
                return found
        return None

    def write(self, name: str, head: Mapping[str, Any], words: str, files: Mapping[str, bytes]) -> None:
        """Keep a module. A disk that refuses costs only time at the next build."""
        listed = [[path, len(content)] for path, content in files.items()]
        deflated = zlib.compress(b"".join(files.values()), _FAST)
        front = json.dumps({**head, "files": listed}, ensure_ascii=False, separators=(",", ":")).encode()
        body = b"".join((_length(words.encode()), words.encode(), deflated))
        place = self._path(name)
        staged = place.with_name(staging_name())
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with staged.open("wb") as file:
                file.writelines((_length(front), _digest(front), front, _digest(body), body))
            staged.replace(place)
        except OSError:
            with suppress(OSError):
                staged.unlink()

    def prune(self, needed: Set[str]) -> None:
        """Remove the packs that are not needed, and what writers that died left."""
        with suppress(OSError):
            for each in self._folder.iterdir():
                if each.name not in needed:
                    each.unlink()

    def _path(self, name: str) -> Path:
        return self._folder / name


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=_DIGEST).digest()


def _length(data: bytes) -> bytes:
    return len(data).to_bytes(_LENGTH, "big")
