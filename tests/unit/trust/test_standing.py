"""The policy: unsigned only when asked for, and no way past a proof that cannot be checked."""

from __future__ import annotations

import pytest

from chapbook.diag.errors import Refused
from chapbook.trust.standing import Origin, admit, standing_of


def test_an_unsigned_bundle_needs_a_yes() -> None:
    standing = standing_of(())
    assert standing.origin is Origin.UNSIGNED
    admit(standing, allow_unsigned=True)
    with pytest.raises(Refused, match="not signed") as caught:
        admit(standing, allow_unsigned=False)
    assert caught.value.code == "unsigned-bundle"
    assert "--allow-unsigned" in caught.value.hint


@pytest.mark.parametrize("allow", [True, False])
def test_no_switch_skips_a_signature_that_is_there(allow: bool) -> None:
    standing = standing_of(("META/signatures/0.sshsig",))
    with pytest.raises(Refused, match=r"META/signatures/0\.sshsig") as caught:
        admit(standing, allow_unsigned=allow)
    assert caught.value.code == "signature-not-verifiable-yet"


def test_every_standing_has_its_own_words() -> None:
    assert standing_of(()).in_words != standing_of(("META/identity.json",)).in_words
