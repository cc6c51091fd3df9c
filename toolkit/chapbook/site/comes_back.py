"""Which questions take part in spaced review. Pure."""

from __future__ import annotations

from chapbook.model.question import Card, Question


def comes_back(question: Question) -> bool:
    """Say whether a question is asked again after days: cards always, others when they say `review`.

    Without an id there is nothing to remember it by.
    """
    return bool(question.id) and (question.review or isinstance(question, Card))
