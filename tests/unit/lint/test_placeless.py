"""Pictures lose their place and nothing else."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.lint.exif import holds, holds_place, tells_owner
from chapbook.lint.placeless import without_owner, without_place
from support.photos import (
    APPLE_PLACE,
    SCAN,
    XMP,
    chunk,
    film,
    jpeg,
    owned,
    packed_profile,
    png,
    raw_profile,
    segment,
    tiff,
    webp,
    webp_chunks,
)

JFIF = segment(b"JFIF\0" + b"\0" * 9, 0xE0)
COLOURS = segment(b"ICC_PROFILE\0" + b"c" * 40, 0xE2)
TABLES = segment(b"\0" * 65, 0xDB)
PLACE = b"<exif:GPSLatitude>52,31N</exif:GPSLatitude>"
PLACED = {
    "jpeg": jpeg(b"Exif\0\0" + tiff(), JFIF, TABLES + SCAN),
    "jpeg turned": jpeg(b"Exif\0\0" + tiff(turned=6), JFIF, TABLES + SCAN),
    "jpeg of the other order": jpeg(b"Exif\0\0" + tiff(">", turned=8), JFIF, TABLES + SCAN),
    "jpeg with filling": jpeg(b"Exif\0\0" + tiff(), JFIF + b"\xff", TABLES + SCAN),
    "jpeg with xmp": jpeg(XMP + PLACE, JFIF, TABLES + SCAN),
    "png": png(tiff()),
    "png turned": png(tiff(turned=3)),
    "png with xmp": png(b"XML:com.adobe.xmp\0\0\0\0\0" + PLACE, b"iTXt"),
    "png with a profile": png(raw_profile(tiff(turned=6)), b"tEXt"),
    "png with a packed profile": png(packed_profile(tiff()), b"zTXt"),
    "webp": webp(tiff()),
    "webp turned": webp(tiff(">", turned=6)),
    "webp with a prefix": webp(b"Exif\0\0" + tiff()),
    "webp with xmp": webp(PLACE, b"XMP "),
}
UPRIGHT = struct.pack("<HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, 0, 0, 0)


def bare(data: bytes) -> bytes:
    found = without_place(data)
    assert found is not None
    return found


def turned(value: int) -> bytes:
    return b"II" + UPRIGHT[:16] + struct.pack("<H", value) + UPRIGHT[18:]


@pytest.mark.parametrize("name", PLACED)
def test_the_place_is_there_before_and_gone_after(name: str) -> None:
    assert holds_place(PLACED[name])
    assert not holds_place(bare(PLACED[name]))
    assert without_place(bare(PLACED[name])) is None


@pytest.mark.parametrize(
    "data", [jpeg(b"Exif\0\0" + owned(turned=6)), png(owned(turned=6)), webp(owned(turned=6))]
)
def test_an_owner_goes_only_where_it_is_asked(data: bytes) -> None:
    assert without_place(data) is None
    after = without_owner(data)
    assert after is not None
    assert holds(data, tells_owner)
    assert not holds(after, tells_owner)
    assert turned(6) in after
    assert without_owner(after) is None


@pytest.mark.parametrize("name", PLACED)
def test_the_place_goes_with_the_owner(name: str) -> None:
    assert without_owner(PLACED[name]) == without_place(PLACED[name])


def test_films_are_left_to_their_owners() -> None:
    assert without_owner(film(APPLE_PLACE)) is None
    assert without_owner(film(tiff(), b"avif")) is None
    assert without_owner(b"GIF89a XMP DataXMP" + PLACE) is None


def test_of_a_jpeg_only_the_notes_go() -> None:
    after = b"\xff\xd8" + JFIF + TABLES + SCAN
    assert bare(PLACED["jpeg"]) == after
    assert bare(PLACED["jpeg with xmp"]) == after
    assert bare(jpeg(b"Exif\0\0" + tiff(), JFIF + COLOURS, SCAN)) == b"\xff\xd8" + JFIF + COLOURS + SCAN


@pytest.mark.parametrize(("name", "value"), [("jpeg turned", 6), ("jpeg of the other order", 8)])
def test_a_jpeg_stays_the_right_way_up(name: str, value: int) -> None:
    notes = segment(b"Exif\0\0" + turned(value))
    assert bare(PLACED[name]) == b"\xff\xd8" + JFIF + notes + TABLES + SCAN


def test_notes_without_a_place_stay() -> None:
    other = segment(XMP + b"<dc:title>Pot</dc:title>")
    more = segment(b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 40)
    placed = segment(XMP + PLACE)
    exif = b"Exif\0\0" + tiff()
    assert bare(jpeg(exif, other, SCAN)) == b"\xff\xd8" + other + SCAN
    assert bare(jpeg(exif, placed + more, SCAN)) == b"\xff\xd8" + SCAN


def test_of_a_png_every_other_chunk_is_the_same() -> None:
    for name in ("png", "png with xmp"):
        start = PLACED[name][: PLACED[name].index(b"IDAT") - 4]
        assert bare(PLACED[name]).startswith(start)
        assert len(bare(PLACED[name])) == len(png(b"")) - 12
    assert bare(PLACED["png turned"]) == png(turned(3))
    assert chunk(b"eXIf", turned(3)) in bare(PLACED["png turned"])


def test_a_webp_says_in_its_head_what_is_there() -> None:
    before, after = webp_chunks(PLACED["webp"]), webp_chunks(bare(PLACED["webp"]))
    assert list(after) == [b"VP8X", b"VP8 "]
    assert after[b"VP8 "] == before[b"VP8 "]
    assert after[b"VP8X"] == b"\0" * 10
    kept = webp_chunks(bare(PLACED["webp turned"]))
    assert kept[b"EXIF"] == turned(6)
    assert kept[b"VP8X"][0] == 0x08
    assert webp_chunks(bare(webp(tiff(), flags=0x1E)))[b"VP8X"][0] == 0x12
    assert struct.unpack_from("<I", bare(PLACED["webp"]), 4)[0] + 8 == len(bare(PLACED["webp"]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + tiff(),
        jpeg(b"Exif\0\0" + tiff(gps=False), JFIF, SCAN),
        jpeg(b"Exif\0\0" + tiff(), segment(b"MPF\0" + b"\0" * 20, 0xE2), SCAN),
        jpeg(b"Exif\0\0" + tiff(), JFIF, b""),
        jpeg(b"Exif\0\0" + tiff(), JFIF, b"\xff\xd9"),
        jpeg(b"Exif\0\0" + tiff(), JFIF, b"rubbish" + SCAN),
        png(tiff())[:-12],
        webp(tiff()) + b"more",
        webp(tiff())[:-1],
    ],
)
def test_what_has_no_place_or_is_built_otherwise_is_not_touched(data: bytes) -> None:
    assert without_place(data) is None


@given(st.sampled_from([*PLACED.values()]), st.integers(0, 400), st.binary(max_size=8))
def test_broken_pictures_are_left_alone_or_lose_their_place(data: bytes, at: int, noise: bytes) -> None:
    for broken in (data[:at] + noise + data[at + len(noise) :], data[:at]):
        found = without_place(broken)
        assert found is None or (holds_place(broken) and not holds_place(found))
