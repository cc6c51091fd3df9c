"""Whom the user knows, as text and as plain data."""

from __future__ import annotations

from collections.abc import Sequence

from chapbook.render.screen import harmless
from chapbook.services.trust import Known
from chapbook.trust.identity import Document
from chapbook.trust.lookalike import other_letters
from chapbook.trust.pins import Pin


def render_everybody(known: Sequence[Known]) -> str:
    """Give one line a publisher, without a final newline."""
    if not known:
        return "You know nobody yet. Whom you know is noted when you import a signed module."
    return "\n".join(harmless(_line(each)) for each in known)


def _line(known: Known) -> str:
    pin = known.pin
    line = f"{pin.petname}  calls itself “{pin.name}”, known since {pin.first_seen[:10]}, {pin.fingerprints}"
    others = ", ".join(each.petname for each in known.alike)
    return f"{line}; not to be taken for {others}, whose name reads alike" if others else line


def render_why(known: Known) -> str:
    """Give all that is known of one publisher, and from where, without a final newline."""
    pin, now = known.pin, known.pin.chain.current
    lines = [
        f"You know {pin.petname} since {pin.first_seen}, when you imported {pin.source} and said yes to its key.",
        "",
        f"calls itself  {pin.name} (a claim: nobody has checked that name)",
        *(_alike(pin, other) for other in known.alike),
        f"publisher     {pin.publisher}",
        f"identity      version {now.version}, {pin.chain.digest}",
        *(f"signs with    {key.fingerprint}" for key in now.sign),
        *(f"recovers with {key.fingerprint}" for key in now.recover),
        *(f"revoked       {each.key.fingerprint}, {each.reason} since {each.since}" for each in now.revoked),
        *(f"on the web    {link} (a claim too)" for link in now.links),
    ]
    if len(pin.chain.documents) > 1:
        lines += ["", "History:", *(f"  {_document(each)}" for each in pin.chain.documents)]
    if known.modules:
        lines += ["", "In this workspace:"]
        lines += [f"  {each.key} {each.version}, imported {each.imported[:10]}" for each in known.modules]
    return "\n".join(harmless(line) for line in lines)


def _alike(pin: Pin, other: Pin) -> str:
    shown = (
        f"reads like    {other.name}, whom you know as {other.petname}; they are two, with different keys."
    )
    return f"{shown} {other_letters(pin.name, other.name)}".rstrip()


def _document(document: Document) -> str:
    keys = ", ".join(key.fingerprint for key in document.identity.sign)
    how = ", brought in by a recovery key" if document.by_recovery else ""
    return f"{document.identity.version}  “{document.identity.name}”, {keys}{how}"


def render_forgetting(known: Known) -> str:
    """Say what forgetting somebody means, before it is done."""
    pin = known.pin
    count = len(known.modules)
    stay = (
        f"{count} {'module' if count == 1 else 'modules'} in this workspace" if count else "What you imported"
    )
    return harmless(
        f"Plan: forget {pin.petname} ({pin.fingerprints}).\n"
        f"  {stay} {'stays' if count <= 1 else 'stay'}. Their next bundle will be one by somebody new, and anybody may "
        f"take the name {pin.petname}.\n"
        "  An older identity of theirs, or another one, will no longer be noticed."
    )


def render_forgotten(known: Known) -> str:
    """Say how to know somebody again."""
    pin = known.pin
    return harmless(
        f"To know them again, import a bundle of theirs with --as {pin.petname}; the key was {pin.fingerprints}."
    )


def known_data(known: Known) -> dict[str, object]:
    """Give one publisher as plain values for JSON."""
    pin, now = known.pin, known.pin.chain.current
    return {
        "petname": pin.petname,
        "publisher": pin.publisher,
        "calls_itself": pin.name,
        "reads_like": [each.petname for each in known.alike],
        "known_since": pin.first_seen,
        "source": pin.source,
        "version": now.version,
        "identity": pin.chain.digest,
        "sign": [key.fingerprint for key in now.sign],
        "recover": [key.fingerprint for key in now.recover],
        "revoked": [
            {"key": each.key.fingerprint, "since": each.since, "reason": each.reason.value}
            for each in now.revoked
        ],
        "modules": [each.key for each in known.modules],
    }
