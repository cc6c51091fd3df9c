"""Every origin against every command and answer: what is said, whether it comes in, and what is known afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from chapbook.library.pack import Seal
from chapbook.trust.identity import Chain
from chapbook.trust.pin_file import FILE
from chapbook.trust.pins import NOBODY_KNOWN, Pins, encode_pins
from chapbook.trust.standing import Origin
from support.archives import pack, sample_files
from support.identities import signer
from support.known import ANA, BACK, EVE, NEXT, OTHER, REPLACED, pins
from support.users import User, state

FILES = {path: data for path, data in sample_files().items() if not path.endswith(".png")}


@dataclass(frozen=True)
class Case:
    """A bundle by somebody, for a user who knows some: `code` is why it stays out, `accept` what lets it in."""

    chain: Chain | None
    word: str
    known: Pins
    code: str = ""
    accept: tuple[str, ...] = ()
    after: Chain | None = None


CASES = {
    Origin.UNSIGNED: Case(None, "", NOBODY_KNOWN, "unsigned-bundle", ("--allow-unsigned",)),
    Origin.FIRST_USE: Case(ANA, "ana", NOBODY_KNOWN, after=ANA),
    Origin.KNOWN: Case(NEXT, "ana 2", pins(ANA), after=NEXT),
    Origin.RECOVERED: Case(BACK, "ana 3", pins(OTHER), after=BACK),
    Origin.REPLACED_KEY: Case(
        ANA, "ana", pins(REPLACED), "key-replaced", ("--accept", "key-replaced"), after=REPLACED
    ),
    Origin.REVOKED_KEY: Case(ANA, "ana", pins(BACK), "key-revoked"),
    Origin.CHANGED_KEY: Case(EVE, "eve", pins(ANA), "changed-key", ("--as", "eve"), after=EVE),
    Origin.FORKED: Case(OTHER, "thief", pins(NEXT), "identity-forked"),
    Origin.OVERRULED: Case(OTHER, "thief", pins(BACK), "identity-overruled"),
}


@pytest.fixture(params=Origin)
def case(request: pytest.FixtureRequest) -> Case:
    """Give the case of each origin."""
    return CASES[request.param]


@pytest.fixture
def bundle(case: Case, ben: User, tmp_path: Path) -> Path:
    """Write the bundle of a case, and let Ben know whom he knows."""
    folder = ben.config / "chapbook"
    folder.mkdir(mode=0o700)
    (folder / FILE).write_bytes(encode_pins(case.known))
    path = tmp_path / "offer.chapbook.zip"
    path.write_bytes(pack(FILES, Seal(case.chain, signer(case.word)) if case.chain else None).data)
    return path


def origin_of(case: Case) -> Origin:
    return next(origin for origin, each in CASES.items() if each is case)


def test_looking_says_what_it_is_and_writes_nothing(case: Case, bundle: Path, ben: User) -> None:
    before = state(ben)
    shown = ben.ok("show", str(bundle), "--json").json()
    assert shown["standing"] == origin_of(case)
    text = " ".join(ben.ok("show", str(bundle)).out.split())
    assert shown["standing_in_words"] in text
    verified = ben("verify", str(bundle), "--json")
    assert (verified.code, verified.json()["code"]) == ((4, case.code) if case.code else (0, ""))
    said = ben("verify", str(bundle))
    assert "imported" not in said.err
    assert (said.code, "Right:" in said.out) == ((4, False) if case.code else (0, True))
    assert state(ben) == before


def test_no_or_nobody_to_say_yes_leaves_all_as_it_is(case: Case, bundle: Path, ben: User) -> None:
    before = state(ben)
    assert ben("import", str(bundle)).code == (4 if case.code else 2)
    no = ben.typing("n\n", "import", str(bundle), *case.accept)
    assert no.code == (1 if case.accept or not case.code else 4)
    assert state(ben) == before


def test_yes_lets_in_what_may_come_in_and_nothing_else(case: Case, bundle: Path, ben: User) -> None:
    before = state(ben)
    if case.code:
        stopped = ben("import", str(bundle), "--yes")
        assert stopped.code == 4
        assert state(ben) == before
    everything = ("--allow-unsigned", "--accept", "key-revoked", "--accept", "identity-forked")
    ran = ben("import", str(bundle), "--yes", *(case.accept or everything if case.code else ()))
    if case.code and not case.accept:
        assert (ran.code, state(ben)) == (4, before)
        return
    assert ran.code == 0, ran.err
    (entry,) = ben.lock.entries
    assert entry.publisher == (case.chain.publisher if case.chain else "")
    pin = ben.pins.of(entry.publisher)
    assert (pin.chain if pin else None) == case.after
    assert entry.known_since == (pin.first_seen if pin else "")
    assert set(case.known.by_petname) <= set(ben.pins.by_petname)
