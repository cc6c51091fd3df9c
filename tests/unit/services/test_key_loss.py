"""Lost and stolen keys: revoked, and the identity taken back with the recovery sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from chapbook.diag.errors import ChapbookError
from chapbook.render.key import render_change, render_own
from chapbook.services.key_change import carry_out, plan_init, plan_rotate
from chapbook.services.key_export import write_identity
from chapbook.services.key_loss import Loss, plan_recover, plan_revoke
from chapbook.services.recovery import read_sheet
from chapbook.trust import own as own_module
from chapbook.trust.fork import Relation, compare
from chapbook.trust.identity import KeyState, signed
from chapbook.trust.own import Own, key_path, own_identity
from support.identities import signer
from support.own_keys import STOLEN, code_of

pytestmark = pytest.mark.usefixtures("home")


# Revoked


def test_an_earlier_key_is_revoked_by_the_key_of_now(own: Own) -> None:
    now = carry_out(plan_rotate(folder=own.folder))
    plan = plan_revoke(own.key.fingerprint[:16], STOLEN, folder=own.folder)
    assert "stolen since 2026-11-20T00:00:00Z" in render_change(plan)
    after = carry_out(plan)
    assert after.chain.state(own.key) is KeyState.REVOKED
    assert after.key == now.key
    assert key_path(own.key, own.folder).is_file()
    assert code_of(plan_revoke, own.key.fingerprint, STOLEN, folder=own.folder) == "key-revoked-already"
    assert "stolen since" in render_own(after)


def test_a_second_key_that_signs_is_revoked_by_the_sheet(own: Own, sheet: Path) -> None:
    """Two keys sign: another machine's is lost."""
    now = own.chain.current
    both = signed(
        own.chain,
        type(now)(version=1, name=now.name, sign=(*now.sign, signer("other").key), recover=now.recover),
        [own.signer(), signer("other")],
    )
    own_module.save_own(Own(both, own.key, own.place, own.folder))
    lost = signer("other").key.fingerprint
    assert code_of(plan_revoke, lost, STOLEN, folder=own.folder) == "needs-recovery"
    after = carry_out(plan_revoke(lost, STOLEN, sheet=sheet, folder=own.folder))
    assert after.chain.state(signer("other").key) is KeyState.REVOKED
    assert after.chain.state(own.key) is KeyState.CURRENT
    assert after.chain.documents[-1].by_recovery


def test_what_cannot_be_revoked_is_said(own: Own) -> None:
    now, folder = own.chain.current, own.folder
    assert code_of(plan_revoke, own.key.fingerprint, STOLEN, folder=folder) == "key-signs-here"
    assert code_of(plan_revoke, now.recover[0].fingerprint, STOLEN, folder=folder) == "key-recovers"
    assert code_of(plan_revoke, "SHA256:", STOLEN, folder=folder) == "no-such-key"
    assert code_of(plan_revoke, own.key.fingerprint[:10], STOLEN, folder=folder) == "no-such-key"
    with pytest.raises(ChapbookError) as caught:
        plan_revoke(own.key.fingerprint[:-3] + "xyz", STOLEN, folder=folder)
    assert own.key.fingerprint in caught.value.hint


@pytest.mark.parametrize(
    ("loss", "code"),
    [
        (Loss(reason="stole"), "no-such-reason"),
        (Loss(reason="lost", since="yesterday"), "not-a-time"),
        (Loss(reason="lost", since="2026-13-01"), "not-a-time"),
    ],
)
def test_reason_and_day_are_read_strictly(own: Own, sheet: Path, loss: Loss, code: str) -> None:
    assert code_of(plan_recover, sheet, loss, folder=own.folder) == code


@pytest.mark.parametrize(
    ("since", "written"),
    [
        ("2026-11-20", "2026-11-20T00:00:00Z"),
        ("2026-11-20T19:00:00Z", "2026-11-20T19:00:00Z"),
        ("2026-11-20T19:00:00+02:00", "2026-11-20T17:00:00Z"),
    ],
)
def test_days_and_times_are_written_in_utc(own: Own, sheet: Path, since: str, written: str) -> None:
    plan = plan_recover(sheet, Loss(reason="lost", since=since), folder=own.folder)
    assert plan.revoked[0].since == written


# Taken back


def test_a_stolen_identity_is_taken_back(own: Own, sheet: Path) -> None:
    """The thief writes a version first; the owner's wins all the same."""
    now = own.chain.current
    theirs = signed(
        own.chain,
        type(now)(version=1, name="Ana Ruiz", sign=(signer("thief").key,), recover=now.recover),
        [own.signer(), signer("thief")],
    )
    back = carry_out(plan_recover(sheet, STOLEN, folder=own.folder))
    assert compare(theirs, back.chain) is Relation.RECOVERS
    assert compare(back.chain, theirs) is Relation.BEATEN
    assert back.chain.state(own.key) is KeyState.REVOKED
    assert back.signer().key == back.key
    assert key_path(own.key, own.folder).is_file()


def test_a_new_computer_needs_the_sheet_only(own: Own, sheet: Path, tmp_path: Path) -> None:
    plan = plan_recover(sheet, STOLEN, folder=tmp_path / "new")
    assert plan.from_sheet
    assert "identity on the sheet" in render_change(plan)
    back = carry_out(plan)
    assert back.chain.publisher == own.chain.publisher
    assert back.chain.current.version == 2


def test_a_new_computer_goes_on_from_the_newest_identity(own: Own, sheet: Path, tmp_path: Path) -> None:
    now = carry_out(plan_rotate(folder=own.folder))
    newest = tmp_path / "identity.json"
    write_identity(now.chain, newest)
    back = carry_out(plan_recover(sheet, STOLEN, identity=newest, folder=tmp_path / "new"))
    assert compare(now.chain, back.chain) is Relation.EXTENDS
    assert back.chain.current.version == 3
    assert (
        code_of(plan_recover, sheet, STOLEN, identity=tmp_path / "none", folder=tmp_path / "x")
        == "cannot-read"
    )


def test_an_older_identity_takes_nothing_back(own: Own, sheet: Path, tmp_path: Path) -> None:
    """Going on from it would forget what was revoked since."""
    write_identity(own.chain, tmp_path / "old.json")
    carry_out(plan_rotate(folder=own.folder))
    carry_out(plan_revoke(own.key.fingerprint, STOLEN, folder=own.folder))
    back = carry_out(plan_recover(sheet, STOLEN, identity=tmp_path / "old.json", folder=own.folder))
    assert back.chain.current.version == 4
    assert back.chain.state(own.key) is KeyState.REVOKED


def test_a_key_that_is_still_there_can_stay(own: Own, sheet: Path) -> None:
    kept = str(key_path(own.key, own.folder))
    back = carry_out(plan_recover(sheet, STOLEN, use=kept, folder=own.folder))
    assert back.chain.state(own.key) is KeyState.CURRENT
    assert back.chain.documents[-1].by_recovery
    assert not back.chain.current.revoked


def test_the_wrong_sheet_recovers_nothing(own: Own, sheet: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    carry_out(plan_init(name="Bo", sheet_file=other, folder=tmp_path / "bo"))
    assert code_of(plan_recover, other, STOLEN, folder=own.folder) == "recovery-of-another"
    other_identity = tmp_path / "identity.json"
    bo = own_identity(tmp_path / "bo")
    assert bo is not None
    write_identity(bo.chain, other_identity)
    assert (
        code_of(plan_recover, other, STOLEN, identity=other_identity, folder=own.folder) == "identity-there"
    )


def test_a_sheet_without_the_identity_still_recovers(own: Own, sheet: Path, tmp_path: Path) -> None:
    """Somebody printed the key alone and typed it again, or set a passphrase with ssh-keygen -p."""
    bare = tmp_path / "bare"
    bare.write_text(sheet.read_text().partition("\nRecovery")[0])
    bare.chmod(0o600)
    assert code_of(plan_recover, bare, STOLEN, folder=tmp_path / "new") == "needs-identity"
    assert carry_out(plan_recover(bare, STOLEN, folder=own.folder)).chain.current.version == 2


def test_an_identity_that_was_damaged_on_the_sheet_is_left_aside(
    own: Own, sheet: Path, tmp_path: Path
) -> None:
    sheet.write_text(sheet.read_text().replace("Ana Ruiz\\", "Ana Reyz\\"))
    assert read_sheet(sheet).chain is None
    assert code_of(plan_recover, sheet, STOLEN, folder=tmp_path / "new") == "needs-identity"
    assert carry_out(plan_recover(sheet, STOLEN, folder=own.folder)).chain.current.version == 2


def test_a_revoked_key_does_not_come_back(own: Own, sheet: Path) -> None:
    carry_out(plan_recover(sheet, STOLEN, folder=own.folder))
    stolen = str(key_path(own.key, own.folder))
    assert code_of(plan_rotate, use=stolen, folder=own.folder) == "key-known"
    assert code_of(plan_recover, sheet, STOLEN, use=stolen, folder=own.folder) == "key-known"


def test_a_sheet_that_others_can_read_is_refused(own: Own, sheet: Path) -> None:
    sheet.chmod(0o644)
    assert code_of(plan_recover, sheet, STOLEN, folder=own.folder) == "key-open"
    sheet.chmod(0o600)
    sheet.write_text("hello")
    assert code_of(plan_recover, sheet, STOLEN, folder=own.folder) == "recovery-unreadable"
