"""What modules that are not made this time answer to others: looked up in their packs when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chapbook.site.face import Face
from chapbook.site.facts_form import answer_of, face_of_data
from chapbook.site.packs import Packs
from chapbook.site.state import ModuleState


class PackGone(Exception):
    """A module's pack was removed from the cache, so the module is to be made again."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class KeptFaces(Mapping[str, Face]):
    """The answers of kept modules by question, and of `made` ones; of two with one name the one listed first."""

    def __init__(self, kept: Mapping[str, ModuleState], made: Mapping[str, Face], packs: Packs) -> None:
        self._packs = packs
        self._made = made
        self._kept = kept
        self._keys: dict[str, str] = {}
        for key, state in kept.items():
            for name in state.names:
                if name not in self._keys or state.place < kept[self._keys[name]].place:
                    self._keys[name] = key
        self._found: dict[str, Face] = {}

    def answer(self, question: str) -> str:
        """Give what stands for an answer, without looking into any pack."""
        key, made = self._keys.get(question), self._made.get(question)
        if key is not None and (made is None or self._kept[key].place < made.place):
            return self._kept[key].face
        return answer_of(made)

    def __getitem__(self, question: str) -> Face:
        made, key = self._made.get(question), self._keys.get(question)
        if key is None:
            if made is None:
                raise KeyError(question)
            return made
        if made is not None and made.place < self._kept[key].place:
            return made
        if key not in self._found:
            head = self._packs.head(self._kept[key].pack)
            if head is None or not head.get("facts"):
                raise PackGone(key)
            self._found[key] = face_of_data(head["facts"]["face"])
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._keys, **self._made})

    def __len__(self) -> int:
        return len({**self._keys, **self._made})
