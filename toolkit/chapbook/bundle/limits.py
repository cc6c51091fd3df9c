"""The limits of a bundle: those of a module's files and those of its container, enforced while reading."""

from __future__ import annotations

from dataclasses import dataclass

from chapbook.tree.limits import KIB as KIB
from chapbook.tree.limits import MIB as MIB
from chapbook.tree.limits import FileLimits
from chapbook.tree.limits import in_words as in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(FileLimits):
    """How much a bundle may hold. Sizes are bytes, ratios are unpacked to packed.

    The ratio of an entry counts from `ratio_from` bytes on, that of the whole from `total_ratio_from` on:
    a short file of blanks packs very well and harms nobody.
    """

    ratio: int = 200
    ratio_from: int = MIB
    total_ratio: int = 50
    total_ratio_from: int = 64 * MIB
    manifest_bytes: int = 4 * MIB
    meta_bytes: int = 64 * KIB
    json_depth: int = 16
    signatures: int = 8
    endorsements: int = 64


DEFAULT_LIMITS = Limits()
