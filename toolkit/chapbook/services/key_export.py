"""What one hands to peers: the identity file, and lines for OpenSSH's `allowed_signers`."""

from __future__ import annotations

from pathlib import Path

from chapbook.diag.errors import ChapbookError, OperationFailed
from chapbook.services.key_loss import read_identity
from chapbook.tree.write import write_file
from chapbook.trust.fork import Relation, compare
from chapbook.trust.identity import NAMESPACE, Chain, KeyState, chain_bytes
from chapbook.trust.public_key import PublicKey

SIGNED = ("module-v1@chapbook", "endorsement-v1@chapbook", NAMESPACE)
"""The namespaces in which a key that signs may sign."""


def allowed_signers(chain: Chain) -> tuple[str, ...]:
    """Give a line for each key that counts, with which `ssh-keygen -Y verify` knows who signed."""
    keys: dict[PublicKey, tuple[str, ...]] = {}
    for document in reversed(chain.documents):
        for key in document.identity.sign:
            if chain.state(key) in (KeyState.CURRENT, KeyState.EARLIER):
                keys.setdefault(key, SIGNED)
    for key in chain.current.recover:
        keys.setdefault(key, (NAMESPACE,))
    return tuple(
        f'{chain.publisher} namespaces="{",".join(names)}" {key.line}' for key, names in keys.items()
    )


def write_identity(chain: Chain, path: Path) -> None:
    """Write the identity file; over nothing but an earlier version of itself."""
    if path.exists() or path.is_symlink():
        try:
            replaceable = compare(read_identity(path), chain) in (
                Relation.SAME,
                Relation.EXTENDS,
                Relation.RECOVERS,
            )
        except ChapbookError:
            replaceable = False
        if not replaceable:
            raise OperationFailed(
                "file-there",
                f"{path} is there already and is not an earlier version of this identity. Nothing was changed.",
                "Name another file.",
            )
    write_file(path, chain_bytes(chain))
