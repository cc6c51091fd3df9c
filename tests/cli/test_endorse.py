"""People endorse each other's work and each other, with the commands themselves."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from support.shell import Shell
from support.users import User, Users


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Users:
    """Give a maker of people with keys."""
    shell = Shell(monkeypatch, capsys)

    def made(name: str) -> User:
        user = User(tmp_path / name, shell, monkeypatch)
        user.key({"ana": "Ana Ruiz", "ben": "Ben Stone", "cleo": "Cleo Park"}[name])
        return user

    return made


def publisher(user: User) -> str:
    """Give somebody's id."""
    said = json.loads((user.config / "chapbook" / "own.json").read_text(encoding="utf-8"))
    from chapbook.source import canonical
    from chapbook.trust.identity import read_chain

    return read_chain(canonical.encode(said["identity"])).publisher


def sent(user: User, ran_path: str, to: User) -> Path:
    """Put a file of one into the endorsements of another."""
    folder = to.root / "endorsements"
    folder.mkdir(exist_ok=True)
    return Path(shutil.copy(user.root / ran_path, folder))


def knows(user: User, other: User, slug: str) -> None:
    """Let somebody import a module of another, so that they know them."""
    bundle = other.pack(slug=slug)
    user.ok("import", str(bundle), "--yes")


def test_a_review_travels_with_the_next_pack_and_is_named_to_those_who_know_its_author(users: Users) -> None:
    ana, ben, cleo = users("ana"), users("ben"), users("cleo")
    bundle = ana.pack()
    plain = ana.ok("show", str(bundle), "--json").json()
    made = ben.ok("endorse", "review", str(bundle), "--text", "Tried with two classes.", "--json").json()
    assert made["waits_for"] == ""
    sent(ben, made["path"], ana)
    again = ana.pack()
    assert ana.ok("show", str(again), "--json").json()["release"] == plain["release"]
    assert "endorsed     1 by somebody you do not know" in cleo.ok("show", str(again)).out
    assert "Tried" not in cleo.ok("show", str(again)).out
    knows(cleo, ben, "other")
    shown = cleo.ok("show", str(again))
    assert "ben-stone reviewed it" in shown.out
    assert "“Tried with two classes.”" in shown.out
    assert cleo.ok("show", str(again), "--json").json()["endorsements"][0]["by"] == "ben-stone"
    assert "endorsed: ben-stone reviewed it" in cleo.ok("verify", str(again)).out
    other = ana.pack(version="1.1.0")
    assert ana.ok("show", str(other), "--json").json()["endorsements_by_strangers"] == 0


def test_what_is_said_of_a_person_counts_when_that_person_signed(users: Users) -> None:
    ana, ben, cleo = users("ana"), users("ben"), users("cleo")
    bundle = ana.pack()
    made = ben.ok("endorse", "completion", str(bundle), "--person", publisher(cleo), "--json").json()
    proposal = sent(ben, made["path"], cleo)
    assert made["waits_for"] == publisher(cleo)
    sent(ben, made["path"], ana)
    packed = ana.ok("pack", "base", "--force", "--json").json()
    assert packed["endorsements"] == 0
    assert ana("endorse", "accept", str(proposal), "--yes").code == 4
    asked = cleo("endorse", "accept", str(proposal))
    assert asked.code == 2
    assert "completed base 1.0.0" in asked.err
    accepted = cleo.ok("endorse", "accept", str(proposal), "--yes", "--json").json()
    assert accepted["signed_by"] == [publisher(ben), publisher(cleo)]
    sent(cleo, accepted["path"], ana)
    assert ana.ok("pack", "base", "--force", "--json").json()["endorsements"] == 1


def test_who_worked_together_is_said_by_both(users: Users) -> None:
    ana, ben = users("ana"), users("ben")
    knows(ben, ana, "base")
    made = ben.ok("endorse", "worked-with", "ana-ruiz", "--json").json()
    proposal = sent(ben, made["path"], ana)
    told = ana.ok("endorse", "show", str(proposal))
    assert "has worked with you." in told.out
    assert "it waits for the signature of you" in told.out
    ana.ok("endorse", "accept", str(proposal), "--yes")
    key = ben.ok("endorse", "key", "ana-ruiz", "--json").json()
    sent(ben, key["path"], ana)
    packed = ana.ok("pack", "base", "--force", "--json").json()
    assert packed["endorsements"] == 2
    assert "2 by people you do not know" in ana.ok("show", packed["path"]).out


def test_a_changed_file_stops_the_pack_and_says_which(users: Users) -> None:
    ana, ben = users("ana"), users("ben")
    bundle = ana.pack()
    path = sent(ben, ben.ok("endorse", "review", str(bundle), "--json").json()["path"], ana)
    path.write_bytes(path.read_bytes().replace(b"1.0.0", b"1.0.1"))
    ran = ana("pack", "base", "--force")
    assert ran.code == 4
    assert path.name in ran.err
    assert ana("endorse", "show", str(path)).code == 4


def test_slips_are_said(users: Users) -> None:
    ana = users("ana")
    bundle = ana.pack()
    assert "Nobody endorses themselves" in ana("endorse", "key", publisher(ana)).err
    assert "You know nobody as" in ana("endorse", "key", "ben").err
    assert "is no bundle" in ana("endorse", "review", "ben/tea").err
    assert "Did you mean “review”?" in ana("endorse", "revew").err
    assert "cannot be read" in ana("endorse", "show", "none.json").err
    ana.ok("endorse", "completion", str(bundle), "--person", "a" * 26)
    (ana.config / "chapbook" / "own.json").unlink()
    assert "chapbook key init" in ana("endorse", "review", str(bundle)).err


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="openssh-client is not there")
def test_ssh_keygen_checks_it_too(users: Users, tmp_path: Path) -> None:
    ana, ben = users("ana"), users("ben")
    made = ben.ok("endorse", "review", str(ana.pack()), "--json").json()
    value = json.loads((ben.root / made["path"]).read_bytes())
    (tmp_path / "sig").write_text(value["signatures"][0]["signature"], encoding="utf-8")
    command = [
        "ssh-keygen",
        "-Y",
        "check-novalidate",
        "-n",
        "endorsement-v1@chapbook",
        "-s",
        str(tmp_path / "sig"),
    ]
    for payload, code in ((value["payload"], 0), (value["payload"].replace("1.0.0", "1.0.1"), 255)):
        done = subprocess.run(command, input=payload.encode(), capture_output=True, check=False)
        assert done.returncode == code, done.stderr
