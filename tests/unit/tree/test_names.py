"""Names: what passes, and what two names must not share (the refusals are cases of `test_hostile.py`)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.diag.errors import Refused
from chapbook.tree.limits import FileLimits
from chapbook.tree.names import check_name, check_names, name_problems, shown


@pytest.mark.parametrize(
    "name",
    [
        "module/module.yml",
        "module/lessons/né à Genève (2).md",
        "module/lessons/第一课.md",
        "module/assets/icons/a.b.c.svg",
        "module/console.md",
        "module/com10.md",
        "module/a~1b.md",
        "x" * 120 + "/" + "y" * 119,
        "1/2/3/4/5/6/7/8/9/10/11/12",
    ],
)
def test_plain_names_pass(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize("name", ["com0.md", "LPT9", "lpt³.txt", "Nul.tar.gz", "CONOUT$.md", "aux"])
def test_devices_are_refused_with_any_ending(name: str) -> None:
    with pytest.raises(Refused) as caught:
        check_name(f"module/{name}")
    assert caught.value.code == "name-reserved"


def test_folders_may_be_shared_when_spelt_alike() -> None:
    check_names(["module/a/x.md", "module/a/y.md", "module/b/x.md"])


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("a/x", "a/x"), "name-duplicate"),
        (("a/x", "a/X"), "name-clash"),
        (("straße", "STRASSE"), "name-clash"),
        (("a/x", "A/y"), "name-clash"),
        (("a", "a/b"), "name-file-and-folder"),
        (("a/b/c", "A/B"), "name-clash"),
        (("a/b/c", "a/B"), "name-file-and-folder"),
    ],
)
def test_names_that_are_one_name_somewhere_are_refused(names: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refused) as caught:
        check_names(names)
    assert caught.value.code == code


def test_every_name_with_a_problem_is_named_once() -> None:
    names = ["a.md", "A.md", "b/c", "B/c/d", "con", "e", "e/f", "g."]
    found = [(each.name, each.code) for each in name_problems(names)]
    assert found == [
        ("A.md", "name-clash"),
        ("B/c/d", "name-clash"),
        ("con", "name-reserved"),
        ("g.", "name-edge"),
        ("b/c", "name-file-and-folder"),
        ("e", "name-file-and-folder"),
    ]


def test_limits_count_bytes_not_characters() -> None:
    check_name("é" * 60)
    with pytest.raises(Refused, match="more than 120 bytes"):
        check_name("é" * 61)
    with pytest.raises(Refused, match="deeper than 2"):
        check_name("a/b/c", FileLimits(levels=2))


def test_hostile_names_are_shown_harmlessly() -> None:
    assert shown("a\x1b[2J\u202eb") == "a\\x1b[2J\\u202eb"
    assert shown("x" * 300) == "x" * 100 + "…"


@given(st.text(max_size=30))
def test_what_passes_is_safe_to_write(name: str) -> None:
    refused = _refusal(name)
    if refused is not None:
        assert refused.code.startswith("name-")
        assert refused.message.isprintable()
        return
    assert unicodedata.is_normalized("NFC", name)
    assert not name.startswith("/")
    assert ".." not in name.split("/")
    assert not any(ord(char) < 32 or char in '\\:*?"<>|' for char in name)


def _refusal(name: str) -> Refused | None:
    try:
        check_name(name)
    except Refused as error:
        return error
    return None
