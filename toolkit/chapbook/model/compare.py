"""What changed for learners between two versions of a module, and which part of the version that raises.

Versions say what learning says (format.md): major, earlier learners should take it again or rely on something that is
gone; minor, there is more or it is clearer; patch, a slip is corrected. Pure: two subjects in, values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from chapbook.model.change import Bump, Change, Kind, many_words, reworded, words_bump
from chapbook.model.compare_questions import compare_questions
from chapbook.model.module import Lesson, Module, Objective, Quiz, Step
from chapbook.model.subject import Subject
from chapbook.model.version import Version, parse_version
from chapbook.tree.tree import RelPath

_PLAIN = (
    ("title", "title", Bump.PATCH),
    ("summary", "summary", Bump.PATCH),
    ("audience", "audience", Bump.PATCH),
    ("level", "level", Bump.PATCH),
    ("kind", "kind", Bump.PATCH),
    ("minutes", "stated minutes", Bump.PATCH),
    ("tags", "tags", Bump.PATCH),
    ("authors", "authors", Bump.PATCH),
    ("derived_from", "sources (derived_from)", Bump.PATCH),
    ("credits", "credits", Bump.PATCH),
    ("review_after_days", "days of review", Bump.MINOR),
    ("license", "licence", Bump.MINOR),
    ("requires", "requirements", Bump.MINOR),
    ("language", "language", Bump.MAJOR),
)
"""Fields of a module, how people call them, and what changing one raises."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def renamed_from(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All changes in the module's order; `bump` is the largest one's, `suggested` the version that it makes."""

    before: Module
    after: Module
    changes: tuple[Change, ...]

    @property
    def bump(self) -> Bump:
        """Give the part of the version that these changes raise."""
        return max((each.bump for each in self.changes), default=Bump.NONE)

    @property
    def suggested(self) -> str:
        """Give the next version after the earlier one; empty when nothing changed or it is no version."""
        version = parse_version(self.before.version)
        return raised(version, self.bump) if version and self.bump else ""

    @property
    def reasons(self) -> tuple[Change, ...]:
        """Give the changes that ask for `bump`."""
        return tuple(each for each in self.changes if self.bump and each.bump == self.bump)


def compare(before: Subject, after: Subject) -> Comparison | None:
    """Compare two versions of a module; None when one of them has no readable `module.yml`."""
    old, new = before.module, after.module
    if old is None or new is None:
        return None
    changes = (
        *_metadata(old, new),
        *_objectives(old, new),
        *_steps(before, after, old, new),
        *compare_questions(_asked(old), _asked(new)),
        *_files(before, after),
    )
    return Comparison(before=old, after=new, changes=changes)


def raised(version: Version, bump: Bump) -> str:
    """Give the version after `version`; a pre-release becomes its release."""
    major, minor, patch = version.major, version.minor, version.patch
    if bump is Bump.NONE or version.pre:
        return f"{major}.{minor}.{patch}"
    following = {
        Bump.MAJOR: (major + 1, 0, 0),
        Bump.MINOR: (major, minor + 1, 0),
        Bump.PATCH: (major, minor, patch + 1),
    }
    return ".".join(map(str, following[bump]))


def bump_between(before: str, after: str) -> Bump:
    """Say which part was raised from one version to another; NONE when it was not raised or one is no version."""
    old, new = parse_version(before), parse_version(after)
    if old is None or new is None or not old < new:
        return Bump.NONE
    if new.major > old.major:
        return Bump.MAJOR
    return Bump.MINOR if new.minor > old.minor else Bump.PATCH


def partners(old: Sequence[_N], new: Sequence[_N]) -> dict[str, _N]:
    """Give for each old id what it is now: the same id, or what says that it was renamed from it."""
    now = {each.id: each for each in new}
    renamed = {each.renamed_from: each for each in new if each.renamed_from and each.renamed_from not in now}
    return {each.id: found for each in old if (found := now.get(each.id) or renamed.get(each.id)) is not None}


def _asked(module: Module) -> Mapping[RelPath, Step]:
    return {step.path: step for step in (*module.steps, *module.unlisted_quizzes)}


def _metadata(old: Module, new: Module) -> Iterator[Change]:
    if old.uid != new.uid:
        yield Change(
            Kind.CHANGED, "uid", new.uid, "The uid changed: to learners this is another module.", Bump.MAJOR
        )
    if old.id != new.id:
        kept = new.renamed_from == old.id
        words = f"The module is called {new.id} now, not {old.id}."
        yield Change(Kind.RENAMED, "module", new.id, words, Bump.MINOR if kept else Bump.MAJOR, old.id)
    for name, called, bump in _PLAIN:
        if getattr(old, name) != getattr(new, name):
            yield Change(Kind.CHANGED, name, "", f"The {called} changed.", bump)
    if old.completion != new.completion:
        harder = (new.completion.pass_percent if new.completion else 0) > (
            old.completion.pass_percent if old.completion else 0
        )
        words = "The pass mark rose." if harder else "What counts as done changed."
        yield Change(Kind.CHANGED, "completion", "", words, Bump.MAJOR if harder else Bump.MINOR)


def _objectives(old: Module, new: Module) -> Iterator[Change]:
    found = partners(old.objectives, new.objectives)
    for each in old.objectives:
        if each.id not in found:
            words = f"The objective {each.id} is gone: {each.text}"
            yield Change(Kind.REMOVED, "objective", each.id, words, Bump.MAJOR)
    back = {each.id: name for name, each in found.items()}
    before = {each.id: each for each in old.objectives}
    for objective in new.objectives:
        if objective.id not in back:
            words = f"The objective {objective.id} is new: {objective.text}"
            yield Change(Kind.ADDED, "objective", objective.id, words, Bump.MAJOR)
        else:
            yield from _objective(before[back[objective.id]], objective)


def _objective(old: Objective, new: Objective) -> Iterator[Change]:
    if old.id != new.id:
        words = f"The objective {old.id} has the id {new.id} now."
        yield Change(Kind.RENAMED, "objective", new.id, words, Bump.PATCH, old.id)
    if old.text.split() != new.text.split():
        change = reworded(old.text, new.text)
        bump = Bump.MAJOR if change.share > 0.5 else Bump.MINOR
        words = f"The objective {new.id} says “{new.text}” now, not “{old.text}”."
        yield Change(Kind.CHANGED, "objective", new.id, words, bump)
    if old.bloom != new.bloom:
        words = f"The level (bloom) of the objective {new.id} changed."
        yield Change(Kind.CHANGED, "objective", new.id, words, Bump.PATCH)


def _steps(before: Subject, after: Subject, old: Module, new: Module) -> Iterator[Change]:
    found = partners(old.steps, new.steps)
    taken = {each.id for each in found.values()}
    by_path = {each.path: each for each in new.steps if each.id not in taken}
    lost = [each for each in old.steps if each.id not in found]
    for step in lost:
        if same := by_path.pop(step.path, None):
            found[step.id] = same
            words = f"The {called(step)} {step.id} has the id {same.id} now, without renamed_from: progress is lost."
            yield Change(Kind.ID_CHANGED, called(step), same.id, words, Bump.MAJOR, step.id)
        else:
            words = f"The {called(step)} {step.id} is gone: {step.title}"
            yield Change(Kind.REMOVED, called(step), step.id, words, Bump.MAJOR)
    back = {each.id: name for name, each in found.items()}
    for each in new.steps:
        if each.id not in back:
            words = f"The {called(each)} {each.id} is new: {each.title}"
            yield Change(Kind.ADDED, called(each), each.id, words, Bump.MINOR)
    yield from _order(old.steps, new.steps, back)
    for each in old.steps:
        if each.id in found:
            yield from _step(before, after, each, found[each.id])


def called(step: Step) -> str:
    """Give the word for a step."""
    return "lesson" if isinstance(step, Lesson) else "quiz"


def _order(old: Sequence[Step], new: Sequence[Step], back: Mapping[str, str]) -> Iterator[Change]:
    now = [back[each.id] for each in new if each.id in back]
    was = [each.id for each in old if each.id in set(now)]
    if was != now:
        words = f"The order changed: {', '.join(each.id for each in new)}."
        yield Change(Kind.REORDERED, "lessons", "", words, Bump.MINOR)


def _step(before: Subject, after: Subject, old: Step, new: Step) -> Iterator[Change]:
    what = called(new)
    if old.id != new.id and new.renamed_from == old.id:
        words = f"The {what} {old.id} has the id {new.id} now."
        yield Change(Kind.RENAMED, what, new.id, words, Bump.PATCH, old.id)
    if old.path != new.path:
        words = f"The {what} {new.id} moved from {old.path} to {new.path}, so its address changes."
        yield Change(Kind.MOVED, what, new.id, words, Bump.MINOR)
    if old.title != new.title:
        words = f"The {what} {new.id} is titled “{new.title}” now, not “{old.title}”."
        yield Change(Kind.CHANGED, what, new.id, words, Bump.PATCH)
    if isinstance(old, Lesson) and isinstance(new, Lesson):
        yield from _text(new, prose_of(before, old.path), prose_of(after, new.path))
        if old.objectives != new.objectives:
            words = f"The lesson {new.id} serves other objectives."
            yield Change(Kind.CHANGED, what, new.id, words, Bump.PATCH)
    elif isinstance(old, Quiz) and isinstance(new, Quiz) and _settings(old) != _settings(new):
        words = f"The quiz {new.id} has other settings (purpose, feedback, draw, attempts or shuffle)."
        yield Change(Kind.CHANGED, what, new.id, words, Bump.MINOR)


def _settings(quiz: Quiz) -> tuple[object, ...]:
    return (
        quiz.purpose,
        quiz.feedback,
        quiz.shuffle_questions,
        quiz.shuffle_options,
        quiz.draw,
        quiz.attempts,
    )


def _text(lesson: Lesson, old: str, new: str) -> Iterator[Change]:
    if old.split() == new.split():
        return
    change = reworded(old, new)
    if change.share > 0.5 and change.removed > 50:
        words = f"Most of the lesson {lesson.id} is rewritten: {many_words(change)}."
        yield Change(Kind.TEXT, "lesson", lesson.id, words, Bump.MAJOR)
    else:
        words = f"The text of the lesson {lesson.id} changed: {many_words(change)}."
        yield Change(Kind.TEXT, "lesson", lesson.id, words, words_bump(change))


def prose_of(subject: Subject, path: RelPath) -> str:
    """Give a lesson's Markdown without its questions."""
    outline = subject.outlines.get(path)
    if outline is None:
        return ""
    asked = {
        number - outline.body_line
        for fence in outline.quiz_fences
        for number in range(fence.span.line, fence.span.end_line + 1)
    }
    lines = outline.body.split("\n")
    return "\n".join(line for number, line in enumerate(lines) if number not in asked)


def _files(before: Subject, after: Subject) -> Iterator[Change]:
    old, new = _others(before), _others(after)
    for path in sorted({*old, *new}):
        if path not in new:
            yield Change(Kind.REMOVED, "file", path, f"The file {path} is gone.", Bump.PATCH)
        elif path not in old:
            yield Change(Kind.ADDED, "file", path, f"The file {path} is new.", Bump.PATCH)
        elif _differs(before, after, path):
            yield Change(Kind.CHANGED, "file", path, f"The file {path} changed.", Bump.PATCH)


def _others(subject: Subject) -> frozenset[RelPath]:
    """Give the files that are looked at as files: pictures, downloads, translations."""
    read = subject.module.listed if subject.module else ()
    known: Iterable[RelPath] = (*read, RelPath("module.yml"), RelPath("assets/credits.yml"))
    left = frozenset(subject.tree.paths()).difference(known)
    return frozenset(path for path in left if not path.startswith("quizzes/"))


def _differs(before: Subject, after: Subject, path: RelPath) -> bool:
    if before.tree.size(path) != after.tree.size(path):
        return True
    return before.tree.read(path) != after.tree.read(path)
