"""The user's own identity: one file in the config folder, `own.json`, and the private keys beside it.

`own.json` says the whole chain, which key signs on this machine, and where its private half is: in the folder `keys`
here, in another file, or in an SSH agent. It is replaced in one step, so that chain and key always fit together. Keys
that were exchanged stay in `keys`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from chapbook.diag.errors import ChapbookError, OperationFailed
from chapbook.model.json_fields import FieldProblem, Fields
from chapbook.model.texts import SENTENCE
from chapbook.source import canonical
from chapbook.source.canonical import JsonValue
from chapbook.tree.write import write_file
from chapbook.trust.config_folder import config_folder
from chapbook.trust.crypto import NeedsPassphrase, PrivateKey, read_openssh
from chapbook.trust.identity import Chain, KeyState, chain_bytes, read_chain
from chapbook.trust.identity_document import MAX_CHAIN
from chapbook.trust.key_files import private_folder, read_private, write_private
from chapbook.trust.public_key import MAX_LINE, SECURITY_KEY, PublicKey, public_key
from chapbook.trust.signer import PlainSigner, Signer
from chapbook.trust.ssh_keygen import SshKeygenSigner

FILE = "own.json"
KEYS = "keys"
_FORMAT = 1


class Where(StrEnum):
    """Where the private half of a key is."""

    KEPT = "kept"
    """In Chapbook's own folder."""
    FILE = "file"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the private half of a key is; `path` is that of a FILE, else empty."""

    where: Where
    path: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """The user's identity, and the key that signs on this machine."""

    chain: Chain
    key: PublicKey
    place: Place
    folder: Path

    def signer(self) -> Signer:
        """Give who signs; `ChapbookError` when the key no longer counts or cannot be used."""
        state = self.chain.state(self.key)
        if state is not KeyState.CURRENT:
            raise OperationFailed(
                "own-key-not-current",
                f"The key on this machine, {self.key.fingerprint}, no longer signs for "
                f"“{self.chain.current.name}” ({state}).",
                "Put the key in place that does, or take the identity back: chapbook key recover",
            )
        return signer_at(self.key, self.place, self.folder)


def own_identity(folder: Path | None = None) -> Own | None:
    """Read the user's own identity; None when there is none yet."""
    folder = folder or config_folder()
    path = folder / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OperationFailed("cannot-read", f"{path} cannot be read: {error.strerror or error}.") from error
    try:
        return _own(json.loads(data), folder)
    except (ChapbookError, FieldProblem, ValueError, RecursionError) as error:
        raise OperationFailed(
            "own-identity-damaged",
            f"{path}, which holds your own identity, cannot be read. {getattr(error, 'message', error)}",
            "Put back a copy of it. Your private keys beside it are not touched.",
        ) from error


def save_own(own: Own) -> None:
    """Write the identity in one step."""
    identity: JsonValue = json.loads(chain_bytes(own.chain))
    members: dict[str, JsonValue] = {
        "format": _FORMAT,
        "identity": identity,
        "key": own.key.line,
        "where": own.place.where.value,
    }
    if own.place.path:
        members["path"] = own.place.path
    write_file(own.folder / FILE, (json.dumps(members, indent=2, ensure_ascii=False) + "\n").encode())


def keep_key(private: PrivateKey, key: PublicKey, folder: Path) -> Path:
    """Write a private key into Chapbook's own folder; give its file."""
    private_folder(folder / KEYS)
    path = key_path(key, folder)
    write_private(path, private.openssh())
    return path


def key_path(key: PublicKey, folder: Path) -> Path:
    """Give the file in which Chapbook keeps the private half of a key."""
    return folder / KEYS / hashlib.sha256(key.blob).hexdigest()[:16]


def signer_at(key: PublicKey, place: Place, folder: Path) -> Signer:
    """Give who signs with a key; a key without a passphrase in a file is read, for any other ssh-keygen is asked."""
    if place.where is Where.AGENT:
        return SshKeygenSigner(key, None)
    if place.where is Where.KEPT:
        private_folder(folder / KEYS)
    path = key_path(key, folder) if place.where is Where.KEPT else Path(place.path)
    return file_signer(path, key)


def file_signer(path: Path, key: PublicKey) -> Signer:
    """Give who signs with the private key in a file, which must be the other half of `key`."""
    content = read_private(path)
    if key.kind == SECURITY_KEY:
        return SshKeygenSigner(key, path)
    try:
        signer = PlainSigner(read_openssh(content))
    except NeedsPassphrase:
        return SshKeygenSigner(key, path)
    except ValueError as error:
        raise OperationFailed(
            "key-file-unreadable", f"{path} cannot be used as a private key: {error}."
        ) from error
    if signer.key != key:
        raise OperationFailed(
            "signing-other-key",
            f"{path} holds {signer.key.fingerprint} now, not {key.fingerprint}. Nothing was signed.",
            "Put the right key back, or make the new one yours: chapbook key rotate",
        )
    return signer


def _own(value: JsonValue, folder: Path) -> Own:
    fields = Fields(value, "", "format identity key where", "path")
    if fields.number("format") != _FORMAT:
        raise FieldProblem("format", f"must be {_FORMAT}; a newer Chapbook may have written it")
    where = fields.text("where")
    if where not in list(Where):
        raise FieldProblem("where", f"must be one of {', '.join(Where)}")
    identity = dict(fields.members("identity"))
    data = canonical.encode(identity)
    if len(data) > MAX_CHAIN:
        raise FieldProblem("identity", "is too large")
    key = public_key(fields.text("key", most=MAX_LINE))
    return Own(read_chain(data), key, Place(Where(where), fields.text("path", most=SENTENCE)), folder)
