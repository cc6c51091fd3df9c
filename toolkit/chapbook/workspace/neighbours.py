"""What the modules of one workspace know of each other: links and requirements name neighbours by their ids."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from chapbook.diag.errors import ChapbookError
from chapbook.model.module import Module
from chapbook.model.reader import read_module
from chapbook.model.subject import Neighbour, Subject
from chapbook.source.text import decode_utf8, split_front_matter
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import RelPath
from chapbook.workspace.workspace import ModuleFolder, Workspace, imported_modules, own_modules

_MODULE_LINK = re.compile(r"module:([a-z0-9][a-z0-9-]*)")
_WAY_OUT = re.compile(r"\.\./([a-z0-9][a-z0-9-]*)")

CardOf = Callable[[ModuleFolder], Neighbour]
"""Reads what others need to know of a module."""


class Neighbourhood:
    """The modules of a workspace as their neighbours see them: each is read once, and only when another names it.

    Who has read a module already may hand in `card_of`, which says what it remembers.
    """

    def __init__(self, workspace: Workspace, card_of: CardOf | None = None) -> None:
        self._card_of = card_of or read_card
        folders = (*own_modules(workspace), *imported_modules(workspace))
        self.keys = frozenset(folder.key for folder in folders)
        self._folders = {folder.slug: folder for folder in reversed(folders)}
        self._cards: dict[str, Neighbour | None] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __contains__(self, name: object) -> bool:
        return name in self._folders

    def card(self, name: str) -> Neighbour | None:
        """Give what is known of the module in the folder `name`; None when there is none."""
        if name not in self._cards:
            folder = self._folders.get(name)
            self._cards[name] = None if folder is None else self._card_of(folder)
        return self._cards[name]

    def around(self, subject: Subject) -> Mapping[str, Neighbour]:
        """Give the neighbours of a module; itself is one, as it was read."""
        return _Neighbours(self, own_card(subject))

    def facts(self, named: Sequence[str], seen: Sequence[str]) -> str:
        """Give everything that a check of a module that names these others can learn of them, as one text.

        `named` must be there; of `seen` it matters only whether they are.
        """
        told: dict[str, object] = {}
        queue = [*named, *seen]
        for name in queue:
            if name not in told:
                card = self.card(name)
                told[name] = card and [
                    card.id,
                    card.version,
                    card.title,
                    *card.lessons.items(),
                    card.requires,
                ]
                queue += card.requires if card else ()
        missing = any(name not in self for name in named)
        return json.dumps([told, list(self) if missing else None])


class _Neighbours(Mapping[str, Neighbour]):
    """All modules of a workspace by their ids; one is read when it is asked for."""

    def __init__(self, around: Neighbourhood, own: Neighbour) -> None:
        self._around = around
        self._own = own

    def __getitem__(self, name: str) -> Neighbour:
        if name == self._own.id:
            return self._own
        card = self._around.card(name)
        if card is None:
            raise KeyError(name)
        return card

    def __contains__(self, name: object) -> bool:
        return name == self._own.id or name in self._around

    def __iter__(self) -> Iterator[str]:
        others = (each for each in self._around if each != self._own.id)
        return iter((self._own.id, *others) if self._own.id else others)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def named_in(subject: Subject) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the ids of modules that a module names in links and requirements, and folders that its paths lead to."""
    texts = [text for text in subject.texts.values() if "module:" in text or "../" in text]
    named = {name for text in texts for name in _MODULE_LINK.findall(text)}
    if subject.module is not None:
        named |= {each.module for each in subject.module.requires if each.module}
    return tuple(sorted(named)), tuple(
        sorted({name for text in texts for name in _WAY_OUT.findall(text)} - named)
    )


def own_card(subject: Subject) -> Neighbour:
    """Give what neighbours need to know of a module; nothing of one that cannot be read."""
    module = subject.module
    if module is None:
        return Neighbour(id="")
    return Neighbour(
        id=module.id,
        version=module.version,
        title=module.title,
        lessons={step.id: step.path for step in module.steps},
        requires=required_ids(module),
    )


def required_ids(module: Module) -> tuple[str, ...]:
    """Give the ids of the modules without which this one cannot be begun."""
    return tuple(each.module for each in module.requires if each.module and not each.optional)


def read_card(folder: ModuleFolder) -> Neighbour:
    """Read of a module no more than its neighbours need: no text of any lesson."""
    try:
        card = own_card(read_module(_Heads(folder.path), name=folder.slug))
    except ChapbookError:
        card = Neighbour(id="")
    return card if card.id else Neighbour(id=folder.slug)


class _Heads(DirTree):
    """A module's folder without the texts of its lessons: only what stands at their heads."""

    def paths(self) -> Sequence[RelPath]:
        return [path for path in super().paths() if path.endswith((".yml", ".yaml", ".md", ".markdown"))]

    def read(self, path: RelPath) -> bytes:
        data = super().read(path)
        if path.endswith((".yml", ".yaml")):
            return data
        text, _ = decode_utf8(path, data)
        header = split_front_matter(text or "").header
        return b"" if header is None else f"---\n{header}\n---\n".encode()
