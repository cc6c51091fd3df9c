"""Questions with options to choose from: single, multiple. Pure."""

from __future__ import annotations

from chapbook.model.question import MultipleChoice, Scoring, SingleChoice
from chapbook.site.html import Attributes
from chapbook.site.question_parts import (
    Frame,
    Setting,
    check_and_retry,
    feedback_list,
    framed,
    right_words,
    tick_boxes,
)


def choice(question: SingleChoice | MultipleChoice, it: Setting) -> tuple[Attributes, str]:
    """Show the options as written; the player mixes them where it may, all but those pinned to the end."""
    kind = "radio" if isinstance(question, SingleChoice) else "checkbox"
    numbered = list(enumerate(question.options, 1))
    options: list[tuple[str, Attributes]] = [
        (option.text, {"data-pin": option.pin_last}) for option in question.options
    ]
    right = [it.line(option.text) for option in question.options if option.correct]
    said = [(str(place), option.text, option.feedback) for place, option in numbered]
    data: Attributes = {
        "data-right": " ".join(str(place) for place, option in numbered if option.correct),
        "data-shuffle": it.shuffle if question.shuffle is None else question.shuffle,
        "data-partial": isinstance(question, MultipleChoice) and question.scoring is Scoring.PARTIAL,
    }
    frame = Frame(
        stem=question.stem,
        inside=tick_boxes(it, kind, options),
        answer=right_words(it, right) + feedback_list(it, said),
        actions=check_and_retry(it),
    )
    return data, framed(question, it, frame)
