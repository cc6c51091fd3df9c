"""Stems and hints: what they ask, and what they tell too early (Q510, Q512, Q514)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding
from chapbook.lint.choices import settled
from chapbook.lint.code import without_code
from chapbook.lint.places import inside
from chapbook.lint.plain import holds, short, visible
from chapbook.lint.wordlists import words
from chapbook.model.module import Module
from chapbook.model.question import NumberQuestion, Question, SingleChoice, TextQuestion
from chapbook.model.subject import Subject

_STRONG = re.compile(
    r"\*\*[^*\n]{1,200}\*\*|\*[^*\n]{1,200}\*|\b_[^_\n]{1,200}_\b|\b__[^_\n]{1,200}__\b|<strong>[^<\n]{1,200}</strong>"
)
_QUOTED = re.compile(r"[\"“„«][^\"“”«»\n]{1,200}[\"”“»]")
_SENTENCE_END = re.compile(r"[.?!:…。？！؟;][\s\"'”“’»«)\]*_`]*$", re.MULTILINE)
_BLANK = re.compile(r"_{3,}|\.{3,}|…|\[\[")
_NUMBER = re.compile(r"(?<![\w.,])-?[0-9]+(?:[.,][0-9]+)*(?!\w)")
_SHORTEST_ANSWER = 4
"""Characters; shorter answers stand in other texts by accident."""
_MOST = 40
"""Options and hints that are looked at; nobody writes more."""


def hidden_negation(subject: Subject, module: Module) -> Iterator[Finding]:
    """Q510: a stem asks for the exception, and the word that says so does not stand out."""
    listed = words(module.language)
    for question in module.questions():
        text = _QUOTED.sub(" ", _STRONG.sub(" ", without_code(question.stem)))
        word = _negation(text, listed.negations, listed.negative_stems)
        if word:
            message = f"The stem turns on “{word}”, which readers in a hurry miss."
            hint = f"Ask what is right instead; or make the word stand out: **{word}**."
            yield Finding(code="Q510", message=message, place=inside(question.place, "stem"), hint=hint)


def _negation(text: str, capitals: tuple[str, ...], phrases: tuple[str, ...]) -> str:
    if not text.isupper():
        for word in capitals:
            if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text):
                return word
    return next((phrase.split()[-1] for phrase in phrases if holds(" ".join(text.split()), phrase)), "")


def answer_given_away(subject: Subject, module: Module) -> Iterator[Finding]:
    """Q512: the stem or a hint holds the answer, so nothing is left to recall."""
    for question in module.questions():
        wanted, others = _answers(question)
        if not wanted:
            continue
        told = _told(visible(question.stem), wanted, others)
        if told and not isinstance(question, NumberQuestion):
            message = f"The stem already says the answer: “{short(told)}”."
            place = inside(question.place, "stem")
            yield Finding(
                code="Q512",
                message=message,
                place=place,
                hint="Say it in other words, or ask for something else.",
            )
        for n, hint in enumerate(question.hints[:_MOST]):
            if told := _told(visible(hint), wanted, others):
                which = "The first hint" if n == 0 else f"Hint {n + 1}"
                message = f"{which} says the answer, “{short(told)}”, so that nothing is left to recall."
                advice = "Let the hint point at the way: what to look at, what to do first."
                yield Finding(
                    code="Q512", message=message, place=inside(question.place, "hints", n), hint=advice
                )


def _answers(question: Question) -> tuple[list[str], list[str]]:
    """Give what would give a question away, and what else stands beside it to choose from."""
    if isinstance(question, SingleChoice) and (right := settled(question)) is not None:
        wanted, others = (
            [visible(right.text)],
            [visible(each.text) for each in question.options if not each.correct],
        )
        return _long_enough(wanted), others[:_MOST]
    if isinstance(question, TextQuestion):
        accepted, wrong = question.accept[:_MOST], question.wrong[:_MOST]
        return _long_enough([visible(each) for each in accepted]), [each.answer for each in wrong]
    if isinstance(question, NumberQuestion) and question.answer is not None and abs(question.answer) >= 10:
        return [f"{question.answer:.15g}"], []
    return [], []


def _long_enough(texts: list[str]) -> list[str]:
    return [each for text in texts if len(each := text.strip(" .!?")) >= _SHORTEST_ANSWER]


def _told(text: str, wanted: list[str], others: list[str]) -> str:
    """Give the answer that a text holds; empty when it holds another option too, as a comparison does."""
    if any(holds(text, each.strip(" .!?")) for each in others):
        return ""
    return next((each for each in wanted if _holds_answer(text, each)), "")


def _holds_answer(text: str, answer: str) -> bool:
    if _NUMBER.fullmatch(answer):
        return any(each.replace(",", "") == answer for each in _NUMBER.findall(text))
    return holds(text, answer)


def stem_no_sentence(subject: Subject, module: Module) -> Iterator[Finding]:
    """Q514: a stem that neither asks nor tells nor leaves a blank."""
    for question in module.questions():
        stem = question.stem.strip()
        if not stem or "](" in stem or _SENTENCE_END.search(stem) or _BLANK.search(stem):
            continue
        message = f"The stem “{short(stem)}” is no sentence, so learners must guess what is asked."
        hint = "Write a whole question, or a sentence that says what to do."
        yield Finding(code="Q514", message=message, place=inside(question.place, "stem"), hint=hint)
