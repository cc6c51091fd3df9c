"""Whom the user knows: one pin for each publisher, kept in the config folder, never in a workspace.

A pin is made when a module of a publisher is imported for the first time and the user says yes to the key. From then
on the publisher has a *petname*, the user's own word, and every later bundle is held against what the pin remembers:
the identity as far as it was seen, so that an older chain, or another one that starts alike, is noticed.

`pins.json` is written by Chapbook only: JSON with sorted keys, two blanks of indent, one value a line. The same pins
give the same bytes; format 1 knows every key, and anything else is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chapbook.diag.errors import ChapbookError, OperationFailed
from chapbook.model.json_fields import FieldProblem, Fields
from chapbook.model.mapping import KEBAB
from chapbook.source import canonical
from chapbook.source.canonical import JsonValue
from chapbook.trust.fork import Relation, compare
from chapbook.trust.identity import Chain, chain_bytes, read_chain
from chapbook.trust.lookalike import forms, read_alike

FORMAT = 1
_PIN = "publisher first_seen source identity"
MAX_PETNAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A publisher whom the user knows, with the newest identity seen. `first_seen` is UTC, `source` the first file."""

    petname: str
    chain: Chain
    first_seen: str
    source: str

    @property
    def publisher(self) -> str:
        """The publisher's id."""
        return self.chain.publisher

    @property
    def name(self) -> str:
        """What the publisher calls itself."""
        return self.chain.current.name

    @property
    def fingerprints(self) -> str:
        """The keys that sign for it now, for people."""
        return ", ".join(key.fingerprint for key in self.chain.current.sign)


@dataclass(frozen=True, slots=True)
class Pins:
    """All publishers whom the user knows, by petname. Neither a petname nor a publisher is there twice."""

    by_petname: Mapping[str, Pin] = field(default_factory=dict)

    def named(self, petname: str) -> Pin | None:
        """Find a publisher by the user's word."""
        return self.by_petname.get(petname)

    def of(self, publisher: str) -> Pin | None:
        """Find a publisher by id."""
        return next((pin for pin in self.by_petname.values() if pin.publisher == publisher), None)

    def calling_themselves(self, name: str) -> Pin | None:
        """Find somebody whose own name or petname reads like `name`."""
        known = self.by_petname.values()
        return next(
            (pin for pin in known if any(read_alike(name, own) for own in (pin.name, pin.petname))), None
        )

    def reading_alike(self) -> Mapping[str, tuple[Pin, ...]]:
        """Give by petname the others who read alike: what they call themselves, or that and a petname."""
        called: dict[tuple[str, str], set[str]] = {}
        known_as: dict[tuple[str, str], set[str]] = {}
        for petname, pin in self.by_petname.items():
            for names, name in ((called, pin.name), (known_as, petname)):
                for form in forms(name):
                    names.setdefault(form, set()).add(petname)
        found: dict[str, set[str]] = {petname: set() for petname in self.by_petname}
        for form, own in called.items():
            for petname in own:
                found[petname] |= own | known_as.get(form, set())
            for petname in known_as.get(form, ()):
                found[petname] |= own
        return {
            petname: tuple(self.by_petname[each] for each in sorted(others - {petname}))
            for petname, others in found.items()
        }

    def with_pin(self, pin: Pin) -> Pins:
        """Give the pins with this one in place of any of the same publisher."""
        others = {name: each for name, each in self.by_petname.items() if each.publisher != pin.publisher}
        return Pins(dict(sorted({**others, pin.petname: pin}.items())))

    def without(self, petname: str) -> Pins:
        """Give the pins without one."""
        return Pins({name: pin for name, pin in self.by_petname.items() if name != petname})


NOBODY_KNOWN = Pins()


def renewed(pin: Pin, chain: Chain) -> Pin:
    """Give a pin after another bundle of its publisher came in: it never goes back to an older identity."""
    newer = compare(pin.chain, chain) in (Relation.EXTENDS, Relation.RECOVERS)
    return replace(pin, chain=chain) if newer else pin


def encode_pins(pins: Pins) -> bytes:
    """Give the file's bytes."""
    said = {name: _pin_json(pin) for name, pin in pins.by_petname.items()}
    text = json.dumps({"format": FORMAT, "publishers": said}, ensure_ascii=False, indent=2, sort_keys=True)
    return (text + "\n").encode()


def _pin_json(pin: Pin) -> dict[str, JsonValue]:
    return {
        "publisher": pin.publisher,
        "first_seen": pin.first_seen,
        "source": pin.source,
        "identity": json.loads(chain_bytes(pin.chain)),
    }


def decode_pins(data: bytes, name: str = "pins.json") -> Pins:
    """Read the file's bytes; `OperationFailed` says what cannot be read."""
    try:
        value: JsonValue = json.loads(data.decode(), object_pairs_hook=_no_duplicates)
        return _pins(Fields(value, "", "format publishers"))
    except ChapbookError as error:
        raise _damaged(name, error.message.rstrip(".")) from error
    except (FieldProblem, RecursionError, ValueError) as error:
        raise _damaged(name, str(error)) from error


def _no_duplicates(pairs: list[tuple[str, JsonValue]]) -> JsonValue:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise FieldProblem(
            next(key for key, _ in pairs if [each for each, _ in pairs].count(key) > 1), "is there twice"
        )
    return found


def _pins(fields: Fields) -> Pins:
    if fields.number("format") > FORMAT:
        raise FieldProblem("format", f"is newer than {FORMAT}; update Chapbook to read it")
    found = {petname: _pin(petname, value) for petname, value in fields.members("publishers")}
    if len({pin.publisher for pin in found.values()}) != len(found):
        raise FieldProblem("publishers", "names a publisher twice")
    return Pins(dict(sorted(found.items())))


def _pin(petname: str, value: JsonValue) -> Pin:
    if not KEBAB.match(petname) or len(petname) > MAX_PETNAME:
        raise FieldProblem(ascii(petname)[1:-1][:60], "must be a petname: a–z, 0–9 and hyphens")
    fields = Fields(value, petname, _PIN)
    chain = read_chain(canonical.encode(dict(fields.members("identity"))))
    if fields.text("publisher") != chain.publisher:
        raise FieldProblem(f"{petname}.publisher", "is not the publisher of its identity")
    return Pin(
        petname=petname,
        chain=chain,
        first_seen=fields.time("first_seen"),
        source=fields.text("source"),
    )


def _damaged(name: str, why: str) -> OperationFailed:
    return OperationFailed(
        "pins-damaged",
        f"{name}: {why}. Without it Chapbook cannot know whom you know. Nothing was changed.",
        "Restore the file from a backup, or correct it. Do not simply remove it: then everybody is new to you.",
    )
