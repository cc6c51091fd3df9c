"""Sign through the system's `ssh-keygen`: it knows agents, asks for passphrases and waits for security keys.

The key and its passphrase never pass through Chapbook: `ssh-keygen` gets the name of a file, asks on the terminal (or
through `SSH_ASKPASS`), and gives back the signature, which is checked before it is used.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from chapbook.diag.errors import ChapbookError, OperationFailed
from chapbook.trust.public_key import SECURITY_KEY, PublicKey, key_of_file
from chapbook.trust.sshsig import MAX_ARMORED, verify

_UNSAID = "What it says about that stands above, if anything."
_NO_KEY = ("no private key found", "couldn't find key in agent", "couldn't get agent socket")


class SshKeygenSigner:
    """Signs with the private key in the file `place`, or with one that an agent holds where `place` is None."""

    def __init__(self, key: PublicKey, place: Path | None) -> None:
        self.key = key
        self._place = place

    def sign(self, message: bytes, namespace: str) -> bytes:
        """Give the armored signature; `OperationFailed` says why there is none."""
        program = _ssh_keygen()
        with TemporaryDirectory(prefix="chapbook-", ignore_cleanup_errors=True) as made:
            folder = Path(made)
            place = self._place or folder / "key.pub"
            if self._place is None:
                place.write_text(self.key.line + "\n")
            (folder / "message").write_bytes(message)
            command = [program, "-Y", "sign", "-n", namespace, "-f", str(place), str(folder / "message")]
            problem = self._run(command)
            signature = _read(folder / "message.sig")
        if not signature:
            raise self._failed(problem)
        return self._checked(message, signature, namespace)

    def _run(self, command: list[str]) -> str:
        """Run it on the user's terminal; what it says is kept, but a security key's “touch it” must be seen."""
        seen = self.key.kind == SECURITY_KEY and sys.stderr.isatty()
        ended = subprocess.run(
            command,
            stdout=subprocess.DEVNULL,
            stderr=None if seen else subprocess.PIPE,
            env=os.environ | {"LC_ALL": "C"},
            check=False,
        )
        return (ended.stderr or b"").decode("utf-8", "replace")

    def _checked(self, message: bytes, signature: bytes, namespace: str) -> bytes:
        written = signature.replace(b"\r\n", b"\n")
        try:
            signed_by = verify(message, written, namespace)
        except ChapbookError as error:
            raise OperationFailed(
                "signing-failed",
                f"ssh-keygen gave a signature that is not accepted. {error.message}",
                error.hint,
            ) from error
        if signed_by != self.key:
            raise OperationFailed(
                "signing-other-key",
                f"{self._place} holds {signed_by.fingerprint} now, not {self.key.fingerprint}. Nothing was signed.",
                "Put the right key back, or make the new one yours: chapbook key rotate",
            )
        return written

    def _failed(self, problem: str) -> OperationFailed:
        said = problem.lower()
        name = str(self._place) if self._place else self.key.fingerprint
        if "incorrect passphrase" in said:
            return _passphrase(name)
        if "too open" in said:
            hint = f"Close it: chmod 600 {self._place}"
            return OperationFailed(
                "key-open", f"Others can read {name}, so ssh-keygen does not use it.", hint
            )
        if "device not found" in said:
            hint = "Plug in the security key that you made this key with, then try again."
            return OperationFailed("security-key-missing", f"The security key of {name} is not there.", hint)
        if "refused operation" in said:
            hint = "Say yes when it asks, or unlock it, then try again."
            return OperationFailed("signing-refused", f"The agent did not sign with {name}.", hint)
        if any(words in said for words in _NO_KEY):
            return self._no_key(name)
        if "couldn't load public key" in said:
            hint = "Put it back, or sign with another key: chapbook key rotate, or chapbook key recover."
            return OperationFailed("key-file-missing", f"{name} is not there or holds no key.", hint)
        last = next((line for line in reversed(problem.splitlines()) if line.strip()), _UNSAID)
        return OperationFailed(
            "signing-failed", f"ssh-keygen did not sign with {name}. {ascii(last.strip()[:200])[1:-1]}"
        )

    def _no_key(self, name: str) -> OperationFailed:
        if self._place is None and not os.environ.get("SSH_AUTH_SOCK"):
            return OperationFailed(
                "no-agent",
                f"{name} is kept in an SSH agent, and no agent is running here.",
                "Start one and add the key: eval $(ssh-agent), then ssh-add",
            )
        return OperationFailed(
            "key-not-in-agent",
            f"No private key for {name} was found: the SSH agent does not hold it."
            if self._place is None
            else f"{name} holds no private key, and the SSH agent does not hold it either.",
            "Add it with ssh-add, then try again. What the agent holds: ssh-add -L",
        )


def agent_keys() -> tuple[tuple[PublicKey, str], ...]:
    """Give the usable keys that a running agent holds, each with its comment; nothing where there is no agent."""
    program = shutil.which("ssh-add")
    if program is None or not os.environ.get("SSH_AUTH_SOCK"):
        return ()
    ended = subprocess.run(
        [program, "-L"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    found = []
    for line in ended.stdout.decode("utf-8", "replace").splitlines():
        try:
            found.append((key_of_file(line), " ".join(line.split()[2:])))
        except ChapbookError:
            continue  # an RSA key, or “The agent has no identities.”
    return tuple(found)


def _ssh_keygen() -> str:
    if program := shutil.which("ssh-keygen"):
        return program
    raise OperationFailed(
        "no-ssh-keygen",
        "This key has a passphrase, or is in an agent or a security key. To sign with it, ssh-keygen is needed, "
        "which is not installed here.",
        "Install OpenSSH (Debian and Ubuntu: openssh-client), or use a key that Chapbook keeps: chapbook key rotate",
    )


def _passphrase(name: str) -> OperationFailed:
    asked = sys.stdin.isatty() or bool(os.environ.get("SSH_ASKPASS"))
    if asked:
        return OperationFailed(
            "passphrase-wrong", f"The passphrase did not open {name}. Nothing was signed.", "Try again."
        )
    return OperationFailed(
        "passphrase-needed",
        f"{name} is locked with a passphrase, and there is no terminal to ask for it.",
        "Run it in a terminal, or open the key for the session first: ssh-add",
    )


def _read(path: Path) -> bytes:
    """Give the signature that ssh-keygen wrote; nothing when it wrote none."""
    try:
        with path.open("rb") as file:
            return file.read(2 * MAX_ARMORED)
    except FileNotFoundError:
        return b""
