"""A bundle's facts as text, in the order in which one decides whether to take it in."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from chapbook.bundle.facts import BundleFacts
from chapbook.render.endorsement import vouched_in_words, vouched_of
from chapbook.render.screen import harmless
from chapbook.workspace.lock import LockEntry

_LABEL = 13


def render_facts(
    facts: BundleFacts, known: Iterable[LockEntry], *, files: bool = False, width: int = 100
) -> str:
    """Give the text, without a final newline. Control characters of a hostile bundle never reach the terminal."""
    rows = [
        ("module", f"{facts.title} ({facts.slug}) {facts.version}"),
        ("by", ", ".join(facts.authors)),
        ("licence", facts.license),
        ("from", facts.standing_in_words),
        ("publisher", _publisher(facts)),
        ("beside", _beside(facts)),
        ("endorsed", vouched_in_words(vouched_of(facts))),
        ("known", _known(tuple(known), facts)),
        ("about", facts.summary),
        ("you can", "; ".join(facts.outcomes)),
        ("language", facts.language),
        ("needs", "; ".join(facts.requires)),
        ("made from", "; ".join(facts.derived_from)),
        ("packed", f"{facts.created} with {facts.tool}"),
        (
            "size",
            f"{len(facts.files)} files, {_size(facts.unpacked_size)} ({_size(facts.packed_size)} packed)",
        ),
        ("release", facts.release),
    ]
    lines = [line for label, text in rows if text for line in _row(label, harmless(text), width)]
    if files:
        lines += [
            "",
            *(f"  {each.sha256[:12]}  {each.size:>10}  {harmless(each.path)}" for each in facts.files),
        ]
    return "\n".join(lines)


def _row(label: str, text: str, width: int) -> list[str]:
    filled = textwrap.wrap(text, max(width - _LABEL, 30), break_on_hyphens=False) or [""]
    return [f"{label:<{_LABEL}}{filled[0]}", *(" " * _LABEL + line for line in filled[1:])]


def _known(known: tuple[LockEntry, ...], facts: BundleFacts) -> str:
    if not known:
        return "No, this module was not imported here before."
    words = [
        f"{each.key} {each.version}" + (" (the same)" if each.release == facts.release else "")
        for each in known
    ]
    return f"Yes, imported as {', '.join(words)}."


def _publisher(facts: BundleFacts) -> str:
    if not facts.publisher or not facts.petname:
        return facts.publisher
    return f"{facts.publisher}, who calls itself “{facts.calls_itself}”, with {', '.join(facts.signed_with)}"


def _beside(facts: BundleFacts) -> str:
    if not facts.beside:
        return ""
    return f"Signed also with {', '.join(facts.beside)}: no key of the publisher, so it proves nothing."


def _size(size: int) -> str:
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(size / 2**10, 0.1):.1f} kB"
