"""What `chapbook verify` found, as text and as plain data."""

from __future__ import annotations

from dataclasses import asdict

from chapbook.bundle.facts import BundleFacts
from chapbook.render.endorsement import vouched_in_words, vouched_of
from chapbook.render.screen import harmless
from chapbook.services.verify import Verified


def render_verified(found: Verified) -> str:
    """Give the text for a bundle that is whole, without a final newline; empty for one that is not."""
    facts = found.facts
    if facts is None:
        return ""
    lines = [
        f"{facts.title} ({facts.slug}) {facts.version}: every file is as its manifest says.",
        facts.standing_in_words,
        *_signed(facts),
        *_endorsed(facts),
        f"  release {facts.release}",
    ]
    return "\n".join(harmless(line) for line in lines)


def render_verdict(found: Verified) -> str:
    """Say in one sentence what a bundle is where nothing is wrong, and what Chapbook cannot know."""
    facts = found.facts
    if facts is None or found.refused:
        return ""
    if facts.petname:
        return f"Right: whole, and signed by {facts.petname}."
    name = harmless(facts.calls_itself)
    return (
        f"Right: whole, and signed. Whether that is the “{name}” whom you mean, only they can tell you: compare the "
        "key by another way, such as the telephone."
    )


def render_by_hand(found: Verified) -> str:
    """Give the commands that come to the same; empty for a bundle that nobody signed."""
    lines = [f"  {harmless(line)}" for line in found.by_hand]
    return "\n".join(["", "To repeat it without Chapbook:", "", *lines]) if lines else ""


def _signed(facts: BundleFacts) -> list[str]:
    lines = [f"  signed with {key}" for key in facts.signed_with]
    lines += [f"  signed also with {key}, no key of the publisher: it proves nothing" for key in facts.beside]
    if facts.publisher:
        lines.append(f"  publisher {facts.publisher}, who calls itself “{facts.calls_itself}”")
    return lines


def _endorsed(facts: BundleFacts) -> list[str]:
    words = vouched_in_words(vouched_of(facts))
    return [f"  endorsed: {words}"] if words else []


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
        "endorsements": [asdict(each) for each in facts.endorsements],
        "endorsements_by_strangers": facts.endorsements_by_strangers,
        "endorsements_doubtful": facts.endorsements_doubtful,
    } if facts else {}  # fmt: skip
    return {
        "right": refused is None,
        "code": refused.code if refused else "",
        "message": refused.message if refused else "",
        **said,
        "by_hand": list(found.by_hand),
    }
