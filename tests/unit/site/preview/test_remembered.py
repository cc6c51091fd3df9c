"""What was served is remembered, within bounds."""

from __future__ import annotations

from chapbook.site.preview.remembered import Remembered


def test_the_oldest_goes_first_and_what_is_too_large_is_not_taken() -> None:
    files = Remembered(largest=10, total=25)
    for name in ("a", "b", "c"):
        files.put(name, b"0123456789")
    assert [files.get(each) is not None for each in ("a", "b", "c")] == [False, True, True]
    files.put("c", b"new")
    files.put("b", b"01234567890")
    assert (files.get("b"), files.get("c")) == (None, b"new")
    files.put("d", b"0123456789")
    files.put("e", b"0123456789")
    assert all(files.get(each) for each in ("c", "d", "e"))
