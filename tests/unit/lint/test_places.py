"""Offsets to spans, and values of documents."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chapbook.diag.diagnostic import Place, Span
from chapbook.lint.places import LineMap, inside, strings, value_at, values
from chapbook.source.yaml_reader import parse_yaml


@given(st.text(alphabet="ab\n", max_size=60), st.integers(0, 60))
def test_a_span_is_where_the_text_says(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    before = text[:offset]
    line = before.count("\n") + 1
    column = offset - before.rfind("\n")

    assert LineMap(text).span(offset, 2) == Span(line, column, line, column + 2)


def test_the_start_moves_only_the_first_line() -> None:
    lines = LineMap("ab\ncd", line=7, column=5)
    assert lines.span(1, 1) == Span(7, 6, 7, 7)
    assert lines.span(3, 1) == Span(8, 1, 8, 2)


def test_values_come_in_the_authors_order() -> None:
    document, _ = parse_yaml("x.yml", "b: [1, {c: d}]\na: e\n")
    assert document is not None
    assert [path for path, _ in values(document)] == [(), ("b",), ("b", 0), ("b", 1), ("b", 1, "c"), ("a",)]
    assert list(strings(document)) == [(("b", 1, "c"), "d"), (("a",), "e")]
    assert value_at(document, "b", 1, "c") == "d"
    assert value_at(document, "b", 9) is None
    assert value_at(document, "a", 0) is None
    assert value_at(None, "a") is None


def test_a_part_of_a_place() -> None:
    assert inside(Place(path="q.yml", data_path=("a",)), "id").data_path == ("a", "id")
    at_line = Place(path="t.md", span=Span(1, 1, 1, 2))
    assert inside(at_line, "id") == at_line
