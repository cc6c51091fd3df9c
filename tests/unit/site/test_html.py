"""Small tools over HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from chapbook.site.html import _TAG, escaped, split_tags


@pytest.mark.parametrize("first", [Markup("<b>&amp;</b>"), "<b>&amp;</b>"])
def test_text_is_escaped_and_html_stays_whichever_comes_first(first: str) -> None:
    """The two are equal, so whoever remembers one must not answer for the other."""
    escaped([first])
    assert escaped(["<b>&amp;</b>"]) == ["&lt;b&gt;&amp;amp;&lt;/b&gt;"]
    assert escaped([Markup("<b>&amp;</b>")]) == ["<b>&amp;</b>"]
    assert escaped({"a": Markup("<b>&amp;</b>"), "b": ("<b>&amp;</b>",)}) == {
        "a": "<b>&amp;</b>",
        "b": ["&lt;b&gt;&amp;amp;&lt;/b&gt;"],
    }


def test_all_text_is_html_afterwards_and_other_values_stay() -> None:
    class Text(str):
        """A kind of text."""

    found = escaped({"a": "x", "b": ["y", 1, None, True, {"c": Text("<")}]})
    assert found == {"a": "x", "b": ["y", 1, None, True, {"c": "&lt;"}]}
    assert isinstance(found, dict)
    assert isinstance(found["a"], Markup)
    assert isinstance(found["b"][4]["c"], Markup)


PARTS = [
    "<p>",
    "</p>",
    '<a href="x" title="a > b">',
    '<img alt="a <b> c" src="d">',
    "<br>",
    "it's “text”",
    "&lt;p&gt;",
    ' a "b" ',
    '<span class="k">',
    "</span>",
    '<img alt="it\'s">',
    "<!-- no -->",
]


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
def test_tags_are_told_from_text_by_the_short_way_as_by_the_long_one(html: str) -> None:
    assert split_tags(html) == _TAG.split(html)
    assert "".join(split_tags(html)) == html


def test_a_bracket_in_a_value_ends_no_tag() -> None:
    assert split_tags('a<b title="c > d">e</b>') == ["a", '<b title="c > d">', "e", "</b>", ""]
    assert split_tags('<b title="c <i> d">') == ["", '<b title="c <i> d">', ""]
