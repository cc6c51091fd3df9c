"""The byte layout of the one ZIP profile that bundles use. Reader and writer share it (PKWARE APPNOTE 4.3, 4.4)."""

from __future__ import annotations

import struct
from typing import NamedTuple

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")

LOCAL_SIGNATURE = b"PK\x03\x04"
CENTRAL_SIGNATURE = b"PK\x01\x02"
END_SIGNATURE = b"PK\x05\x06"
ZIP64_LOCATOR_SIGNATURE = b"PK\x06\x07"
ZIP64_LOCATOR_SIZE = 20

NEEDED = 20
"""Version 2.0: folders and deflate, the oldest that fits."""
MADE_BY = (3 << 8) | NEEDED
"""3 = Unix, so that the external attributes are a file mode."""
TIME = 0
DATE = 0x21
"""1980-01-01 00:00, the first moment that ZIP can write."""
ATTRIBUTES = 0o100644 << 16
"""A regular file, rw-r--r--."""
STORED = 0
DEFLATED = 8
UTF8 = 0x800
"""Flag bit 11; set exactly when the name is not ASCII."""

MASK16 = 0xFFFF
MASK32 = 0xFFFFFFFF


class Central(NamedTuple):
    """A header of the central directory."""

    signature: bytes
    made_by: int
    needed: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    name_length: int
    extra_length: int
    comment_length: int
    disk: int
    internal: int
    external: int
    offset: int


class End(NamedTuple):
    """The end of the central directory: the last 22 bytes of the file."""

    signature: bytes
    disk: int
    directory_disk: int
    entries_here: int
    entries: int
    directory_size: int
    directory_offset: int
    comment_length: int


def flags_of(name: str) -> int:
    """Give the only flags that an entry of this name may have."""
    return 0 if name.isascii() else UTF8
