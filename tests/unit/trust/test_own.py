"""The own identity on this machine: where its key is, and what happens when something is amiss."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from chapbook.diag.errors import ChapbookError
from chapbook.trust.config_folder import config_folder
from chapbook.trust.own import FILE, Own, Place, Where, keep_key, key_path, own_identity, save_own
from chapbook.trust.sshsig import verify
from support.identities import private_key, publisher, rotated, signer

ANA, NEW = signer("ana"), signer("new")
CHAIN = publisher()


@pytest.fixture
def own(tmp_path: Path) -> Own:
    keep_key(private_key("ana"), ANA.key, tmp_path)
    own = Own(CHAIN, ANA.key, Place(Where.KEPT), tmp_path)
    save_own(own)
    return own


def error_of(act: object, *arguments: object) -> ChapbookError:
    assert callable(act)
    with pytest.raises(ChapbookError) as caught:
        act(*arguments)
    return caught.value


def test_the_config_folder_is_the_systems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert config_folder() == tmp_path / "chapbook"
    assert own_identity() is None


def test_it_is_read_as_it_was_written(own: Own, tmp_path: Path) -> None:
    assert own_identity(tmp_path) == own
    assert verify(b"m", own.signer().sign(b"m", "n"), "n") == ANA.key


def test_its_file_holds_no_private_key(own: Own, tmp_path: Path) -> None:
    secret = key_path(ANA.key, tmp_path).read_text().splitlines()
    text = (tmp_path / FILE).read_text()
    assert not [line for line in secret[1:-1] if line in text]
    assert "PRIVATE" not in text


def test_a_key_in_another_file_is_used_there(own: Own, tmp_path: Path) -> None:
    path = tmp_path / "id_ed25519"
    path.write_bytes(private_key("ana").openssh())
    path.chmod(0o600)
    save_own(Own(CHAIN, ANA.key, Place(Where.FILE, str(path)), tmp_path))
    again = own_identity(tmp_path)
    assert again is not None
    assert again.place.path == str(path)
    assert again.signer().key == ANA.key
    path.chmod(0o644)
    assert error_of(again.signer).code == "key-open"


def test_an_exchanged_key_file_signs_nothing(own: Own, tmp_path: Path) -> None:
    path = key_path(ANA.key, tmp_path)
    path.write_bytes(private_key("thief").openssh())
    error = error_of(own.signer)
    assert error.code == "signing-other-key"
    assert signer("thief").key.fingerprint in error.message
    path.write_bytes(b"no key\n")
    assert error_of(own.signer).code == "key-file-unreadable"
    path.unlink()
    assert error_of(own.signer).code == "key-file-missing"


def test_a_key_of_another_kind_signs_nothing(own: Own, tmp_path: Path) -> None:
    form = serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    key_path(ANA.key, tmp_path).write_bytes(generate_private_key(SECP256R1()).private_bytes(*form))
    error = error_of(own.signer)
    assert error.code == "key-file-unreadable"
    assert "another kind" in error.message


def test_keys_that_others_could_read_are_not_used(own: Own, tmp_path: Path) -> None:
    (tmp_path / "keys").chmod(0o755)
    assert error_of(own.signer).code == "keys-open"
    (tmp_path / "keys").chmod(0o700)
    key_path(ANA.key, tmp_path).chmod(0o644)
    assert error_of(own.signer).code == "key-open"


def test_a_key_that_was_exchanged_elsewhere_no_longer_signs(own: Own, tmp_path: Path) -> None:
    later = Own(rotated(CHAIN, ANA, NEW), ANA.key, Place(Where.KEPT), tmp_path)
    assert error_of(later.signer).code == "own-key-not-current"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", 2),
        ("format", None),
        ("where", "cloud"),
        ("key", "ssh-rsa AAAA"),
        ("identity", []),
        ("identity", {"format": "chapbook/identity/1", "chain": []}),
        ("identity", {"a": 1.5}),
        ("more", 1),
    ],
)
def test_a_damaged_file_is_named(own: Own, tmp_path: Path, key: str, value: object) -> None:
    path = tmp_path / FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))
    error = error_of(own_identity, tmp_path)
    assert error.code == "own-identity-damaged"
    assert str(path) in error.message


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, '"\\ud800"'])
def test_a_file_that_is_something_else_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert error_of(own_identity, tmp_path).code == "own-identity-damaged"


def test_a_changed_name_in_the_file_is_noticed(own: Own, tmp_path: Path) -> None:
    """It is signed there too, so a hand that edits it cannot make a peer see something else."""
    path = tmp_path / FILE
    path.write_text(path.read_text().replace("Ana Ruiz", "Ana Reyes"))
    error = error_of(own_identity, tmp_path)
    assert error.code == "own-identity-damaged"
    assert "does not fit" in error.message


def test_an_unreadable_file_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    assert error_of(own_identity, tmp_path).code == "cannot-read"
