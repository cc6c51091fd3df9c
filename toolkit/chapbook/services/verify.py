"""Say whether a bundle is whole and signed by whom, and how anybody can repeat it without Chapbook."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from chapbook.bundle.facts import BundleFacts, facts_of
from chapbook.bundle.manifest import MANIFEST_NAME
from chapbook.bundle.proofs import NAMESPACE
from chapbook.bundle.verify import Bundle, open_bundle
from chapbook.diag.errors import Refused
from chapbook.library.install_plan import earlier
from chapbook.trust.admit import admit
from chapbook.trust.pin_file import read_pins
from chapbook.trust.standing import Proof, Standing, judge
from chapbook.workspace.lock import Lock, read_lock
from chapbook.workspace.workspace import find_workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found. `refused` says what is wrong; `facts` is None when the bundle is not even whole.

    `by_hand` are commands for `sh` that come to the same with unzip, ssh-keygen and sha256sum.
    """

    facts: BundleFacts | None
    refused: Refused | None
    by_hand: tuple[str, ...] = ()


def verify(path: Path, start: Path) -> Verified:
    """Check a bundle against itself, the publishers that the user knows, and the workspace's lock file, if any."""
    try:
        bundle = open_bundle(path)
    except Refused as refused:
        return Verified(facts=None, refused=refused)
    pins = read_pins()
    standing = judge(bundle.proof, pins)
    workspace = find_workspace(start)
    return Verified(
        facts=facts_of(bundle, standing, pins),
        refused=_problem(bundle, standing, read_lock(workspace.lock) if workspace else Lock()),
        by_hand=by_hand(path, bundle.proof) if bundle.proof else (),
    )


def _problem(bundle: Bundle, standing: Standing, lock: Lock) -> Refused | None:
    """Give what an import would stop at, if it were told to accept nothing."""
    already = any(each.release == bundle.release for each in lock.entries)
    try:
        found = admit(standing, allow_unsigned=False, earlier=earlier(lock, bundle), already=already)
    except Refused as refused:
        if refused.code == "unsigned-bundle":
            hint = "Its author can sign it: chapbook key init, then pack again."
            return Refused(refused.code, refused.message, hint)
        return Refused(refused.code, refused.message.removesuffix(" Not imported."), refused.hint)
    return Refused(found[0].code, found[0].message, found[0].hint) if found else None


def by_hand(path: Path, proof: Proof) -> tuple[str, ...]:
    """Give the commands that check the signature, show the key, and print the release."""
    bundle, who = shlex.quote(str(path)), proof.publisher
    return (
        f"unzip -p {bundle} {MANIFEST_NAME} > manifest.json",
        f"unzip -p {bundle} {proof.signature} > manifest.sshsig",
        f"echo '{proof.key.line}' > key.pub",
        f'echo "{who} $(cat key.pub)" > signers',
        f"ssh-keygen -Y verify -f signers -I {who} -n {NAMESPACE} -s manifest.sshsig < manifest.json",
        "ssh-keygen -l -f key.pub",
        "sha256sum manifest.json",
    )
