"""Private keys on the disk: for their owner only, never replaced."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from chapbook.diag.errors import ChapbookError
from chapbook.trust.key_files import MAX_KEY_FILE, private_folder, public_half, read_private, write_private
from support.identities import private_key, signer

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refused(act: object, *arguments: object) -> ChapbookError:
    assert callable(act)
    with pytest.raises(ChapbookError) as caught:
        act(*arguments)
    return caught.value


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_the_owner_can_read(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        private_folder(tmp_path / "config" / "keys")
        write_private(tmp_path / "config" / "keys" / "a", b"secret")
    finally:
        os.umask(before)
    assert mode(tmp_path / "config" / "keys") == 0o700
    assert mode(tmp_path / "config" / "keys" / "a") == 0o600
    assert read_private(tmp_path / "config" / "keys" / "a") == b"secret"


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o620, 0o601, 0o777])
def test_a_key_that_others_can_open_is_refused(tmp_path: Path, bits: int) -> None:
    path = tmp_path / "my key"
    write_private(path, b"secret")
    path.chmod(bits)
    error = refused(read_private, path)
    assert (error.code, error.exit_code) == ("key-open", 4)
    assert f"chmod 600 '{path}'" in error.hint
    path.chmod(0o600)
    assert read_private(path) == b"secret"


@pytest.mark.parametrize("bits", [0o750, 0o705, 0o777])
def test_a_folder_that_others_can_enter_is_refused(tmp_path: Path, bits: int) -> None:
    folder = tmp_path / "keys"
    private_folder(folder)
    folder.chmod(bits)
    error = refused(private_folder, folder)
    assert (error.code, error.exit_code) == ("keys-open", 4)
    assert f"chmod 700 {folder}" in error.hint


def test_nothing_is_ever_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_private(path, b"first")
    error = refused(write_private, path, b"second")
    assert error.code == "key-file-there"
    assert read_private(path) == b"first"
    link = tmp_path / "b"
    link.symlink_to(tmp_path / "nowhere")
    assert refused(write_private, link, b"second").code == "key-file-there"
    assert [each.name for each in sorted(tmp_path.iterdir())] == ["a", "b"]


def test_a_disk_without_hard_links_replaces_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*arguments: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    write_private(tmp_path / "a", b"first")
    assert refused(write_private, tmp_path / "a", b"second").code == "key-file-there"
    assert read_private(tmp_path / "a") == b"first"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_what_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    assert refused(read_private, tmp_path / "none").code == "key-file-missing"
    assert refused(read_private, tmp_path / "none" / "none").code == "key-file-missing"
    assert refused(write_private, tmp_path / "none" / "a", b"").code == "cannot-write"
    (tmp_path / "file").write_bytes(b"")
    assert refused(private_folder, tmp_path / "file" / "keys").code == "cannot-write"
    write_private(tmp_path / "full", b"x" * MAX_KEY_FILE)
    assert len(read_private(tmp_path / "full")) == MAX_KEY_FILE
    write_private(tmp_path / "large", b"x" * (MAX_KEY_FILE + 1))
    assert refused(read_private, tmp_path / "large").code == "key-file-too-large"


def test_the_public_half_is_read_from_the_private_file() -> None:
    content = private_key("ana").openssh()
    assert public_half(content) == signer("ana").key
    assert public_half(content + b"\nthis is the key of Ana\n") == signer("ana").key


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ssh-ed25519 AAAA",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\n-----END OPENSSH PRIVATE KEY-----\n",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\n" + b"AAAA" * 9 + b"\n-----END OPENSSH PRIVATE KEY-----\n",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\n=\n-----END OPENSSH PRIVATE KEY-----\n",
        b"-----END OPENSSH PRIVATE KEY-----\nAAAA\n-----BEGIN OPENSSH PRIVATE KEY-----\n",
        private_key("ana").openssh()[:100] + b"\n-----END OPENSSH PRIVATE KEY-----\n",
    ],
)
def test_other_files_hold_no_key(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"key|early|base64|padding|data"):
        public_half(content)
