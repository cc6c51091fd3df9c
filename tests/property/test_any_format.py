"""Formatting never changes what is read: any YAML, any fence, any layout; and a second time it changes nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, assume, event, given, settings

from chapbook.model.fence_decoder import decode_fence
from chapbook.model.fence_format import format_lesson
from chapbook.model.question import Question
from chapbook.model.yaml_format import CannotFormat, format_yaml
from chapbook.source.document import Document, same
from chapbook.source.markdown_reader import read_outline
from chapbook.source.text import split_front_matter
from chapbook.source.yaml_reader import parse_yaml
from support.layouts import TABLES, lessons, yaml_files

MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def readable(text: str) -> Document:
    document, findings = parse_yaml("x.yml", text)
    assume(document is not None and not findings)
    assert document is not None
    assume(isinstance(document.data, dict))
    return document


@pytest.mark.parametrize("name", TABLES)
def test_any_yaml_says_the_same_after_formatting(name: str) -> None:
    @MANY
    @given(yaml_files(name))
    def holds(made: tuple[str, list[str]]) -> None:
        text, comments = made
        before = readable(text)
        try:
            formatted = format_yaml(text, TABLES[name])
        except CannotFormat as problem:
            event(problem.reason)
            return
        event("formatted")
        after = readable(formatted)
        assert same(before, after)
        assert after.data == before.data
        assert after.cut == before.cut
        assert format_yaml(formatted, TABLES[name]) == formatted
        assert all(formatted.count(each) == 1 for each in comments)
        assert formatted.endswith("\n")

    holds()


def decoded(text: str) -> list[tuple[Question | None, list[str]]]:
    matter = split_front_matter(text)
    fences = read_outline("", matter.body, matter.body_line).quiz_fences
    found = [decode_fence("", fence) for fence in fences]
    return [(question, [each.message for each in findings]) for question, findings in found]


def outside(text: str) -> list[str]:
    """Give the lines outside quiz fences."""
    matter = split_front_matter(text)
    lines: list[str | None] = [*text.split("\n")]
    for fence in read_outline("", matter.body, matter.body_line).quiz_fences:
        for number in range(fence.span.line - 1, fence.line + len(fence.lines)):
            if number < len(lines):
                lines[number] = None
    return [line for line in lines if line is not None]


@MANY
@given(lessons())
def test_any_fence_asks_the_same_after_formatting(text: str) -> None:
    formatted = format_lesson(text)

    event("changed" if formatted != text else "as it was")
    assert decoded(formatted) == decoded(text)
    assert outside(formatted) == outside(text)
    assert format_lesson(formatted) == formatted
    assert words(formatted) == words(text)


def words(text: str) -> Counter[str]:
    """Count the letters and signs of a text, but for blanks, marks of lists and feedback, and needless quotes."""
    return Counter(each for each in text.lower() if each not in ' \t\n>-*+"0123456789.)')
