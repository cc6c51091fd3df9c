"""How long a learner needs."""

from __future__ import annotations

import pytest

from chapbook.model.minutes import (
    SECONDS_BY_TYPE,
    minutes,
    module_minutes,
    question_seconds,
    reading_seconds,
    step_minutes,
)
from chapbook.model.question import Card, NumberQuestion
from chapbook.site.question_parts import TASKS
from support.base import base_files, read_files


def test_reading_takes_a_minute_for_238_words() -> None:
    assert reading_seconds("word " * 238) == pytest.approx(60)
    assert reading_seconds("it's well-known, **isn't** it?\n") == pytest.approx(4 * 60 / 238)
    assert reading_seconds("", pictures=2) == 24


def test_each_type_of_question_has_its_time() -> None:
    assert set(SECONDS_BY_TYPE) == set(TASKS)
    assert question_seconds(NumberQuestion(id="a")) > question_seconds(Card(id="b"))


@pytest.mark.parametrize(("seconds", "whole"), [(0, 1), (60, 1), (89.9, 1), (90, 2), (150, 3)])
def test_minutes_are_rounded_and_never_none(seconds: float, whole: int) -> None:
    assert minutes(seconds) == whole


def test_a_module_takes_as_long_as_its_pages() -> None:
    read = read_files(base_files())
    assert read.module is not None
    assert module_minutes(read, read.module) == sum(step_minutes(read, step) for step in read.module.steps)
