"""The recovery sheet: the private half of a recovery key, and what to do with it, in one file for a drawer.

The key stands first, so that `ssh-keygen` takes the whole sheet as a key file. Behind it stands, for people, what it
is; at the end the identity as it was when the sheet was written, so that the sheet alone is enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import ChapbookError, OperationFailed, Refused
from chapbook.trust.crypto import PrivateKey
from chapbook.trust.identity import Chain, chain_bytes, read_chain
from chapbook.trust.key_files import public_half, read_private
from chapbook.trust.own import file_signer
from chapbook.trust.public_key import PublicKey
from chapbook.trust.signer import Signer
from chapbook.workspace.workspace import find_workspace

_IDENTITY = b'{"chain":'

_TEXT = """\

Recovery sheet of {name}
Publisher   {publisher}
Key         {fingerprint}
Written     {written}

What this is. With this key you take your identity back when the key that you sign with is lost or stolen. Whoever else
has it can take your identity away. Chapbook needs it for nothing else and keeps no copy.

What to do now. Put this file where your computer is not: on a stick in a drawer, in a safe, in a password manager.
Print it if you like. Then delete it from this computer.

When you need it. Copy it to your computer so that only you can read it (chmod 600 FILE), and run:

    chapbook key recover FILE

That makes a new key to sign with and says to everybody that the old one no longer counts.

Below is your public identity of the day this was written. It is no secret.

"""


@dataclass(frozen=True, slots=True)
class Recovery:
    """A recovery key at hand; `chain` is the identity on its sheet, if there is one."""

    key: PublicKey
    signer: Signer
    chain: Chain | None


def sheet(private: PrivateKey, key: PublicKey, chain: Chain, written: str) -> bytes:
    """Write the sheet of a recovery key."""
    text = _TEXT.format(
        name=chain.current.name, publisher=chain.publisher, fingerprint=key.fingerprint, written=written
    )
    return private.openssh() + text.encode() + chain_bytes(chain) + b"\n"


def read_sheet(path: Path) -> Recovery:
    """Read a sheet, or any file of an OpenSSH key that recovers."""
    content = read_private(path)
    try:
        key = public_half(content)
    except (ValueError, Refused) as error:
        raise OperationFailed(
            "recovery-unreadable",
            f"{path} holds no recovery key: {error}.",
            "Name the recovery sheet that `chapbook key init` wrote.",
        ) from error
    place = content.rfind(_IDENTITY)
    try:
        chain = read_chain(content[place:].rstrip()) if place >= 0 else None
    except ChapbookError:
        chain = None  # printed and typed again, perhaps; the key is what matters
    return Recovery(key, file_signer(path, key), chain)


def check_sheet_place(path: Path) -> None:
    """Refuse to write a sheet over something, or into a workspace, from which it could be published."""
    if path.exists() or path.is_symlink():
        raise OperationFailed(
            "key-file-there",
            f"{path} is there already. It may hold a recovery key, so it is not replaced.",
            "Name another file with --recovery.",
        )
    if (workspace := find_workspace(path.parent)) is not None:
        raise Refused(
            "key-in-workspace",
            f"{path} would lie in the workspace {workspace.root}, from where keys get published by mistake.",
            "Name a file elsewhere with --recovery, best on a stick.",
        )
