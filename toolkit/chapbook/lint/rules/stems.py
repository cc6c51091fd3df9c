"""Stems and hints: what they ask, and what they tell too early (Q510, Q512, Q514)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from chapbook.diag.diagnostic import Finding
from chapbook.lint.choices import is_true_false, settled
from chapbook.lint.code import without_code
from chapbook.lint.places import inside
from chapbook.lint.plain import holds, short, visible
from chapbook.lint.signs import holds_any
from chapbook.lint.wordlists import words
from chapbook.model.module import Module
from chapbook.model.question import MultipleChoice, NumberQuestion, Question, SingleChoice, TextQuestion
from chapbook.model.subject import Subject
from chapbook.model.wordcount import count, count_words

_STRONG = re.compile(
    r"\*\*[^*\n]{1,200}\*\*|\*[^*\n]{1,200}\*|\b_[^_\n]{1,200}_\b|\b__[^_\n]{1,200}__\b|<strong>[^<\n]{1,200}</strong>"
)
_QUOTED = re.compile(r"[\"“„«][^\"“”«»\n]{1,200}[\"”“»]")
_SENTENCES = re.compile(r"(?<=[.?!。？！؟])\s+|(?<=[。？！])|\n[ \t]*\n")
_ASK = ("?", "？", "؟", ":", "：")
_WORD = r"[^\s,;:.?!()]{1,60} "
_GAPS = {"*": f"(?:{_WORD}){{0,2}}", "…": f"(?:{_WORD}){{0,6}}"}
_SENTENCE_END = re.compile(r"[.?!:…。？！؟;][\s\"'”“’»«)\]*_`]*$", re.MULTILINE)
_BLANK = re.compile(r"_{3,}|\.{3,}|…|\[\[")
_NUMBER = re.compile(r"(?<![\w.,])-?[0-9]+(?:[.,][0-9]+)*(?!\w)")
_SHORTEST_ANSWER = 4
"""Characters; shorter answers stand in other texts by accident."""
_FEWEST_WORDS = 4
"""So many words are the beginning of a sentence that the options end."""
_MOST = 40
"""Options and hints that are looked at; nobody writes more."""


def hidden_negation(subject: Subject, module: Module) -> Iterator[Finding]:
    """Q510: a stem asks for the exception, and the word that says so does not stand out."""
    listed = words(module.language)
    for question in module.questions():
        text = without_code(question.stem)
        text = _STRONG.sub(" ", text) if holds_any(text, ("*", "_", "<strong>")) else text
        text = _QUOTED.sub(" ", text)
        word = _negation(text, listed.negations, listed.negative_stems)
        if word:
            message = f"The stem turns on “{word}”, which readers in a hurry miss."
            hint = f"Ask what is right instead; or make the word stand out: **{word}**."
            yield Finding(code="Q510", message=message, place=inside(question.place, "stem"), hint=hint)


def _negation(text: str, capitals: tuple[str, ...], phrases: tuple[str, ...]) -> str:
    """Give the word that turns the question: in capitals where something is asked, or at the end of a phrase."""
    asking = _asking(text)
    if not text.isupper():
        for word in capitals:
            if word in asking and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", asking):
                return word
    line = " ".join(asking.split()).casefold()
    if not holds_any(line, _last_words(phrases)):
        return ""
    return next((phrase.split()[-1] for phrase in phrases if _asks(line, phrase)), "")


def _asking(text: str) -> str:
    """Give the sentences that ask, and the last: what comes before tells of the case, where a “not” misleads nobody."""
    sentences = [each for each in _SENTENCES.split(text.strip()) if each.strip()]
    return " ".join(
        each
        for n, each in enumerate(sentences, start=1)
        if each.rstrip().endswith(_ASK) or n == len(sentences)
    )


def _asks(line: str, phrase: str) -> bool:
    """Say whether a text in small letters holds a phrase, in which `*` stands for up to two words and `…` for six."""
    first, _, rest = phrase.partition(" ")
    return first in line and rest.split()[-1] in line and _phrase(phrase).search(line) is not None


@cache
def _last_words(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Give the words of which one is in every text that holds one of the phrases."""
    return tuple(sorted({phrase.split()[-1] for phrase in phrases}))


@cache
def _phrase(phrase: str) -> re.Pattern[str]:
    parts = [_GAPS.get(part, re.escape(part) + " ") for part in phrase.split()]
    return re.compile(rf"(?<!\w){''.join(parts)[:-1]}(?!\w)")


def answer_given_away(subject: Subject, module: Module) -> Iterator[Finding]:
    """Q512: the stem or a hint holds the answer, so nothing is left to recall."""
    for question in module.questions():
        wanted, others = _answers(question)
        if not wanted:
            continue
        told = _told(visible(_QUOTED.sub(" ", question.stem)), wanted, others)
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
    return [each for text in texts if _length(each := text.strip(" .!?。！？")) >= _SHORTEST_ANSWER]


def _length(text: str) -> int:
    """Give the characters of a text; one of a script without spaces says as much as two letters."""
    counted = count(text)
    return len(text) + counted.han + counted.kana


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
    """Q514: a few words that neither ask nor tell nor leave a blank."""
    for question in module.questions():
        stem = question.stem.strip()
        if not stem or "](" in stem or _is_sentence(stem) or _goes_on(question):
            continue
        message = f"The stem “{short(stem)}” is no sentence, so learners must guess what is asked."
        hint = "Write a whole question, or a sentence that says what to do."
        yield Finding(code="Q514", message=message, place=inside(question.place, "stem"), hint=hint)


def _is_sentence(stem: str) -> bool:
    return any(sign in stem for sign in "?？؟") or bool(_SENTENCE_END.search(stem) or _BLANK.search(stem))


def _goes_on(question: Question) -> bool:
    """Say whether the options end the sentence, or judge what the stem states."""
    if not isinstance(question, SingleChoice | MultipleChoice):
        return False
    return is_true_false(question.options) or count_words(question.stem) >= _FEWEST_WORDS
