"""What a module's pages may know of another module: names and addresses, nothing of its text. Pure.

The less it is, the less has to be built again when another module changes. Whoever builds only some modules learns from
`Faces.asked` which others a page was made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepFace:
    """A step that can be linked to, by its id or the one that it had before."""

    uri: str
    id: str
    renamed_from: str = ""


@dataclass(frozen=True, slots=True)
class EditionFace:
    """A module in one language: its own page and its steps."""

    language: str
    uri: str
    steps: tuple[StepFace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One module as others see it; `editions` has the original first.

    `place` sorts modules as the site lists them, own ones first. `uid` is what a browser keeps its progress by,
    `prefix` stands before every id on its pages, `release` is the digest of the bundle that it came in, empty for an
    own module.
    """

    id: str
    place: str
    title: str
    uid: str
    prefix: str
    release: str
    editions: tuple[EditionFace, ...]

    @property
    def uri(self) -> str:
        """Give the module's own page."""
        return self.editions[0].uri

    def edition(self, language: str) -> EditionFace:
        """Give the module in a language, or as it is when there is no such translation."""
        return next((each for each in self.editions if each.language == language), self.editions[0])

    @property
    def names(self) -> tuple[str, ...]:
        """Give what it may be asked for by."""
        return (by_id(self.id), by_release(self.release)) if self.release else (by_id(self.id),)


def by_id(name: str) -> str:
    """Give the question for what `module:NAME` means."""
    return f"module:{name}"


def by_release(digest: str) -> str:
    """Give the question for the module that came in a bundle."""
    return f"release:{digest}"


def known_faces(faces: Iterable[Face]) -> Mapping[str, Face]:
    """Give the answers to all questions: the first module of a name in the order of the site."""
    found: dict[str, Face] = {}
    for face in faces:
        for name in face.names:
            if name not in found or face.place < found[name].place:
                found[name] = face
    return found


class Faces:
    """Answers questions about other modules, and remembers which were asked."""

    def __init__(self, known: Mapping[str, Face]) -> None:
        self._known = known
        self.asked: set[str] = set()

    def module(self, name: str) -> Face | None:
        """Give the module that `module:NAME` means: an own one, else the first imported one."""
        return self._ask(by_id(name))

    def release(self, digest: str) -> Face | None:
        """Give the module that came in the bundle with this digest."""
        return self._ask(by_release(digest))

    def _ask(self, question: str) -> Face | None:
        self.asked.add(question)
        return self._known.get(question)
