"""Keys: one spelling each, only the two kinds, and no point on which signatures mean nothing."""

from __future__ import annotations

import base64

import pytest

from chapbook.diag.errors import Refused
from chapbook.trust import crypto
from chapbook.trust.public_key import (
    ED25519,
    SECURITY_KEY,
    ed25519_key,
    key_of_blob,
    key_of_file,
    public_key,
)
from chapbook.trust.wire import string
from support.identities import SecurityKey, signer

KEY = signer("ana").key
P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P

SMALL = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]
"""The eight points of small order."""


def blob(*parts: bytes) -> bytes:
    return b"".join(map(string, parts))


def code_of(line: str) -> str:
    with pytest.raises(Refused) as caught:
        public_key(line)
    return caught.value.code


def test_a_key_has_one_line_and_the_fingerprint_of_ssh_keygen() -> None:
    line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILTmYjHM133ocLBbeN017SxlH7loW5ZCf31ofLdVPne7"
    key = public_key(line)
    assert key.line == line
    assert key.kind == ED25519
    assert key.fingerprint == "SHA256:nsa75T1heaU8NOdGcKx+NwSOUZMlrD8+XNkfNCbi0KQ"
    assert (len(key.point), key.application) == (32, b"")


def test_a_security_key_says_its_application() -> None:
    key = SecurityKey("bo").key
    assert key.kind == SECURITY_KEY
    assert key.application == b"ssh:"
    assert public_key(key.line) == key


def test_an_application_may_have_a_long_name() -> None:
    key = SecurityKey("bo", application=b"a" * 255).key
    assert public_key(key.line) == key


def test_a_file_may_say_whose_key_it_is() -> None:
    assert key_of_file(f"{KEY.line} ana@desk, the old one\n") == KEY
    assert key_of_file(KEY.line) == KEY
    assert code_of(f"{KEY.line} ana@desk") == "key-unreadable"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "key-unreadable"),
        ("ssh-ed25519", "key-unreadable"),
        (KEY.line + "\n", "key-unreadable"),
        (KEY.line.replace(" ", "  "), "key-unreadable"),
        (KEY.line[:-1], "key-unreadable"),
        (KEY.line + "=", "key-unreadable"),
        (KEY.line.replace("ssh-ed25519", SECURITY_KEY), "key-unreadable"),
        ("ssh-ed25519 " + "A" * 2_000, "key-unreadable"),
        ("ssh-ed25519 \x1b[31m", "key-unreadable"),
        ("ssh-rsa AAAAB3NzaC1yc2E=", "key-kind"),
        ("ssh-ed25519-cert-v01@openssh.com AAAA", "key-kind"),
        ("ecdsa-sha2-nistp256 AAAA", "key-kind"),
    ],
)
def test_other_lines_are_refused(line: str, code: str) -> None:
    assert code_of(line) == code


@pytest.mark.parametrize(
    ("parts", "tail", "code"),
    [
        ((ED25519.encode(), KEY.point), b"\0", "key-unreadable"),
        ((ED25519.encode(), KEY.point, b"ssh:"), b"", "key-unreadable"),
        ((ED25519.encode(),), b"", "key-unreadable"),
        ((), b"\0\0", "key-unreadable"),
        ((), b"\xff\xff\xff\xff", "key-unreadable"),
        ((SECURITY_KEY.encode(), KEY.point), b"", "key-unreadable"),
        ((SECURITY_KEY.encode(), KEY.point, b""), b"", "key-unreadable"),
        ((SECURITY_KEY.encode(), KEY.point, b"a" * 256), b"", "key-unreadable"),
        ((b"ssh-rsa", KEY.point), b"", "key-kind"),
        ((b"ssh-ed25519\0", KEY.point), b"", "key-kind"),
        ((ED25519.encode(), KEY.point[:31]), b"", "key-weak"),
        ((ED25519.encode(), KEY.point + b"\0"), b"", "key-weak"),
    ],
)
def test_other_blobs_are_refused(parts: tuple[bytes, ...], tail: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        key_of_blob(blob(*parts) + tail)
    assert caught.value.code == code


def test_base64_with_bits_left_over_is_a_second_spelling() -> None:
    application = b"ssh:"  # makes the blob end with padding
    line = key_of_blob(blob(SECURITY_KEY.encode(), KEY.point, application)).line
    assert line.endswith("=")
    last = line.rstrip("=")[-1]
    other = chr(ord(last) + 1)
    twin = line.replace(last + "=", other + "=")
    assert base64.b64decode(twin.split()[1]) == base64.b64decode(line.split()[1])
    assert code_of(twin) == "key-unreadable"


@pytest.mark.parametrize("point", SMALL)
def test_points_of_small_order_are_refused(point: str) -> None:
    with pytest.raises(Refused) as caught:
        ed25519_key(bytes.fromhex(point))
    assert caught.value.code == "key-weak"
    assert "small order" in caught.value.message


def test_without_the_refusal_one_signature_fits_every_message() -> None:
    """The control of the test above: under the neutral point, R = [S]B fits whatever is signed."""
    neutral = bytes.fromhex(SMALL[0])
    signature = neutral + bytes(32)
    assert crypto.fits(neutral, signature, b"one thing")
    assert crypto.fits(neutral, signature, b"another thing")


@pytest.mark.parametrize("number", [P, P + 1, P + 3, 2**255 - 1, P + 2**255])
def test_a_second_spelling_of_a_point_is_refused(number: int) -> None:
    with pytest.raises(Refused) as caught:
        ed25519_key(number.to_bytes(32, "little"))
    assert caught.value.code == "key-weak"
    assert "second spelling" in caught.value.message


def test_what_is_no_point_of_the_curve_is_refused_and_points_are_not() -> None:
    taken = 0
    for y in range(2, 60):
        lies_on_it = pow((y * y - 1) * pow(D * y * y + 1, -1, P) % P, (P - 1) // 2, P) == 1
        point = y.to_bytes(32, "little")
        if lies_on_it:
            assert ed25519_key(point).point == point
            taken += 1
        else:
            with pytest.raises(Refused, match="no point of the curve"):
                ed25519_key(point)
    assert 10 < taken < 50


def test_every_key_of_openssh_is_taken() -> None:
    for number in range(50):
        key = signer(str(number)).key
        assert public_key(key.line) == key
