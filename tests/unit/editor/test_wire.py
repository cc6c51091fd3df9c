"""Places in the units of the protocol."""

from __future__ import annotations

import pytest
from lsprotocol.types import PositionEncodingKind

from chapbook.diag.diagnostic import Span
from chapbook.editor import wire

LINE = "né 😀 x"


@pytest.mark.parametrize(
    ("encoding", "before_x"),
    [(PositionEncodingKind.Utf16, 6), (PositionEncodingKind.Utf8, 9), (PositionEncodingKind.Utf32, 5)],
)
def test_columns_are_counted_as_editor_and_server_agreed(
    encoding: PositionEncodingKind, before_x: int
) -> None:
    found = wire.span_range([LINE], Span(1, 6, 1, 7), encoding)
    assert (found.start.character, found.end.character) == (before_x, before_x + 1)
    assert wire.column_of(LINE, before_x, encoding) == 5
    assert wire.column_of(LINE, 99, encoding) == len(LINE)


def test_a_span_without_width_covers_its_line() -> None:
    assert wire.covers(Span(3, 1, 3, 1), 2, 40)
    assert not wire.covers(Span(3, 1, 3, 1), 1, 0)
    assert wire.covers(Span(3, 2, 3, 4), 2, 3)
    assert not wire.covers(Span(3, 2, 3, 4), 2, 4)
