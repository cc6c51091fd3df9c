"""Check the headers of a container, one by one (the law is at the top of `zip_reader.py`)."""

from __future__ import annotations

from typing import BinaryIO

from chapbook.bundle import zip_format as z
from chapbook.bundle.limits import Limits
from chapbook.diag.errors import Refused
from chapbook.tree.names import shown

ASK_AGAIN = "Get the bundle again from its author; `chapbook pack` does not write it like this."
"""What to do about a container that breaks the law."""

_SEARCHED = z.MASK16 + z.END.size
"""A ZIP's end record stands at most this far from the end: 22 bytes and the longest comment."""


def find_end(file: BinaryIO, total: int, limits: Limits) -> z.End:
    """Read the end record; say plainly what a file is that does not end with one."""
    file.seek(max(0, total - z.END.size))
    raw = file.read(z.END.size)
    if len(raw) < z.END.size or not raw.startswith(z.END_SIGNATURE):
        raise _no_end(file, total)
    end = z.End(*z.END.unpack(raw))
    if end.comment_length:
        raise _refused("zip-comment", "The bundle states a comment, which nothing checks")
    if end.disk or end.directory_disk or end.entries_here != end.entries:
        raise _refused("zip-multi-disk", "The bundle says that it is one part of several")
    _check_zip64(file, total, end)
    if end.entries > limits.entries:
        raise _refused("limit-entries", f"The bundle has {end.entries} entries; {limits.entries} are allowed")
    if end.directory_offset + end.directory_size != total - z.END.size:
        raise _misplaced(file, end, total)
    return end


def _check_zip64(file: BinaryIO, total: int, end: z.End) -> None:
    file.seek(max(0, total - z.END.size - z.ZIP64_LOCATOR_SIZE))
    located = file.read(4) == z.ZIP64_LOCATOR_SIGNATURE
    if located or z.MASK16 in end or z.MASK32 in end:
        raise _refused("zip64", "The bundle uses ZIP64, whose sizes other programs may read differently")


def _no_end(file: BinaryIO, total: int) -> Refused:
    file.seek(0)
    starts_well = file.read(4) == z.LOCAL_SIGNATURE
    file.seek(max(0, total - _SEARCHED))
    tail = file.read(_SEARCHED)
    at = tail.rfind(z.END_SIGNATURE)
    if at >= 0 and len(tail) - at >= z.END.size:
        end = z.End(*z.END.unpack_from(tail, at))
        if end.comment_length == len(tail) - at - z.END.size:
            return _refused("zip-comment", "The bundle carries a comment, which nothing checks")
        return _refused("zip-trailing-bytes", "There are bytes after the bundle's end that no entry owns")
    if starts_well:
        return Refused(
            "bundle-truncated",
            "The bundle is cut off: its end is missing.",
            "Copy or download it again; the transfer did not finish.",
        )
    return Refused(
        "not-a-bundle",
        "This is not a bundle: it is not a ZIP file at all."
        if total
        else "This is not a bundle: the file is empty.",
        "A bundle is written by `chapbook pack` and is called NAME-VERSION.chapbook.zip.",
    )


def _misplaced(file: BinaryIO, end: z.End, total: int) -> Refused:
    file.seek(0)
    if file.read(4) != z.LOCAL_SIGNATURE and end.directory_offset + end.directory_size < total:
        return _refused("zip-prefix", "There are bytes before the bundle's first entry that no entry owns")
    return _refused("zip-directory", "The bundle's directory is not where its end record says")


def check_central(header: z.Central, raw_name: bytes) -> str:
    """Check what one header of the directory says, and give the name."""
    try:
        name = raw_name.decode()
    except UnicodeDecodeError as error:
        raise _refused("name-not-utf8", f"The name {ascii(raw_name)[1:]} is not UTF-8") from error
    for code, broken, what in _rules(header, name):
        if broken:
            raise _refused(code, f"`{shown(name)}` {what}")
    return name


def _rules(header: z.Central, name: str) -> tuple[tuple[str, bool, str], ...]:
    kind = header.external >> 28
    folder = name.endswith("/") or bool(header.external & 0x10) or kind == 0o04
    sizes = (header.packed, header.size, header.offset)
    return (
        ("zip-encrypted", bool(header.flags & 0x2041), "is encrypted, so nobody can check it"),
        (
            "zip-data-descriptor",
            bool(header.flags & 0x8),
            "states its size after its data, where readers differ",
        ),
        ("zip-flags", header.flags != z.flags_of(name), "has flags that a bundle does not use"),
        ("zip-method", header.method not in (z.STORED, z.DEFLATED), f"is packed with method {header.method}"),
        ("zip64", z.MASK32 in sizes, "uses ZIP64, whose sizes other programs may read differently"),
        ("zip-extra-field", bool(header.extra_length), "has an extra field, where something could hide"),
        ("zip-comment", bool(header.comment_length), "has a comment, where something could hide"),
        ("zip-multi-disk", bool(header.disk), "says that it starts on another disk"),
        ("zip-symlink", kind == 0o12, "is a symbolic link, which could point anywhere"),
        ("zip-folder-entry", folder, "is a folder; a bundle has files only"),
        (
            "zip-attributes",
            header.external != z.ATTRIBUTES or bool(header.internal),
            "is not a plain file, mode 0644",
        ),
        (
            "zip-version",
            (header.made_by, header.needed) != (z.MADE_BY, z.NEEDED),
            "states another ZIP version",
        ),
        ("zip-time", (header.time, header.date) != (z.TIME, z.DATE), "states a time other than 1980-01-01"),
        (
            "zip-size",
            header.method == z.STORED and header.packed != header.size,
            "is stored as it is but states two sizes",
        ),
    )


def check_local(central: z.Central, name: str, raw: bytes) -> None:
    """Check that a local header, with its name, says what the directory says."""
    expected = z.LOCAL.pack(
        z.LOCAL_SIGNATURE,
        *(central.needed, central.flags, central.method, central.time, central.date),
        *(central.crc, central.packed, central.size, central.name_length, 0),
    )
    if raw != expected + name.encode():
        raise _refused(
            "zip-header-mismatch",
            f"`{shown(name)}` is described in two places that do not agree, so programs would read it differently",
        )


def _refused(code: str, message: str) -> Refused:
    return Refused(code, message + ".", ASK_AGAIN)
