"""Make what of a site belongs to no module: its own pages, theme, lists, the words of the full-text search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from chapbook.site import offline, search_shards
from chapbook.site.door import Door
from chapbook.site.facts import ModuleFacts
from chapbook.site.facts_form import facts_of_data
from chapbook.site.kept_faces import PackGone
from chapbook.site.making import Head, Made
from chapbook.site.module_pages import write_shards, write_text
from chapbook.site.packs import Packs
from chapbook.site.plugin import Around
from chapbook.site.state import ModuleState, SiteState
from chapbook.site.whole import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What was made. `removable` are files of the old site that go unless they were made again."""

    pages: int
    shell: tuple[str, tuple[str, ...]] | None
    level: int
    removable: tuple[str, ...]


class OwnPart:
    """Makes it into a folder."""

    def __init__(self, door: Door, folder: Path, packs: Packs) -> None:
        self._door = door
        self._folder = folder
        self._packs = packs

    def make(
        self,
        front: Site,
        modules: Mapping[str, ModuleState],
        made: Mapping[str, Made],
        before: SiteState | None,
    ) -> Own:
        """Make all of it, or only what changed since `before`. `PackGone` when a module is to be made again."""
        self._folder.mkdir(exist_ok=True)
        there = sorted(
            (key for key, each in modules.items() if each.pages), key=lambda key: modules[key].place
        )
        versions = tuple(modules[key].version for key in there)
        level = search_shards.level_of(len(there))
        old = before.modules if before else {}
        cards = {key: each.card for key, each in modules.items() if each.pages}
        if before is None or cards != {key: each.card for key, each in old.items() if each.pages}:
            shell = self._anew(front, there, versions, modules, made)
            removable = own_files(before)
        else:
            shell, removable = before.shell, ()
            if shell is not None and versions != tuple(old[key].version for key in there):
                text = offline.worker_text(offline.Shell(*shell), versions)
                write_text(self._folder / offline.WORKER, text)
        if self._words(before, modules, there, level):
            removable = tuple(path for path in removable if not path.startswith(f"{search_shards.FOLDER}/"))
        return Own(pages=_OWN_PAGES, shell=shell, level=level, removable=removable)

    def _words(
        self, before: SiteState | None, modules: Mapping[str, ModuleState], there: list[str], level: int
    ) -> bool:
        """Write the words of the full-text search; True when only those shards are written that change."""
        if before is not None and before.level == level:
            with suppress(ValueError, OSError):
                write_shards(self._folder, list(self._changed_shards(before, modules, level)))
                return True
        terms = ((key, self._terms(key, modules[key])) for key in there)
        write_shards(self._folder, search_shards.all_shards(terms, level))
        return False

    def _changed_shards(
        self, before: SiteState, modules: Mapping[str, ModuleState], level: int
    ) -> Iterator[tuple[str, bytes]]:
        edits = []
        for key in sorted({*before.modules, *modules}):
            old, new = before.modules.get(key), modules.get(key)
            if old is None or new is None or old.pack != new.pack:
                edits.append(
                    (key, self._old_terms(old), self._terms(key, new) if new and new.pages else None)
                )
        for uri, changes in search_shards.changes_of(edits, level).items():
            yield uri, search_shards.spliced((Path(before.target) / uri).read_bytes(), changes)

    def _old_terms(self, state: ModuleState | None) -> search_shards.Terms | None:
        if state is None or not state.pages:
            return None
        pack = self._packs.read(state.pack)
        if pack is None:
            raise ValueError("nobody knows any more which words go")
        return pack.words.split("\n")

    def _terms(self, key: str, state: ModuleState) -> search_shards.Terms:
        pack = self._packs.read(state.pack)
        if pack is None:
            raise PackGone(key)
        return pack.words.split("\n")

    def _anew(
        self,
        front: Site,
        there: list[str],
        versions: tuple[str, ...],
        modules: Mapping[str, ModuleState],
        made: Mapping[str, Made],
    ) -> tuple[str, tuple[str, ...]] | None:
        heads = {key: self._head(key, modules[key], made) for key in there}
        facts = tuple(facts_of_data(head["facts"]) for head in heads.values())

        def changes(module: ModuleFacts, version: str) -> str:
            found: str = heads[module.key]["changes"].get(version, "")
            return found

        around = Around(site=replace(front, modules=facts), changes=changes, versions=versions)
        self._door.build(self._folder, around)
        shell = self._door.plugin.shell
        return (shell.version, shell.files) if shell else None

    def _head(self, key: str, state: ModuleState, made: Mapping[str, Made]) -> Head:
        head = made[key].head if key in made else self._packs.head(state.pack)
        if head is None:
            raise PackGone(key)
        return head


_OWN_PAGES = 3
"""The catalogue, what the learner has begun, what is due."""


def own_files(before: SiteState | None) -> tuple[str, ...]:
    """Give the files of a site that belong to no module, but for hidden ones, which are the host's."""
    found = before.own.files.split("\n") if before else ()
    return tuple(path for path in found if path and not path.startswith("."))
