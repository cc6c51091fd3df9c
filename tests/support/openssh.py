"""The system's OpenSSH, for tests that hold our signatures against it: keys, an agent, a passphrase that is typed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

needs_openssh = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="ssh-keygen (openssh-client) is not installed"
)


def ssh(*words: str, data: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run one of the programs of OpenSSH."""
    return subprocess.run(
        words, input=data, capture_output=True, env={**os.environ, **environment}, timeout=120, check=False
    )


def make_key(path: Path, passphrase: str = "") -> Path:
    """Make an Ed25519 key and its `.pub` with ssh-keygen."""
    done = ssh("ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "test@desk", "-f", str(path))
    assert done.returncode == 0, done.stderr
    return path


def typing(folder: Path, passphrase: str) -> dict[str, str]:
    """Give the environment in which a program types the passphrase when OpenSSH asks for it."""
    script = folder / "askpass"
    script.write_text(f"#!/bin/sh\necho asked >> '{folder}/asked'\nprintf '%s\\n' '{passphrase}'\n")
    script.chmod(0o700)
    return {"SSH_ASKPASS": str(script), "SSH_ASKPASS_REQUIRE": "force", "DISPLAY": ":0"}


@contextmanager
def agent() -> Iterator[dict[str, str]]:
    """Run an SSH agent; gives the environment that leads to it."""
    with tempfile.TemporaryDirectory(prefix="agent-") as folder:  # a socket's path must be short
        socket = str(Path(folder) / "s")
        said = ssh("ssh-agent", "-s", "-a", socket).stdout.decode()
        match = re.search(r"SSH_AGENT_PID=([0-9]+)", said)
        assert match, said
        try:
            yield {"SSH_AUTH_SOCK": socket}
        finally:
            os.kill(int(match[1]), signal.SIGTERM)
