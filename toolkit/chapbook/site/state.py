"""What the last build of a site left, so that the next one does only what changed.

One file a site: a digest of the rest, a line with the packs that it needs, one with what is known of the whole as JSON,
and one for each module, which is not written anew while the module stays as it is.

Reading it must be quick and imports nothing of MkDocs: most builds find nothing to do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from chapbook.diag.errors import ChapbookError
from chapbook.tree.seen import Seen
from chapbook.tree.write import write_file

SCHEMA = 4
NOTHING = Seen("", "", "", settled=False)
"""The look of what is not there."""


class ModuleState(NamedTuple):
    """One module as it was built. `seen` is how its folder looked, `out` how its folder of the site looks.

    `names` are questions that it answers, `asked` what others answered it; `card` stands for its facts, `words` for
    what a search finds it by. `said` are findings as plain values.
    """

    place: str
    seen: Seen
    content: str
    pack: str
    out: Seen
    names: tuple[str, ...]
    asked: Mapping[str, str]
    face: str
    card: str
    version: str
    pages: int
    has_day: bool
    said: tuple[Any, ...]


_LOOKS = tuple(map(ModuleState._fields.index, ("seen", "out")))
_LISTS = tuple(map(ModuleState._fields.index, ("names", "said")))


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteState:
    """A site as it was built into `target`. `environment` stands for all that is no module's own, on this machine, and
    `pages_environment` for the same on any.

    `themes` are folders of templates that somebody may edit; `lock` stands for the lock file, `own` is how the files
    that belong to no module look, `shell` what a service worker keeps of them; `level` says how the words of the
    full-text search are spread.

    `lines` are the modules as they stand in the file.
    """

    target: str
    environment: str
    pages_environment: str = ""
    themes: tuple[str, ...] = ()
    lock: str = ""
    own: Seen = NOTHING
    own_pages: int = 0
    shell: tuple[str, tuple[str, ...]] | None = None
    level: int = 0
    said: tuple[Any, ...] = ()
    modules: Mapping[str, ModuleState] = field(default_factory=dict)
    lines: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)


def read_state(path: Path) -> SiteState | None:
    """Read what the last build left; None when there is nothing, or nothing that can be understood."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
        if digest != _digest(body):
            return None
        _, whole, *lines = body.split(b"\n")
        data = json.loads(whole)
        if data.pop("schema") != SCHEMA:
            return None
        modules = {key: _module(each) for key, *each in json.loads(b"[%s]" % b",".join(lines))}
        shell = data.pop("shell")
        return SiteState(
            **{key: _plain(value) for key, value in data.items() if key != "own"},
            own=Seen(*data["own"]),
            shell=(shell[0], tuple(shell[1])) if shell else None,
            modules=modules,
            lines=dict(zip(modules, lines, strict=True)),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        return None


def write_state(path: Path, state: SiteState, before: SiteState | None = None) -> SiteState:
    """Keep a state; a disk that refuses costs only time at the next build.

    Modules that are those of `before` are written as they were, and `lines` of what comes back says how.
    """
    last = before.modules if before is not None else {}
    known = before.lines if before is not None else {}
    lines = {
        key: known[key] if key in known and last.get(key) is each else _json([key, *each])
        for key, each in state.modules.items()
    }
    whole = {name: getattr(state, name) for name in state.__slots__ if name not in ("modules", "lines")}
    packs = " ".join(sorted(each.pack for each in state.modules.values()))
    body = b"\n".join((packs.encode(), _json({"schema": SCHEMA, **whole}), *lines.values()))
    with suppress(ChapbookError):
        write_file(path, b"\n".join((_digest(body), body)))
    return replace(state, lines=lines)


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def packs_of(path: Path) -> frozenset[str]:
    """Give the packs that a state needs, without reading the rest; none when it cannot be read."""
    with suppress(OSError), path.open("rb") as file:
        file.readline()
        return frozenset(file.readline().decode("ascii", "replace").split())
    return frozenset()


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).hexdigest().encode()


def _module(data: list[Any]) -> ModuleState:
    for at in _LOOKS:
        data[at] = Seen(*data[at])
    for at in _LISTS:
        data[at] = tuple(data[at])
    return ModuleState(*data)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
