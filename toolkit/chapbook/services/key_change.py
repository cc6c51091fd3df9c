"""One change to the user's own identity: planned first, shown, and then signed and written in one go.

Nothing is written and nothing is signed while a change is planned; only keys are made, in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from unicodedata import normalize

from chapbook.diag.errors import OperationFailed, Refused, UsageProblem
from chapbook.model.texts import SENTENCE, TextRule, text_problem
from chapbook.services.key_choices import NEW, chosen
from chapbook.services.recovery import check_sheet_place, sheet
from chapbook.trust.config_folder import config_folder
from chapbook.trust.crypto import PrivateKey, new_private_key
from chapbook.trust.identity import Chain, chain_bytes, signed
from chapbook.trust.identity_document import Identity, Revocation
from chapbook.trust.key_files import private_folder, write_private
from chapbook.trust.own import Own, Place, Where, keep_key, own_identity, save_own, signer_at
from chapbook.trust.public_key import PublicKey, ed25519_key
from chapbook.trust.signer import PlainSigner, Signer
from chapbook.workspace.workspace import find_workspace

_PATIENCE = 10.0
"""Seconds to wait for another Chapbook that changes the identity."""


class Kind(StrEnum):
    """What a change does."""

    INIT = "init"
    ROTATE = "rotate"
    REVOKE = "revoke"
    RECOVER = "recover"


@dataclass(frozen=True, slots=True)
class Daily:
    """The key that signs from now on; `private` is there when it is new."""

    key: PublicKey
    place: Place
    private: PrivateKey | None = None

    def signer(self, folder: Path) -> Signer:
        """Give who signs with it."""
        return PlainSigner(self.private) if self.private else signer_at(self.key, self.place, folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A planned change. `base` is the chain that it goes on from; `sheet_file` is where a recovery sheet is written."""

    kind: Kind
    folder: Path
    expected: Own | None
    base: Chain | None
    identity: Identity
    daily: Daily
    others: tuple[Signer, ...] = ()
    recovery: PrivateKey | None = None
    sheet_file: Path | None = None
    from_sheet: bool = False

    @property
    def revoked(self) -> tuple[Revocation, ...]:
        """Give what it revokes that was not revoked before."""
        before = self.base.current.revoked if self.base else ()
        return tuple(each for each in self.identity.revoked if each not in before)


def daily_key(use: str) -> Daily:
    """Give the key that `use` names; a new one is made in memory."""
    choice = chosen(use or NEW)
    if choice is None:
        private = new_private_key()
        return Daily(ed25519_key(private.point), Place(Where.KEPT), private)
    return Daily(choice.key, choice.place)


def required_own(folder: Path) -> Own:
    """Read the own identity; `OperationFailed` when there is none."""
    own = own_identity(folder)
    if own is None:
        raise OperationFailed(
            "no-identity", "You have no key to sign with yet.", "Make one with: chapbook key init"
        )
    return own


def plan_init(
    *, name: str, use: str = NEW, links: tuple[str, ...] = (), sheet_file: Path, folder: Path | None = None
) -> Change:
    """Plan a first identity; `ChapbookError` when there is one, or a file would be in the way."""
    folder = folder or config_folder()
    if (own := own_identity(folder)) is not None:
        raise OperationFailed(
            "identity-there",
            f"You have an identity already: “{own.chain.current.name}” ({own.chain.publisher}).",
            "See it: chapbook key show. A new key for it: chapbook key rotate",
        )
    if (workspace := find_workspace(folder)) is not None:
        raise Refused(
            "key-in-workspace",
            f"{folder}, where keys are kept, lies in the workspace {workspace.root}. They could be published with it.",
            "Let XDG_CONFIG_HOME name a folder elsewhere.",
        )
    check_sheet_place(sheet_file)
    check_name(name)
    for link in links:
        if problem := text_problem(link, TextRule(SENTENCE, web=True)):
            raise UsageProblem("not-a-link", f"The link {link[:60]!a} {problem}.", "It begins with https://")
    daily, recovery = daily_key(use), new_private_key()
    recovery_key = ed25519_key(recovery.point)
    return Change(
        kind=Kind.INIT,
        folder=folder,
        expected=None,
        base=None,
        identity=Identity(
            version=1, name=normalize("NFC", name), links=links, sign=(daily.key,), recover=(recovery_key,)
        ),
        daily=daily,
        others=(PlainSigner(recovery),),
        recovery=recovery,
        sheet_file=sheet_file,
    )


def check_name(name: str) -> None:
    """Refuse a name that no identity may have."""
    if problem := text_problem(name, TextRule()):
        raise UsageProblem("no-name", f"The name of an identity {problem}.", "Say it with --name 'Ana Ruiz'.")


def plan_rotate(*, use: str = NEW, folder: Path | None = None) -> Change:
    """Plan another key in the place of the one that signs on this machine."""
    own = required_own(folder or config_folder())
    now, daily = own.chain.current, daily_key(use)
    refuse_known(own.chain, daily.key)
    others = tuple(key for key in now.sign if key != own.key)
    return Change(
        kind=Kind.ROTATE,
        folder=own.folder,
        expected=own,
        base=own.chain,
        identity=replace(now, sign=(*others, daily.key)),
        daily=daily,
        others=(own.signer(),),
    )


def refuse_known(chain: Chain, key: PublicKey) -> None:
    """Refuse a key that the identity has a word about already."""
    if key in chain.current.keys:
        message = f"{key.fingerprint} belongs to your identity already."
    elif key in chain.current.revoked_keys:
        message = f"{key.fingerprint} was revoked in your identity, and a revoked key never comes back."
    else:
        return
    raise UsageProblem("key-known", message, "Choose another key, or a new one: --use new")


def carry_out(change: Change, now: datetime | None = None) -> Own:
    """Sign the new version and write it: recovery sheet, private key, identity, in this order, all or none of use."""
    with _alone(change.folder):
        there = own_identity(change.folder)
        if there != change.expected:
            raise OperationFailed(
                "identity-changed", "Your identity was changed meanwhile; nothing was written.", "Try again."
            )
        new = change.daily.key not in (change.base.current.sign if change.base else ())
        signers = (*change.others, *((change.daily.signer(change.folder),) if new else ()))
        chain = signed(change.base, change.identity, signers)
        chain_bytes(chain)
        if change.sheet_file and change.recovery:
            written = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
            key = ed25519_key(change.recovery.point)
            write_private(change.sheet_file, sheet(change.recovery, key, chain, written))
        if change.daily.private:
            keep_key(change.daily.private, change.daily.key, change.folder)
        own = Own(chain, change.daily.key, change.daily.place, change.folder)
        save_own(own)
        return own


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep two Chapbooks from changing the identity at once."""
    private_folder(folder / "keys")
    from filelock import FileLock, Timeout  # `key show` needs none, and it is slow to import

    lock = FileLock(folder / "own.lock", timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout as error:
        raise OperationFailed(
            "identity-busy", "Another Chapbook is changing your identity.", "Wait for it, then try again."
        ) from error
    try:
        yield
    finally:
        lock.release()
