"""The lock file: the same entries, the same bytes; a bad file names its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.diag.errors import OperationFailed
from chapbook.workspace.lock import Lock, decode_lock, encode_lock, read_lock, write_lock
from support.locks import lock_entry

LOCK = Lock().with_entry(lock_entry()).with_entry(lock_entry(petname="ben", title="Né à Genève"))


def test_it_survives_a_round_trip_in_any_order() -> None:
    assert decode_lock(encode_lock(LOCK)) == LOCK
    other = Lock().with_entry(lock_entry(petname="ben", title="Né à Genève")).with_entry(lock_entry())
    assert encode_lock(other) == encode_lock(LOCK)


def test_it_reads_well_in_a_diff() -> None:
    text = encode_lock(LOCK).decode()
    assert text.startswith(
        '{\n  "format": 1,\n  "modules": {\n    "ana/pricing-basics": {\n      "authors": [\n'
    )
    assert '      "standing": "unsigned",\n' in text
    assert "Né à Genève" in text
    assert text.endswith("}\n")
    changed = encode_lock(LOCK.with_entry(lock_entry(version="1.3.0"))).decode()
    assert sum(a != b for a, b in zip(text.splitlines(), changed.splitlines(), strict=True)) == 1


def test_entries_are_found_replaced_and_removed() -> None:
    assert LOCK.entry("ana", "pricing-basics") == lock_entry()
    assert LOCK.entry("ana", "other") is None
    assert LOCK.with_entry(lock_entry(version="2.0.0")).entry("ana", "pricing-basics") == lock_entry(
        version="2.0.0"
    )
    assert [each.petname for each in LOCK.without("ana", "pricing-basics").entries] == ["ben"]
    assert [each.key for each in LOCK.of_uid(lock_entry().uid)] == [
        "ana/pricing-basics",
        "ben/pricing-basics",
    ]
    assert not lock_entry().signed


def test_who_signed_is_kept_and_an_entry_without_it_is_read_as_before() -> None:
    signed = lock_entry(standing="known", publisher="a" * 26, known_since="2026-11-20T08:00:00Z")
    lock = Lock((signed,)).with_entry(lock_entry(petname="ben"))
    assert decode_lock(encode_lock(lock)) == lock
    assert encode_lock(lock).count(b'"publisher"') == 1
    assert signed.signed
    assert lock.of_publisher("a" * 26) == (signed,)
    assert lock.of_publisher("") == ()
    assert [each.petname for each in lock.of_petname("ben")] == ["ben"]
    for bad in (b"A" * 26, b"a" * 25):
        with pytest.raises(OperationFailed, match="publisher"):
            decode_lock(encode_lock(lock).replace(b"a" * 26, bad))
    with pytest.raises(OperationFailed, match="known_since"):
        decode_lock(encode_lock(lock).replace(b"2026-11-20", b"20-11-2026"))


def test_it_is_read_and_written_and_may_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "chapbook.lock"
    assert read_lock(path) == Lock()
    write_lock(path, LOCK)
    assert read_lock(path) == LOCK
    assert [each.name for each in tmp_path.iterdir()] == ["chapbook.lock"]


TEXT = encode_lock(LOCK).decode()


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ('"format": 1', '"format": 2', 2, "newer than 1"),
        ('"format": 1,', '"format": 1', 3, "not JSON"),
        ('"version": "1.2.0"', '"version": "new"', 16, "version such as"),
        ('"release": "sha256:1', '"release": "sha256:x', 12, "hexadecimal"),
        ('"ana/pricing-basics"', '"../evil"', 4, "PETNAME/SLUG"),
        ('"ana/pricing-basics"', '"ana/x/y"', 4, "PETNAME/SLUG"),
        ('"ben/pricing-basics"', '"ana/pricing-basics"', 4, "is there twice"),
        ('"uid"', '"uuid"', 4, "missing"),
        ('"title"', '"run": 1, "title"', 14, "not a known key"),
        ('"imported": "2026', '"imported": "26', 9, "time such as"),
        ('  "modules": {', '<<<<<<< HEAD\n  "modules": {', 3, "marks of a merge"),
    ],
)
def test_a_bad_lock_names_its_line(old: str, new: str, line: int, why: str) -> None:
    assert old in TEXT
    with pytest.raises(OperationFailed, match=f"line {line}: .*{why}") as caught:
        decode_lock(TEXT.replace(old, new, 1).encode())
    assert caught.value.code == "lock-damaged"
    assert "Nothing was changed" in caught.value.message


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"[]", b"[" * 100_000, b"1" * 5000, b'{"format": true, "modules": {}}']
)
def test_other_bytes_are_said_plainly(data: bytes) -> None:
    with pytest.raises(OperationFailed) as caught:
        decode_lock(data)
    assert caught.value.code == "lock-damaged"


@given(st.integers(0, len(TEXT) - 1), st.integers(0, 20), st.text(max_size=10))
def test_no_edit_gives_a_traceback(start: int, length: int, patch: str) -> None:
    text = TEXT[:start] + patch + TEXT[start + length :]
    try:
        lock = decode_lock(text.encode("utf-8", "surrogatepass"))
    except OperationFailed:
        return
    assert decode_lock(encode_lock(lock)) == lock
