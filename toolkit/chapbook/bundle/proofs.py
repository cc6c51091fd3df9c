"""Read the proofs of origin that a bundle carries, and say what they prove by themselves.

The law:

- `META/signatures/N.sshsig`: each must be right over the exact bytes of the manifest, under the namespace
  `module-v1@chapbook`. They are checked before anything in the manifest is read.
- `META/identity.json`: the identity of the publisher whose id stands in the manifest's `id`.
- A manifest that names a publisher needs both, and at least one signature by a key that signs for the identity's newest
  version; a manifest that names none has neither. So nothing can be taken away or put in.
- `META/endorsements/NAME.json` may be there; each is signed by others and proves nothing about the publisher
  (`endorsed.py`).

By hand: `ssh-keygen -Y verify`; `chapbook verify` says the commands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from chapbook.bundle.attribution import ATTRIBUTION_NAME
from chapbook.bundle.limits import Limits, in_words
from chapbook.bundle.manifest import MANIFEST_NAME, Maker, Manifest
from chapbook.bundle.zip_reader import Archive, Entry
from chapbook.diag.errors import Refused
from chapbook.tree.names import MODULE_PREFIX, shown
from chapbook.trust.identity import KeyState, read_chain
from chapbook.trust.public_key import PublicKey
from chapbook.trust.sshsig import verify
from chapbook.trust.standing import Proof

NAMESPACE = "module-v1@chapbook"
IDENTITY_NAME = "META/identity.json"
SIGNATURE_NAME = "META/signatures/0.sshsig"
ENDORSEMENTS = "META/endorsements/"

_SIGNATURE = re.compile(r"META/signatures/[0-9]{1,2}\.sshsig")
_ENDORSEMENT = re.compile(re.escape(ENDORSEMENTS) + r"[a-z0-9]+(-[a-z0-9]+)*\.json")


def carried_proofs(archive: Archive, limits: Limits) -> Mapping[str, bytes]:
    """Read the entries that claim to prove something, by name; refuse entries that the law does not know."""
    found = {}
    for entry in archive.entries[2:]:
        if entry.name.startswith(MODULE_PREFIX) or entry.name == ATTRIBUTION_NAME:
            continue
        if not (
            _SIGNATURE.fullmatch(entry.name)
            or _ENDORSEMENT.fullmatch(entry.name)
            or entry.name == IDENTITY_NAME
        ):
            raise Refused("unknown-entry", f"`{shown(entry.name)}` does not belong in a bundle.")
        check_meta_size(entry, limits.meta_bytes)
        found[entry.name] = archive.read(entry)
    for pattern, most in ((_SIGNATURE, limits.signatures), (_ENDORSEMENT, limits.endorsements)):
        names = [name for name in found if pattern.fullmatch(name)]
        if len(names) > most:
            folder = names[0].rpartition("/")[0]
            raise Refused("limit-proofs", f"The bundle carries more than {most} of `{folder}/`.")
    return dict(sorted(found.items(), key=lambda each: (each[0].startswith(ENDORSEMENTS), each[0])))


def check_meta_size(entry: Entry, most: int) -> None:
    """Refuse an entry beside the module that is too large."""
    if entry.size > most:
        raise Refused(
            "limit-meta-size",
            f"`{shown(entry.name)}` has {in_words(entry.size)}; {in_words(most)} are allowed.",
        )


def signers_of(manifest: bytes, carried: Mapping[str, bytes]) -> Mapping[PublicKey, str]:
    """Check every signature over the manifest's bytes and give the keys, each with the entry of its signature."""
    found: dict[PublicKey, str] = {}
    for name, armored in carried.items():
        if _SIGNATURE.fullmatch(name):
            try:
                found.setdefault(verify(manifest, armored, NAMESPACE), name)
            except Refused as error:
                raise Refused(error.code, f"`{name}`: {error.message}", error.hint) from error
    return found


def proof_of(manifest: Manifest, signers: Mapping[PublicKey, str], identity: bytes | None) -> Proof | None:
    """Say which identity signed; None for a bundle that is not signed and does not say to be."""
    if not manifest.publisher:
        if signers or identity is not None:
            raise Refused(
                "publisher-missing",
                f"The bundle carries proofs of origin, but {MANIFEST_NAME} names no publisher: they were put in later.",
                _AGAIN,
            )
        return None
    if not signers:
        raise Refused(
            "signature-missing",
            f"{MANIFEST_NAME} names the publisher {manifest.publisher}, but the bundle is not signed: the signature "
            "was taken away.",
            _AGAIN,
        )
    if identity is None:
        raise Refused(
            "identity-missing",
            f"{MANIFEST_NAME} names the publisher {manifest.publisher}, but `{IDENTITY_NAME}` is not there, so nothing "
            "says whose keys signed.",
            _AGAIN,
        )
    return _proof(manifest.publisher, signers, identity)


def _proof(publisher: str, signers: Mapping[PublicKey, str], identity: bytes) -> Proof:
    chain = read_chain(identity)
    if chain.publisher != publisher:
        raise Refused(
            "identity-other",
            f"`{IDENTITY_NAME}` is the identity of {chain.publisher}; {MANIFEST_NAME} names {publisher}.",
            _AGAIN,
        )
    keys = tuple(key for key in signers if chain.state(key) is KeyState.CURRENT)
    if keys:
        return Proof(chain, keys, tuple(key for key in signers if key not in keys), signers[keys[0]])
    first = next(iter(signers)).fingerprint
    if any(chain.revocation(key) for key in signers):
        raise Refused(
            "key-revoked",
            f"The bundle is signed with {first}, a key that its own publisher has revoked.",
            "Ask the publisher for a bundle signed with a key of now.",
        )
    raise Refused(
        "identity-not-signer",
        f"The bundle is signed with {first}, which is no key of its publisher, who calls itself "
        f"“{chain.current.name}”: somebody else signed it.",
        _AGAIN,
    )


def maker_of(proof: Proof | None) -> Maker | None:
    """Give the identity as the manifest names it."""
    return Maker(proof.publisher, proof.name) if proof else None


_AGAIN = "Do not use it. Get the bundle again from its author."
