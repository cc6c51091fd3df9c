"""Where a photo was taken: found in every format, and broken files end in no trouble."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.exif import holds_place
from chapbook.model.reader import read_module
from chapbook.tree.tree import MemoryTree
from support.rule_pages import base_files


def tiff(order: str = "<", fields: tuple[int, ...] = (1, 2, 3, 4), gps: bool = True) -> bytes:
    """Make the block: one list with the way to a second one, which has `fields`."""
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8)
    entries = [struct.pack(f"{order}HHII", 0x010F, 2, 4, 0)]
    if gps:
        entries.append(struct.pack(f"{order}HHII", 0x8825, 4, 1, 8 + 2 + 24 + 4))
    first = struct.pack(f"{order}H", len(entries)) + b"".join(entries) + b"\0\0\0\0"
    second = b"".join(struct.pack(f"{order}HHII", tag, 5, 3, 0) for tag in fields)
    return head + first + struct.pack(f"{order}H", len(fields)) + second + b"\0\0\0\0"


def jpeg(block: bytes, before: bytes = b"") -> bytes:
    return (
        b"\xff\xd8"
        + before
        + b"\xff\xe1"
        + struct.pack(">H", len(block) + 2)
        + block
        + b"\xff\xda\0\2\xff\xd9"
    )


def png(block: bytes, kind: bytes = b"eXIf") -> bytes:
    chunks = [(b"IHDR", b"\0" * 13), (b"IDAT", b"x" * 9), (kind, block), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(data)) + name + data + b"\0\0\0\0" for name, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


def webp(block: bytes) -> bytes:
    chunks = [(b"VP8X", b"\0" * 10), (b"VP8 ", b"x" * 7), (b"EXIF", block)]
    body = b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


JFIF = b"\xff\xe0\0\x10JFIF\0" + b"\0" * 9
PLACED = {
    "jpeg": jpeg(b"Exif\0\0" + tiff()),
    "jpeg of the other order": jpeg(b"Exif\0\0" + tiff(">")),
    "jpeg with a header": jpeg(b"Exif\0\0" + tiff(), JFIF),
    "jpeg with filling": jpeg(b"Exif\0\0" + tiff(), b"\xff"),
    "jpeg with xmp": jpeg(b"http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude>52,31N</exif:GPSLatitude>"),
    "png": png(tiff()),
    "png with xmp": png(b"XML:com.adobe.xmp\0exif:GPSLatitude='52,31N'", b"iTXt"),
    "webp": webp(tiff()),
    "webp with a prefix": webp(b"Exif\0\0" + tiff(">")),
}
PLACELESS = {
    "jpeg": jpeg(b"Exif\0\0" + tiff(gps=False)),
    "version only": jpeg(b"Exif\0\0" + tiff(fields=(0,))),
    "no exif": b"\xff\xd8" + JFIF + b"\xff\xda",
    "png": png(tiff(gps=False)),
    "webp": webp(tiff(gps=False)),
    "behind the picture": b"\xff\xd8\xff\xda" + jpeg(b"Exif\0\0" + tiff())[2:],
    "gif": b"GIF89a" + tiff(),
    "nothing": b"",
}


@pytest.mark.parametrize("name", PLACED)
def test_a_place_is_found(name: str) -> None:
    assert holds_place(PLACED[name])


@pytest.mark.parametrize("name", PLACELESS)
def test_without_a_place_nothing_is_found(name: str) -> None:
    assert not holds_place(PLACELESS[name])


@given(st.sampled_from([*PLACED.values()]), st.integers(0, 400), st.binary(max_size=8))
def test_broken_pictures_end_in_yes_or_no(data: bytes, at: int, noise: bytes) -> None:
    assert holds_place(data[:at] + noise + data[at + len(noise) :]) in (True, False)
    assert holds_place(data[:at]) in (True, False)


@pytest.mark.parametrize("name", ["assets/a.jpg", "assets/a.JPEG"])
def test_the_rule_names_the_photo(name: str) -> None:
    base = {path: text.encode() for path, text in base_files().items()}
    read = read_module(MemoryTree({**base, name: PLACED["jpeg"]}), name="make-tea")
    (only,) = [each for each in run(read, LintConfig()).diagnostics if each.code == "X809"]
    assert only.location.path == name
