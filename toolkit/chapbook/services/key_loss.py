"""When a key is lost or stolen: revoke one that signed, or take the identity back with the recovery key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.diag.suggest import did_you_mean
from chapbook.services.key_change import Change, Daily, Kind, daily_key, refuse_known, required_own
from chapbook.services.recovery import Recovery, read_sheet
from chapbook.trust.config_folder import config_folder
from chapbook.trust.fork import Relation, compare
from chapbook.trust.identity import Chain, KeyState, read_chain
from chapbook.trust.identity_document import MAX_CHAIN, Reason, Revocation
from chapbook.trust.own import Own, own_identity
from chapbook.trust.public_key import PublicKey

_SHORTEST = 6
"""So many letters of a fingerprint are enough to mean it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What is said of a key that no longer counts; `since` as it was typed, empty for now."""

    reason: str
    since: str = ""


def plan_revoke(word: str, loss: Loss, *, sheet: Path | None = None, folder: Path | None = None) -> Change:
    """Plan to say that a key no longer counts; a key that signs now needs the recovery key for that."""
    own = required_own(folder or config_folder())
    key = _meant(word, own.chain)
    now = own.chain.current
    state = own.chain.state(key)
    if state is KeyState.REVOKED:
        raise OperationFailed("key-revoked-already", f"{key.fingerprint} was revoked already.")
    if key in now.recover:
        raise OperationFailed(
            "key-recovers",
            f"{key.fingerprint} is your recovery key. Without it nobody could take your identity back.",
            "Keep it. If somebody else has it, begin a new identity and tell your peers.",
        )
    if key == own.key or now.sign == (key,):
        raise OperationFailed(
            "key-signs-here",
            f"{key.fingerprint} is the key that you sign with; without it you could not sign this change either.",
            "Exchange it with the recovery sheet, which revokes it: "
            f"chapbook key recover RECOVERY-FILE --reason {_reason(loss.reason)}",
        )
    if state is KeyState.CURRENT and sheet is None:
        raise UsageProblem(
            "needs-recovery",
            f"{key.fingerprint} may sign now. To revoke it, the recovery key is needed.",
            "Add --recovery and the file of your recovery sheet.",
        )
    signer = _fitting(read_sheet(sheet), own.chain).signer if sheet else own.signer()
    return Change(
        kind=Kind.REVOKE,
        folder=own.folder,
        expected=own,
        base=own.chain,
        identity=replace(
            now, sign=tuple(each for each in now.sign if each != key), revoked=_more(own.chain, (key,), loss)
        ),
        daily=Daily(own.key, own.place),
        others=(signer,),
    )


def plan_recover(
    sheet: Path, loss: Loss, *, use: str = "", identity: Path | None = None, folder: Path | None = None
) -> Change:
    """Plan a new key through the recovery key; the keys that signed until now are revoked."""
    folder = folder or config_folder()
    own, recovery = own_identity(folder), read_sheet(sheet)
    chain, from_sheet = _base(own, recovery, identity)
    if own is not None and own.chain.publisher != chain.publisher:
        raise OperationFailed(
            "identity-there",
            f"On this computer is another identity, “{own.chain.current.name}” ({own.chain.publisher}).",
            "Move its folder away first, or let XDG_CONFIG_HOME name another one.",
        )
    _fitting(recovery, chain)
    daily = daily_key(use)
    if daily.key not in chain.current.sign:
        refuse_known(chain, daily.key)
    gone = tuple(key for key in chain.current.sign if key != daily.key)
    return Change(
        kind=Kind.RECOVER,
        folder=folder,
        expected=own,
        base=chain,
        identity=replace(chain.current, sign=(daily.key,), revoked=_more(chain, gone, loss)),
        daily=daily,
        others=(recovery.signer,),
        from_sheet=from_sheet,
    )


def _base(own: Own | None, recovery: Recovery, identity: Path | None) -> tuple[Chain, bool]:
    """Give the chain to go on from, and whether it is the one on the sheet, which may be old."""
    named = read_identity(identity) if identity is not None else None
    if own is not None:
        newer = (Relation.EXTENDS, Relation.RECOVERS, Relation.OTHER)
        return (named if named and compare(own.chain, named) in newer else own.chain), False
    if named is not None:
        return named, False
    if recovery.chain is not None:
        return recovery.chain, True
    raise UsageProblem(
        "needs-identity",
        "Neither this computer nor the sheet says which identity is to be taken back.",
        "Add --identity and your identity.json: META/identity.json in any bundle that you signed.",
    )


def read_identity(path: Path) -> Chain:
    """Read an identity file that somebody named."""
    try:
        with path.open("rb") as file:
            return read_chain(file.read(MAX_CHAIN + 2).rstrip(b"\n"))
    except OSError as error:
        raise UsageProblem("cannot-read", f"{path} cannot be read: {error.strerror or error}.") from error


def _fitting(recovery: Recovery, chain: Chain) -> Recovery:
    if recovery.key not in chain.current.recover:
        raise OperationFailed(
            "recovery-of-another",
            f"The key {recovery.key.fingerprint} does not recover “{chain.current.name}” ({chain.publisher}).",
            f"It takes {chain.current.recover[0].fingerprint}: look for the sheet that names it.",
        )
    return recovery


def _more(chain: Chain, keys: tuple[PublicKey, ...], loss: Loss) -> tuple[Revocation, ...]:
    since, reason = _since(loss.since), _reason(loss.reason)
    return (*chain.current.revoked, *(Revocation(key, since, reason) for key in keys))


def _reason(word: str) -> Reason:
    if word in list(Reason):
        return Reason(word)
    raise UsageProblem(
        "no-such-reason",
        f"“{word}” is no reason that others could act on; one of {', '.join(Reason)} is.",
        did_you_mean(word, Reason) or "stolen: somebody else may have it. lost: nobody has it.",
    )


def _since(word: str) -> str:
    """Read a day or a moment; nothing means now."""
    try:
        moment = datetime.fromisoformat(word) if word else datetime.now(UTC)
    except ValueError:
        raise UsageProblem(
            "not-a-time",
            f"“{word}” is not a day or a time.",
            "Write it like 2026-11-21 or 2026-11-21T19:00:00Z.",
        ) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _meant(word: str, chain: Chain) -> PublicKey:
    """Give the key of the chain that a fingerprint, or its beginning, means."""
    known = {each.fingerprint: each for document in chain.documents for each in document.identity.keys}
    short = word.removeprefix("SHA256:")
    fitting = [key for name, key in known.items() if name.removeprefix("SHA256:").startswith(short)]
    if len(fitting) == 1 and len(short) >= _SHORTEST:
        return fitting[0]
    raise UsageProblem(
        "no-such-key",
        f"“{word}” is not the fingerprint of a key in your identity.",
        did_you_mean(word, known) or "See them with: chapbook key show",
    )
