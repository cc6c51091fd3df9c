"""Bundles for tests: a small module, and a generator of archives that break one rule each.

It writes ZIP by itself and manifests with `rfc8785`, so that it shares no code with what it tests.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import rfc8785

from chapbook.bundle.manifest import role_of
from chapbook.library.pack import InMemory, Seal, pack_module
from chapbook.model.reader import read_module
from chapbook.tree.tree import MemoryTree

CREATED = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
TOOL = "chapbook 0.1.0"

MODULE_YML = """\
format: 1
id: pricing-basics
uid: 8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10
title: Price your first offer
summary: Find a price that you can live on and say why it is fair.
language: en
version: 1.2.0
status: published
minutes: 5
authors:
  - name: Ana Ruiz
    url: https://ana.example
license: CC-BY-SA-4.0
objectives:
  - {id: floor, text: Compute the lowest price that you can live on, bloom: apply}
lessons:
  - lessons/why.md
"""
LESSON = """\
---
id: why
title: Why a floor
objectives: [floor]
---

Below the floor you pay to work. Add up what a month costs, then divide by the days that you can sell.
"""
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))


def sample_files(**changes: str) -> dict[str, bytes]:
    """Give the sample module's files; `changes` replaces words in `module.yml`, such as version="1.3.0"."""
    text = MODULE_YML
    for key, value in changes.items():
        lines = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in text.splitlines()]
        text = "\n".join(lines) + "\n"
    return {"module.yml": text.encode(), "lessons/why.md": LESSON.encode(), "assets/dot.png": PNG}


def pack(files: Mapping[str, bytes] | None = None, seal: Seal | None = None) -> InMemory:
    """Pack files with the product's own `pack_module`; `seal` signs them."""
    tree = MemoryTree(files if files is not None else sample_files())
    module = read_module(tree).module
    assert module is not None
    return pack_module(module, tree, created=CREATED, tool=TOOL, seal=seal)


def manifest_for(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Write the sample module's manifest by hand."""
    listed = [
        {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "role": role_of(path)}
        for path, data in sorted(files.items())
    ]
    return {
        "format": "chapbook/module/1",
        "id": "pricing-basics",
        "uid": "8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10",
        "slug": "pricing-basics",
        "version": "1.2.0",
        "title": "Price your first offer",
        "language": "en",
        "summary": "Find a price that you can live on and say why it is fair.",
        "minutes": 5,
        "outcomes": ["Compute the lowest price that you can live on"],
        "license": "CC-BY-SA-4.0",
        "authors": [{"name": "Ana Ruiz", "url": "https://ana.example"}],
        "created": "2026-11-21T19:00:00Z",
        "content": content_of(listed),
        "files": listed,
        "tool": TOOL,
    }


def content_of(listed: object) -> str:
    """Give the digest over a manifest's `files`."""
    canonical = rfc8785.dumps(listed)  # type: ignore[arg-type]
    return "sha256:" + hashlib.sha256(canonical).hexdigest()


@dataclass
class DraftEntry:
    """One entry. `local` and `central` override header fields; `gap` stands before it."""

    name: bytes
    content: bytes
    deflate: bool = False
    local: dict[str, int] = field(default_factory=dict)
    central: dict[str, int] = field(default_factory=dict)
    local_name: bytes | None = None
    local_extra: bytes = b""
    central_extra: bytes = b""
    comment: bytes = b""
    gap: bytes = b""
    tail: bytes = b""
    damage: bytes | None = None


@dataclass
class Draft:
    """An archive before it is written; `end` overrides fields of the end record."""

    entries: list[DraftEntry]
    end: dict[str, int] = field(default_factory=dict)
    prefix: bytes = b""
    suffix: bytes = b""
    comment: bytes = b""
    before_directory: bytes = b""
    after_directory: bytes = b""

    def named(self, name: str) -> DraftEntry:
        """Find an entry."""
        return next(entry for entry in self.entries if entry.name == name.encode())


def good_draft(files: Mapping[str, bytes] | None = None, manifest: bytes | None = None) -> Draft:
    """Give a draft that, when written, is a bundle without fault."""
    content = files if files is not None else sample_files()
    stated = manifest if manifest is not None else rfc8785.dumps(manifest_for(content))
    entries = [
        DraftEntry(b"mimetype", b"application/vnd.chapbook.module+zip"),
        DraftEntry(b"META/manifest.json", stated, deflate=True),
    ]
    entries += [
        DraftEntry(f"module/{path}".encode(), data, deflate=True) for path, data in sorted(content.items())
    ]
    return Draft(entries)


def write(draft: Draft) -> bytes:
    """Write the archive as the draft says, right or wrong. A prefix moves no offset unless `end` says so."""
    body = bytearray(draft.prefix)
    directory = bytearray()
    for entry in draft.entries:
        body += entry.gap
        offset = len(body) - len(draft.prefix)
        packed = entry.damage if entry.damage is not None else _packed(entry)
        body += _local(entry, packed) + packed + entry.tail
        directory += _central(entry, packed, offset)
    body += draft.before_directory
    place = len(body) - len(draft.prefix)
    end = {
        "disk": 0,
        "directory_disk": 0,
        "entries_here": len(draft.entries),
        "entries": len(draft.entries),
        "directory_size": len(directory),
        "directory_offset": place,
        "comment_length": len(draft.comment),
    }
    end |= draft.end
    record = b"PK\x05\x06" + struct.pack("<4H2IH", *end.values())
    return bytes(body + directory + draft.after_directory + record + draft.comment + draft.suffix)


def _packed(entry: DraftEntry) -> bytes:
    if not entry.deflate:
        return entry.content
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeezer.compress(entry.content) + squeezer.flush()


def _common(entry: DraftEntry, packed: bytes, name: bytes) -> dict[str, int]:
    return {
        "needed": 20,
        "flags": 0 if entry.name.isascii() else 0x800,
        "method": 8 if entry.deflate else 0,
        "time": 0,
        "date": 0x21,
        "crc": zlib.crc32(entry.content),
        "packed": len(packed),
        "size": len(entry.content),
        "name_length": len(name),
    }


def _local(entry: DraftEntry, packed: bytes) -> bytes:
    name = entry.local_name if entry.local_name is not None else entry.name
    facts = _common(entry, packed, name) | {"extra_length": len(entry.local_extra)} | entry.local
    return b"PK\x03\x04" + struct.pack("<5H3I2H", *facts.values()) + name + entry.local_extra


def _central(entry: DraftEntry, packed: bytes, offset: int) -> bytes:
    facts = {"made_by": 0x314} | _common(entry, packed, entry.name)
    facts |= {"extra_length": len(entry.central_extra), "comment_length": len(entry.comment), "disk": 0}
    facts |= {"internal": 0, "external": 0o100644 << 16, "offset": offset}
    facts |= entry.central
    raw = struct.pack("<6H3I5H2I", *facts.values())
    return b"PK\x01\x02" + raw + entry.name + entry.central_extra + entry.comment
