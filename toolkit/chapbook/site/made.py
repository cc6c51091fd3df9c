"""From a module that was made to what is remembered of it. Pure but for a look at the changelog."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b

from chapbook.model.changelog import CHANGELOG_FILE
from chapbook.site.facts import place_of
from chapbook.site.facts_form import answer_of, face_of_data
from chapbook.site.kept_faces import KeptFaces
from chapbook.site.making import Made, Task
from chapbook.site.state import NOTHING, ModuleState
from chapbook.tree.seen import Seen
from chapbook.workspace.workspace import ModuleFolder

_MAY_BE_DAY = re.compile(rb"^##.*\d{4}-\d{2}-\d{2}", re.MULTILINE)


def state_of(made: Made, folder: ModuleFolder, seen: Seen | None) -> ModuleState:
    """Give what is remembered of a module; `seen` is how its folder looked before it was made."""
    head = made.head
    facts = head["facts"]
    face = face_of_data(facts["face"]) if facts else None
    return ModuleState(
        place=place_of(folder),
        seen=seen or NOTHING,
        content=made.content,
        pack=made.pack,
        out=made.out if made.out is not None and facts else NOTHING,
        names=face.names if face else (),
        asked=head["asked"],
        face=answer_of(face),
        card=_digest(json.dumps([facts, head["changes"]], sort_keys=True)) if facts else "",
        version=head["version"],
        pages=head["pages"],
        has_day=bool(facts and facts["releases"]),
        said=tuple(head["said"]),
    )


def is_answered(state: ModuleState, known: KeptFaces) -> bool:
    """Say whether all that a module asked would be answered as it was."""
    return all(known.answer(question) == answer for question, answer in state.asked.items())


def has_day(kept: Iterable[ModuleState], tasks: Iterable[Task]) -> bool:
    """Say whether the feed will have anything to tell; of modules not read yet, as their changelogs look."""
    return any(each.has_day for each in kept) or any(map(_may_have_day, tasks))


def _may_have_day(task: Task) -> bool:
    if task.lock is not None:
        return True
    with suppress(OSError):
        return bool(_MAY_BE_DAY.search((task.folder.path / CHANGELOG_FILE).read_bytes()))
    return False


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
