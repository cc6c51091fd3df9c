"""Whom the user knows: list them, say why, forget one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chapbook.diag.errors import UsageProblem
from chapbook.diag.suggest import did_you_mean
from chapbook.trust import pin_file
from chapbook.trust.pin_file import read_pins
from chapbook.trust.pins import Pin
from chapbook.workspace.lock import LockEntry, read_lock
from chapbook.workspace.workspace import find_workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A publisher whom the user knows; `modules` are those in this workspace that they signed.

    `alike` are others whom the user knows under a name that reads like theirs.
    """

    pin: Pin
    modules: tuple[LockEntry, ...]
    alike: tuple[Pin, ...] = ()


def everybody(start: Path) -> tuple[Known, ...]:
    """Give all publishers whom the user knows, by petname."""
    workspace = find_workspace(start)
    entries = read_lock(workspace.lock).entries if workspace else ()
    pins = read_pins()
    alike = pins.reading_alike()
    return tuple(
        Known(
            pin=pin,
            modules=tuple(each for each in entries if each.publisher == pin.publisher),
            alike=alike[petname],
        )
        for petname, pin in pins.by_petname.items()
    )


def somebody(petname: str, start: Path) -> Known:
    """Give one of them; `UsageProblem` when there is none of that name."""
    known = {each.pin.petname: each for each in everybody(start)}
    if petname not in known:
        hint = did_you_mean(petname, known) or "See: chapbook trust list"
        raise UsageProblem("not-known", f"You know nobody as “{petname[:60]}”.", hint)
    return known[petname]


def forget(petname: str) -> Pin:
    """Remove somebody; their modules stay as they are."""
    return pin_file.forget(petname)
