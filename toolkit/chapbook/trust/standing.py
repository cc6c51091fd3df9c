"""How far a bundle's origin is known, and the one policy that decides whether it may come in.

This version makes and reads unsigned bundles only. It cannot check a signature, and no switch skips one that is
there: a bundle which carries signatures, an identity or endorsements can be looked at, with all it says shown as
unproved, but it is not imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chapbook.diag.errors import Refused


class Origin(StrEnum):
    """What is known of who made a bundle. The words are written into the lock file and never change."""

    UNSIGNED = "unsigned"
    UNVERIFIABLE = "unverifiable"
    """It carries proof that this version cannot check."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A bundle's origin; `carried` are the names of the entries that claim to prove it."""

    origin: Origin
    carried: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """Say it in one sentence for people."""
        if self.origin is Origin.UNVERIFIABLE:
            return "It carries proofs of origin that this version of Chapbook cannot check: treat it as unproved."
        return "It is not signed: nothing proves who made it."


def standing_of(proofs: tuple[str, ...]) -> Standing:
    """Judge a bundle by the entries that claim to prove its origin."""
    return Standing(Origin.UNVERIFIABLE if proofs else Origin.UNSIGNED, proofs)


def admit(standing: Standing, allow_unsigned: bool) -> None:
    """Let a bundle in or raise `Refused`."""
    if standing.origin is Origin.UNVERIFIABLE:
        raise Refused(
            "signature-not-verifiable-yet",
            f"The bundle carries {standing.carried[0]}, which this version of Chapbook cannot check. "
            "It was not imported, since nothing may pass by a signature unread.",
            "Update Chapbook, or ask the author for a bundle without signatures.",
        )
    if not allow_unsigned:
        raise Refused(
            "unsigned-bundle",
            "The bundle is not signed, so nothing proves who made it or that it was not changed.",
            "If you know where it comes from, add --allow-unsigned.",
        )
