"""Pins: the same pins, the same bytes; a bad file is said plainly; what is on the disk is never half, never older."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from chapbook.diag.errors import OperationFailed, Refused
from chapbook.trust.identity import chain_bytes
from chapbook.trust.lookalike import read_alike
from chapbook.trust.pin_file import FILE, LOCK, forget, put_back, read_pins, remember
from chapbook.trust.pins import NOBODY_KNOWN, Pin, decode_pins, encode_pins, renewed
from support.identities import publisher
from support.known import ANA, BACK, BEN, EVE, NEXT, OTHER, SINCE, pins

KNOWN = pins(ANA, BEN)
DATA = encode_pins(KNOWN)


def pin(petname: str, chain: object = ANA) -> Pin:
    return Pin(petname=petname, chain=chain, first_seen=SINCE, source="offer.zip")  # type: ignore[arg-type]


def test_they_survive_a_round_trip_in_any_order() -> None:
    assert decode_pins(DATA) == KNOWN
    assert encode_pins(pins(BEN, ANA)) == DATA
    assert decode_pins(encode_pins(NOBODY_KNOWN)) == NOBODY_KNOWN
    assert DATA.startswith(b'{\n  "format": 1,\n  "publishers": {\n    "ana": {\n      "first_seen": "2026-')


def test_they_are_found_replaced_and_removed() -> None:
    assert KNOWN.of(BEN.publisher) == KNOWN.named("ben")
    assert KNOWN.of("a" * 26) is None
    assert KNOWN.of("") is None
    assert [*KNOWN.without("ana").by_petname] == ["ben"]
    renamed = KNOWN.with_pin(pin("anita"))
    assert [*renamed.by_petname] == ["anita", "ben"]


@pytest.mark.parametrize("name", ["Ana Ruiz", "ANA RUIZ", "Ána  Ruiz", "ana-ruiz", "Ana", "ana"])
def test_a_name_that_reads_like_a_known_one_is_noticed(name: str) -> None:
    assert KNOWN.calling_themselves(name) == KNOWN.named("ana")


@pytest.mark.parametrize("name", ["Anabel Ruiz", "", "李雷", "Eve"])
def test_another_name_is_not(name: str) -> None:
    assert KNOWN.calling_themselves(name) is None


def test_those_who_read_alike_are_named_on_both_sides() -> None:
    eve = pin("neighbour", EVE)
    assert {
        name: [each.petname for each in them] for name, them in KNOWN.with_pin(eve).reading_alike().items()
    } == {
        "ana": ["neighbour"],
        "ben": [],
        "neighbour": ["ana"],
    }


def test_a_petname_reads_like_what_another_calls_itself() -> None:
    alike = KNOWN.with_pin(pin("eve", publisher("eve", "B\u0435n"))).reading_alike()
    assert [[each.petname for each in alike[name]] for name in ("ana", "ben", "eve")] == [
        [],
        ["eve"],
        ["ben"],
    ]


def test_petnames_are_the_users_own_affair() -> None:
    both = NOBODY_KNOWN.with_pin(pin("be-n", ANA)).with_pin(pin("ben", BEN))
    assert not any(both.reading_alike().values())


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(["ana", "Ana", "\u0410na", "ben", "B\u0435n", "\u2713"]), max_size=4, unique=True
    )
)
def test_it_is_what_comparing_each_with_each_finds(names: list[str]) -> None:
    known = NOBODY_KNOWN
    for number, name in enumerate(names):
        petname = name if name.islower() and name.isascii() else f"p{number}"
        known = known.with_pin(pin(petname, publisher(f"word {number}", name)))
    for petname, others in known.reading_alike().items():
        one = known.by_petname[petname]
        assert others == tuple(
            other
            for other in known.by_petname.values()
            if other is not one
            and (
                read_alike(one.name, other.name)
                or read_alike(one.name, other.petname)
                or read_alike(one.petname, other.name)
            )
        )


def test_a_pin_never_goes_back() -> None:
    assert renewed(pin("ana", ANA), NEXT).chain == NEXT
    assert renewed(pin("ana", OTHER), BACK).chain == BACK
    for known, comes in ((NEXT, ANA), (BACK, OTHER), (NEXT, OTHER), (NEXT, NEXT)):
        assert renewed(pin("ana", known), comes).chain == known


def edited(edit: Callable[[dict[str, Any]], object]) -> bytes:
    value = json.loads(DATA)
    edit(value)
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Expecting value"),
        (b"\xff", "decode"),
        (b"[]", "must be an object"),
        (b"[" * 100_000, "recursion"),
        (DATA.replace(b'"format": 1', b'"format": 2'), "newer than 1"),
        (DATA.replace(b'"ben": {', b'"ana": {'), "is there twice"),
        (DATA.replace(b'"ana": {', b'"../ana": {'), "must be a petname"),
        (DATA.replace(SINCE.encode(), b"yesterday", 1), "must be a time"),
        (edited(lambda said: said["publishers"]["ana"].pop("source")), "is missing"),
        (edited(lambda said: said["publishers"]["ana"].update(run=1)), "not a known key"),
        (edited(lambda said: said["publishers"]["ana"].update(publisher=BEN.publisher)), "not the publisher"),
        (edited(lambda said: said["publishers"].update(eve=said["publishers"]["ana"])), "names a publisher twice"),
        (edited(lambda said: said["publishers"]["ana"]["identity"].pop("chain")), "chain"),
    ],
)  # fmt: skip
def test_a_bad_file_is_said_plainly(data: bytes, why: str) -> None:
    with pytest.raises(OperationFailed, match=why) as caught:
        decode_pins(data)
    assert caught.value.code == "pins-damaged"
    assert "Nothing was changed" in caught.value.message


def test_an_identity_that_was_edited_is_not_believed() -> None:
    eve = json.loads(chain_bytes(EVE))

    def swap(said: dict[str, Any]) -> None:
        said["publishers"]["ana"]["identity"]["chain"][0]["signatures"] = eve["chain"][0]["signatures"]

    with pytest.raises(OperationFailed) as caught:
        decode_pins(edited(swap))
    assert caught.value.code == "pins-damaged"


@settings(max_examples=40)
@given(st.integers(0, len(DATA) - 1), st.integers(0, 20), st.text(max_size=10))
def test_no_edit_gives_a_traceback(start: int, length: int, patch: str) -> None:
    try:
        found = decode_pins(DATA[:start] + patch.encode("utf-8", "surrogatepass") + DATA[start + length :])
    except OperationFailed:
        return
    assert decode_pins(encode_pins(found)) == found


def test_they_are_read_written_and_forgotten(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    assert read_pins(folder) == NOBODY_KNOWN
    assert not folder.exists()
    remember(pin("ana"), folder)
    assert (folder.stat().st_mode & 0o777) == 0o700
    assert sorted(each.name for each in folder.iterdir()) == [LOCK, FILE]
    before = (folder / FILE).stat().st_ino
    remember(pin("ana"), folder)
    assert (folder / FILE).stat().st_ino == before
    assert remember(pin("ana", NEXT), folder).chain == NEXT
    assert forget("ana", folder).chain == NEXT
    assert read_pins(folder) == NOBODY_KNOWN
    with pytest.raises(Refused) as caught:
        forget("ana", folder)
    assert caught.value.code == "not-known"


def test_another_run_that_was_faster_is_not_overruled(tmp_path: Path) -> None:
    remember(pin("ana", NEXT), tmp_path)
    assert remember(pin("ana", ANA), tmp_path).chain == NEXT
    assert remember(pin("anita", ANA), tmp_path).petname == "ana"
    for late in (pin("ana", BEN), pin("ana", OTHER)):
        with pytest.raises(Refused, match="Nothing was changed") as caught:
            remember(late, tmp_path)
        assert caught.value.code == "pins-changed"
    assert read_pins(tmp_path).named("ana") == pin("ana", NEXT)


def test_what_was_remembered_for_nothing_is_taken_back(tmp_path: Path) -> None:
    written = remember(pin("ana", NEXT), tmp_path)
    put_back(written, pin("ana", ANA), tmp_path)
    assert read_pins(tmp_path).named("ana") == pin("ana", ANA)
    put_back(written, None, tmp_path)
    assert read_pins(tmp_path).named("ana") == pin("ana", ANA)
    put_back(pin("ana", ANA), None, tmp_path)
    assert read_pins(tmp_path) == NOBODY_KNOWN


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(OperationFailed) as caught:
        read_pins(tmp_path)
    assert caught.value.code == "cannot-read"


def test_a_run_that_hangs_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chapbook.trust.pin_file.LOCK_SECONDS", 0.05)
    with FileLock(tmp_path / LOCK), pytest.raises(OperationFailed, match="Nothing was changed") as caught:
        remember(pin("ana"), tmp_path)
    assert caught.value.code == "pins-busy"
    assert read_pins(tmp_path) == NOBODY_KNOWN


def test_eight_at_once_all_remember(tmp_path: Path) -> None:
    chains = [publisher(f"somebody {number}", f"Somebody {number}") for number in range(8)]
    together = [
        Thread(target=remember, args=(pin(f"somebody-{number}", chain), tmp_path))
        for number, chain in enumerate(chains)
    ]
    for each in together:
        each.start()
    for each in together:
        each.join()
    assert {each.publisher for each in read_pins(tmp_path).by_petname.values()} == {
        chain.publisher for chain in chains
    }
