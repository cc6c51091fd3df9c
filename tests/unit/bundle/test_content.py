"""Types: real files of every allowed type pass, and no name hides another type."""

from __future__ import annotations

import pytest

from chapbook.bundle.content import ALLOWED_TYPES, check_content
from chapbook.diag.errors import Refused

HEADS = {
    "a.png": b"\x89PNG\r\n\x1a\n\0\0",
    "a.jpg": b"\xff\xd8\xff\xe0",
    "a.jpeg": b"\xff\xd8\xff\xdb",
    "a.gif": b"GIF89a",
    "a.webp": b"RIFF\x10\0\0\0WEBPVP8 ",
    "a.avif": b"\0\0\0\x20ftypavif\0\0\0\0",
    "a.mp4": b"\0\0\0\x20ftypisom",
    "a.m4a": b"\0\0\0\x20ftypM4A ",
    "a.webm": b"\x1a\x45\xdf\xa3",
    "a.ogg": b"OggS\0",
    "a.ogv": b"OggS\0",
    "a.opus": b"OggS\0",
    "a.mp3": b"ID3\x04",
    "a.wav": b"RIFF\x10\0\0\0WAVEfmt ",
    "a.pdf": b"%PDF-1.7",
    "a.woff2": b"wOF2\0",
    "a.vtt": b"WEBVTT\n",
    "a.svg": b'<?xml version="1.0"?><svg/>',
    "a.md": b"# A",
    "a.yml": b"a: 1",
    "a.yaml": b"",
    "a.json": b"{}",
    "a.csv": b"a,b",
    "a.txt": "né".encode(),
}


def test_every_allowed_type_has_a_sample() -> None:
    assert {"." + name.rpartition(".")[2] for name in HEADS} == ALLOWED_TYPES


@pytest.mark.parametrize("name", HEADS)
def test_a_file_that_is_what_it_says_passes(name: str) -> None:
    check_content(name, len(HEADS[name]), HEADS[name])
    check_content(name.upper(), len(HEADS[name]), HEADS[name])


@pytest.mark.parametrize(
    "name", [name for name in HEADS if HEADS[name][:1] not in (b"#", b"a", b"", b"{", b"n")]
)
def test_a_page_under_another_name_is_refused(name: str) -> None:
    with pytest.raises(Refused) as caught:
        check_content(name, 20, b"<!doctype html><html>")
    assert caught.value.code == "type-mismatch"


@pytest.mark.parametrize(
    "name", ["a.html", "a.js", "a.py", "a.exe", "a.zip", "a", "a.md.php", "mkdocs.cfg", "a.xhtml"]
)
def test_other_types_are_refused(name: str) -> None:
    with pytest.raises(Refused, match="of a type that bundles do not carry") as caught:
        check_content(name, 1, b"x")
    assert caught.value.code == "type-not-allowed"


def test_text_that_is_read_whole_is_bounded() -> None:
    check_content("a.md", 64 * 1024, b"x")
    for name, size in (("a.md", 64 * 1024 + 1), ("a.yml", 1024 * 1024 + 1), ("a.SVG", 1024 * 1024 + 1)):
        with pytest.raises(Refused) as caught:
            check_content(name, size, b"<svg ")
        assert caught.value.code == "limit-text-size"
