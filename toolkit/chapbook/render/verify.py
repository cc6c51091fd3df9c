"""What `chapbook verify` found, as text and as plain data."""

from __future__ import annotations

from chapbook.bundle.facts import BundleFacts
from chapbook.render.screen import harmless
from chapbook.services.verify import Verified


def render_verified(found: Verified, *, by_hand: bool) -> str:
    """Give the text for a bundle that is whole, without a final newline; empty for one that is not."""
    facts = found.facts
    if facts is None:
        return ""
    lines = [
        f"{facts.title} ({facts.slug}) {facts.version}: every file is as its manifest says.",
        facts.standing_in_words,
        *_signed(facts),
        f"  release {facts.release}",
    ]
    if by_hand and found.by_hand:
        lines += ["", "To repeat it without Chapbook:", "", *(f"  {line}" for line in found.by_hand)]
    return "\n".join(harmless(line) for line in lines)


def _signed(facts: BundleFacts) -> list[str]:
    lines = [f"  signed with {key}" for key in facts.signed_with]
    lines += [f"  signed also with {key}, no key of the publisher: it proves nothing" for key in facts.beside]
    if facts.publisher:
        lines.append(f"  publisher {facts.publisher}, who calls itself “{facts.calls_itself}”")
    return lines


def verified_data(found: Verified) -> dict[str, object]:
    """Give the same as plain values for JSON. `right` is true when nothing is wrong."""
    facts, refused = found.facts, found.refused
    said = {
        "release": facts.release,
        "standing": facts.standing,
        "publisher": facts.publisher,
        "petname": facts.petname,
        "calls_itself": facts.calls_itself,
        "signed_with": list(facts.signed_with),
        "beside": list(facts.beside),
    } if facts else {}  # fmt: skip
    return {
        "right": refused is None,
        "code": refused.code if refused else "",
        "message": refused.message if refused else "",
        **said,
        "by_hand": list(found.by_hand),
    }
