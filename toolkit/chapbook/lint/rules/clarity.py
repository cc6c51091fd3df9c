"""Words that everybody can follow: questions, instructions, length (A409, A410, A411)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from chapbook.diag.diagnostic import Finding
from chapbook.lint.html import opening_tags
from chapbook.lint.places import inside
from chapbook.lint.prose import Passage, is_telling, passages
from chapbook.lint.rules.files import is_common
from chapbook.lint.wordlists import WordList, words_of
from chapbook.model.module import Module
from chapbook.model.question import MultipleChoice, Option, Question, SingleChoice
from chapbook.model.subject import Subject
from chapbook.source.markdown_reader import read_outline
from chapbook.source.outline import Outline, Paragraph

_WORD = re.compile(r"\w+(?:['’./-]\w+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]*_]{0,3}(?=\s|$)")
_BLANK_BUT_WORDS = bytes(
    code if code < 128 and (chr(code).isalnum() or code == ord("_")) else ord(" ") for code in range(256)
)
_NAME = re.compile(r"\*\*|__|`|[“”\"«»„‘]|\[\[|<kbd")
"""What a writer puts around the name of a button."""
_NO_PROSE = re.compile(
    r"^(?:[ \t]*\||[ \t]*:?-{2,}:?[ \t]*\||:[ \t]|\*\[|\[\^)|(?:  |\\|<br ?/?>)$", re.MULTILINE
)
"""Lines of tables, definitions, abbreviations and notes, and hard line ends: no sentences run across them."""

MOST_WORDS_IN_PARAGRAPH = 120
MOST_WORDS_IN_SENTENCE = 40
_SHORT = 2 * MOST_WORDS_IN_SENTENCE
"""More words take more characters than that. Most sentences have fewer."""


def picture_only(subject: Subject, module: Module) -> Iterator[Finding]:
    """A409: a question, or an option of one, that only those who see its picture can understand."""
    for question in module.questions():
        if _only_pictures(question.stem) is not None:
            yield Finding(
                code="A409",
                message=f"The question “{question.id}” is a picture alone: who cannot see it is not asked.",
                place=inside(question.place, "stem"),
                hint="Write the question in words above the picture.",
            )
        yield from _silent_options(question)


def _silent_options(question: Question) -> Iterator[Finding]:
    options = question.options if isinstance(question, SingleChoice | MultipleChoice) else ()
    alts = [_only_pictures(option.text) for option in options]
    times = Counter(alt for alt in alts if alt)
    for option, alt in zip(options, alts, strict=True):
        if alt is not None and (not alt or times[alt] > 1):
            yield _silent(question, option)
            return


def _silent(question: Question, option: Option) -> Finding:
    return Finding(
        code="A409",
        message=f"An option of “{question.id}” is a picture without words of its own, so by ear "
        "it cannot be told from the others.",
        place=inside(option.place, "text"),
        hint="Write a few words beside the picture, or describe in its brackets what tells it from the others.",
    )


def _only_pictures(text: str) -> str | None:
    """Give the descriptions of a text that is pictures and nothing else; None when it says more, or shows none."""
    if "![" not in text and "<img" not in text.lower():
        return None
    outline = read_outline("", text)
    if outline.fences or any(any(map(str.isalnum, each.text)) for each in outline.paragraphs):
        return None
    alts = [image.alt for image in outline.images] + list(_html_alts(outline))
    is_heading = any(any(map(str.isalnum, each.text)) for each in outline.headings)
    return " ".join(alts).strip().casefold() if alts and not is_heading else None


def _html_alts(outline: Outline) -> Iterator[str]:
    for html in outline.html:
        tags = list(opening_tags(html.text))
        yield from (tag.get("alt") or "" for tag in tags if tag.name == "img")


def by_look_only(subject: Subject) -> Iterator[Finding]:
    """A410: an instruction that names a thing by its colour, shape or place alone (WCAG 1.3.3)."""
    finders = {path: _finder(words_of(subject, path)) for path in (*subject.outlines, *subject.documents)}
    every = frozenset(finders.values())
    for passage in passages(subject, lambda text: any(finder.may_find(text) for finder in every)):
        finder = finders[passage.path]
        for paragraph in passage.outline.paragraphs if finder.may_find(passage.outline.body) else ():
            if finder.may_find(paragraph.source) and (shown := finder.find(paragraph.source)):
                yield _look(shown, passage, paragraph)


def _look(shown: str, passage: Passage, paragraph: Paragraph) -> Finding:
    return Finding(
        code="A410",
        message=f"“{shown}” tells by look or place alone what to use; not everybody sees that, and on "
        "a telephone it may be elsewhere.",
        place=passage.place(paragraph.span),
        hint="Name it as well: the red button “Stop”.",
    )


@dataclass(frozen=True, slots=True)
class _Finder:
    """What finds an instruction by look alone in one language; without words it finds nothing.

    `kinds` has for each kind of phrase the words of which every text with such a phrase holds one.
    """

    words: WordList
    kinds: tuple[frozenset[bytes], ...]

    def may_find(self, text: str) -> bool:
        """Say quickly whether a text has a word of each kind somewhere: most have not."""
        there = _words_in(text)
        return not any(kind.isdisjoint(there) for kind in self.kinds)

    def find(self, text: str) -> str:
        """Give the words that tell by look or place alone, from the first sentence that has any; else nothing."""
        verbs = _verbs(self.words.instructions)
        looks = _pattern(self.words.controls, self.words.looks, self.words.places)
        for sentence in _split(text):
            shown = looks.search(sentence)
            if shown and verbs.search(sentence) and not _NAME.search(sentence):
                return " ".join(shown[0].split())
        return ""


@cache
def _finder(words: WordList) -> _Finder:
    kinds = (words.looks + words.places, words.controls, words.instructions)
    needed = (frozenset(max(_words_in(each), key=len, default=b"") for each in kind) for kind in kinds)
    return _Finder(words, tuple(kind for kind in needed if b"" not in kind))


def _words_in(text: str) -> list[bytes]:
    """Give the words of a text in small letters; letters with accents part them too, in texts and in what is sought."""
    return text.lower().encode("ascii", "replace").translate(_BLANK_BUT_WORDS).split()


@cache
def _pattern(controls: tuple[str, ...], looks: tuple[str, ...], places: tuple[str, ...]) -> re.Pattern[str]:
    things, seen, where = _any(controls), _any(looks), _any(places)
    return re.compile(
        rf"\b(?:{seen}\s+{things}|{things}\s+{seen}|{things}(?:\s+\w{{1,30}}){{0,2}}\s+{where})(?!\w)",
        re.IGNORECASE,
    )


@cache
def _verbs(verbs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_any(verbs)}(?!\w)", re.IGNORECASE)


def _any(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(re.escape(each) for each in sorted(words, key=len, reverse=True))})"


def too_long(subject: Subject) -> Iterator[Finding]:
    """A411: a paragraph or a sentence that is hard to keep in mind."""
    for passage in passages(subject, _may_be_long):
        for paragraph in () if is_common(passage.path) else passage.outline.paragraphs:
            text = paragraph.text
            if len(text) <= _SHORT:
                continue
            count = _count(text, MOST_WORDS_IN_PARAGRAPH)
            if count > MOST_WORDS_IN_PARAGRAPH:
                message = f"This paragraph has {count} words; on a screen, long paragraphs are skipped."
                hint = (
                    f"Split it at a new thought, below {MOST_WORDS_IN_PARAGRAPH} words, or make a list of it."
                )
            elif (longest := _longest_sentence(text)) > MOST_WORDS_IN_SENTENCE:
                message = f"A sentence here has {longest} words; many readers lose the thread before its end."
                hint = f"Make two or three of it; {MOST_WORDS_IN_SENTENCE} words are plenty."
            else:
                continue
            if _NO_PROSE.search(paragraph.source):
                continue
            yield Finding(code="A411", message=message, place=passage.place(paragraph.span), hint=hint)


def _may_be_long(text: str) -> bool:
    """Say quickly whether a text may hold a long paragraph or sentence: without markup it reads as it is written."""
    return _has_many_words(text) and (
        is_telling(text)
        or any(
            _count(block, MOST_WORDS_IN_PARAGRAPH) > MOST_WORDS_IN_PARAGRAPH
            or _longest_sentence(block) > MOST_WORDS_IN_SENTENCE
            for block in text.split("\n\n")
            if _has_many_words(block)
        )
    )


def _has_many_words(text: str, most: int = MOST_WORDS_IN_SENTENCE) -> bool:
    """Say quickly whether a text may have more words: even with `and/or` in it, 40 have 30 blanks between them.

    No word, with what parts it from the next, takes less than two characters.
    """
    return len(text) > 2 * most and text.count(" ") + text.count("\n") >= most * 3 // 4


def _longest_sentence(text: str) -> int:
    """Give the words of the longest sentence; 0 when all are short."""
    # Most texts end here. Looking for every way in which a sentence may end takes three times as long.
    longer = [each for each in text.split(". ") if len(each) > _SHORT]
    if not any(map(_has_many_words, longer)):
        return 0
    return max((_count(each, MOST_WORDS_IN_SENTENCE) for each in _split(text)), default=0)


def _count(text: str, most: int) -> int:
    """Count the words of a text that may have more than `most`; a shorter one gives 0."""
    return len(_WORD.findall(text)) if _has_many_words(text, most) else 0


def _split(text: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    if text[start:].strip():
        yield text[start:]
