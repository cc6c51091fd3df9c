"""Where a photo was taken: found in every format, and broken files end in no trouble."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.exif import holds_place
from chapbook.model.reader import read_module
from chapbook.tree.tree import MemoryTree
from support.photos import jpeg, png, tiff, webp
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
