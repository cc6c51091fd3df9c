"""The user's own identity, and what a change would do to it, as text and as plain data. Never a private key."""

from __future__ import annotations

from chapbook.render.screen import harmless
from chapbook.services.key_change import Change, Kind
from chapbook.services.key_choices import Choice
from chapbook.services.key_export import allowed_signers
from chapbook.trust.identity import Chain
from chapbook.trust.identity_document import Reason
from chapbook.trust.own import Own, Place, Where, key_path
from chapbook.trust.public_key import SECURITY_KEY, PublicKey

_HEAD = {
    Kind.INIT: "Plan: a new identity, “{name}”.",
    Kind.ROTATE: "Plan: version {version} of your identity “{name}”, with another key.",
    Kind.REVOKE: "Plan: version {version} of your identity “{name}”, in which a key no longer counts.",
    Kind.RECOVER: "Plan: version {version} of your identity “{name}”, taken back with the recovery key.",
}
_EFFECT = {
    False: "Peers refuse bundles signed with it that they do not have yet.",
    True: "Peers are told so when they meet a bundle signed with it.",
}


def render_choices(choices: tuple[Choice, ...]) -> str:
    """Give the keys one may sign with, numbered; 1 is always a new one."""
    lines = ["Sign with which key?", "  1  a new one that Chapbook keeps for this alone (recommended)"]
    lines += [f"  {number}  {each.in_words}" for number, each in enumerate(choices, start=2)]
    if not any(each.key.kind == SECURITY_KEY for each in choices):
        lines.append("     For a key on a security key, make one first: ssh-keygen -t ed25519-sk")
    return "\n".join(harmless(line) for line in lines)


def render_change(change: Change) -> str:
    """Give what would be written and what that means, without a final newline."""
    version = change.base.current.version + 1 if change.base else 1
    lines = [_HEAD[change.kind].format(name=change.identity.name, version=version)]
    daily = change.daily
    where = f"{daily.key.fingerprint}, {_where(daily.key, daily.place, change.folder)}"
    if change.kind is not Kind.REVOKE:
        lines.append(f"  {'New key' if daily.private else 'Key'}: {where}")
    if change.kind is Kind.ROTATE and change.expected:
        lines.append(f"  Before: {change.expected.key.fingerprint}. It is kept; what it signed still counts.")
    for each in change.revoked:
        lines.append(f"  No longer counts: {each.key.fingerprint}, {each.reason} since {each.since}.")
        lines.append(f"    {_EFFECT[each.reason is Reason.REPLACED]}")
    if change.sheet_file:
        lines.append(f"  Recovery sheet: {change.sheet_file}. Put it away from this computer.")
    if change.from_sheet:
        lines.append(
            "  Note: it goes on from the identity on the sheet. If you changed yours later, stop, and name the newest "
            "with --identity: META/identity.json in the last bundle that you signed."
        )
    return "\n".join(harmless(line) for line in lines)


def render_own(own: Own) -> str:
    """Give the identity with its keys and versions."""
    now = own.chain.current
    rows = [("publisher", own.chain.publisher), ("name", now.name)]
    rows += [("link", link) for link in now.links]
    rows.append(("key here", f"{own.key.fingerprint}, {_where(own.key, own.place, own.folder)}"))
    rows += [("signs", key.fingerprint) for key in now.sign]
    rows += [("recovers", key.fingerprint) for key in now.recover]
    rows += [("revoked", f"{each.key.fingerprint}, {each.reason} since {each.since}") for each in now.revoked]
    for document in reversed(own.chain.documents):
        by = ", by the recovery key" if document.by_recovery else ""
        rows.append(("version", f"{document.identity.version}  {document.digest}{by}"))
    return "\n".join(harmless(f"{label:<12} {text}") for label, text in rows)


def render_export(chain: Chain) -> str:
    """Give what to tell peers."""
    keys = "\n".join(key.fingerprint for key in chain.current.sign)
    return "\n".join(
        (
            f"Publisher {chain.publisher} ({harmless(chain.current.name)}) signs with",
            keys,
            "",
            "For checking by hand with ssh-keygen, in a file allowed_signers:",
            "\n".join(allowed_signers(chain)),
        )
    )


def own_data(own: Own) -> dict[str, object]:
    """Give the identity as plain values for JSON."""
    now = own.chain.current
    return {
        "publisher": own.chain.publisher,
        "name": now.name,
        "links": list(now.links),
        "version": now.version,
        "digest": own.chain.digest,
        "key": _key(own.key),
        "where": own.place.where.value,
        "file": _file(own.key, own.place, own),
        "sign": [_key(key) for key in now.sign],
        "recover": [_key(key) for key in now.recover],
        "revoked": [
            {**_key(each.key), "since": each.since, "reason": each.reason.value} for each in now.revoked
        ],
    }


def _key(key: PublicKey) -> dict[str, str]:
    return {"line": key.line, "fingerprint": key.fingerprint}


def _file(key: PublicKey, place: Place, own: Own) -> str:
    return place.path or (str(key_path(key, own.folder)) if place.where is Where.KEPT else "")


def _where(key: PublicKey, place: Place, folder: object) -> str:
    if place.where is Where.AGENT:
        return "in the SSH agent"
    kind = "a security key, by way of " if key.kind == SECURITY_KEY else ""
    return f"{kind}{place.path}" if place.path else f"kept in {folder}/keys"
