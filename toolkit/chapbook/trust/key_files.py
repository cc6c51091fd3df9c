"""Private keys on the disk: files that only their owner can read, in a folder that only their owner can enter.

A key file is written once and never replaced: there is no way here to lose a key. What others can read is refused,
as `ssh` does, since a key that was readable may have been read.
"""

from __future__ import annotations

import base64
import os
import shlex
import stat
from pathlib import Path

from chapbook.diag.errors import OperationFailed, Refused
from chapbook.tree.staging import staging_file
from chapbook.tree.write import sync_folder
from chapbook.trust.public_key import PublicKey, key_of_blob
from chapbook.trust.wire import Reader

MAX_KEY_FILE = 64 * 1024
_OTHERS = 0o077
_BEGIN = b"-----BEGIN OPENSSH PRIVATE KEY-----"
_END = b"-----END OPENSSH PRIVATE KEY-----"
_MAGIC = b"openssh-key-v1\0"


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter; `Refused` when it is there and others can enter it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_mode(folder, "keys-open", "700")
    except OSError as error:
        raise _cannot(folder, "made", error) from error


def write_private(path: Path, content: bytes) -> None:
    """Write a new file for its owner only, whole or not at all; `OperationFailed` when something is there already."""
    try:
        with staging_file(path.parent, 0o600) as (staged, file):
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            if os.name == "nt":
                file.close()
            _name(staged, path)
        sync_folder(path.parent)
    except FileExistsError as error:
        raise OperationFailed(
            "key-file-there",
            f"{path} is there already. It may hold a key, so it was not replaced.",
            "Name another file, or move that one away first.",
        ) from error
    except OSError as error:
        raise _cannot(path, "written", error) from error


def read_private(path: Path) -> bytes:
    """Read a private key; `Refused` when others can read it, `OperationFailed` when it is not there."""
    try:
        _check_mode(path, "key-open", "600")
        with path.open("rb") as file:
            content = file.read(MAX_KEY_FILE + 1)
    except FileNotFoundError as error:
        raise OperationFailed(
            "key-file-missing",
            f"{path} is not there, so nothing can be signed with it.",
            "Put it back, or sign with another key: chapbook key rotate, or chapbook key recover.",
        ) from error
    except OSError as error:
        raise _cannot(path, "read", error) from error
    if len(content) > MAX_KEY_FILE:
        raise Refused("key-file-too-large", f"{path} is too large to hold a key.")
    return content


def public_half(content: bytes) -> PublicKey:
    """Give the public half that a file of OpenSSH says, with a passphrase or not; `ValueError` when it is none."""
    begin, end = content.find(_BEGIN), content.find(_END)
    if not 0 <= begin < end:
        raise ValueError("it is not a key that OpenSSH wrote")
    reader = Reader(base64.b64decode(content[begin + len(_BEGIN) : end]))
    if reader.take(len(_MAGIC)) != _MAGIC:
        raise ValueError("it is not a key that OpenSSH wrote")
    for _ in ("cipher", "how the passphrase is used", "with which salt"):
        reader.string()
    if reader.number() != 1:
        raise ValueError("it holds several keys")
    return key_of_blob(reader.string())


def _check_mode(path: Path, code: str, mode: str) -> None:
    if os.name == "nt":
        return
    facts = path.stat()
    if stat.S_IMODE(facts.st_mode) & _OTHERS:
        raise Refused(
            code,
            f"Others on this computer can open {path}, so a key there may be known to them.",
            f"Close it: chmod {mode} {shlex.quote(str(path))}. If somebody may have looked: chapbook key revoke",
        )


def _name(staged: Path, path: Path) -> None:
    """Give a written file its name, without replacing what is there."""
    try:
        os.link(staged, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links, such as a stick
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        staged.rename(path)


def _cannot(path: Path, done: str, error: OSError) -> OperationFailed:
    return OperationFailed(
        f"cannot-{'read' if done == 'read' else 'write'}",
        f"{path} cannot be {done}: {error.strerror or error}.",
        "Look at the path, its permissions and the free space. What was there before is unchanged.",
    )
