"""Words of every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.model.wordcount import Count, count, count_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Count()),
        ("it's well-known, **isn't** it?", Count(4)),
        ("snake_case 42", Count(3)),
        ("Schöne Grüße, l’été", Count(3)),
        ("हिन्दी में लिखा", Count(3)),
        ("नमस्ते। कैसे हो?", Count(3)),
        ("كِتَابٌ جَدِيد", Count(2)),
        ("한국어 문장입니다", Count(2)),
        ("我們喝茶。", Count(0, han=4)),
        ("お茶を飲む", Count(0, han=2, kana=3)),
        ("コーヒー", Count(0, kana=4)),
        ("ｺｰﾋｰ", Count(0, kana=4)),
        ("时时 々〇", Count(0, han=4)),
        ("用 Git 提交", Count(1, han=3)),
        ("用Git提交", Count(1, han=3)),
        ("น้ำชา", Count(0, south_east=5)),
        ("ຊາ", Count(0, south_east=2)),
        ("တေ", Count(0, south_east=2)),
        ("តែ", Count(0, south_east=2)),
    ],
)
def test_each_script_is_counted_in_its_way(text: str, found: Count) -> None:
    assert count(text) == found
    assert count_words(text) == sum(found)


@given(st.text(), st.text())
def test_more_text_is_never_less_to_read(one: str, other: str) -> None:
    assert count_words(f"{one} {other}") >= max(count_words(one), count_words(other))


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_counts_as_beside_other_letters(text: str) -> None:
    assert count(f"é {text}").words == count(text).words + 1


@given(st.text("aZ09'-_ .\n\x1c", max_size=20))
def test_plain_text_is_counted_as_other_text(text: str) -> None:
    """Text without accents is cut in another way; a sign that is no letter sends it the long way."""
    assert count(text) == count(f"{text} «")
