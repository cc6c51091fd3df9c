"""Against the system's OpenSSH, both ways: it checks what we sign, and signs what we check."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chapbook.diag.errors import ChapbookError
from chapbook.trust.own import file_signer
from chapbook.trust.public_key import PublicKey, key_of_file
from chapbook.trust.signer import PlainSigner, Signer
from chapbook.trust.ssh_keygen import SshKeygenSigner, agent_keys
from chapbook.trust.sshsig import verify
from support.identities import SecurityKey, private_key, signer
from support.openssh import agent, make_key, needs_openssh, ssh, typing

pytestmark = needs_openssh

SPACE = "module-v1@chapbook"
MESSAGES = [b"", b"hello\n", b"\0\xff" * 40_000]


def key_at(path: Path) -> PublicKey:
    return key_of_file(path.with_suffix(".pub").read_text())


def accepted(message: bytes, signature: bytes, key: PublicKey, folder: Path, namespace: str = SPACE) -> bool:
    """Ask ssh-keygen whether `key` signed `message`, in both of its ways."""
    (folder / "sig").write_bytes(signature)
    (folder / "signers").write_text(f'ana namespaces="{namespace}" {key.line}\n')
    here = ("-n", namespace, "-s", str(folder / "sig"))
    form = ssh("ssh-keygen", "-Y", "check-novalidate", *here, data=message)
    who = ssh("ssh-keygen", "-Y", "verify", "-f", str(folder / "signers"), "-I", "ana", *here, data=message)
    assert form.returncode == who.returncode
    return who.returncode == 0


def error_of(who: Signer) -> ChapbookError:
    with pytest.raises(ChapbookError) as caught:
        who.sign(b"hello", SPACE)
    return caught.value


# Both ways


@pytest.mark.parametrize("who", [signer("ana"), SecurityKey("bo"), SecurityKey("bo", flags=5, counter=0)])
def test_ssh_keygen_accepts_what_we_sign(tmp_path: Path, who: Signer) -> None:
    for message in MESSAGES:
        signature = who.sign(message, SPACE)
        assert accepted(message, signature, who.key, tmp_path)
        assert not accepted(message + b"x", signature, who.key, tmp_path)
        assert not accepted(message, signature, who.key, tmp_path, namespace="identity-v1@chapbook")


def test_we_accept_what_ssh_keygen_signs_and_write_the_same_bytes(tmp_path: Path) -> None:
    path = make_key(tmp_path / "id")
    plain = file_signer(path, key_at(path))
    assert isinstance(plain, PlainSigner)
    for number, message in enumerate(MESSAGES):
        named = tmp_path / f"m{number}"
        named.write_bytes(message)
        for hash_name in ("sha256", "sha512"):
            done = ssh(
                "ssh-keygen",
                "-Y",
                "sign",
                "-n",
                SPACE,
                "-O",
                f"hashalg={hash_name}",
                "-f",
                str(path),
                str(named),
            )
            assert done.returncode == 0, done.stderr
            signature = named.with_suffix(".sig").read_bytes()
            named.with_suffix(".sig").unlink()
            assert verify(message, signature, SPACE) == key_at(path)
        assert signature == plain.sign(message, SPACE)


def test_ssh_keygen_reads_the_keys_that_we_write(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(private_key("ana").openssh() + b"\nRecovery sheet of Ana\n")
    path.chmod(0o600)
    assert ssh("ssh-keygen", "-y", "-f", str(path)).stdout.decode().strip() == signer("ana").key.line
    told = ssh("ssh-keygen", "-l", "-f", "-", data=signer("ana").key.line.encode()).stdout.decode()
    assert signer("ana").key.fingerprint in told


# Signing through it


def test_a_passphrase_is_asked_for_by_ssh_keygen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_key(tmp_path / "id", "open sesame")
    for name, value in typing(tmp_path, "open sesame").items():
        monkeypatch.setenv(name, value)
    who = file_signer(path, key_at(path))
    assert isinstance(who, SshKeygenSigner)
    assert verify(b"hello", who.sign(b"hello", SPACE), SPACE) == key_at(path)
    assert (tmp_path / "asked").read_text() == "asked\n"


def test_a_wrong_passphrase_is_said_to_be_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_key(tmp_path / "id", "open sesame")
    for name, value in typing(tmp_path, "open barley").items():
        monkeypatch.setenv(name, value)
    error = error_of(file_signer(path, key_at(path)))
    assert error.code == "passphrase-wrong"
    assert "barley" not in error.message + error.hint
    assert str(path) in error.message


def test_without_a_terminal_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    path = make_key(tmp_path / "id", "open sesame")
    here = _without_terminal(tmp_path, path)
    assert here == "passphrase-needed"


def _without_terminal(folder: Path, path: Path) -> str:
    """Sign in a process of its own session, which has no terminal to ask on; give the error's code."""
    program = (
        "import sys; from pathlib import Path; from chapbook.trust.own import file_signer\n"
        "from chapbook.trust.public_key import key_of_file; from chapbook.diag.errors import ChapbookError\n"
        "path = Path(sys.argv[1])\n"
        "try: file_signer(path, key_of_file(path.with_suffix('.pub').read_text())).sign(b'm', 'n')\n"
        "except ChapbookError as error: print(error.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        start_new_session=True,
    )
    return done.stdout.strip()


def test_an_agent_signs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_key(tmp_path / "id")
    key = key_at(path)
    who = SshKeygenSigner(key, None)
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    assert agent_keys() == ()
    assert error_of(who).code == "no-agent"
    with agent() as leads:
        monkeypatch.setenv("SSH_AUTH_SOCK", leads["SSH_AUTH_SOCK"])
        assert agent_keys() == ()
        assert error_of(who).code == "key-not-in-agent"
        assert ssh("ssh-add", str(path)).returncode == 0
        path.unlink()
        assert agent_keys() == ((key, "test@desk"),)
        assert verify(b"hello", who.sign(b"hello", SPACE), SPACE) == key


def test_an_agent_that_says_no_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_key(tmp_path / "id")
    no = tmp_path / "no"
    no.write_text("#!/bin/sh\nexit 1\n")
    no.chmod(0o700)
    monkeypatch.setenv("SSH_ASKPASS", str(no))
    monkeypatch.setenv("DISPLAY", ":0")
    with agent() as leads:
        monkeypatch.setenv("SSH_AUTH_SOCK", leads["SSH_AUTH_SOCK"])
        assert ssh("ssh-add", "-c", str(path)).returncode == 0
        assert error_of(SshKeygenSigner(key_at(path), None)).code == "signing-refused"


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = signer("ana").key
    assert error_of(SshKeygenSigner(key, tmp_path / "none")).code == "key-file-missing"
    public = tmp_path / "only.pub"
    public.write_text(key.line + "\n")
    assert error_of(SshKeygenSigner(key, public)).code == "key-not-in-agent"
    open_to_all = make_key(tmp_path / "open")
    open_to_all.chmod(0o644)
    assert error_of(SshKeygenSigner(key_at(open_to_all), open_to_all)).code == "key-open"
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))
    error = error_of(SshKeygenSigner(key, tmp_path / "open"))
    assert error.code == "no-ssh-keygen"
    assert "openssh-client" in error.hint
    assert agent_keys() == ()


def test_a_security_key_that_is_not_plugged_in_is_missed(tmp_path: Path) -> None:
    """Whether this system's OpenSSH can look for one at all, it must not end in a signature or a riddle."""
    key = SecurityKey("bo").key
    path = tmp_path / "id_sk"
    path.with_suffix(".pub").write_text(key.line + "\n")
    assert error_of(SshKeygenSigner(key, path)).code in {
        "key-not-in-agent",
        "security-key-missing",
        "signing-failed",
    }


def test_another_key_in_the_file_signs_nothing(tmp_path: Path) -> None:
    path = make_key(tmp_path / "id")
    error = error_of(SshKeygenSigner(signer("ana").key, path))
    assert error.code == "signing-other-key"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Couldn't sign message: device not found", "security-key-missing"),
        ("Couldn't sign message (signer): agent refused operation", "signing-refused"),
        ("something new", "signing-failed"),
        ("", "signing-failed"),
    ],
)
def test_what_ssh_keygen_says_is_put_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, code: str
) -> None:
    """A stand-in says it, since there is no such device here."""
    program = tmp_path / "ssh-keygen"
    program.write_text(f"#!/bin/sh\ncat >&2 <<'E'\n{said}\nE\nexit 255\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert shutil.which("ssh-keygen") == str(program)
    assert error_of(SshKeygenSigner(SecurityKey("bo").key, tmp_path / "id_sk")).code == code


def test_a_signature_that_is_none_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "ssh-keygen"
    program.write_text('#!/bin/sh\nfor last; do :; done\necho nonsense > "$last.sig"\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert error_of(SshKeygenSigner(signer("ana").key, None)).code == "signing-failed"


def test_neither_key_nor_passphrase_is_an_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "ssh-keygen"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{tmp_path}/words'\nexit 1\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    error_of(SshKeygenSigner(signer("ana").key, tmp_path / "id"))
    words = (tmp_path / "words").read_text().split("\n")
    assert words[:6] == ["-Y", "sign", "-n", SPACE, "-f", str(tmp_path / "id")]
    assert len([each for each in words if each]) == 7
