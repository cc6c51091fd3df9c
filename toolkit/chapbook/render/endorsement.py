"""Endorsements in words and as plain data."""

from __future__ import annotations

from chapbook.bundle.facts import BundleFacts
from chapbook.render.screen import harmless
from chapbook.trust.endorsement import Endorsement, Kind
from chapbook.trust.pins import Pins
from chapbook.trust.vouched import Vouch, Vouched

_STRANGER = "somebody you do not know"


def vouched_of(facts: BundleFacts) -> Vouched:
    """Give what is said of a bundle."""
    return Vouched(facts.endorsements, facts.endorsements_by_strangers, facts.endorsements_doubtful)


def vouched_in_words(found: Vouched) -> str:
    """Say what those whom the user knows say of a bundle, and count the rest; empty when nobody says anything."""
    parts = [_sentence(each) for each in found.known]
    if found.strangers:
        parts.append(
            f"{found.strangers} by {'people' if found.strangers > 1 else 'somebody'} you do not know"
        )
    if found.doubtful:
        parts.append(f"{found.doubtful} by keys that no longer count")
    return "; ".join(parts)


def _sentence(vouch: Vouch) -> str:
    person = vouch.person or _STRANGER
    said = {
        Kind.REVIEW: f"{vouch.by} reviewed it",
        Kind.COMPLETION: f"{vouch.by} says that {person} completed it",
        Kind.WORKED_WITH: f"{vouch.by} has worked with its publisher",
        Kind.KEY: f"{vouch.by} has made sure who its publisher is",
    }[Kind(vouch.kind)]
    return f"{said} ({vouch.date})" + (f": “{vouch.text}”" if vouch.text else "")


def render_endorsement(endorsement: Endorsement, pins: Pins, own: str = "") -> str:
    """Give what a file says, without a final newline. People whom the user does not know are ids."""

    def name(publisher: str) -> str:
        pin = pins.of(publisher)
        return "you" if publisher == own else pin.petname if pin else f"{publisher} (whom you do not know)"

    said = endorsement.statement
    about = said.about
    what = f"{about.module} {about.version}" if about.release else name(about.publisher)
    words = {
        Kind.REVIEW: f"reviewed {what}",
        Kind.COMPLETION: f"says that {name(said.person) if said.person else ''} completed {what}",
        Kind.WORKED_WITH: f"has worked with {what}",
        Kind.KEY: f"has made sure that the identity of {what} belongs to whom it names",
    }[said.kind]
    lines = [f"On {said.date}, {name(said.by)} {words}."]
    lines += [f"  “{said.text}”"] if said.text else []
    lines += [f"  release {about.release}"] if about.release else []
    lines += [
        f"  signed by {name(each.chain.publisher)} with {each.key.fingerprint}" for each in endorsement.signed
    ]
    if endorsement.waits_for:
        lines.append(
            f"  A proposal: it waits for the signature of {name(endorsement.waits_for)}, and counts for nothing yet."
        )
    return "\n".join(harmless(line) for line in lines)


def endorsement_data(endorsement: Endorsement) -> dict[str, object]:
    """Give the same as plain values for JSON."""
    said = endorsement.statement
    return {
        "kind": said.kind.value,
        "by": said.by,
        "person": said.person,
        "about": {
            "release": said.about.release,
            "module": said.about.module,
            "version": said.about.version,
            "publisher": said.about.publisher,
        },
        "date": said.date,
        "text": said.text,
        "signed_by": [each.chain.publisher for each in endorsement.signed],
        "waits_for": endorsement.waits_for,
    }
