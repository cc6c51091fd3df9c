"""Bytes to text, and a lesson's file to header and body."""

from __future__ import annotations

from chapbook.diag.diagnostic import Span
from chapbook.source.text import MAX_TEXT, decode_utf8, split_front_matter


def test_line_ends_and_byte_order_mark_do_not_matter() -> None:
    assert decode_utf8("a.md", b"\xef\xbb\xbfone\r\ntwo\rthree\n") == ("one\ntwo\nthree\n", ())


def test_a_byte_that_is_not_utf8_is_named_with_its_place() -> None:
    text, findings = decode_utf8("a.md", "ä\nné ".encode() + b"\xe9!")
    assert text is None
    assert findings[0].code == "X810"
    assert findings[0].place.span == Span(2, 4, 2, 5)
    assert "0xe9" in findings[0].message


def test_a_nul_and_a_huge_file_are_not_text() -> None:
    assert decode_utf8("a.md", b"one\n\0")[1][0].place.span == Span(2, 1, 2, 1)
    text, findings = decode_utf8("a.md", b"x" * (MAX_TEXT + 1))
    assert text is None
    assert "1 MiB" in findings[0].message


def test_front_matter_is_cut_off_and_lines_are_those_of_the_file() -> None:
    matter = split_front_matter("---\nid: a\n---\n\nBody\n")
    assert (matter.header, matter.header_line, matter.body, matter.body_line) == ("id: a", 2, "\nBody\n", 4)


def test_without_front_matter_everything_is_body() -> None:
    assert split_front_matter("# Hi\n").header is None
    assert split_front_matter("---\nnever closed\n").body == "---\nnever closed\n"
