"""The one policy that decides whether a bundle may come in, and the words for every standing. Pure.

No switch skips a signature that is there. What a person may rightly decide, after asking the publisher by another
way, is an `Objection`: it stops the import unless its code is accepted. Everything else is `Refused`.
"""

from __future__ import annotations

from dataclasses import dataclass

from chapbook.diag.errors import Refused
from chapbook.trust.lookalike import other_letters
from chapbook.trust.pins import Pin
from chapbook.trust.standing import Origin, Proof, Standing

ASK = "Ask by another way than the one the bundle came, such as the telephone."


@dataclass(frozen=True, slots=True)
class Earlier:
    """A module in the lock file that this one would follow, and that somebody else signed. `key` is PETNAME/SLUG."""

    key: str
    publisher: str


@dataclass(frozen=True, slots=True)
class Objection:
    """A reason to stop that a person may set aside by its `code`."""

    code: str
    message: str
    hint: str


def admit(
    standing: Standing, *, allow_unsigned: bool, earlier: Earlier | None = None, already: bool = False
) -> tuple[Objection, ...]:
    """Let a bundle in, or raise `Refused`; what it gives must be accepted before anything is written.

    `already` says that this very release is in the lock file: then no key that was given up later matters.
    """
    if standing.proof is None:
        return _admit_unsigned(standing, allow_unsigned, earlier)
    _refuse_identity(standing, standing.proof, already)
    found = []
    if standing.origin is Origin.REPLACED_KEY and not already:
        found.append(_replaced(standing, standing.proof))
    if earlier is not None:
        found.append(_publisher_changed(standing.proof, earlier))
    return tuple(found)


def _admit_unsigned(
    standing: Standing, allow_unsigned: bool, earlier: Earlier | None
) -> tuple[Objection, ...]:
    found: tuple[Objection, ...] = ()
    if earlier is not None:
        gone = Objection(
            "signature-gone",
            f"{earlier.key} was signed by {earlier.publisher}; this bundle is not signed. Somebody may have taken "
            "the signature away and changed what was signed.",
            f"Do not use it before its author says that it is right. {ASK}",
        )
        if not allow_unsigned:
            raise Refused(gone.code, f"{gone.message} Not imported.", gone.hint)
        found = (gone,)
    if standing.rival is not None:
        raise Refused(
            "petname-taken",
            f"“{standing.rival.petname}” is a publisher who signs; this bundle is not signed. Not imported.",
            f"If it is somebody else's, name them with --as. If it says to be theirs, do not use it. {ASK}",
        )
    if not allow_unsigned:
        raise Refused(
            "unsigned-bundle",
            "The bundle is not signed, so nothing proves who made it or that it was not changed.",
            "If you know where it comes from, add --allow-unsigned.",
        )
    return found


def _refuse_identity(standing: Standing, proof: Proof, already: bool) -> None:
    pin, rival, origin = standing.pin, standing.rival, standing.origin
    if pin is None and rival is not None:
        raise Refused(
            "changed-key",
            f"STOP. “{rival.petname}” always signed with {rival.fingerprints}; this one is signed with "
            f"{proof.key.fingerprint}, by another publisher who calls itself “{proof.name}”.{_letters(rival, proof)} "
            "Not imported.",
            f"If it is really somebody else, name them with --as. If it says to be {rival.petname}, ask. {ASK}",
        )
    if pin is None:
        return
    if origin in (Origin.FORKED, Origin.OVERRULED):
        raise _forked(pin, proof, overruled=origin is Origin.OVERRULED)
    if origin is Origin.REVOKED_KEY and not already:
        raise _revoked(pin, proof)
    if rival is not None:
        raise Refused(
            "petname-taken",
            f"“{rival.petname}” is another publisher; this one is “{pin.petname}” to you. Not imported.",
            f"Leave --as out, or use: --as {pin.petname}",
        )


def _letters(rival: Pin, proof: Proof) -> str:
    found = other_letters(proof.name, rival.name)
    return f" {found}" if found else ""


def _forked(pin: Pin, proof: Proof, *, overruled: bool) -> Refused:
    known, comes = pin.chain, proof.chain
    heads = (
        f"You know version {known.current.version} ({known.digest}); this one has version {comes.current.version} "
        f"({comes.digest})"
    )
    if overruled:
        return Refused(
            "identity-overruled",
            f"STOP. “{pin.petname}” took the identity back with a recovery key, and this bundle follows the one that "
            f"was given up: whoever signed it had a stolen key. {heads}. Not imported.",
            "Do not use it. Get a new bundle from the publisher.",
        )
    return Refused(
        "identity-forked",
        f"STOP. There are two histories of the identity of “{pin.petname}”, and one of them is not theirs. {heads}, "
        "which does not follow from it. Not imported.",
        f"{ASK} Their recovery key settles it: chapbook key recover. Keep both bundles as proof.",
    )


def _revoked(pin: Pin, proof: Proof) -> Refused:
    revoked = pin.chain.revocation(proof.key)
    assert revoked is not None
    return Refused(
        "key-revoked",
        f"STOP. “{pin.petname}” says that the key {proof.key.fingerprint} is {revoked.reason} since {revoked.since}, "
        "and it signed this bundle. When, nobody can prove: a thief can write any date. Not imported.",
        f"Ask {pin.petname} for the same version, signed with a key of now.",
    )


def _replaced(standing: Standing, proof: Proof) -> Objection:
    name = standing.pin.petname if standing.pin else ""
    return Objection(
        "key-replaced",
        f"It is signed with {proof.key.fingerprint}, a key that “{name}” has replaced since. It may be an old "
        "bundle, or one by somebody who found the old key.",
        f"Ask {name} for a bundle signed with a key of now, or accept this one if you know that it is old.",
    )


def _publisher_changed(proof: Proof, earlier: Earlier) -> Objection:
    return Objection(
        "publisher-changed",
        f"{earlier.key} came from the publisher {earlier.publisher}; this one comes from another, "
        f"{proof.publisher}, signed with {proof.key.fingerprint}.",
        f"Accept it only if you know that the module was handed over. {ASK}",
    )


def in_words(standing: Standing) -> str:
    """Say a standing in a sentence or two, for people."""
    proof = standing.proof
    if proof is None:
        return "It is not signed: nothing proves who made it."
    return _WORDS[standing.origin].format(
        petname=standing.pin.petname if standing.pin else "",
        since=standing.pin.first_seen[:10] if standing.pin else "",
        rival=standing.rival.petname if standing.rival else "",
        name=proof.name,
        key=proof.key.fingerprint,
    )


_WORDS = {
    Origin.FIRST_USE: "It is signed by somebody new to you, who calls itself “{name}”, with the key {key}.",
    Origin.KNOWN: "It is signed by {petname}, whom you know since {since}.",
    Origin.RECOVERED: "It is signed by {petname}, whom you know since {since}, and who took the identity back with a "
    "recovery key since then: another key may have been stolen.",
    Origin.REPLACED_KEY: "It is signed with a key that {petname} has replaced since.",
    Origin.REVOKED_KEY: "It is signed with a key that {petname} has revoked: do not use it.",
    Origin.CHANGED_KEY: "It calls itself “{name}”, but it is not {rival}, whom you know: the key {key} is another.",
    Origin.FORKED: "It says to be {petname}, but its identity does not follow from the one that you know: do not use "
    "it.",
    Origin.OVERRULED: "It follows an identity that {petname} has taken back with a recovery key: do not use it.",
}
