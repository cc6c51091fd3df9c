"""What a bundle proves by itself: every way to take a signature away, to change what is signed, or to swap who signed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import rfc8785

from chapbook.bundle.proofs import NAMESPACE
from chapbook.bundle.verify import Bundle, open_bundle
from chapbook.diag.errors import Refused
from chapbook.library.pack import Seal
from chapbook.trust.identity import Chain, chain_bytes, signed
from chapbook.trust.identity_document import Identity, Reason, Revocation
from chapbook.trust.signer import Signer
from support.archives import Draft, DraftEntry, good_draft, manifest_for, pack, sample_files, write
from support.identities import SecurityKey, publisher, rotated, signer
from support.threats import Threats

ANA = publisher("ana")
EVE = publisher("eve", "Ana Ruiz")
SIGNATURE = "META/signatures/0.sshsig"
IDENTITY = "META/identity.json"


def manifest(chain: Chain = ANA) -> bytes:
    """Write the manifest of a signed bundle by hand."""
    stated = manifest_for(sample_files())
    stated["id"] = f"{chain.publisher}/pricing-basics"
    stated["authors"][0]["publisher"] = chain.publisher
    return rfc8785.dumps(stated)


def signed_draft(
    chain: Chain = ANA, by: Signer | None = None, stated: bytes = b"", namespace: str = NAMESPACE
) -> Draft:
    """Give the draft of a bundle with a manifest, a signature over it and an identity."""
    stated = stated or manifest(chain)
    draft = good_draft(manifest=stated)
    put(draft, SIGNATURE, (by or signer("ana")).sign(stated, namespace))
    put(draft, IDENTITY, chain_bytes(chain))
    return draft


def put(draft: Draft, name: str, content: bytes) -> None:
    draft.entries.append(DraftEntry(name.encode(), content))


def without(*names: str) -> Draft:
    draft = signed_draft()
    draft.entries = [each for each in draft.entries if each.name.decode() not in names]
    return draft


def resigned_by_eve() -> Draft:
    """Eve signs what Ana said, and keeps Ana's identity."""
    return signed_draft(by=signer("eve"))


def identity_of_eve() -> Draft:
    """Eve signs what Ana said, and puts in her own identity."""
    draft = without(SIGNATURE, IDENTITY)
    put(draft, SIGNATURE, signer("eve").sign(manifest(), NAMESPACE))
    put(draft, IDENTITY, chain_bytes(EVE))
    return draft


def changed(name: str, old: bytes, new: bytes) -> Draft:
    draft = signed_draft()
    entry = draft.named(name)
    assert old in entry.content
    entry.content = entry.content.replace(old, new, 1)
    return draft


def file_changed_and_listed() -> Draft:
    """Somebody changes a file and writes its new digest into the manifest; the signature stays."""
    files = sample_files() | {"lessons/why.md": sample_files()["lessons/why.md"] + b"\nPay Eve.\n"}
    stated = manifest_for(files) | {"id": f"{ANA.publisher}/pricing-basics"}
    stated["authors"][0]["publisher"] = ANA.publisher
    draft = good_draft(files, rfc8785.dumps(stated))
    put(draft, SIGNATURE, signer("ana").sign(manifest(), NAMESPACE))
    put(draft, IDENTITY, chain_bytes(ANA))
    return draft


def proofs_put_in() -> Draft:
    """A bundle that nobody signed gets a signature; its manifest names no publisher."""
    stated = rfc8785.dumps(manifest_for(sample_files()))
    draft = good_draft(manifest=stated)
    put(draft, SIGNATURE, signer("ana").sign(stated, NAMESPACE))
    return draft


def identity_put_in() -> Draft:
    draft = good_draft()
    put(draft, IDENTITY, chain_bytes(ANA))
    return draft


def by_old_key() -> Draft:
    """The key was exchanged for another one before this bundle was signed."""
    return signed_draft(rotated(ANA, signer("ana"), signer("ana 2")), signer("ana"))


def by_revoked_key() -> Draft:
    """The bundle's own identity says that the key is stolen."""
    gone = Revocation(signer("ana").key, "2026-11-21T19:00:00Z", Reason.STOLEN)
    after = Identity(
        version=1, name="Ana Ruiz", sign=(signer("ana 2").key,), recover=ANA.current.recover, revoked=(gone,)
    )
    return signed_draft(signed(ANA, after, [signer("ana drawer"), signer("ana 2")]), signer("ana"))


def second_signature_wrong() -> Draft:
    draft = signed_draft()
    put(draft, "META/signatures/1.sshsig", signer("ben").sign(b"something else", NAMESPACE))
    return draft


ATTACKS: dict[str, tuple[str, Callable[[], Draft]]] = {
    "signature taken away": ("signature-missing", lambda: without(SIGNATURE)),
    "identity taken away": ("identity-missing", lambda: without(IDENTITY)),
    "both taken away": ("signature-missing", lambda: without(SIGNATURE, IDENTITY)),
    "signature put in": ("publisher-missing", proofs_put_in),
    "identity put in": ("publisher-missing", identity_put_in),
    "title changed": (
        "signature-wrong",
        lambda: changed("META/manifest.json", b"first offer", b"first Offer"),
    ),
    "publisher taken out": (
        "signature-wrong",
        lambda: changed("META/manifest.json", f"{ANA.publisher}/".encode(), b""),
    ),
    "file changed": ("file-digest", lambda: changed("module/lessons/why.md", b"floor", b"Floor")),
    "file changed and listed": ("signature-wrong", file_changed_and_listed),
    "signed by somebody else": ("identity-not-signer", resigned_by_eve),
    "identity swapped": ("identity-other", identity_of_eve),
    "signed as another kind of document": (
        "signature-namespace",
        lambda: signed_draft(namespace="identity-v1@chapbook"),
    ),
    "signed by the recovery key": ("identity-not-signer", lambda: signed_draft(by=signer("ana drawer"))),
    "signed by a key that was exchanged": ("identity-not-signer", by_old_key),
    "signed by a key that is revoked": ("key-revoked", by_revoked_key),
    "a second signature that is wrong": ("signature-wrong", second_signature_wrong),
    "signature is no signature": ("signature-armor", lambda: changed(SIGNATURE, b"BEGIN SSH", b"BEGIN PGP")),
    "identity is cut": ("json-damaged", lambda: changed(IDENTITY, b"]}", b"")),
    "security key that nobody touched": (
        "signature-untouched",
        lambda: signed_draft(by=SecurityKey("ana", flags=0)),
    ),
    "another author is called the publisher": (
        "manifest-disagrees",
        lambda: signed_draft(
            publisher("ana", "Somebody else"), stated=manifest(publisher("ana", "Somebody else"))
        ),
    ),
}


def code_of(draft: Draft) -> str:
    try:
        open_bundle(write(draft))
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize("name", ATTACKS)
def test_each_attack_is_refused_with_its_own_code(name: str) -> None:
    code, draft = ATTACKS[name]
    assert code_of(draft()) == code


def test_every_attack_is_counted(threats: Threats, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = sum(code_of(draft()) == code for code, draft in ATTACKS.values())
    monkeypatch.setattr("chapbook.bundle.verify.signers_of", lambda manifest, carried: {})
    monkeypatch.setattr("chapbook.bundle.verify.proof_of", lambda manifest, signers, identity: None)
    monkeypatch.setattr(
        "chapbook.bundle.verify._agreeing_module", lambda manifest, subject, proof: subject.module
    )
    taken = sum(code_of(draft()) == "" for _, draft in ATTACKS.values())
    assert taken >= 18
    threats.record(
        "Signed bundles",
        "Signature or identity taken away, put in, swapped, wrong, or by a key that does not count",
        tried=len(ATTACKS),
        refused=refused,
        control="a reader that leaves the proofs unread takes 18 or more",
    )


def test_a_signed_bundle_says_who_signed_it() -> None:
    bundle = open_bundle(write(signed_draft()))
    assert bundle.proof is not None
    assert (bundle.proof.publisher, bundle.proof.name) == (ANA.publisher, "Ana Ruiz")
    assert (bundle.proof.keys, bundle.proof.beside) == ((signer("ana").key,), ())
    assert bundle.proof.signature == SIGNATURE
    assert bundle.carried == (IDENTITY, SIGNATURE)


def test_signatures_beside_prove_nothing_and_are_said() -> None:
    draft = signed_draft(by=signer("eve"))
    put(draft, "META/signatures/1.sshsig", signer("ana").sign(manifest(), NAMESPACE))
    proof = open_bundle(write(draft)).proof
    assert proof is not None
    assert (proof.key, proof.beside) == (signer("ana").key, (signer("eve").key,))
    assert proof.signature == "META/signatures/1.sshsig"


def opened(seal: Seal) -> Bundle:
    return open_bundle(pack(seal=seal).data)


def test_what_pack_signs_is_what_the_law_says() -> None:
    packed = pack(seal=Seal(ANA, signer("ana")))
    assert packed.data == pack(seal=Seal(ANA, signer("ana"))).data
    assert packed.key == signer("ana").key
    bundle = opened(Seal(ANA, signer("ana")))
    assert bundle.release == open_bundle(write(signed_draft())).release
    assert pack().key is None
    assert pack().release != packed.release


def test_a_security_key_signs_otherwise_each_time_so_a_signature_is_kept() -> None:
    sign, drawer = SecurityKey("ana"), signer("ana drawer")
    chain = signed(
        None,
        Identity(version=1, name="Ana Ruiz", sign=(sign.key,), recover=(drawer.key,)),
        [sign, drawer],
    )
    first = pack(seal=Seal(chain, sign))
    again = SecurityKey("ana", counter=8)
    assert pack(seal=Seal(chain, again)).data != first.data
    kept = {manifest(chain): sign.sign(manifest(chain), NAMESPACE)}
    assert pack(seal=Seal(chain, again, kept)).data == first.data


def test_nothing_is_packed_that_would_be_refused() -> None:
    with pytest.raises(Refused) as caught:
        pack(seal=Seal(ANA, signer("eve")))
    assert caught.value.code == "identity-not-signer"
