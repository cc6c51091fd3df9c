"""Where a photo was taken: found in every format, and broken files end in no trouble."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.exif import holds, holds_place, tells_owner
from chapbook.lint.film import is_film, streamed_film_holds_place
from chapbook.model.reader import read_module
from chapbook.tree.tree import MemoryTree
from support.photos import APPLE_PLACE, box, film, jpeg, owned, packed_profile, png, raw_profile, tiff, webp
from support.rule_pages import base_files

JFIF = b"\xff\xe0\0\x10JFIF\0" + b"\0" * 9
PLACED = {
    "jpeg": jpeg(b"Exif\0\0" + tiff()),
    "jpeg of the other order": jpeg(b"Exif\0\0" + tiff(">")),
    "jpeg with a header": jpeg(b"Exif\0\0" + tiff(), JFIF),
    "jpeg with filling": jpeg(b"Exif\0\0" + tiff(), b"\xff"),
    "jpeg with xmp": jpeg(b"http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude>52,31N</exif:GPSLatitude>"),
    "png": png(tiff()),
    "png with xmp": png(b"XML:com.adobe.xmp\0exif:GPSLatitude='52,31N'", b"iTXt"),
    "png with a profile": png(raw_profile(b"Exif\0\0" + tiff()), b"tEXt"),
    "png with a packed profile": png(packed_profile(tiff()), b"zTXt"),
    "png with packed xmp": png(
        b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(b"<exif:GPSLatitude>52,31N</exif:GPSLatitude>"),
        b"iTXt",
    ),
    "avif": film(b"", b"avif") + box(b"mdat", b"\0\0\0\0" + tiff()),
    "heic": film(b"", b"heic") + box(b"mdat", b"Exif\0\0" + tiff(">")),
    "avif with xmp": film(b"exif:GPSLatitude='52,31N'", b"avif", b"mdat"),
    "film": film(APPLE_PLACE),
    "film with a key": film(b"com.apple.quicktime.location.ISO6709+52.5163+013.3777/"),
    "film with an entry for places": film(box(b"loci", b"\0\0\0\0\x15\xc7Berlin\0")),
    "film with xmp": film(b"exif:GPSLatitude='52,31N'", kind=b"uuid"),
    "gif with xmp": b"GIF89a\x21\xff\x0bXMP DataXMP<exif:GPSLatitude>52,31N</exif:GPSLatitude>",
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
    "png with a profile": png(raw_profile(tiff(gps=False)), b"tEXt"),
    "png with a broken profile": png(b"Raw profile type exif\0\nexif\n9\nzz", b"tEXt"),
    "png with a broken pack": png(b"XML:com.adobe.xmp\0\1\0\0\0GPSLatitude", b"iTXt"),
    "avif": film(b"", b"avif") + box(b"mdat", tiff(gps=False)),
    "film": film(b""),
    "no film": b"\0\0\0\0" + film(APPLE_PLACE),
    "nothing": b"",
}


@pytest.mark.parametrize("name", PLACED)
def test_a_place_is_found(name: str) -> None:
    assert holds_place(PLACED[name])


@pytest.mark.parametrize("name", PLACELESS)
def test_without_a_place_nothing_is_found(name: str) -> None:
    assert not holds_place(PLACELESS[name])


@pytest.mark.parametrize("field", [0xA430, 0xA431, 0xA435, 0x927C])
@pytest.mark.parametrize("order", ["<", ">"])
def test_an_owner_is_found(field: int, order: str) -> None:
    assert holds(jpeg(b"Exif\0\0" + owned(order, field)), tells_owner)
    assert not holds(jpeg(b"Exif\0\0" + owned(order, 0x9000)), tells_owner)


def test_an_owner_is_found_in_xmp_and_in_the_first_list() -> None:
    assert holds(webp(b"<aux:SerialNumber>42</aux:SerialNumber>", b"XMP "), tells_owner)
    assert holds(png(tiff(way=0xC62F)), tells_owner)
    assert not holds(png(tiff()), tells_owner)


@given(st.sampled_from([*PLACED.values()]), st.integers(0, 400), st.binary(max_size=8))
def test_broken_pictures_end_in_yes_or_no(data: bytes, at: int, noise: bytes) -> None:
    assert holds_place(data[:at] + noise + data[at + len(noise) :]) in (True, False)
    assert holds_place(data[:at]) in (True, False)


FILMS = {name: data for name, data in {**PLACELESS, **PLACED}.items() if is_film(data[:12])}


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("name", FILMS)
def test_a_film_in_pieces_tells_what_it_tells_whole(name: str, size: int) -> None:
    assert set(FILMS) >= {"film", "film with xmp", "film with a key"}
    assert streamed_film_holds_place(cut(FILMS[name], size)) is holds_place(FILMS[name])


@given(st.sampled_from([*FILMS.values()]), st.integers(0, 400), st.binary(max_size=8), st.integers(1, 50))
def test_so_does_a_broken_one(data: bytes, at: int, noise: bytes, size: int) -> None:
    broken = data[:at] + noise + data[at + len(noise) :]
    if is_film(broken[:12]):
        assert streamed_film_holds_place(cut(broken, size)) is holds_place(broken)


@pytest.mark.parametrize("name", ["assets/a.jpg", "assets/a.JPEG"])
def test_the_rule_names_the_photo(name: str) -> None:
    base = {path: text.encode() for path, text in base_files().items()}
    read = read_module(MemoryTree({**base, name: PLACED["jpeg"]}), name="make-tea")
    (only,) = [each for each in run(read, LintConfig()).diagnostics if each.code == "X809"]
    assert only.location.path == name
