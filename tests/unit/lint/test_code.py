"""Code is blanked, prose and questions stay."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chapbook.lint.code import without_code


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


@given(st.text(alphabet="`~\n ab->1.", max_size=200))
def test_length_and_lines_stay(text: str) -> None:
    blanked = without_code(text)
    assert len(blanked) == len(text)
    assert [i for i, c in enumerate(blanked) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]
    assert all(new in (old, " ") for new, old in zip(blanked, text, strict=True))
