"""`chapbook.lock`: what is imported, from which bundle, with which digests.

JSON with sorted keys, two blanks of indent and one value a line, so that a change reads well in a diff and two
people's imports merge. The same entries give the same bytes. It is written by Chapbook only; format 1 knows every
key, and anything else is refused with the line where it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from chapbook.bundle.manifest_json import PUBLISHER
from chapbook.diag.errors import OperationFailed
from chapbook.model.json_fields import FieldProblem, Fields
from chapbook.model.mapping import KEBAB, MAX_ID
from chapbook.model.texts import DIGEST, UID
from chapbook.model.version import MAX_VERSION, parse_version
from chapbook.source.canonical import JsonValue
from chapbook.tree.write import write_file

FORMAT = 1
MAX_BYTES = 16 * 1024 * 1024
_KEY = re.compile(r"([a-z0-9-]+)/([a-z0-9-]+)")
_KEYS = "uid version release content license title authors imported origin standing"
_SIGNED_KEYS = "publisher known_since"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockEntry:
    """One imported module, as it came.

    `release` and `content` are digests (`sha256:…`), `imported` is UTC (`2026-11-21T19:00:00Z`), `origin` the name
    of the bundle's file, `standing` how far its maker was known then: `unsigned` stays so for ever. `publisher` is the
    id of who signed it, and `known_since` since when that publisher was known; both are empty when nobody signed.
    """

    petname: str
    slug: str
    uid: str
    version: str
    release: str
    content: str
    license: str
    title: str
    authors: tuple[str, ...]
    imported: str
    origin: str
    standing: str
    publisher: str = ""
    known_since: str = ""

    @property
    def key(self) -> str:
        """The way to it below `imported/`: `PETNAME/SLUG`."""
        return f"{self.petname}/{self.slug}"

    @property
    def signed(self) -> bool:
        """Say whether a signature was checked when it came."""
        return bool(self.publisher)


@dataclass(frozen=True, slots=True)
class Lock:
    """All imported modules, sorted by key."""

    entries: tuple[LockEntry, ...] = ()

    def entry(self, petname: str, slug: str) -> LockEntry | None:
        """Find one entry."""
        return next((each for each in self.entries if (each.petname, each.slug) == (petname, slug)), None)

    def with_entry(self, entry: LockEntry) -> Lock:
        """Give a lock with this entry, in place of one of the same key."""
        return _sorted((*self.without(entry.petname, entry.slug).entries, entry))

    def without(self, petname: str, slug: str) -> Lock:
        """Give a lock without an entry."""
        return Lock(tuple(each for each in self.entries if (each.petname, each.slug) != (petname, slug)))

    def of_uid(self, uid: str) -> tuple[LockEntry, ...]:
        """Find the entries of one module under whatever petname."""
        return tuple(each for each in self.entries if each.uid == uid)

    def of_petname(self, petname: str) -> tuple[LockEntry, ...]:
        """Find all entries of one peer."""
        return tuple(each for each in self.entries if each.petname == petname)

    def of_publisher(self, publisher: str) -> tuple[LockEntry, ...]:
        """Find all entries that one publisher signed."""
        return tuple(each for each in self.entries if publisher and each.publisher == publisher)


def _sorted(entries: Iterable[LockEntry]) -> Lock:
    return Lock(tuple(sorted(entries, key=lambda each: each.key)))


def encode_lock(lock: Lock) -> bytes:
    """Give the file's bytes."""
    modules = {each.key: _entry_json(each) for each in lock.entries}
    text = json.dumps({"format": FORMAT, "modules": modules}, ensure_ascii=False, indent=2, sort_keys=True)
    return (text + "\n").encode()


def _entry_json(entry: LockEntry) -> dict[str, object]:
    members = asdict(entry)
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in members.items()
        if key in _KEYS.split() or (key in _SIGNED_KEYS.split() and value)
    }


def decode_lock(data: bytes, name: str = "chapbook.lock") -> Lock:
    """Read the file's bytes; `OperationFailed` names the line that cannot be read."""
    try:
        text = data.decode()
        value: JsonValue = json.loads(text, object_pairs_hook=_no_duplicates)
    except UnicodeDecodeError as error:
        raise _bad(name, data.count(b"\n", 0, error.start) + 1, "the file is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise _bad(name, error.lineno, _why_not_json(text, error)) from error
    except (FieldProblem, RecursionError, ValueError) as error:
        where = error.where if isinstance(error, FieldProblem) else ""
        raise _bad(name, _line_of(text, where), str(error)) from error
    try:
        return _lock(Fields(value, "", "format modules"))
    except FieldProblem as problem:
        raise _bad(name, _line_of(text, problem.where), str(problem)) from problem


def _why_not_json(text: str, error: json.JSONDecodeError) -> str:
    if re.search(r"^(<{7}|={7}|>{7})", text, re.MULTILINE):
        return "it still holds the marks of a merge (<<<<<<<); keep the entries of both sides"
    return f"it is not JSON ({error.msg})"


def _no_duplicates(pairs: list[tuple[str, JsonValue]]) -> JsonValue:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for index, (key, _) in enumerate(pairs) if key in dict(pairs[:index]))
        raise FieldProblem(twice, "is there twice")
    return found


def _lock(fields: Fields) -> Lock:
    if fields.number("format") > FORMAT:
        raise FieldProblem("format", f"is newer than {FORMAT}; update Chapbook to read it")
    return _sorted(_entry(key, value) for key, value in fields.members("modules"))


def _entry(key: str, value: JsonValue) -> LockEntry:
    match = _KEY.fullmatch(key)
    if not match or not all(KEBAB.match(part) and len(part) <= MAX_ID for part in match.groups()):
        raise FieldProblem(key, "must be PETNAME/SLUG")
    fields = Fields(value, key, _KEYS, _SIGNED_KEYS)
    if parse_version(fields.text("version", most=MAX_VERSION)) is None:
        raise FieldProblem(f"{key}.version", "must be a version such as 1.2.0")
    return LockEntry(
        petname=match[1],
        slug=match[2],
        uid=fields.matching("uid", UID, "a UUID"),
        version=fields.text("version"),
        release=fields.matching("release", DIGEST, "sha256: and 64 hexadecimal digits"),
        content=fields.matching("content", DIGEST, "sha256: and 64 hexadecimal digits"),
        license=fields.text("license"),
        title=fields.text("title"),
        authors=fields.texts("authors"),
        imported=fields.time("imported"),
        origin=fields.text("origin"),
        standing=fields.text("standing"),
        publisher=fields.matching("publisher", PUBLISHER, "the id of a publisher"),
        known_since=fields.time("known_since") if "known_since" in fields else "",
    )


def _line_of(text: str, where: str) -> int:
    """Find the line of `PETNAME/SLUG.key`, or of its entry, or 1."""
    key, _, member = (where, "", "") if f'"{where}"' in text else where.rpartition(".")
    at = text.find(f'"{key}"')
    if at < 0:
        return 1
    inside = text.find(f'"{member.partition("[")[0]}"', at, text.find("}", at)) if member else -1
    return text.count("\n", 0, inside if inside > 0 else at) + 1


def _bad(name: str, line: int, why: str) -> OperationFailed:
    return OperationFailed(
        "lock-damaged",
        f"{name}, line {line}: {why}. Without it Chapbook cannot know what is imported. Nothing was changed.",
        "Restore the file from your version control, or correct that line.",
    )


def read_lock(path: Path) -> Lock:
    """Read the lock file; a file that is not there is an empty lock."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _bad(path.name, 1, "the file is too large to be a lock file")
        data = path.read_bytes()
    except FileNotFoundError:
        return Lock()
    except OSError as error:
        raise OperationFailed(
            "cannot-read", f"{path} cannot be read: {error.strerror or error}.", "Look at its permissions."
        ) from error
    return decode_lock(data, path.name)


def write_lock(path: Path, lock: Lock) -> None:
    """Write the lock file, atomically."""
    write_file(path, encode_lock(lock))
