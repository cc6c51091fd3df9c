"""Small tools over HTML."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from chapbook.site.html import escaped, split_tags


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


def test_a_bracket_in_a_value_ends_no_tag() -> None:
    assert split_tags('a<b title="c > d">e</b>') == ["a", '<b title="c > d">', "e", "</b>", ""]
    assert split_tags('<b title="c <i> d">') == ["", '<b title="c <i> d">', ""]
    # As many brackets as tags, were the value taken for a tag: then its words could become attributes.
    odd = '<b title="> <i href=" id="x">'
    assert split_tags(odd) == ["", odd, ""]
