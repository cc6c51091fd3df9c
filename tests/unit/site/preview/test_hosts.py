"""Whose requests are answered."""

from __future__ import annotations

import pytest

from chapbook.site.preview.hosts import is_open, is_ours, shown_host
from support.odd_requests import HOSTS


@pytest.mark.parametrize(
    "header", ["127.0.0.1:8000", "localhost", "LOCALHOST:80", "localhost.:8000", "[::1]:8000", "127.1.2.3:9"]
)
@pytest.mark.parametrize("bound", ["127.0.0.1", "::1", "localhost", "0.0.0.0", "box.lan"])
def test_this_machine_is_always_answered(header: str, bound: str) -> None:
    assert is_ours(header, bound)


@pytest.mark.parametrize(
    "header",
    [None, *HOSTS],
)
def test_others_are_not(header: str | None) -> None:
    assert not is_ours(header, "127.0.0.1", "my-box")


def test_the_bound_name_is_answered_and_in_the_open_numbers_are_too() -> None:
    assert is_ours("Box.lan:8000", "box.lan")
    assert not is_ours("192.168.0.7:8000", "box.lan")
    for header in ("192.168.0.7:8000", "[fe80::1]:8000", "my-box:8000", "my-box.local"):
        assert is_ours(header, "0.0.0.0", "my-box")
        assert is_ours(header, "::", "my-box")
    for header in ("evil.example", ".local", ""):
        assert not is_ours(header, "0.0.0.0", "")


def test_what_one_types_to_see_it() -> None:
    assert [shown_host(each) for each in ("127.0.0.1", "::1", "0.0.0.0", "::", "box")] == [
        "127.0.0.1",
        "[::1]",
        "127.0.0.1",
        "[::1]",
        "box",
    ]
    assert [is_open(each) for each in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "box")] == [
        False,
        False,
        False,
        True,
        True,
    ]
