"""A key's life: made, chosen, exchanged, told to peers. Nothing is lost, and nothing done without a plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from filelock import FileLock

from chapbook.diag.errors import ChapbookError
from chapbook.render.key import own_data, render_change, render_choices, render_export, render_own
from chapbook.services import key_change
from chapbook.services.key_change import carry_out, plan_rotate
from chapbook.services.key_choices import chosen, found_choices
from chapbook.services.key_export import allowed_signers, write_identity
from chapbook.services.key_loss import plan_revoke
from chapbook.services.recovery import read_sheet
from chapbook.trust import own as own_module
from chapbook.trust.fork import Relation, compare
from chapbook.trust.identity import KeyState, chain_bytes, read_chain
from chapbook.trust.own import Own, Where, key_path, own_identity
from chapbook.trust.public_key import key_of_file
from chapbook.trust.sshsig import verify
from support.identities import SecurityKey, private_key, signer
from support.openssh import agent, make_key, needs_openssh, ssh
from support.own_keys import STOLEN, code_of, planned
from support.process import snapshot

pytestmark = pytest.mark.usefixtures("home")


# The first key


def test_a_plan_writes_nothing(config: Path, tmp_path: Path) -> None:
    before = snapshot(tmp_path)
    text = render_change(planned(config))
    assert snapshot(tmp_path) == before
    assert "“Ana Ruiz”" in text
    assert str(tmp_path / "sheet.txt") in text


def test_the_first_key_signs_and_the_sheet_recovers(own: Own, sheet: Path) -> None:
    assert own_identity(own.folder) == own
    assert verify(b"m", own.signer().sign(b"m", "n"), "n") == own.key
    assert (own.chain.current.name, own.chain.current.links) == ("Ana Ruiz", ("https://ana.example",))
    recovery = read_sheet(sheet)
    assert own.chain.current.recover == (recovery.key,)
    assert recovery.chain == own.chain
    assert sheet.stat().st_mode & 0o777 == 0o600
    assert "2026-11-21T19:00:00Z" in sheet.read_text()
    assert "chapbook key recover" in sheet.read_text()


def test_the_recovery_key_stays_on_the_sheet_alone(own: Own, sheet: Path) -> None:
    secret = sheet.read_text().splitlines()[1:6]
    for path, content in snapshot(own.folder).items():
        assert not [line for line in secret[1:] if line.encode() in content], path


def test_nothing_secret_is_shown(own: Own, sheet: Path) -> None:
    shown = render_own(own) + render_export(own.chain) + json.dumps(own_data(own)) + repr(own)
    for path in (sheet, key_path(own.key, own.folder)):
        secret = path.read_text().splitlines()[1:6]
        assert not [line for line in secret[2:] if line in shown]
    assert "PRIVATE" not in shown


def test_a_second_identity_is_not_made_by_mistake(own: Own, config: Path) -> None:
    assert code_of(planned, config, sheet_file=config.parent / "other.txt") == "identity-there"


def test_a_sheet_is_not_written_over_anything(config: Path, tmp_path: Path) -> None:
    (tmp_path / "sheet.txt").write_text("the only copy")
    assert code_of(planned, config) == "key-file-there"
    (tmp_path / "sheet.txt").unlink()
    plan = planned(config)
    (tmp_path / "sheet.txt").write_text("written meanwhile")
    assert code_of(carry_out, plan) == "key-file-there"
    assert (tmp_path / "sheet.txt").read_text() == "written meanwhile"
    assert own_identity(config) is None


def test_keys_never_lie_in_a_workspace(config: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "academy"
    workspace.mkdir()
    (workspace / "chapbook.yml").write_text("format: 1\n")
    assert code_of(planned, config, sheet_file=workspace / "sheet.txt") == "key-in-workspace"
    assert code_of(planned, workspace / "config", sheet_file=tmp_path / "sheet.txt") == "key-in-workspace"


@pytest.mark.parametrize(
    ("name", "code"), [("", "no-name"), (" ", "no-name"), ("a\nb", "no-name"), ("A\u202e", "no-name")]
)
def test_a_name_is_needed(config: Path, name: str, code: str) -> None:
    def make() -> None:
        carry_out(planned(config, name=name))

    assert code_of(make) == code
    assert not (config.parent / "sheet.txt").exists()
    assert own_identity(config) is None


def test_two_at_once_do_not_overwrite_each_other(config: Path, tmp_path: Path) -> None:
    first, second = planned(config), planned(config, sheet_file=tmp_path / "second.txt")
    made = carry_out(first)
    assert code_of(carry_out, second) == "identity-changed"
    assert own_identity(config) == made


def test_two_wait_for_each_other(config: Path, own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_change, "_PATIENCE", 0.0)
    plan = plan_rotate(folder=config)
    with FileLock(config / "own.lock"):
        assert code_of(carry_out, plan) == "identity-busy"
    carry_out(plan)


def test_a_link_is_one(config: Path) -> None:
    assert code_of(planned, config, links=("javascript:alert(1)",)) == "not-a-link"


def test_a_name_is_written_in_one_way(config: Path) -> None:
    assert carry_out(planned(config, name="Ane\u0301")).chain.current.name == "An\u00e9"


# Which key


def put(home: Path, word: str, name: str = "id_ed25519") -> Path:
    path = home / ".ssh" / name
    path.write_bytes(private_key(word).openssh())
    path.chmod(0o600)
    path.with_name(name + ".pub").write_text(signer(word).key.line + " ana@desk\n")
    return path


def test_keys_at_home_are_found_and_offered(home: Path) -> None:
    put(home, "ana")
    put(home, "bo", "work")
    (home / ".ssh" / "alone.pub").write_text(signer("alone").key.line)
    (home / ".ssh" / "id_rsa.pub").write_text("ssh-rsa AAAA")
    (home / ".ssh" / "id_rsa").write_text("")
    (home / ".ssh" / "id_sk.pub").write_text(SecurityKey("sk").key.line)
    (home / ".ssh" / "id_sk").write_text("")
    found = found_choices()
    assert [each.label for each in found] == ["~/.ssh/id_ed25519", "~/.ssh/id_sk", "~/.ssh/work"]
    text = render_choices(found)
    assert "1  a new one" in text
    assert "3  security key ~/.ssh/id_sk" in text
    assert "ssh-keygen -t ed25519-sk" in render_choices(())


def test_a_key_is_named_by_its_file_or_fingerprint(home: Path) -> None:
    path = put(home, "ana")
    for word in (
        "~/.ssh/id_ed25519",
        str(path) + ".pub",
        signer("ana").key.fingerprint,
        signer("ana").key.fingerprint.removeprefix("SHA256:"),
    ):
        choice = chosen(word)
        assert choice is not None
        assert (choice.key, choice.place.path) == (signer("ana").key, str(path))
    assert chosen("new") is None


def test_a_slip_in_a_name_gets_a_hint(home: Path, tmp_path: Path) -> None:
    put(home, "ana")
    with pytest.raises(ChapbookError) as caught:
        chosen(str(home / ".ssh" / "id_ed25591"))
    assert caught.value.code == "no-such-key"
    assert "id_ed25519" in caught.value.hint
    lone = tmp_path / "lone.pub"
    lone.write_text(signer("lone").key.line)
    assert code_of(chosen, str(lone)) == "no-private-half"
    (tmp_path / "text").write_text("hello")
    (tmp_path / "text").chmod(0o600)
    assert code_of(chosen, str(tmp_path / "text")) == "no-such-key"


def test_ones_own_ssh_key_may_sign(config: Path, home: Path) -> None:
    path = put(home, "ana")
    own = carry_out(planned(config, use=str(path)))
    assert own.place.where is Where.FILE
    assert own.signer().key == signer("ana").key
    assert not list((config / "keys").iterdir())


@needs_openssh
def test_a_key_in_an_agent_may_sign(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_key(tmp_path / "elsewhere")
    key = key_of_file(path.with_suffix(".pub").read_text())
    with agent() as leads:
        monkeypatch.setenv("SSH_AUTH_SOCK", leads["SSH_AUTH_SOCK"])
        assert ssh("ssh-add", str(path)).returncode == 0
        path.unlink()
        own = carry_out(planned(config, use=key.fingerprint))
        assert own.place.where is Where.AGENT
        assert "in the SSH agent" in render_own(own)
        assert verify(b"m", own.signer().sign(b"m", "n"), "n") == key


# Another key


def test_rotation_keeps_the_identity_and_the_old_key(own: Own) -> None:
    plan = plan_rotate(folder=own.folder)
    assert own_identity(own.folder) == own
    new = carry_out(plan)
    assert new.chain.publisher == own.chain.publisher
    assert compare(own.chain, new.chain) is Relation.EXTENDS
    assert new.chain.state(own.key) is KeyState.EARLIER
    assert new.signer().key == new.key != own.key
    assert key_path(own.key, own.folder).is_file()
    assert key_path(new.key, own.folder).is_file()
    assert f"Before: {own.key.fingerprint}" in render_change(plan)


def test_rotation_to_a_key_of_the_identity_is_no_rotation(own: Own, sheet: Path) -> None:
    for path in (sheet, key_path(own.key, own.folder)):
        assert code_of(plan_rotate, use=str(path), folder=own.folder) == "key-known"


def test_without_an_identity_there_is_nothing_to_change(config: Path) -> None:
    assert code_of(plan_rotate, folder=config) == "no-identity"
    assert code_of(plan_revoke, "x", STOLEN, folder=config) == "no-identity"


def test_a_failure_on_the_way_changes_nothing(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    plan = plan_rotate(folder=own.folder)
    monkeypatch.setattr(own_module, "write_file", full)
    with pytest.raises(OSError, match="No space"):
        carry_out(plan)
    monkeypatch.undo()
    assert own_identity(own.folder) == own
    assert own.signer().key == own.key
    carry_out(plan_rotate(folder=own.folder))


# For peers


@needs_openssh
def test_the_lines_for_peers_work_with_ssh_keygen(own: Own, tmp_path: Path) -> None:
    now = carry_out(plan_rotate(folder=own.folder))
    (tmp_path / "signers").write_text("\n".join(allowed_signers(now.chain)) + "\n")
    for who, namespace in ((now.signer(), "module-v1@chapbook"), (own.signer(), "module-v1@chapbook")):
        (tmp_path / "sig").write_bytes(who.sign(b"m", namespace))
        words = (
            "-f",
            str(tmp_path / "signers"),
            "-I",
            now.chain.publisher,
            "-n",
            namespace,
            "-s",
            str(tmp_path / "sig"),
        )
        assert ssh("ssh-keygen", "-Y", "verify", *words, data=b"m").returncode == 0


def test_an_identity_file_replaces_only_its_own_past(own: Own, tmp_path: Path) -> None:
    path = tmp_path / "identity.json"
    write_identity(own.chain, path)
    assert path.read_bytes() == chain_bytes(own.chain)
    now = carry_out(plan_rotate(folder=own.folder))
    write_identity(now.chain, path)
    assert read_chain(path.read_bytes()) == now.chain
    assert code_of(write_identity, own.chain, path) == "file-there"
    path.write_text("my notes")
    assert code_of(write_identity, now.chain, path) == "file-there"
    assert path.read_text() == "my notes"
