"""Signatures: one spelling, one meaning; whatever differs is refused by its own code."""

from __future__ import annotations

import base64
import binascii
import hashlib

import pytest

from chapbook.diag.errors import Refused
from chapbook.trust import crypto, sshsig
from chapbook.trust.public_key import ED25519, SECURITY_KEY
from chapbook.trust.signer import Signer
from chapbook.trust.sshsig import BEGIN, END, verify
from chapbook.trust.wire import Reader, string
from support.identities import SecurityKey, private_key, signer
from support.threats import Threats

MESSAGE = b'{"format":"chapbook/module/1"}'
SPACE = "module-v1@chapbook"
ANA = signer("ana")
GOOD = ANA.sign(MESSAGE, SPACE)
KEY = SecurityKey("bo")


def blob_of(armored: bytes) -> bytes:
    return base64.b64decode(armored.removeprefix(BEGIN).removesuffix(END))


def armor(blob: bytes) -> bytes:
    text = base64.b64encode(blob)
    return BEGIN + b"".join(text[at : at + 70] + b"\n" for at in range(0, len(text), 70)) + END


def made(
    *,
    magic: bytes = b"SSHSIG",
    version: int = 1,
    key: bytes = ANA.key.blob,
    namespace: bytes = SPACE.encode(),
    reserved: bytes = b"",
    digest: str = "sha512",
    kind: bytes = ED25519.encode(),
    raw: bytes | None = None,
    inner_tail: bytes = b"",
    tail: bytes = b"",
) -> bytes:
    """Write a signature by Ana in which all is right, cryptographically too, but what is given."""
    hashed = hashlib.new(digest, MESSAGE).digest()
    signed = b"SSHSIG" + b"".join(map(string, (namespace, reserved, digest.encode(), hashed)))
    signature = string(kind) + string(private_key("ana").sign(signed) if raw is None else raw) + inner_tail
    parts = (key, namespace, reserved, digest.encode(), signature)
    return armor(magic + version.to_bytes(4, "big") + b"".join(map(string, parts)) + tail)


def code_of(armored: bytes, message: bytes = MESSAGE, namespace: str = SPACE) -> str:
    with pytest.raises(Refused) as caught:
        verify(message, armored, namespace)
    return caught.value.code


def test_a_signature_gives_the_key_that_made_it() -> None:
    assert made() == GOOD
    assert verify(MESSAGE, GOOD, SPACE) == ANA.key
    assert verify(MESSAGE, made(digest="sha256"), SPACE) == ANA.key
    assert verify(b"", ANA.sign(b"", SPACE), SPACE) == ANA.key


UNLAWFUL = [
    (made(magic=b"SSHSIX"), "signature-form"),
    (made(version=0), "signature-version"),
    (made(version=2), "signature-version"),
    (made(reserved=b"x"), "signature-reserved"),
    (made(digest="md5"), "signature-hash"),
    (made(digest="sha1"), "signature-hash"),
    (made(digest="sha384"), "signature-hash"),
    (made(tail=b"\0"), "signature-form"),
    (made(tail=GOOD), "signature-form"),
    (made(inner_tail=b"\0"), "signature-form"),
    (made(inner_tail=b"\1\0\0\0\7"), "signature-form"),
    (made(kind=b"ssh-rsa"), "signature-kind"),
    (made(kind=SECURITY_KEY.encode()), "signature-kind"),
    (made(raw=b""), "signature-form"),
    (made(raw=bytes(63)), "signature-form"),
    (made(raw=bytes(65)), "signature-form"),
    (made(raw=bytes(64)), "signature-wrong"),
    (made(key=string(b"ssh-rsa") + string(b"\x01\0\x01")), "key-kind"),
    (made(key=string(ED25519.encode()) + string(b"\1" + bytes(31))), "key-weak"),
    (made(key=signer("mallory").key.blob), "signature-wrong"),
    (made(namespace=b"identity-v1@chapbook"), "signature-namespace"),
    (made(namespace=SPACE.encode() + b"\0"), "signature-namespace"),
    (made(namespace=b""), "signature-namespace"),
    (made(namespace=b"\xff"), "signature-namespace"),
    (armor(b"SSHSIG"), "signature-form"),
    (armor(b"SSHSIG\0\0\0\1\xff\xff\xff\xff"), "signature-form"),
]


@pytest.mark.parametrize(("armored", "code"), UNLAWFUL)
def test_what_breaks_the_law_is_refused_by_its_own_code(armored: bytes, code: str) -> None:
    assert code_of(armored) == code


SPELLINGS = [
    b"",
    BEGIN + END,
    GOOD[1:],
    GOOD[:-1],
    GOOD + b"\n",
    b"\n" + GOOD,
    GOOD + GOOD,
    GOOD.replace(b"\n", b"\r\n"),
    GOOD.replace(b"SSH SIGNATURE", b"PGP SIGNATURE"),
    GOOD.replace(b"\n", b" \n", 2),
    BEGIN + base64.b64encode(blob_of(GOOD)) + b"\n" + END,
    BEGIN + base64.b64encode(blob_of(GOOD)).rstrip(b"=") + b"\n" + END,
    BEGIN + base64.encodebytes(blob_of(GOOD)) + END,
    GOOD.replace(b"U1NI", b"U1N\xc3\xbc"),
    GOOD.replace(b"/", b"_"),
    GOOD.replace(b"==\n", b"=\n").replace(b"=\n", b"===\n"),
]


@pytest.mark.parametrize("armored", SPELLINGS)
def test_armor_has_one_spelling(armored: bytes) -> None:
    assert armored != GOOD
    assert code_of(armored) == "signature-armor"


def test_a_long_text_is_not_read() -> None:
    assert code_of(GOOD + b"A" * 5_000) == "signature-too-large"


def test_a_signature_says_nothing_about_another_message_or_under_another_name() -> None:
    assert code_of(GOOD, message=MESSAGE + b"\n") == "signature-wrong"
    assert code_of(GOOD, message=b"") == "signature-wrong"
    assert code_of(GOOD, namespace="endorsement-v1@chapbook") == "signature-namespace"


def test_swapped_signatures_fit_neither_message() -> None:
    other = ANA.sign(b"other", SPACE)
    assert code_of(other) == "signature-wrong"
    assert code_of(GOOD, message=b"other") == "signature-wrong"


def test_s_above_the_order_is_a_second_spelling_and_refused() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    raw = blob_of(GOOD)[-64:]
    again = int.from_bytes(raw[32:], "little") + order
    assert code_of(made(raw=raw[:32] + again.to_bytes(32, "little"))) == "signature-wrong"


# Security keys


@pytest.mark.parametrize("flags", [1, 5])
def test_a_touched_security_key_is_believed(flags: int) -> None:
    key = SecurityKey("bo", flags=flags, counter=2**32 - 1)
    assert verify(MESSAGE, key.sign(MESSAGE, SPACE), SPACE) == key.key


FLAGS = [
    (0, "signature-untouched"),
    (4, "signature-untouched"),
    *((1 | bit, "signature-flags") for bit in (2, 8, 16, 32, 64, 128)),
]


@pytest.mark.parametrize(("flags", "code"), FLAGS)
def test_other_flags_are_refused(flags: int, code: str) -> None:
    """Each of them is rightly signed by the key."""
    key = SecurityKey("bo", flags=flags)
    assert code_of(key.sign(MESSAGE, SPACE)) == code


def test_flags_counter_and_application_are_signed() -> None:
    signed = KEY.sign(MESSAGE, SPACE)
    blob = blob_of(signed)
    assert code_of(armor(blob[:-1] + bytes([blob[-1] ^ 1]))) == "signature-wrong"
    assert code_of(armor(blob[:-5] + bytes([blob[-5] ^ 4]) + blob[-4:])) == "signature-wrong"
    assert code_of(armor(blob.replace(b"ssh:", b"ssi:"))) == "signature-wrong"
    assert code_of(armor(blob[:-1])) == "signature-form"


def test_a_key_in_a_file_does_not_pass_for_a_security_key() -> None:
    """The same point, signed without touching anything."""
    blob = blob_of(signer("bo").sign(MESSAGE, SPACE))
    plain, hard = signer("bo").key.blob, KEY.key.blob
    signature = string(ED25519.encode()) + string(blob[-64:])
    forged = string(SECURITY_KEY.encode()) + string(blob[-64:]) + b"\1\0\0\0\7"
    swapped = blob.replace(string(plain), string(hard)).replace(string(signature), string(forged))
    assert code_of(armor(swapped)) == "signature-wrong"


def test_what_openssh_lets_pass_is_refused(threats: Threats) -> None:
    """The cases above, and security keys with other flags, as one count."""
    cases = [(armored, code) for armored, code in UNLAWFUL]
    cases += [(armored, "signature-armor") for armored in SPELLINGS]
    cases += [(SecurityKey("bo", flags=flags).sign(MESSAGE, SPACE), code) for flags, code in FLAGS]
    refused = sum(code_of(armored) == code for armored, code in cases)
    taken = sum(lenient(MESSAGE, armored, who) for armored, _ in cases for who in (ANA, KEY))
    assert taken >= 15
    threats.record(
        "Signatures and identities",
        "Signatures in another spelling, with another digest, for something else, by keys that prove nothing",
        tried=len(cases),
        refused=refused,
        control="a reader that looks at no more than what the key signed takes 15 or more",
    )


# Flips


def lenient(message: bytes, armored: bytes, who: Signer) -> bool:
    """Check as a careless reader would: whatever decodes, only the message and what the key signed count."""
    try:
        blob = base64.b64decode(b"".join(armored.split(b"\n")[1:-2]))
        reader = Reader(blob)
        reader.take(10)
        last = Reader([reader.string() for _ in range(5)][4])
        last.string()
        raw, state = last.string(), last.take(5) if who is KEY else b""
        signed = sshsig.signed_bytes(message, SPACE.encode())
        if who is KEY:
            signed = hashlib.sha256(b"ssh:").digest() + state + hashlib.sha256(signed).digest()
        return crypto.fits(who.key.point, raw, signed)
    except (ValueError, binascii.Error):
        return False


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.parametrize(("who", "name"), [(ANA, "in a file"), (KEY, "in a security key")])
def test_no_flipped_bit_is_accepted(who: Signer, name: str, threats: Threats) -> None:
    good = who.sign(MESSAGE, SPACE)
    blob = blob_of(good)
    tries = [flipped(good, bit) for bit in range(8 * len(good))]
    tries += [armor(flipped(blob, bit)) for bit in range(8 * len(blob))]
    refused = sum(bool(code_of(each)) for each in tries)
    assert sum(lenient(MESSAGE, each, who) for each in tries) >= 500
    threats.record(
        "Signatures and identities",
        f"A flipped bit in a signature, key {name}",
        tried=len(tries),
        refused=refused,
        control="a reader that looks at no more than what the key signed takes 500 or more",
    )


def test_a_signature_cut_short_is_refused() -> None:
    for end in range(len(GOOD)):
        assert code_of(GOOD[:end]) == "signature-armor"
    blob = blob_of(GOOD)
    for end in range(1, len(blob)):
        assert code_of(armor(blob[:end])).split("-")[0] in ("signature", "key")
