"""Read a bundle's container by its own narrow law. Everything else is refused; nothing is repaired.

A bundle is a ZIP file that also obeys this:

- it starts with the first entry and ends with the end record, whose 22 bytes are the last: no prefix, no comment;
- local headers and data follow each other from offset 0 without gap or overlap, in the order of the central
  directory, which follows them at once;
- each local header equals its central header in every field that both have;
- no extra field, comment, data descriptor, encryption, second disk, ZIP64, folder or symbolic link;
- version, time and attributes are the constants of `zip_format.py`; method 0 or 8; the only flag is bit 11, set
  exactly when the name is not ASCII;
- names obey `names.py`; sizes and ratios obey `limits.py`, checked against what is stated before anything is
  unpacked and against what comes out while it is (it stops at one byte over the stated size);
- a deflate stream ends exactly with its data; size and CRC are those stated.

So one file has one reading: `unzip` and Python's `zipfile`, which look at different headers, see the same.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from chapbook.bundle import zip_format as z
from chapbook.bundle.limits import DEFAULT_LIMITS, Limits, in_words
from chapbook.bundle.zip_headers import ASK_AGAIN, check_central, check_local, find_end
from chapbook.diag.errors import OperationFailed, Refused
from chapbook.tree.names import check_names, shown

Source = bytes | Path
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive. `start` is the offset of its data, `packed` their length."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int


class Archive:
    """A container whose headers were all checked. Data are read, and checked, when asked for."""

    def __init__(self, source: Source, entries: tuple[Entry, ...], packed_size: int) -> None:
        self._source = source
        self.entries = entries
        self.packed_size = packed_size
        self._held: BinaryIO | None = None
        self._by_name = {entry.name: entry for entry in entries}

    def entry(self, name: str) -> Entry | None:
        """Find an entry."""
        return self._by_name.get(name)

    @contextmanager
    def held_open(self) -> Iterator[None]:
        """Keep the source open inside: many entries are read, and opening it each time costs more than reading."""
        with opened(self._source) as file:
            self._held = file
            try:
                yield
            finally:
                self._held = None

    def read(self, entry: Entry) -> bytes:
        """Give an entry's content, whole."""
        return b"".join(self.stream(entry))

    def stream(self, entry: Entry) -> Iterator[bytes]:
        """Give an entry's content in pieces; `Refused` as soon as it is not what the headers state.

        Only when the last piece was given is the whole known to be right.
        """
        size = crc = 0
        with opened(self._source) if self._held is None else nullcontext(self._held) as file:
            pieces = _inflated(file, entry) if entry.method == z.DEFLATED else _packed(file, entry)
            for piece in pieces:
                size += len(piece)
                if size > entry.size:
                    raise _wrong_size(entry)
                crc = zlib.crc32(piece, crc)
                yield piece
        if size != entry.size:
            raise _wrong_size(entry)
        if crc != entry.crc:
            raise Refused(
                "zip-crc",
                f"`{shown(entry.name)}` is damaged: its checksum is wrong.",
                "Get the bundle again; it was changed on its way.",
            )


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """Open the bytes of a bundle; `OperationFailed` when the disk says no."""
    if isinstance(source, bytes):
        yield BytesIO(source)
        return
    try:
        if not source.is_file():
            raise OperationFailed(
                "cannot-read", f"{source} is not a file that is there.", "Look at the path."
            )
        file = source.open("rb")
    except OSError as error:
        raise OperationFailed(
            "cannot-read",
            f"{source} cannot be read: {error.strerror or error}.",
            "Look at the path and permissions.",
        ) from error
    with file:
        yield file


def read_archive(source: Source, limits: Limits = DEFAULT_LIMITS) -> Archive:
    """Check all headers of a container; `Refused` names the rule that it breaks."""
    with opened(source) as file:
        total = file.seek(0, 2)
        end = find_end(file, total, limits)
        centrals = _directory(file, end, limits)
        check_names((name for _, name in centrals), limits)
        _check_sizes(centrals, limits)
        entries = tuple(_locals(file, centrals, end))
    return Archive(source, entries, total)


def _directory(file: BinaryIO, end: z.End, limits: Limits) -> list[tuple[z.Central, str]]:
    file.seek(end.directory_offset)
    found = []
    left = end.directory_size
    for _ in range(end.entries):
        raw = file.read(z.CENTRAL.size)
        if len(raw) < z.CENTRAL.size or left < z.CENTRAL.size:
            raise _damaged("ends before its last entry")
        header = z.Central(*z.CENTRAL.unpack(raw))
        left -= z.CENTRAL.size + header.name_length
        if header.signature != z.CENTRAL_SIGNATURE or left < 0:
            raise _damaged("holds something that is not an entry")
        if header.name_length > limits.name_bytes:
            raise Refused("name-too-long", f"A name is longer than {limits.name_bytes} bytes.")
        found.append((header, check_central(header, file.read(header.name_length))))
    if left:
        raise _damaged("is longer than its entries")
    return found


def _check_sizes(centrals: list[tuple[z.Central, str]], limits: Limits) -> None:
    packed = size = 0
    for header, name in centrals:
        if header.size > limits.file_bytes:
            raise _too_large("limit-file-size", _unpacks(name), header.size, limits.file_bytes)
        if header.size > limits.ratio_from and header.size > limits.ratio * header.packed:
            raise _bomb(_unpacks(name), limits.ratio)
        packed, size = packed + header.packed, size + header.size
    what = "The files together unpack"
    if size > limits.total_bytes:
        raise _too_large("limit-total-size", what, size, limits.total_bytes)
    if size > limits.total_ratio_from and size > limits.total_ratio * packed:
        raise _bomb(what, limits.total_ratio)


def _unpacks(name: str) -> str:
    return f"`{shown(name)}` unpacks"


def _too_large(code: str, what: str, size: int, most: int) -> Refused:
    return Refused(code, f"{what} to {in_words(size)}; {in_words(most)} are allowed.", ASK_AGAIN)


def _bomb(what: str, most: int) -> Refused:
    return Refused(
        "limit-ratio", f"{what} to more than {most} times the packed size, as a bomb does.", ASK_AGAIN
    )


def _locals(file: BinaryIO, centrals: list[tuple[z.Central, str]], end: z.End) -> Iterator[Entry]:
    position = 0
    for central, name in centrals:
        if central.offset != position:
            code, what = (
                ("zip-gap", "does not follow") if central.offset > position else ("zip-overlap", "overlaps")
            )
            raise Refused(
                code, f"`{shown(name)}` {what} the entry before it; something could hide there.", ASK_AGAIN
            )
        file.seek(position)
        start = position + z.LOCAL.size + central.name_length
        check_local(central, name, file.read(start - position))
        position = start + central.packed
        if position > end.directory_offset:
            raise Refused("zip-overlap", f"`{shown(name)}` runs into the directory of the bundle.", ASK_AGAIN)
        yield Entry(name, central.method, central.crc, central.packed, central.size, start)
    if position != end.directory_offset:
        raise Refused(
            "zip-gap",
            "There are bytes between the last entry and the directory that no entry owns.",
            ASK_AGAIN,
        )


def _packed(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    file.seek(entry.start)
    left = entry.packed
    while left:
        piece = file.read(min(CHUNK, left))
        if not piece:
            raise Refused("bundle-truncated", f"The bundle ends inside `{shown(entry.name)}`.", ASK_AGAIN)
        left -= len(piece)
        yield piece


def _inflated(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """Unpack in pieces of at most `CHUNK` bytes, so that memory is bounded whatever the stream says."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    consumed = 0
    try:
        for packed in _packed(file, entry):
            consumed += len(packed)
            rest = packed
            while rest and not inflater.eof:
                yield inflater.decompress(rest, CHUNK)
                rest = inflater.unconsumed_tail
            if inflater.eof:
                break
        while not inflater.eof and (piece := inflater.decompress(b"", CHUNK)):
            yield piece
    except zlib.error as error:
        raise _bad_stream(entry) from error
    if not inflater.eof or inflater.unused_data or consumed != entry.packed:
        raise _bad_stream(entry)


def _bad_stream(entry: Entry) -> Refused:
    what = "its packed data are damaged, or go on after their end"
    return Refused("zip-deflate", f"`{shown(entry.name)}` cannot be unpacked: {what}.", ASK_AGAIN)


def _wrong_size(entry: Entry) -> Refused:
    return Refused(
        "zip-size", f"`{shown(entry.name)}` does not unpack to the size that it states.", ASK_AGAIN
    )


def _damaged(what: str) -> Refused:
    return Refused("zip-directory", f"The bundle's directory {what}.", ASK_AGAIN)
