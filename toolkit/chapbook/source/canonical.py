r"""Canonical JSON: one value, one spelling. The bytes of a manifest are its identity, so nothing may vary.

The subset of RFC 8785 on which `json.dumps(ensure_ascii=False, separators=(",", ":"), sort_keys=True)` gives
the same bytes: ASCII keys, no floats, integers within ±(2^53 - 1), strings in NFC without lone surrogates.
A reader parses with duplicate keys and NaN refused and depth capped, writes the value again, and refuses
the file unless the bytes are the same.
"""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import accumulate
from typing import NoReturn

from chapbook.diag.errors import Refused

JsonValue = None | bool | int | str | list["JsonValue"] | dict[str, "JsonValue"]

MAX_INTEGER = 2**53 - 1
MAX_VALUES = 250_000
"""Values of one document, at most: some 20 MB once read. A manifest of 10,000 files has 50,000."""

CHANGED = "Bundles are written by `chapbook pack`; this one was changed afterwards."
"""What to say of a document that no writer of ours makes."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONG_NUMBER = re.compile(r"[0-9]{16}")
"""`MAX_INTEGER` has 16 digits. It may be part of a string as well; whoever finds one looks closer."""
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
"""A string, closed or not. Possessive, so that no text makes it backtrack."""
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_BRACKETS = bytes(code for code in range(256) if code not in _STEPS)


def encode(value: JsonValue) -> bytes:
    """Give the canonical bytes; `Refused` when the value is outside the subset.

    What is outside it shows in the text: a character beyond ASCII (so keys, surrogates and other forms than NFC need no
    look when there is none), or a long run of digits. Only then is every value looked at, which takes longer than
    all the rest.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    if not text.isascii() or _LONG_NUMBER.search(text):
        _check(value)
    return text.encode()


def _check(value: JsonValue) -> None:
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not key.isascii():
                raise Refused("json-key", f"The key `{key!a}` is not plain ASCII.")
            _check(inner)
    elif isinstance(value, list):
        for inner in value:
            _check(inner)
    elif isinstance(value, int) and abs(value) > MAX_INTEGER:
        raise Refused(
            "json-number", f"The number {value} is beyond ±(2^53 - 1) and would not survive every reader."
        )


def _check_text(text: str) -> None:
    if text.isascii():
        return
    if _SURROGATE.search(text):
        raise Refused("json-text", f"The text {text[:60]!a} holds half of a character (a lone surrogate).")
    if not unicodedata.is_normalized("NFC", text):
        raise Refused("json-text", f"The text {text[:60]!a} is not in Unicode form NFC.")


def parse(data: bytes, *, name: str, max_bytes: int, max_depth: int) -> JsonValue:
    """Read canonical bytes; `Refused` names the file `name` and says why. Codes start with `json-`."""
    if len(data) > max_bytes:
        raise Refused("json-too-large", f"{name} has {len(data)} bytes; {max_bytes} are allowed.")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise Refused("json-not-utf8", f"{name} is not UTF-8 text (byte {error.start}).") from error
    if text.count(",") > MAX_VALUES:
        raise Refused("json-too-many", f"{name} holds more than {MAX_VALUES:,} values.")
    if is_deeper(text, max_depth):
        raise Refused("json-too-deep", f"{name} is nested deeper than {max_depth} levels.")
    value = _load(text, name)
    try:
        same = encode(value) == data
    except Refused as error:
        raise Refused(error.code, f"{name}: {error.message}") from error
    if not same:
        raise Refused(
            "json-not-canonical",
            f"{name} is not in canonical form, so the same content could have two digests.",
            CHANGED,
        )
    return value


def _load(text: str, name: str) -> JsonValue:
    def pairs(items: list[tuple[str, JsonValue]]) -> JsonValue:
        found = dict(items)
        if len(found) != len(items):
            raise Refused(
                "json-duplicate-key", f"{name} has a key twice; readers would disagree on its value."
            )
        return found

    def no_number(literal: str) -> NoReturn:
        raise Refused(
            "json-number", f"{name} holds the number {literal[:20]}; only whole numbers are allowed."
        )

    def whole(literal: str) -> int:
        return int(literal) if len(literal) <= 17 else no_number(literal)

    try:
        value: JsonValue = json.loads(
            text, object_pairs_hook=pairs, parse_float=no_number, parse_constant=no_number, parse_int=whole
        )
    except json.JSONDecodeError as error:
        raise Refused("json-damaged", f"{name} is not JSON (character {error.pos}: {error.msg}).") from error
    return value


def is_deeper(text: str, most: int) -> bool:
    """Say whether brackets nest deeper than `most`, without parsing: the parser itself would overflow its stack."""
    # Without a backslash, strings are what stands between the first quotation mark and the second, and so on.
    outside = _STRING.sub("", text) if "\\" in text else "".join(text.split('"')[::2])
    brackets = outside.encode("ascii", "replace").translate(None, _NO_BRACKETS)
    return any(level > most for level in accumulate(map(_STEPS.__getitem__, brackets)))
