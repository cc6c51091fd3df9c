"""Canonical JSON: the same bytes as RFC 8785, and one spelling only."""

from __future__ import annotations

import unicodedata

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from chapbook.diag.errors import Refused
from chapbook.source.canonical import MAX_INTEGER, JsonValue, encode, is_deeper, parse
from support.pace import ends

texts = st.text().map(lambda text: unicodedata.normalize("NFC", text))
keys = st.text(st.characters(max_codepoint=127))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=20,
)


@given(values)
def test_it_is_rfc_8785_and_reads_back(value: JsonValue) -> None:
    data = encode(value)
    assert data == rfc8785.dumps(value)
    assert parse(data, name="x", max_bytes=10**6, max_depth=50) == value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"é": 1}, "json-key"),
        (["\ud800"], "json-text"),
        ("e\u0301", "json-text"),
        (2**53, "json-number"),
        ([-(2**53)], "json-number"),
        ({"a": ["1234567890123456", {"b": [2**53]}]}, "json-number"),
        ({"a": [{"b": "e\u0301"}]}, "json-text"),
        ([{"a": {"e\u0301": 1}}], "json-key"),
    ],
)
def test_what_readers_disagree_on_is_not_written(value: JsonValue, code: str) -> None:
    with pytest.raises(Refused) as caught:
        encode(value)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a":1,"a":1}', "json-duplicate-key"),
        (b'{"b":1,"a":1}', "json-not-canonical"),
        (b'{"a": 1}', "json-not-canonical"),
        (b"[1]\n", "json-not-canonical"),
        (b'["\\/"]', "json-not-canonical"),
        (b"[1e3]", "json-number"),
        (b"[Infinity]", "json-number"),
        (b"[99999999999999999999]", "json-number"),
        (b"[" * 30 + b"]" * 30, "json-too-deep"),
        (b"[1" + b" " * 2000 + b"]", "json-too-large"),
        (b"\xff", "json-not-utf8"),
        (b"[1,]", "json-damaged"),
        (b"", "json-damaged"),
    ],
)
def test_another_spelling_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused, match="the file") as caught:
        parse(data, name="the file", max_bytes=1000, max_depth=20)
    assert caught.value.code == code


def test_a_long_number_in_a_text_is_no_number() -> None:
    assert encode(["12345678901234567890", MAX_INTEGER]) == b'["12345678901234567890",9007199254740991]'


def test_depth_counts_brackets_outside_strings() -> None:
    text = '{"a":["[[[",{"b":"\\"[["}],"c":[[]]}'
    assert is_deeper(text, 2)
    assert not is_deeper(text, 3)


def deepest(text: str) -> int:
    """Find how deep brackets nest by reading sign by sign."""
    level = most = 0
    inside = escaped = False
    for sign in text:
        if inside:
            inside = escaped or sign != '"'
            escaped = sign == "\\" and not escaped
        elif sign == '"':
            inside = True
        else:
            level += (sign in "[{") - (sign in "]}")
            most = max(most, level)
    return most


@given(st.text('[]{}"\\a\n', max_size=40))
def test_depth_is_that_found_sign_by_sign(text: str) -> None:
    for most in range(deepest(text) + 2):
        assert is_deeper(text, most) == (deepest(text) > most)


@pytest.mark.parametrize("text", ['"' + '\\"' * 100_000, '"' * 200_000, "\\" * 200_000, "[" * 200_000])
def test_depth_takes_linear_time(text: str) -> None:
    with ends():
        assert not is_deeper(text, len(text))
