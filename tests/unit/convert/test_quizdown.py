"""quizdown: nothing that stands between or below the answers goes silently."""

from __future__ import annotations

from chapbook.model.question import Match, Order
from support.conversion import convert


def test_items_keep_their_lines_and_text_below_them_explains() -> None:
    text = (
        "# Put in order\n\n1. One\n   goes on\n2. Two\n    > A comment\n3. Three\n\nSince two follows one.\n"
    )
    outcome = convert("quizdown", {"a.md": text})
    (question,) = outcome.questions
    assert isinstance(question, Order)
    assert question.items == ("One\ngoes on", "Two", "Three")
    assert question.explanation == "Since two follows one."
    assert "Comments on items to order or to match have no place: A comment" in outcome.lost


def test_text_below_pairs_explains() -> None:
    text = "# Match\n\n- [cat](mouse)\n- [dog](bone)\n\nBoth eat meat.\n"
    (question,) = convert("quizdown", {"a.md": text}).questions
    assert isinstance(question, Match)
    assert [(each.left, each.right) for each in question.pairs] == [("cat", "mouse"), ("dog", "bone")]
    assert question.explanation == "Both eat meat."
