"""Every bit flipped, every cut, every byte lost or doubled: refused, or the content is the same to the last byte.

The bundle is written so that its bytes do not depend on the machine's zlib: its one packed entry is a deflate block
that stores. Five bits of that block are padding, which no reader looks at; only they may differ.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pytest
import rfc8785

from chapbook.bundle.manifest import MANIFEST_NAME
from chapbook.bundle.proofs import IDENTITY_NAME, NAMESPACE, SIGNATURE_NAME
from chapbook.bundle.verify import open_bundle
from chapbook.diag.errors import Refused
from chapbook.trust.identity import chain_bytes
from support.archives import LESSON, MODULE_YML, Draft, DraftEntry, good_draft, manifest_for, write
from support.identities import publisher, signer
from support.threats import Threats

AREA = "Damage to a bundle"
FILES = {"module.yml": MODULE_YML.encode(), "lessons/why.md": LESSON.encode()}
PADDING = 5


def draft_of_fixed_bytes() -> Draft:
    """Give a draft of a good bundle that is the same on every machine."""
    draft = good_draft(FILES)
    for entry in draft.entries:
        entry.deflate = False
    packed = draft.named("module/module.yml")
    length = len(packed.content).to_bytes(2, "little")
    packed.deflate = True
    packed.damage = b"\x01" + length + bytes(byte ^ 0xFF for byte in length) + packed.content
    return draft


DATA = write(draft_of_fixed_bytes())
GOOD = open_bundle(DATA)


def harmless(data: bytes) -> bool | None:
    """Say whether a damaged bundle holds what the good one holds; None when it is refused."""
    try:
        bundle = open_bundle(data)
        contents = {path: bundle.tree.read(path) for path in bundle.tree.paths()}
    except Refused:
        return None
    return bundle.release == GOOD.release and contents == FILES


def count(threats: Threats, threat: str, damaged: Iterable[bytes], least: int, control: str = "") -> int:
    """Try them all and record; at least `least` must be there, and must be taken by zipfile. Gives the harmless ones."""
    all_of_them = list(damaged)
    found = [harmless(data) for data in all_of_them]
    taken = sum(map(taken_by_zipfile, all_of_them)) if control else least
    assert taken >= least, taken
    threats.record(
        AREA,
        threat,
        tried=len(found),
        refused=found.count(None),
        harmless=found.count(True),
        survived=found.count(False),
        control=control and f"Python’s `zipfile` takes {least:,} or more",
    )
    return found.count(True)


def taken_by_zipfile(data: bytes) -> bool:
    """Say whether zipfile lists it, and finds no fault with any entry that it lists."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.testzip() is None
    except Exception:  # noqa: BLE001  a control: whatever it raises, it does not take it
        return False


def flipped(start: int, step: int) -> Iterator[bytes]:
    for position in range(start, len(DATA) * 8, step):
        changed = bytearray(DATA)
        changed[position // 8] ^= 1 << position % 8
        yield bytes(changed)


@pytest.mark.parametrize("half", [0, 1])
def test_every_flipped_bit(threats: Threats, half: int) -> None:
    threat = f"A bit flipped, each {('even', 'odd')[half]} one"
    accepted = count(threats, threat, flipped(half, 2), 500, "zipfile")
    assert accepted in (2, 3)


def test_only_padding_may_differ() -> None:
    block = DATA.index(MODULE_YML.encode()) - 5
    accepted = [bit for bit in range(8) if harmless(_with(block, DATA[block] ^ 1 << bit))]
    assert accepted == list(range(8 - PADDING, 8))


def _with(at: int, byte: int) -> bytes:
    return DATA[:at] + bytes([byte]) + DATA[at + 1 :]


def test_every_cut(threats: Threats) -> None:
    assert count(threats, "Cut off, after each byte", (DATA[:length] for length in range(len(DATA))), 0) == 0


def test_every_byte_lost_or_doubled(threats: Threats) -> None:
    lost = (DATA[:at] + DATA[at + 1 :] for at in range(len(DATA)))
    doubled = (DATA[:at] + DATA[at : at + 1] + DATA[at:] for at in range(len(DATA)))
    assert count(threats, "A byte lost or doubled, at each place", (*lost, *doubled), 3, "zipfile") == 0


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_entries_doubled_lost_or_exchanged(threats: Threats) -> None:
    assert count(threats, "Entries doubled, lost or exchanged", rearranged(), 15, "zipfile") == 1


def rearranged() -> Iterator[bytes]:
    """Give bundles whose entries, or only the headers of their directory, stand otherwise.

    Exchanging the two files of the module is harmless: the manifest says what they are.
    """
    numbers = range(len(draft_of_fixed_bytes().entries))
    for number in numbers:
        doubled, lost = draft_of_fixed_bytes(), draft_of_fixed_bytes()
        doubled.entries.append(doubled.entries[number])
        del lost.entries[number]
        yield write(doubled)
        yield write(lost)
    for one, other in combinations(numbers, 2):
        draft = draft_of_fixed_bytes()
        draft.entries[one], draft.entries[other] = draft.entries[other], draft.entries[one]
        yield write(draft)
        yield _directory_exchanged(one, other)


def _directory_exchanged(one: int, other: int) -> bytes:
    start, end = DATA.index(b"PK\x01\x02"), DATA.index(b"PK\x05\x06")
    headers = [b"PK\x01\x02" + rest for rest in DATA[start:end].split(b"PK\x01\x02")[1:]]
    headers[one], headers[other] = headers[other], headers[one]
    return DATA[:start] + b"".join(headers) + DATA[end:]


def test_bytes_around_it(threats: Threats) -> None:
    more = (
        b"\0",
        b"\n",
        b"\r\n",
        b"a" * 21,
        b"a" * 22,
        b"a" * 70_000,
        DATA,
        DATA[-22:],
        b"PK\x05\x06" + bytes(18),
    )
    around = [*(DATA + each for each in more), *(each + DATA for each in more)]
    assert count(threats, "Bytes before or after it", around, 8, "zipfile") == 0


# A signed bundle, changed by somebody who puts the checksums right


def signed_draft() -> Draft:
    """Give the draft of a bundle that Ana signed."""
    chain = publisher("ana")
    stated = manifest_for(FILES) | {"id": f"{chain.publisher}/pricing-basics"}
    stated["authors"][0]["publisher"] = chain.publisher
    draft = good_draft(FILES, rfc8785.dumps(stated))
    signature = signer("ana").sign(draft.named(MANIFEST_NAME).content, NAMESPACE)
    draft.entries.append(DraftEntry(SIGNATURE_NAME.encode(), signature))
    draft.entries.append(DraftEntry(IDENTITY_NAME.encode(), chain_bytes(chain)))
    return draft


def with_each_byte_changed() -> Iterator[bytes]:
    """Give the bundle with one bit of each byte of its entries flipped, and the sums right."""
    for number, entry in enumerate(SIGNED):
        for at in range(len(entry.content)):
            draft = Draft(list(SIGNED))
            content = bytearray(entry.content)
            content[at] ^= 1 << at % 8
            draft.entries[number] = replace(entry, content=bytes(content))
            yield write(draft)


SIGNED = tuple(replace(entry, deflate=False) for entry in signed_draft().entries)


def test_no_byte_of_a_signed_bundle_can_be_changed(threats: Threats) -> None:
    assert open_bundle(write(signed_draft())).proof is not None
    changed = list(with_each_byte_changed())
    accepted = [data for data in changed if harmless(data) is not None]
    taken = sum(map(taken_by_zipfile, changed))
    assert accepted == []
    assert taken > 0.9 * len(changed)
    threats.record(
        AREA,
        "A bit of each byte of a signed bundle flipped, and its checksums put right",
        tried=len(changed),
        refused=len(changed) - len(accepted),
        control="Python’s `zipfile` takes nine in ten or more",
    )
