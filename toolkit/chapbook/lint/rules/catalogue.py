"""What the catalogue says of a module: title, summary, minutes, words to find it by (M202, M205, M206)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place
from chapbook.model.minutes import module_minutes
from chapbook.model.module import Kind, Module
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.model.texts import MAX_MINUTES

LONGEST_TITLE = 70
SHORTEST_SUMMARY = 50
LONGEST_SUMMARY = 300
_DENSE = ("zh", "ja", "ko")
"""Languages that say in one character what others say in about two and a half."""
_DENSITY = 2.5
_TODO = "TODO:"
_WORD = re.compile(r"\w+")

_MOST_APART = 0.5
_LEAST_APART = 3
"""Minutes; below that, half is a matter of rounding."""
_WORK_ELSEWHERE = (Kind.EXERCISE, Kind.PROJECT, Kind.WRAPPER)
"""Kinds of modules whose learners spend time away from the page, which nobody can compute."""


def unfit_for_a_card(subject: Subject, module: Module) -> Iterator[Finding]:
    """M202: a title or summary that is too long or too short for a card, or a summary that repeats the title."""
    title, summary = (" ".join(text.split()) for text in (module.title, module.summary))
    if len(title) > LONGEST_TITLE and _TODO not in title:
        message = f"The title has {len(title)} characters; cards and search results cut it after about {LONGEST_TITLE}."
        yield _finding("title", message, "Say in a few words what one can do afterwards.")
    if not summary or _TODO in summary:
        return
    dense = module.language.lower().startswith(_DENSE)
    least = round(SHORTEST_SUMMARY / (_DENSITY if dense else 1))
    if len(summary) > LONGEST_SUMMARY:
        message = (
            f"The summary has {len(summary)} characters; on a card nobody reads more than {LONGEST_SUMMARY}."
        )
        yield _finding("summary", message, "Keep what makes somebody open the module.")
    elif len(summary) < least:
        length = _count(len(summary), "character")
        message = f"The summary has {length}, too few to tell whether the module is the right one."
        yield _finding("summary", message, "Say in one or two sentences what the module helps with, and how.")
    elif title and _words(summary)[: len(_words(title))] == _words(title):
        message = "The summary begins with the title again; on a card the two stand one below the other."
        yield _finding("summary", message, "Begin with what the title does not say.")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def minutes_far_off(subject: Subject, module: Module) -> Iterator[Finding]:
    """M205: the stated minutes are far from what reading and answering take."""
    if not module.minutes or module.minutes > MAX_MINUTES or not module.steps:
        return
    computed = module_minutes(subject, module)
    apart = module.minutes - computed
    if abs(apart) <= _MOST_APART * computed or abs(apart) < _LEAST_APART:
        return
    if apart > 0 and module.kind in _WORK_ELSEWHERE:
        return
    message = (
        f"module.yml says {_count(module.minutes, 'minute')}, but reading and answering take about {computed}; "
        "learners plan by that number."
    )
    yield _finding("minutes", message, f"Write minutes: {computed}, or minutes: auto.")


def hard_to_find(subject: Subject, module: Module) -> Iterator[Finding]:
    """M206: nothing to find the module by, or to see for whom it is."""
    given = {"tags": module.tags, "level": module.level, "audience": module.audience}
    missing = [name for name, value in given.items() if not value]
    if missing:
        listed = " or ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
        message = f"The module has no {listed}, so fewer people find it, or see that it is for them."
        hint = "Add for example: tags: [writing, e-mail], level: beginner, audience: For whom it is."
        yield Finding(code="M206", message=message, place=Place(path=MODULE_FILE), hint=hint)


def _finding(key: str, message: str, hint: str) -> Finding:
    code = "M205" if key == "minutes" else "M202"
    return Finding(code=code, message=message, place=Place(path=MODULE_FILE, data_path=(key,)), hint=hint)
