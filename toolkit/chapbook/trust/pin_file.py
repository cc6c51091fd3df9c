"""The user's pins on the disk: `pins.json` in the config folder, replaced in one step under a lock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chapbook.diag.errors import OperationFailed, Refused
from chapbook.tree.write import disk_errors, write_file
from chapbook.trust.config_folder import config_folder
from chapbook.trust.fork import Relation, compare
from chapbook.trust.pins import NOBODY_KNOWN, Pin, Pins, decode_pins, encode_pins, renewed

FILE = "pins.json"
LOCK = ".chapbook-pins-lock"
LOCK_SECONDS = 10.0
MAX_BYTES = 16 * 1024 * 1024


def read_pins(folder: Path | None = None) -> Pins:
    """Read whom the user knows; nobody when there is no file yet."""
    path = (folder or config_folder()) / FILE
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return NOBODY_KNOWN
    except OSError as error:
        raise OperationFailed(
            "cannot-read", f"{path} cannot be read: {error.strerror or error}.", "Look at its permissions."
        ) from error
    return decode_pins(data, str(path))


def remember(pin: Pin, folder: Path | None = None) -> Pin:
    """Write a pin, and give it as it is written: another run may have learned more of the publisher meanwhile."""
    folder = folder or config_folder()
    with _held(folder):
        pins = read_pins(folder)
        there, named = pins.of(pin.publisher), pins.named(pin.petname)
        if there is None and named is not None:
            raise pins_changed(f"“{pin.petname}” became another publisher")
        if there is not None:
            if compare(there.chain, pin.chain) in (Relation.CONFLICT, Relation.BEATEN):
                raise pins_changed(f"“{there.petname}” came with another identity")
            pin = renewed(there, pin.chain)
        _write(pins, pins.with_pin(pin), folder)
        return pin


def put_back(written: Pin, before: Pin | None, folder: Path | None = None) -> None:
    """Undo `remember`, unless something else has changed the pin since."""
    folder = folder or config_folder()
    with _held(folder):
        pins = read_pins(folder)
        if pins.of(written.publisher) == written:
            _write(pins, pins.with_pin(before) if before else pins.without(written.petname), folder)


def forget(petname: str, folder: Path | None = None) -> Pin:
    """Remove a pin and give it; `Refused` when there is none of that name."""
    folder = folder or config_folder()
    with _held(folder):
        pins = read_pins(folder)
        pin = pins.named(petname)
        if pin is None:
            raise Refused("not-known", f"You know nobody as “{petname}”.", "See: chapbook trust list")
        _write(pins, pins.without(petname), folder)
        return pin


def _write(before: Pins, after: Pins, folder: Path) -> None:
    if after != before:
        write_file(folder / FILE, encode_pins(after))


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    with disk_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        try:
            lock.acquire(timeout=LOCK_SECONDS)
        except Timeout as error:
            raise OperationFailed(
                "pins-busy",
                f"Another Chapbook writes {folder / FILE} and has not ended for {LOCK_SECONDS:g} seconds. Nothing was "
                "changed.",
                "Wait until it is done and try again. If it hangs, end it: its lock goes with it.",
            ) from error
    try:
        yield
    finally:
        lock.release()


def pins_changed(what: str) -> Refused:
    """Give what is raised when the pins are no longer those that a plan was made on."""
    return Refused(
        "pins-changed",
        f"While this import was prepared, {what} in another window. Nothing was changed.",
        "Run the import again to see what it would do now.",
    )
