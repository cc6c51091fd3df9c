"""Tags are found however they are written; links that run code are known however they are spelled."""

from __future__ import annotations

import pytest

from chapbook.lint.html import opening_tags, runs_code


def test_names_attributes_and_offsets() -> None:
    (tag,) = opening_tags("see <IMG Src=\"a.png\" alt='x > y' hidden data-x=1/>")

    assert (tag.name, tag.offset, tag.length) == ("img", 4, 4)
    assert tag.get("src") == "a.png"
    assert tag.get("alt") == "x > y"
    assert tag.get("hidden") == ""
    assert tag.get("title") is None


def test_a_tag_without_end_is_a_tag() -> None:
    assert [tag.name for tag in opening_tags("<b onclick=x")] == ["b"]


def test_closing_tags_and_comparisons_are_none() -> None:
    assert list(opening_tags("a < b </p> 3<4")) == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:x",
        " JavaScript:x",
        "java\nscript:x",
        "\x01javascript:x",
        "&#106;avascript:x",
        "java&Tab;script:x",
        "javascript&colon;x",
        "vbscript:x",
        "data:text/html,x",
        "data:image/svg+xml,x",
        "DATA:application/x",
    ],
)
def test_links_that_run_code(url: str) -> None:
    assert runs_code(url)


@pytest.mark.parametrize(
    "url",
    ["https://javascript.example", "a/javascript:x", "#data:", "data:image/png;base64,AA", "mailto:a@b"],
)
def test_harmless_links(url: str) -> None:
    assert not runs_code(url)
