"""What changed in a module's questions: which came, which went, which are judged otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from chapbook.model.change import Bump, Change, Kind, many_words, reworded, words_bump
from chapbook.model.module import Step
from chapbook.model.question import (
    Match,
    MultipleChoice,
    NumberQuestion,
    Order,
    Question,
    SingleChoice,
    TextQuestion,
)
from chapbook.tree.tree import RelPath

_NO_TEXT = frozenset({"id", "place", "renamed_from", "objective", "source", "difficulty", "scoring", "run"})
_SETTINGS = ("objective", "points", "attempts", "review", "shuffle", "difficulty", "scoring")


def compare_questions(old: Mapping[RelPath, Step], new: Mapping[RelPath, Step]) -> Iterator[Change]:
    """Compare the questions of all steps; a question that only moved to another step is the same question."""
    before, after = _by_id(old), _by_id(new)
    renamed = {
        question.renamed_from: name
        for name, (question, _) in after.items()
        if question.renamed_from in before and question.renamed_from not in after
    }
    taken = {name for name in before if name in after} | set(renamed.values())
    fresh = {text_of(question): name for name, (question, _) in after.items() if name not in taken}
    for name, (question, path) in before.items():
        now = name if name in after else renamed.get(name)
        if now is None and (same := fresh.pop(text_of(question), None)):
            taken.add(same)
            words = f"The question {name} has the id {same} now, without renamed_from: progress is lost."
            yield Change(Kind.ID_CHANGED, "question", same, words, Bump.MAJOR, name, after[same][1])
        elif now is None:
            words = f"The question {name} of {path} is gone: {_short(question)}"
            yield Change(Kind.REMOVED, "question", name, words, Bump.MINOR, path=path)
        else:
            yield from _question(question, path, *after[now])
    for name, (question, path) in after.items():
        if name not in taken:
            words = f"The question {name} of {path} is new: {_short(question)}"
            yield Change(Kind.ADDED, "question", name, words, Bump.MINOR, path=path)


def _by_id(steps: Mapping[RelPath, Step]) -> dict[str, tuple[Question, RelPath]]:
    return {each.id: (each, path) for path, step in steps.items() for each in step.questions}


def _question(old: Question, was: RelPath, new: Question, path: RelPath) -> Iterator[Change]:
    name = f"The question {new.id} of {path}"
    if old.id != new.id:
        words = f"The question {old.id} of {path} has the id {new.id} now."
        yield Change(Kind.RENAMED, "question", new.id, words, Bump.PATCH, old.id, path)
    if was != path:
        words = f"The question {new.id} moved from {was} to {path}."
        yield Change(Kind.MOVED, "question", new.id, words, Bump.PATCH, path=path)
    if old.type != new.type:
        words = f"{name} is of the type {new.type} now, not {old.type}."
        yield Change(Kind.CHANGED, "question", new.id, words, Bump.MINOR, path=path)
        return
    if _key_changed(old, new):
        words = f"{name} has another right answer now."
        yield Change(Kind.KEY, "question", new.id, words, Bump.MAJOR, path=path)
    elif (before := text_of(old)) != (after := text_of(new)):
        change = reworded(before, after)
        words = f"{name} is worded otherwise: {many_words(change)}."
        yield Change(Kind.TEXT, "question", new.id, words, words_bump(change), path=path)
    if any(getattr(old, each, None) != getattr(new, each, None) for each in _SETTINGS):
        words = f"{name} has other settings (objective, points, attempts or review)."
        yield Change(Kind.CHANGED, "question", new.id, words, Bump.PATCH, path=path)


def _key_changed(old: Question, new: Question) -> bool:
    """Say whether what was right is wrong now; more answers being right, or words corrected, does not count."""
    if isinstance(old, SingleChoice | MultipleChoice) and isinstance(new, SingleChoice | MultipleChoice):
        was = {each.text: each.correct for each in old.options}
        return any(each.text in was and was[each.text] != each.correct for each in new.options)
    if isinstance(old, TextQuestion) and isinstance(new, TextQuestion):
        known = bool(old.accept and new.accept) and old.pattern == new.pattern
        return known and {each.casefold() for each in old.accept}.isdisjoint(
            each.casefold() for each in new.accept
        )
    if isinstance(old, NumberQuestion) and isinstance(new, NumberQuestion):
        return new.low > old.high or old.low > new.high or old.unit != new.unit
    if isinstance(old, Match) and isinstance(new, Match):
        now = {each.left: each.right for each in new.pairs}
        rights = set(now.values())
        return any(
            each.right in rights and now.get(each.left, each.right) != each.right for each in old.pairs
        )
    if isinstance(old, Order) and isinstance(new, Order):
        return old.items != new.items and sorted(old.items) == sorted(new.items)
    return False


def text_of(value: object) -> str:
    """Give all words of a question that learners may read, in one text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return "\n".join(text_of(each) for each in value)
    if is_dataclass(value):
        skipped = _NO_TEXT | {"points", "attempts", "review", "shuffle"}
        kept = [each.name for each in fields(value) if each.name not in skipped]
        return "\n".join(text_of(getattr(value, name)) for name in kept)
    return ""


def _short(question: Question) -> str:
    text = " ".join((question.stem or text_of(question)).split())
    return text if len(text) <= 70 else text[:69].rstrip() + "…"
