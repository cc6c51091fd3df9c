"""Code is blanked, prose and questions stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.lint.code import without_code, without_comments


def test_blocks_and_spans_become_blanks() -> None:
    text = "a `TODO:` b\n\n```python\n# TODO: x\n```\n\nTODO: c\n"
    assert without_code(text).split() == ["a", "b", "TODO:", "c"]


def test_lists_and_quotes_hold_code_too() -> None:
    assert without_code("- ```\n  TODO: x\n  ```\n> ~~~\n> TODO: y\n> ~~~\nend").split() == ["end"]


def test_questions_are_prose_and_code_in_them_is_code() -> None:
    text = "````quiz id=a\nTODO: stem\n\n```sh\nTODO: code\n```\n\n- [x] TODO: option\n````\nTODO: after\n"
    assert without_code(text).count("TODO:") == 3


def test_a_shorter_fence_does_not_close_a_longer_one() -> None:
    assert without_code("````\n```\nTODO: x\n````\nTODO: y").count("TODO:") == 1


def test_an_unclosed_backtick_hides_nothing() -> None:
    assert "TODO:" in without_code("a ` b TODO: c")
    assert "TODO:" in without_code("a ` b\n\nTODO: ` c")
    assert "TODO:" in without_code("`` a ` TODO: `` b ` TODO:")


def test_only_a_line_feed_ends_a_line() -> None:
    text = "```text\na\u2028```\x0c```\nTODO: x\n```\nTODO: y"
    assert without_code(text).split() == ["TODO:", "y"]


def test_comments_become_blanks_but_not_those_in_code() -> None:
    assert without_comments("a <!-- b\nc --> d `<!--` e <!-- f").split() == [
        "a",
        "d",
        "`<!--`",
        "e",
        "<!--",
        "f",
    ]
    assert without_comments("```html\n<!-- b -->\n```") == "```html\n<!-- b -->\n```"


@pytest.mark.parametrize("blank", [without_code, without_comments])
@given(text=st.text(alphabet="`~\n ab->1.<!\u2028", max_size=200))
def test_length_and_lines_stay(blank: Callable[[str], str], text: str) -> None:
    blanked = blank(text)
    assert len(blanked) == len(text)
    assert [i for i, c in enumerate(blanked) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]
    assert all(new in (old, " ") for new, old in zip(blanked, text, strict=True))
