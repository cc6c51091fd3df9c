"""Lock entries for tests."""

from __future__ import annotations

from dataclasses import replace

from chapbook.workspace.lock import LockEntry

_ENTRY = LockEntry(
    petname="ana",
    slug="pricing-basics",
    uid="8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10",
    version="1.2.0",
    release="sha256:" + "1" * 64,
    content="sha256:" + "2" * 64,
    license="CC-BY-SA-4.0",
    title="Price your first offer",
    authors=("Ana Ruiz",),
    imported="2026-11-22T08:00:00Z",
    origin="pricing-basics-1.2.0.chapbook.zip",
    standing="unsigned",
)


def lock_entry(**changes: str) -> LockEntry:
    """Give an entry with some values changed."""
    return replace(_ENTRY, **changes)  # type: ignore[arg-type]
