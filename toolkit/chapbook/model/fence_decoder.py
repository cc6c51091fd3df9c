"""A quiz fence to a frozen question, with every problem collected (format.md, "Quiz fence")."""

from __future__ import annotations

import hashlib

from chapbook.diag.diagnostic import Finding
from chapbook.diag.suggest import did_you_mean
from chapbook.model.fence_body import Mark, Part, split_body
from chapbook.model.fence_info import FenceWork, common_values, read_info
from chapbook.model.fence_types import ITEMS, READERS
from chapbook.model.mapping import KEBAB, MAX_ID, slugify
from chapbook.model.program import LANGUAGES
from chapbook.model.question import Question
from chapbook.model.question_decoder import QUESTION_TYPES
from chapbook.source.outline import Fence

_WORDS_OF_ID = 6
_LONGEST_WORDS = 50


def decode_fence(path: str, fence: Fence) -> tuple[Question | None, tuple[Finding, ...]]:
    """Read one quiz fence; None when its type or id is not usable."""
    work = FenceWork(path, fence)
    if not fence.closed:
        work.add(
            "S114",
            "This quiz fence is never closed, so it swallows the rest of the file.",
            "Add a line ``` below it.",
        )
    settings = read_info(work)
    read = _kind_and_parts(work, settings)
    if read is None:
        return None, tuple(work.findings)
    kind, parts = read
    hints = tuple(part.joined() for part in parts if part.mark is Mark.HINT)
    parts = [part for part in parts if part.mark is not Mark.HINT]
    _check_feedback(work, parts)
    identity = settings.get("id", "")
    if "id" not in settings:
        made = _minted_id(path, fence)
        work.add(
            "M201",
            "This question has no id, so learners' progress cannot hang on it.",
            f"Write ```quiz id={made}, or a short name of your own.",
            fix=work.in_info(f" id={made}"),
        )
    common = common_values(work, settings, hints)
    if "run" in settings:
        common |= _run(work, settings["run"], kind)
    question = READERS[kind](work, parts, common)
    if not question.stem and kind not in ("card", "cloze"):
        work.add(
            "M201", "This question has no stem, so there is nothing to answer.", "Write the question first."
        )
    return (question if KEBAB.match(identity) and len(identity) <= MAX_ID else None), tuple(work.findings)


def _minted_id(path: str, fence: Fence) -> str:
    """Make an id of the question's first words and of where it stands, so that equal questions get ids that differ."""
    words = next((slugify(line) for line in fence.lines if slugify(line)), "question")
    short = "-".join(words.split("-")[:_WORDS_OF_ID])[:_LONGEST_WORDS].strip("-")
    text = f"{path}:{fence.line}\n" + "\n".join(fence.lines)
    return f"{short}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:4]}"


def _kind_and_parts(work: FenceWork, settings: dict[str, str]) -> tuple[str, list[Part]] | None:
    """Give a question's type and the parts of its body; of two types that are told apart by their options."""
    named = settings.get("type")
    if named is not None:
        if named in QUESTION_TYPES:
            return named, list(split_body(work.fence.lines, ITEMS[named]))
        hint = did_you_mean(named, QUESTION_TYPES) or f"Choose one of {', '.join(QUESTION_TYPES)}."
        work.add("S115", f"There is no question type “{named}”.", hint)
        return None
    parts = list(split_body(work.fence.lines, ITEMS["single"]))
    options = [part for part in parts if part.mark is Mark.OPTION]
    if not options:
        message = "This question has no “- [ ]” options and names no type, so its kind is not known."
        work.add("S114", message, "Add options, or a type such as type=text.")
        return None
    return ("multiple" if sum(part.ticked for part in options) > 1 else "single"), parts


def _run(work: FenceWork, language: str, kind: str) -> dict[str, str]:
    """Read `run=python`, which only a text question has."""
    if kind != "text":
        message = (
            f"“run” says whose output is the answer; a question of the type {kind} is not answered with it."
        )
        work.add("S102", message, "Write type=text, or take run away.")
        return {}
    if language not in LANGUAGES:
        hint = did_you_mean(language, tuple(LANGUAGES)) or f"Choose one of {', '.join(LANGUAGES)}."
        work.add("S115", f"“run” is “{language}”, which is no language that can be run.", hint)
        return {}
    return {"run": language}


def _check_feedback(work: FenceWork, parts: list[Part]) -> None:
    """Report a blockquote right below answers that belongs to none of them."""
    seen_item = False
    for part in parts:
        seen_item = seen_item or part.mark not in (Mark.TEXT, Mark.RULE)
        if part.mark is Mark.TEXT and seen_item and part.joined().startswith(">"):
            work.add(
                "S114",
                "This feedback stands below no answer.",
                "Put it right below the answer it is for.",
                part.line,
            )
