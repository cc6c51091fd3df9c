"""People hand modules to each other: keys, first use, new keys, thieves, impostors; each with the commands themselves."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from chapbook.bundle.proofs import NAMESPACE
from chapbook.bundle.zip_writer import write_archive
from chapbook.diag.errors import OperationFailed
from chapbook.trust.pins import encode_pins
from support.identities import signer
from support.users import User, Users, fingerprints, state, stays_out, take_back, taken

# First use, and after


def test_a_signed_module_is_handed_over_and_followed_by_others(ana: User, ben: User) -> None:
    first = ana.pack()
    assert ana.pack().read_bytes() == first.read_bytes()
    before = state(ben)
    shown = ben.ok("show", str(first), "--json").json()
    assert (shown["standing"], shown["calls_itself"], shown["petname"]) == ("first-use", "Ana Ruiz", "")
    assert "somebody new to you, who calls itself “Ana Ruiz”" in ben.ok("show", str(first)).out
    assert ben.ok("verify", str(first), "--json").json()["right"] is True
    unasked = ben("import", str(first), "--as", "ana")
    assert (unasked.code, "--yes" in unasked.err) == (2, True)
    assert state(ben) == before

    assert taken(ben, first, "--as", "ana") == "first-use"
    entry = ben.lock.entry("ana", "base")
    assert entry is not None
    pin = ben.pins.named("ana")
    assert pin is not None
    assert (entry.publisher, entry.known_since) == (pin.publisher, pin.first_seen)
    assert pin.source == first.name

    ana.ok("key", "rotate", "--use", "new", "--yes")
    second = ana.pack(version="1.1.0")
    assert "signed by ana, whom you know since" in ben.ok("show", str(second)).out
    assert taken(ben, second) == "known"
    assert [each.key for each in ben.lock.entries] == ["ana/base"]
    newer = ben.pins.named("ana")
    assert newer is not None
    assert (newer.chain.current.version, newer.first_seen) == (2, pin.first_seen)
    # The first bundle came with an older identity: the key was exchanged and not called back, so it still counts.
    assert ben.ok("verify", str(first), "--json").json()["standing"] == "known"
    assert "--accept older-version" in stays_out(ben, first)
    assert ben.pins.named("ana") == newer


def test_one_is_asked_once_and_no_means_no(ana: User, ben: User) -> None:
    bundle = ana.pack()
    before = state(ben)
    no = ben.typing("n\n", "import", str(bundle))
    assert (no.code, "Trust this key as ana-ruiz, and import it?" in no.err) == (1, True)
    assert state(ben) == before
    yes = ben.typing("y\n", "import", str(bundle), "--as", "ana")
    assert (yes.code, yes.err.count("[y/N]")) == (0, 1)
    again = ben.typing("", "import", str(bundle))
    assert (again.code, "[y/N]" in again.err) == (0, False)
    update = ben.typing("y\n", "import", str(ana.pack(version="1.1.0")))
    assert (update.code, "Import it? [y/N]" in update.err, "Trust" in update.err) == (0, True, False)


def test_a_workspace_of_two_people_keeps_its_petname(ana: User, ben: User, users: Users) -> None:
    taken(ben, ana.pack(), "--as", "ana")
    carl = users("carl")
    shutil.copytree(ben.root, carl.root, dirs_exist_ok=True)
    ran = carl.ok("import", str(ana.pack(version="1.1.0")), "--yes")
    assert "The same publisher signed ana/base" in ran.err
    assert carl.pins.named("ana") is not None


def test_a_module_that_was_not_signed_before_may_be_signed_now(ana: User, ben: User) -> None:
    assert taken(ben, ana.pack("--no-sign"), "--as", "ana", "--allow-unsigned") == "unsigned"
    assert not ben.pins.by_petname
    ran = ben.ok("import", str(ana.pack(version="1.1.0")), "--yes")
    assert "Version 1.0.0, which is here, was not signed." in ran.err
    assert ben.pins.named("ana") is not None


def test_what_a_failed_import_remembered_is_taken_back(
    ana: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OperationFailed("disk-full", "There is no room. Nothing was changed.")

    bundle = ana.pack()
    before = state(ben)
    with monkeypatch.context() as patch:
        patch.setattr("chapbook.services.import_bundle.install", full)
        assert ben("import", str(bundle), "--yes").code == 3
    assert not ben.pins.by_petname
    assert state(ben)[0] == before[0]


def test_a_crash_between_pin_and_module_leaves_somebody_known_and_no_module(
    ana: User, ben: User, users: Users, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise SystemExit(137)

    bundle, eve = ana.pack(), users("eve")
    eve.key()
    with monkeypatch.context() as patch:
        patch.setattr("chapbook.services.import_bundle.install", killed)
        patch.setattr("chapbook.services.import_bundle.put_back", lambda *_: None)
        with pytest.raises(SystemExit):
            ben("import", str(bundle), "--as", "ana", "--yes")
    assert (list(ben.pins.by_petname), ben.lock.entries) == (["ana"], ())
    assert "always signed with" in stays_out(ben, eve.pack())
    assert taken(ben, bundle) == "known"
    assert [each.key for each in ben.lock.entries] == ["ana/base"]


# Somebody else


def test_an_impostor_of_the_same_name_is_stopped(ana: User, ben: User, users: Users) -> None:
    taken(ben, ana.pack(), "--as", "ana")
    eve = users("eve")
    eve.key()
    update, other = eve.pack(version="1.1.0"), eve.pack(slug="other")
    for words in ((), ("--as", "ana"), ("--as", "ana", "--accept", "publisher-changed")):
        told = stays_out(ben, update, *words)
        assert (
            f"“ana” always signed with {fingerprints(ana)}; this one is signed with {fingerprints(eve)}"
            in told
        )
    assert "STOP" in stays_out(ben, other)
    assert ben("verify", str(update)).code == 4
    told = stays_out(ben, update, "--as", "eve")
    assert "--accept publisher-changed" in told
    # A person may know better: two publishers of one name, and a module that was handed over.
    assert taken(ben, other, "--as", "eve") == "first-use"
    assert (
        taken(ben, update, "--as", "eve", "--accept", "publisher-changed", "--accept", "other-module")
        == "known"
    )
    assert sorted(ben.pins.by_petname) == ["ana", "eve"]
    control = users("carl")
    assert taken(control, update) == "first-use"


def test_a_name_in_letters_that_look_alike_is_stopped(ana: User, ben: User, users: Users) -> None:
    taken(ben, ana.pack(), "--as", "ana")
    eve = users("eve")
    eve.key("\u0410na Ruiz")
    other = eve.pack(slug="other")
    assert "Letters in that name only look the same: “\u0410” is Cyrillic." in stays_out(ben, other)
    assert ben("verify", str(other)).code == 4
    told = ben.ok("import", str(other), "--as", "eve", "--yes").err
    assert "reads like “Ana Ruiz”, whom you know as ana; this is somebody else. Letters in that name" in told
    lines = ben.ok("trust", "list").out.splitlines()
    assert [line.rpartition("; ")[2] for line in lines] == [
        f"not to be taken for {other}, whose name reads alike" for other in ("eve", "ana")
    ]
    why = ben.ok("trust", "why", "eve").out
    assert (
        "reads like    Ana Ruiz, whom you know as ana; they are two, with different keys. Letters in" in why
    )
    assert ben.ok("trust", "why", "ana", "--json").json()["reads_like"] == ["eve"]
    ben.ok("trust", "forget", "eve", "--yes")
    assert "reads" not in ben.ok("trust", "list").out + ben.ok("trust", "why", "ana").out
    control = users("carl")
    assert taken(control, other) == "first-use"


def test_a_signature_that_is_taken_away_is_noticed(ana: User, ben: User, users: Users) -> None:
    taken(ben, ana.pack(), "--as", "ana")
    stripped, other = ana.pack("--no-sign", version="1.1.0"), ana.pack("--no-sign", slug="other")
    assert "not signed. Somebody may have taken the signature away" in stays_out(ben, stripped)
    assert "--accept signature-gone" in stays_out(ben, stripped, "--allow-unsigned", "--as", "nobody")
    assert "“ana” is a publisher who signs" in stays_out(
        ben, stripped, "--allow-unsigned", "--accept", "signature-gone"
    )
    assert "was signed by" in stays_out(ben, other, "--as", "ana")
    assert "“ana” is a publisher who signs" in stays_out(ben, other, "--allow-unsigned")
    assert (
        taken(ben, stripped, "--allow-unsigned", "--as", "nobody", "--accept", "signature-gone") == "unsigned"
    )
    entry = ben.lock.entry("ana", "base")
    assert entry is not None
    assert entry.signed
    assert taken(users("carl"), stripped, "--allow-unsigned") == "unsigned"


def test_a_petname_of_somebody_else_is_refused_with_the_right_one(ana: User, ben: User, users: Users) -> None:
    taken(ben, ana.pack(), "--as", "ana")
    carl = users("carl")
    carl.key("Carl")
    theirs = carl.pack(slug="other")
    taken(ben, theirs, "--as", "carl")
    assert "--as carl" in stays_out(ben, carl.pack(slug="other", version="1.1.0"), "--as", "ana")


def test_a_bundle_that_was_changed_is_neither_verified_nor_imported(ana: User, ben: User) -> None:
    data = bytearray(ana.pack().read_bytes())
    data[data.index(b"META/signatures/0.sshsig") + 60] ^= 1
    damaged = ben.root / "damaged.chapbook.zip"
    damaged.write_bytes(data)
    stays_out(ben, damaged)
    said = ben("verify", str(damaged), "--json")
    assert (said.code, said.json()["right"]) == (4, False)
    assert ben("verify", str(damaged)).code == 4


# Looking by oneself


@pytest.mark.skipif(
    not (shutil.which("ssh-keygen") and shutil.which("unzip") and shutil.which("sha256sum")),
    reason="needs ssh-keygen (openssh-client), unzip and sha256sum",
)
def test_what_verify_says_can_be_repeated_by_hand(ana: User, tmp_path: Path) -> None:
    bundle = ana.pack()
    said = ana.ok("verify", str(bundle), "--json").json()
    shown = ana.ok("verify", str(bundle), "--by-hand").out
    assert all(line in shown for line in said["by_hand"])
    folder = tmp_path / "by hand"
    folder.mkdir()
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(said["by_hand"])], cwd=folder, capture_output=True, text=True, check=True
    )
    assert f'Good "module-v1@chapbook" signature for {said["publisher"]}' in done.stdout
    assert said["signed_with"][0] in done.stdout
    assert said["release"].removeprefix("sha256:") in done.stdout
    manifest = (folder / "manifest.json").read_bytes()
    (folder / "manifest.json").write_bytes(manifest.replace(b"1.0.0", b"1.0.1", 1))
    control = subprocess.run(
        ["sh", "-e", "-c", said["by_hand"][4]], cwd=folder, capture_output=True, check=False
    )
    assert control.returncode != 0


def test_an_unsigned_bundle_is_not_verified(ben: User) -> None:
    bundle = ben.pack()
    assert "not signed" in ben.ok("pack", "base", "--force").out
    ran = ben("verify", str(bundle))
    assert (ran.code, "key init" in ran.err) == (4, True)
    assert ben("verify", str(bundle), "--json").json()["code"] == "unsigned-bundle"
    refused = ben("pack", "base", "--sign")
    assert (refused.code, "chapbook key init" in refused.err) == (2, True)


def test_a_signature_beside_is_shown_and_proves_nothing(ana: User, ben: User) -> None:
    with zipfile.ZipFile(ana.pack()) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    eve = signer("eve")
    entries.insert(3, ("META/signatures/1.sshsig", eve.sign(entries[1][1], NAMESPACE)))
    both = ben.root / "both.chapbook.zip"
    both.write_bytes(write_archive(entries))
    for command in ("show", "verify"):
        said = " ".join(ben.ok(command, str(both)).out.split())
        assert f"igned also with {eve.key.fingerprint}" in said
        assert "proves nothing" in said
        assert ben.ok(command, str(both), "--json").json()["beside"] == [eve.key.fingerprint]
    taken(ben, both, "--as", "ana")
    assert [pin.name for pin in ben.pins.by_petname.values()] == ["Ana Ruiz"]


# Whom one knows


def test_one_can_see_whom_one_knows_and_forget_them(ana: User, ben: User) -> None:
    assert "You know nobody yet" in ben.ok("trust", "list").out
    taken(ben, ana.pack(), "--as", "ana")
    assert "ana  calls itself “Ana Ruiz”, known since" in ben.ok("trust", "list").out
    why = ben.ok("trust", "why", "ana").out
    for words in ("said yes to its key", "a claim", fingerprints(ana), "ana/base 1.0.0"):
        assert words in why
    listed = ben.ok("trust", "list", "--json").json()["publishers"]
    assert [{"schema": 1, **each} for each in listed] == [ben.ok("trust", "why", "ana", "--json").json()]
    missing = ben("trust", "why", "anna")
    assert (missing.code, "ana" in missing.err) == (2, True)

    before = encode_pins(ben.pins)
    assert ben("trust", "forget", "ana").code == 2
    assert ben.typing("n\n", "trust", "forget", "ana").code == 1
    assert encode_pins(ben.pins) == before
    gone = ben.typing("y\n", "trust", "forget", "ana")
    assert gone.code == 0
    assert "Plan: forget ana" in gone.err
    assert f"the key was {fingerprints(ana)}" in gone.err
    assert not ben.pins.by_petname
    assert (ben.root / "imported" / "ana" / "base").is_dir()
    assert ben.ok("verify", str(ana.pack()), "--json").json()["standing"] == "first-use"


def test_what_became_of_somebody_is_told(ana: User, ben: User) -> None:
    taken(ben, ana.pack(), "--as", "ana")
    old = fingerprints(ana)
    take_back(ana)
    said = ben.ok("import", str(ana.pack(version="1.1.0")), "--yes", "--json").json()
    assert said["plan"]["standing"] == "recovered"
    assert said["publisher"] == ben.ok("trust", "list", "--json").json()["publishers"][0]["publisher"]
    why = ben.ok("trust", "why", "ana").out
    for words in (
        "History:",
        "brought in by a recovery key",
        f"revoked       {old}, stolen since",
        fingerprints(ana),
    ):
        assert words in why
    assert (
        ben.ok("trust", "forget", "ana", "--yes", "--json").json()["forgotten"]["revoked"][0]["reason"]
        == "stolen"
    )


@pytest.mark.parametrize("word", ["lists", "nothing-like-it"])
def test_an_unknown_word_after_trust_is_said(ben: User, word: str) -> None:
    ran = ben("trust", word)
    assert (ran.code, f"chapbook trust {word}" in ran.err) == (2, True)
    assert "chapbook trust" in ben("trust", "--help").out


def test_whoever_is_forgotten_is_still_held_against_the_lock_file(ana: User, ben: User, users: Users) -> None:
    taken(ben, ana.pack(), "--as", "ana")
    ben.ok("trust", "forget", "ana", "--yes")
    eve = users("eve")
    eve.key()
    update = eve.pack(version="1.1.0")
    assert "--accept publisher-changed" in stays_out(ben, update)
    assert taken(ben, update, "--accept", "publisher-changed") == "first-use"
    assert [each.key for each in ben.lock.entries] == ["ana/base"]
