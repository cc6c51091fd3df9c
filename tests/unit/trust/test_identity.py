"""Identities: every sentence of the law has a chain that breaks it, rightly signed otherwise."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
import rfc8785

from chapbook.diag.errors import Refused
from chapbook.trust.identity import (
    NAMESPACE,
    KeyState,
    chain_bytes,
    extended,
    publisher_id,
    read_chain,
    signed,
)
from chapbook.trust.identity_document import Reason, Revocation, payload_of, read_document
from chapbook.trust.signer import Signer
from chapbook.trust.sshsig import verify
from support.chains import (
    ANA,
    BOX,
    CHAIN,
    DRAWER,
    NEW,
    RECOVERED,
    THIEF,
    after,
    by,
    code_of,
    documents,
    file_of,
    genesis,
    gone,
)
from support.identities import SecurityKey, identity, private_key, publisher, rotated, signer
from support.threats import Threats

# What holds


def test_the_id_is_made_of_the_first_payload() -> None:
    digest = base64.b32encode(hashlib.sha256(genesis()).digest()).decode().lower()
    assert CHAIN.publisher == digest[:26] == publisher_id(genesis())
    assert CHAIN.documents[0].payload == genesis()


def test_a_chain_is_read_as_it_was_written() -> None:
    chain = after(rotated(CHAIN, ANA, NEW), NEW, name="Ana Ruiz-Mota", links=("https://ana.example",))
    assert read_chain(chain_bytes(chain)) == chain
    assert chain_bytes(chain) == file_of(*documents(chain))
    assert (chain.publisher, chain.current.version) == (CHAIN.publisher, 3)
    assert chain.current.prev == "sha256:" + hashlib.sha256(chain.documents[1].payload).hexdigest()
    assert chain.digest == "sha256:" + hashlib.sha256(chain.documents[2].payload).hexdigest()


def test_a_security_key_may_sign_and_recover() -> None:
    daily, spare = SecurityKey("daily"), SecurityKey("spare")
    chain = signed(None, identity(sign=[daily], recover=[spare]), [daily, spare])
    assert read_chain(chain_bytes(chain)) == chain
    assert chain.state(daily.key) is KeyState.CURRENT


def test_as_many_keys_and_signatures_as_are_allowed() -> None:
    many, spare = ([signer(f"{word} {number}") for number in range(8)] for word in ("many", "spare"))
    chain = signed(None, identity(sign=many, recover=spare), [*many, *spare])
    others, rest = ([signer(f"{word} {number}") for number in range(8)] for word in ("other", "rest"))
    after_all = signed(chain, identity(sign=others, recover=rest), [*many, *spare, *others, *rest])
    assert len(after_all.documents[1].signatures) == 32
    assert read_chain(chain_bytes(after_all)) == after_all


def test_what_a_chain_says_of_a_key() -> None:
    chain = rotated(CHAIN, ANA, NEW)
    states = {each: chain.state(each.key) for each in (ANA, NEW, DRAWER, THIEF)}
    assert states == {
        ANA: KeyState.EARLIER,
        NEW: KeyState.CURRENT,
        DRAWER: KeyState.RECOVERY,
        THIEF: KeyState.UNKNOWN,
    }
    chain = after(chain, NEW, revoked=(gone(ANA.key, Reason.LOST),))
    assert chain.state(ANA.key) is KeyState.REVOKED
    assert chain.revocation(ANA.key) == gone(ANA.key, Reason.LOST)
    assert chain.revocation(NEW.key) is None


def test_the_recovery_key_exchanges_everything() -> None:
    assert RECOVERED.documents[1].by_recovery
    assert not RECOVERED.documents[0].by_recovery
    exchanged = after(RECOVERED, DRAWER, BOX, recover=(BOX.key,))
    assert exchanged.state(DRAWER.key) is KeyState.RECOVERY
    assert after(exchanged, NEW, revoked=(*exchanged.current.revoked, gone(DRAWER.key))).current.version == 4


def test_a_key_that_was_exchanged_may_come_back_if_it_signs_again() -> None:
    away = rotated(CHAIN, ANA, NEW)
    assert code_of(after, away, NEW, sign=(NEW.key, ANA.key)) == "identity-no-possession"
    assert after(away, NEW, ANA, sign=(NEW.key, ANA.key)).state(ANA.key) is KeyState.CURRENT


# Signatures: who must, who may


def test_version_1_is_signed_by_each_of_its_keys() -> None:
    first = identity(sign=[ANA], recover=[DRAWER])
    assert code_of(signed, None, first, [ANA]) == "identity-no-possession"
    assert code_of(signed, None, first, [DRAWER]) == "identity-no-possession"
    assert code_of(signed, None, first, [ANA, DRAWER, THIEF]) == "identity-signer-unknown"
    assert code_of(signed, None, first, [THIEF]) == "identity-signer-unknown"


UNLAWFUL: list[tuple[tuple[Signer, ...], dict[str, Any], str]] = [
    ((NEW,), {"sign": (NEW.key,)}, "identity-not-authorised"),
    ((ANA,), {"sign": (NEW.key,)}, "identity-no-possession"),
    ((ANA, NEW, THIEF), {"sign": (NEW.key,)}, "identity-signer-unknown"),
    ((ANA, THIEF), {"name": "Thief"}, "identity-signer-unknown"),
    ((THIEF,), {"name": "Thief"}, "identity-signer-unknown"),
    ((ANA, BOX), {"recover": (BOX.key,)}, "identity-needs-recovery"),
    ((ANA, BOX), {"recover": (DRAWER.key, BOX.key)}, "identity-needs-recovery"),
    ((DRAWER,), {"recover": (BOX.key,)}, "identity-no-possession"),
    ((ANA, NEW), {"sign": (NEW.key,), "revoked": (gone(ANA.key),)}, "identity-signer-revoked"),
    ((NEW,), {"sign": (NEW.key,), "revoked": (gone(ANA.key),)}, "identity-not-authorised"),
    ((DRAWER,), {"sign": (NEW.key,), "revoked": (gone(ANA.key),)}, "identity-no-possession"),
    ((DRAWER, NEW), {"sign": (NEW.key,), "revoked": (gone(THIEF.key),)}, "identity-revoked-unknown"),
    ((DRAWER, BOX), {"recover": (BOX.key,), "revoked": (gone(DRAWER.key),)}, "identity-signer-revoked"),
    ((ANA, BOX), {"recover": (BOX.key,), "revoked": (gone(DRAWER.key),)}, "identity-needs-recovery"),
]
"""Who signs a second version, what it changes, and why it is refused."""


@pytest.mark.parametrize(("signers", "changes", "code"), UNLAWFUL)
def test_version_2_is_signed_as_the_law_says(
    signers: tuple[Signer, ...], changes: dict[str, Any], code: str
) -> None:
    assert code_of(after, CHAIN, *signers, **changes) == code


def test_whoever_has_no_right_cannot_go_on_with_an_identity(threats: Threats) -> None:
    """Each chain is whole and each signature in it right; the control looks at nothing else."""
    first, refused, careless = documents(CHAIN)[0], 0, 0
    for signers, changes, code in UNLAWFUL:
        payload = payload_of(replace(CHAIN.current, version=2, prev=CHAIN.digest, **changes))
        signatures = by(payload, *signers)
        refused += code_of(read_chain, file_of(first, (payload, signatures))) == code
        careless += all(verify(payload, each, NAMESPACE) for each in signatures)
    assert careless == len(UNLAWFUL)
    threats.record(
        "Signatures and identities",
        "A next version of an identity, rightly signed by somebody who has no right to it",
        tried=len(UNLAWFUL),
        refused=refused,
        control=f"a reader that looks only whether signatures fit takes all {careless}",
    )


def test_of_two_keys_one_cannot_revoke_the_other_alone() -> None:
    two = after(CHAIN, ANA, NEW, sign=(ANA.key, NEW.key))
    assert code_of(after, two, NEW, sign=(NEW.key,), revoked=(gone(ANA.key),)) == "identity-needs-recovery"
    assert after(two, DRAWER, sign=(NEW.key,), revoked=(gone(ANA.key),)).state(ANA.key) is KeyState.REVOKED


def test_a_key_of_an_earlier_version_has_no_say() -> None:
    assert code_of(after, rotated(CHAIN, ANA, NEW), ANA, name="Thief") == "identity-signer-unknown"


def test_signatures_stand_in_order_and_once() -> None:
    payload = CHAIN.documents[0].payload
    one, two = CHAIN.documents[0].signatures
    assert code_of(extended, None, payload, [two, one]) == "identity-signature-order"
    assert code_of(extended, None, payload, [one, one, two]) == "identity-signature-order"
    assert code_of(read_chain, file_of((payload, []))) == "identity-field"
    assert code_of(read_chain, file_of((payload, [one] * 33))) == "identity-field"


def test_signatures_of_another_document_or_kind_do_not_count() -> None:
    chain = rotated(CHAIN, ANA, NEW)
    first, second = documents(chain)
    assert code_of(read_chain, file_of((first[0], second[1]))) == "signature-wrong"
    assert code_of(read_chain, file_of(first, (second[0], first[1]))) == "signature-wrong"
    as_module = [each.sign(first[0], "module-v1@chapbook") for each in (ANA, DRAWER)]
    assert code_of(read_chain, file_of((first[0], as_module))) == "signature-namespace"
    assert code_of(read_chain, file_of((first[0], [b"-----BEGIN"]))) == "signature-armor"


# Places in the chain


def test_documents_follow_each_other() -> None:
    chain = after(rotated(CHAIN, ANA, NEW), NEW, name="Ana")
    first, second, third = documents(chain)
    assert code_of(read_chain, file_of(second)) == "identity-version"
    assert code_of(read_chain, file_of(first, third)) == "identity-version"
    assert code_of(read_chain, file_of(first, first)) == "identity-version"
    assert code_of(read_chain, file_of(second, first)) == "identity-version"
    assert code_of(read_chain, file_of()) == "identity-field"
    assert read_chain(file_of(first, second, third)) == chain


def test_a_document_names_the_one_before_it() -> None:
    other = publisher(name="Ana Luisa")
    stray = documents(rotated(other, ANA, NEW))[1]
    assert code_of(read_chain, file_of(documents(CHAIN)[0], stray)) == "identity-prev"
    without = json.loads(stray[0])
    del without["prev"]
    payload = rfc8785.dumps(without)
    assert (
        code_of(read_chain, file_of(documents(CHAIN)[0], (payload, by(payload, ANA, NEW)))) == "identity-prev"
    )
    payload = genesis(prev="sha256:" + "0" * 64)
    assert code_of(read_chain, file_of((payload, by(payload, ANA, DRAWER)))) == "identity-prev"


def test_what_is_revoked_stays_revoked() -> None:
    chain = after(rotated(CHAIN, ANA, NEW), NEW, revoked=(gone(ANA.key),))
    assert code_of(after, chain, NEW, revoked=()) == "identity-revoked-dropped"
    assert code_of(after, chain, NEW, revoked=(gone(ANA.key, Reason.LOST),)) == "identity-revoked-dropped"
    later = Revocation(ANA.key, "2027-01-01T00:00:00Z", Reason.STOLEN)
    assert code_of(after, chain, DRAWER, revoked=(later,)) == "identity-revoked-dropped"
    back = {"sign": (NEW.key, ANA.key)}
    assert code_of(after, chain, DRAWER, ANA, NEW, **back) == "identity-revoked-key"
    assert code_of(after, chain, ANA, name="Thief") == "identity-signer-revoked"


# Flips


def test_no_flipped_bit_of_an_identity_is_accepted(threats: Threats) -> None:
    """Each bit of a first version, and one of each byte where a second one follows."""
    first, second = (chain_bytes(each) for each in (CHAIN, RECOVERED))
    tries = [flipped(first, bit) for bit in range(8 * len(first))]
    tries += [flipped(second, 8 * place + place % 7) for place in range(len(second))]
    assert sum(_reads(each) for each in tries) >= 1_000
    refused = sum(bool(code_of(read_chain, each)) for each in tries)
    threats.record(
        "Signatures and identities",
        "A flipped bit in an identity",
        tried=len(tries),
        refused=refused,
        control="a reader that checks no signature takes 1,000 or more",
    )


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _reads(data: bytes) -> bool:
    try:
        for each in json.loads(data)["chain"]:
            read_document(each["payload"].encode())
    except (ValueError, KeyError, AttributeError, TypeError, Refused):
        return False
    return True


def test_private_keys_do_not_show_themselves() -> None:
    key = private_key("ana")
    secret = key.openssh()
    assert repr(key) == "PrivateKey(…)"
    assert base64.b64encode(secret).decode() not in repr(vars(ANA))
    with pytest.raises(TypeError, match="not copied"):
        replace_copy(key)


def replace_copy(key: object) -> object:
    import copy

    return copy.copy(key)
