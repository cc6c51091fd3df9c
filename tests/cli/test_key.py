"""`chapbook key` as a person and as a script use it."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from io import FileIO
from pathlib import Path

import pytest

from chapbook.trust.identity import read_chain
from chapbook.trust.own import own_identity
from support.openssh import make_key, needs_openssh, typing
from support.process import CHAPBOOK, Result, chapbook, snapshot


class User:
    """Somebody with a home of their own."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.folder = folder
        (self.home / ".ssh").mkdir(parents=True)
        self.environment = {
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "SSH_AUTH_SOCK": "",
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def key(self, *words: str, **environment: str) -> Result:
        """Run `chapbook key`."""
        return chapbook("key", *words, cwd=self.folder, **{**self.environment, **environment})

    def facts(self, *words: str) -> dict[str, object]:
        """Run it for its JSON."""
        done = self.key(*words, "--json")
        assert done.code == 0, done.err
        found: dict[str, object] = json.loads(done.out)
        return found


@pytest.fixture
def user(tmp_path: Path) -> User:
    return User(tmp_path)


def test_a_life_of_a_key_in_scripts(user: User) -> None:
    assert "chapbook key init" in user.key("show").err
    first = user.facts("init", "--name", "Ana Ruiz", "--link", "https://ana.example", "--yes")
    sheet = user.home / "chapbook-recovery.txt"
    assert (first["name"], first["version"], first["recovery_file"]) == ("Ana Ruiz", 1, str(sheet))
    assert user.facts("show")["publisher"] == first["publisher"]
    assert user.facts("rotate", "--yes")["version"] == 2
    old = str(json.loads(json.dumps(first["key"]))["fingerprint"])
    revoked = user.facts("revoke", old, "--reason", "replaced", "--yes")
    assert revoked["version"] == 3
    assert user.facts("recover", str(sheet), "--reason", "stolen", "--yes")["version"] == 4
    exported = user.facts("export", "identity.json")
    chain = read_chain((user.folder / "identity.json").read_bytes())
    assert (chain.publisher, chain.current.version) == (first["publisher"], 4)
    assert exported["publisher"] == first["publisher"]
    assert exported["identity"] == json.loads((user.folder / "identity.json").read_bytes())
    own = own_identity(user.folder / "config" / "chapbook")
    assert own is not None
    assert own.chain == chain
    assert len(list((own.folder / "keys").iterdir())) == 3


def test_without_a_yes_nothing_is_written(user: User) -> None:
    before = snapshot(user.folder)
    done = user.key("init", "--name", "Ana Ruiz")
    assert (done.code, snapshot(user.folder)) == (2, before)
    assert "--yes" in done.err
    assert "Plan: a new identity, “Ana Ruiz”." in done.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("inti",), "Did you mean “init”?"),
        (("exprot",), "Did you mean “export”?"),
        (("xyz",), "chapbook key --help"),
    ],
)
def test_a_slip_gets_a_hint(user: User, words: tuple[str, ...], hint: str) -> None:
    done = user.key(*words)
    assert done.code == 2
    assert hint in done.err


def test_words_for_people(user: User) -> None:
    made = user.key("init", "--name", "Ana Ruiz", "--yes")
    assert made.out.startswith("You are ")
    assert "delete it here" in made.out
    shown = user.key("show").out
    assert "publisher " in shown
    assert "recovers " in shown
    assert 'namespaces="module-v1@chapbook,' in user.key("export").out
    rotated = user.key("rotate", "--yes")
    assert "version 2" in rotated.out
    again = user.key("init", "--name", "Ana Ruiz", "--yes")
    assert (again.code, "chapbook key rotate" in again.err) == (3, True)


def test_a_readable_key_is_refused_with_the_command_that_closes_it(user: User) -> None:
    user.facts("init", "--name", "Ana Ruiz", "--yes")
    (kept,) = (user.folder / "config" / "chapbook" / "keys").iterdir()
    kept.chmod(0o644)
    done = user.key("rotate", "--yes")
    assert done.code == 4
    assert f"chmod 600 {kept}" in done.err


@needs_openssh
def test_a_key_with_a_passphrase_is_asked_for_by_openssh(user: User) -> None:
    path = make_key(user.home / ".ssh" / "id_ed25519", "open sesame")
    wrong = user.key(
        "init", "--name", "Ana", "--use", str(path), "--yes", **typing(user.folder, "open barley")
    )
    assert wrong.code == 3
    assert "passphrase did not open" in wrong.err
    assert not (user.home / "chapbook-recovery.txt").exists()
    done = user.key(
        "init", "--name", "Ana", "--use", str(path), "--yes", **typing(user.folder, "open sesame")
    )
    assert done.code == 0, done.err
    assert "sesame" not in done.out + done.err
    assert "~/.ssh" not in user.key("show").out
    assert str(path) in user.key("show").out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal")
def test_on_a_terminal_it_asks(user: User) -> None:
    """Name and number of the key are asked for; Return takes what is offered; nothing is written before the yes."""
    no = on_terminal(user, ["key", "init"], ["Ana Ruiz", "", "n"])
    assert no.code == 1
    assert "Sign with which key?" in no.err
    assert "Nothing was changed." in no.err
    assert not (user.folder / "config" / "chapbook" / "own.json").exists()
    yes = on_terminal(user, ["key", "init"], ["Ana Ruiz", "7", "1", "y"])
    assert yes.code == 0, yes.err
    assert "not one of 1 to 1" in yes.err
    assert user.facts("show")["name"] == "Ana Ruiz"


@needs_openssh
@pytest.mark.skipif(shutil.which("setsid") is None, reason="setsid (util-linux) is not installed")
def test_a_passphrase_is_typed_on_the_terminal(user: User) -> None:
    """`ssh-keygen` reads it from the terminal itself; Ctrl-C there stops the whole command and writes nothing."""
    path = make_key(user.home / ".ssh" / "id_ed25519", "open sesame")
    words = ["key", "init", "--name", "Ana", "--use", str(path), "--yes"]
    code, said = typed(user, words, "\x03")
    assert (code, "Stopped." in said) == (130, True)
    assert not (user.home / "chapbook-recovery.txt").exists()
    code, said = typed(user, words, "open sesame\n")
    assert code == 0, said
    assert "sesame" not in said
    assert user.facts("show")["file"] == str(path)


def typed(user: User, words: list[str], answer: str) -> tuple[int, str]:
    """Run the command in a session of its own on a terminal, and type when it asks for the passphrase."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ["setsid", "--ctty", "--wait", str(CHAPBOOK), *words],
        cwd=user.folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "NO_COLOR": "1", "SSH_ASKPASS": "", "DISPLAY": "", **user.environment},
    )
    os.close(theirs)
    said, waiting = b"", True
    with os.fdopen(ours, "r+b", buffering=0) as terminal:
        while more := _next(terminal):
            said += more
            if waiting and b"Enter passphrase" in said:
                terminal.write(answer.encode())
                waiting = False
    return process.wait(60), said.decode("utf-8", "replace")


def _next(terminal: FileIO) -> bytes:
    """Give what comes next; nothing when the last one who had the terminal open is gone, or says nothing for long."""
    try:
        return terminal.read(10_000) or b"" if select.select([terminal], [], [], 60)[0] else b""
    except OSError:
        return b""


def on_terminal(user: User, words: list[str], answers: list[str]) -> Result:
    """Run the command with a terminal for questions and answers; all answers lie ready."""
    import pty

    ours, theirs = pty.openpty()
    try:
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        process = subprocess.Popen(
            [CHAPBOOK, *words],
            cwd=user.folder,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", **user.environment},
        )
        out, _ = process.communicate(timeout=120)
        said = os.read(ours, 100_000).decode("utf-8", "replace")
    finally:
        os.close(ours)
        os.close(theirs)
    return Result(process.returncode, out.decode(), said)
