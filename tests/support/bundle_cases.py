"""Read `tests/cases/bundles/*.yml`: each says how to break a good bundle and which code must refuse it.

Keys: `why`, `code`, and any of: `files` (added to the module and listed), `manifest` (`set`, `drop`, `file` = changes
to the first listed file, `replace` = [old, new] in its bytes, `raw`), `entries` (edits of entries by name, `at`), `add`
(entries that the manifest does not list), `drop`, `first` (entries moved to the front), `archive` (fields of a draft),
`end`, `cut` (bytes off the end), `bytes` (the whole file), `limits`. Texts may be `{hex: …}`, `{fill: n}` or
`{repeat: [text, n]}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rfc8785
import yaml

from chapbook.bundle.limits import Limits
from support.archives import DraftEntry, content_of, good_draft, manifest_for, sample_files, write

FOLDER = Path(__file__).parent.parent / "cases" / "bundles"
_BYTES = ("local_name", "local_extra", "central_extra", "comment", "gap", "tail", "damage", "content")


@dataclass(frozen=True)
class BundleCase:
    """One hostile bundle."""

    name: str
    code: str
    data: bytes
    limits: Limits


def read_cases() -> list[BundleCase]:
    """Give all cases, sorted by name."""
    return [_case(path) for path in sorted(FOLDER.glob("*.yml"))]


def _case(path: Path) -> BundleCase:
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert said.pop("why"), path
    code = said.pop("code")
    limits = Limits(**said.pop("limits", {}))
    data = _data(said)
    assert not said, f"{path.name}: unknown keys {sorted(said)}"
    return BundleCase(path.stem, code, data, limits)


def _data(said: dict[str, Any]) -> bytes:
    if "bytes" in said:
        return _bytes(said.pop("bytes"))
    files = sample_files() | {path: _bytes(text) for path, text in said.pop("files", {}).items()}
    draft = good_draft(files, _manifest(files, said.pop("manifest", {})))
    for edit in said.pop("entries", []):
        _edit(draft.named(edit.pop("at")), edit)
    for more in said.pop("add", []):
        entry = DraftEntry(_bytes(more.pop("name")), b"")
        draft.entries.append(entry)
        _edit(entry, more)
    gone = [name.encode() for name in said.pop("drop", [])]
    front = [name.encode() for name in said.pop("first", [])]
    draft.entries = [entry for entry in draft.entries if entry.name not in gone]
    draft.entries.sort(key=lambda entry: entry.name not in front)
    for key, value in said.pop("archive", {}).items():
        setattr(draft, key, _bytes(value))
    draft.end = said.pop("end", {})
    data = write(draft)
    return data[: len(data) - said.pop("cut", 0)]


def _manifest(files: dict[str, bytes], said: dict[str, Any]) -> bytes:
    if "raw" in said:
        return _bytes(said["raw"])
    manifest = manifest_for(files)
    if "file" in said:
        manifest["files"][0] |= said["file"]
        manifest["content"] = content_of(manifest["files"])
    manifest |= said.get("set", {})
    for key in said.get("drop", []):
        del manifest[key]
    data = rfc8785.dumps(manifest)
    old, new = said.get("replace", ["", ""])
    assert old.encode() in data
    return data.replace(old.encode(), new.encode(), 1) if old else data


def _edit(entry: DraftEntry, edit: dict[str, Any]) -> None:
    both = edit.pop("both", {})
    entry.local |= both | edit.pop("local", {})
    entry.central |= both | edit.pop("central", {})
    for key, value in edit.items():
        if key == "name":
            entry.name = _bytes(value)
        elif key in _BYTES:
            setattr(entry, key, _bytes(value))
        else:
            assert key == "deflate", key
            entry.deflate = value


def _bytes(text: Any) -> bytes:
    if isinstance(text, dict) and "repeat" in text:
        piece, count = text["repeat"]
        return str(piece).encode() * int(count)
    if isinstance(text, dict):
        return bytes.fromhex(text["hex"]) if "hex" in text else b"a" * text["fill"]
    return str(text).encode()
