"""The inside of lesson and quiz pages: Markdown → HTML → allow-list → questions put in. Pure.

Quiz fences leave the Markdown before it is rendered; a word that the text cannot contain keeps their place. The
question's own HTML takes that place only after the sanitiser, and only where the word stands as text: so nothing that
a module writes can become question markup, and question markup cannot be pulled into an attribute.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from chapbook.diag.diagnostic import Diagnostic
from chapbook.diag.errors import Refused
from chapbook.model.module import Lesson, Quiz
from chapbook.model.question import Question
from chapbook.site import notices
from chapbook.site.changes import Changes
from chapbook.site.html import split_tags, text_of
from chapbook.site.links import Addresses, id_prefix
from chapbook.site.plan import ModulePlan, PagePlan, source_root
from chapbook.site.print_questions import answer_html, paper_html
from chapbook.site.question_parts import Setting
from chapbook.site.questions import question_html
from chapbook.site.words import words
from chapbook.source.markup import render_inline, render_markdown
from chapbook.source.outline import Fence, Image, Link, Outline

_HEADING = re.compile(r"<h([2-3])(?: [^>]*?)? id=\"([^\"]*)\"[^>]*>(.*?)</h\1>", re.DOTALL)
_HEADING_LINK = re.compile(r"<a class=\"headerlink\".*?</a>", re.DOTALL)
_MAY_HAVE_IDS = re.compile(r"\[\^|^\s*(?:===|#)|^[=-]+\s*$", re.MULTILINE)
_ALERT_TITLE = '<p class="admonition-title">'
_ALERTS = frozenset({"Note", "Tip", "Important", "Warning", "Caution"})
"""Titles that alerts have when the author gives none."""
_INTERFACE = re.compile(
    r"<p class=\"cb-question__label\">|<div class=\"cb-actions\"[^>]*>|<details class=\"cb-(?:hint|answer)\"><summary>"
)
_PLACE = re.compile(r"qz[0-9a-f]{20}[0-9]{4,}")
"""A word in place of a question; see `_free_word`."""
_NOWHERE = "/"
"""An address that the allow-list drops, so that an unresolved link becomes plain text."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of a page's table of contents; `title` is plain text."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A page's inside: plain values, which can be sent to another process.

    `markdown` is what was rendered, without question fences and front matter. `bare` is the HTML with a word in place
    of each question, cut as `split_tags` does; `asked` are those words with their questions. `changes` are those of a
    module's page, by version.
    """

    html: str = ""
    markdown: str = ""
    bare: Sequence[str] = ()
    asked: tuple[tuple[str, Question, Setting], ...] = ()
    headings: tuple[Heading, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    changes: Mapping[str, Changes] = field(default_factory=dict)

    def without_questions(self) -> list[str]:
        """Give `bare` with nothing in place of the questions."""
        return put_questions(self.bare, {token: "" for token, _, _ in self.asked})


@dataclass(frozen=True, slots=True)
class Written:
    """Gives the HTML of texts that were rendered before, in place of what renders them."""

    html: Mapping[str, str]

    def __call__(self, markdown: str) -> str:
        """Give one of them; KeyError for any other."""
        return self.html[markdown]


def page_content(page: PagePlan, module: ModulePlan, addresses: Addresses) -> Content:
    """Make the inside of a step's page; other pages are made by templates from the plan and have none."""
    content = _page_content(page, module, addresses)
    # What there is to say about an original is said once, not for each language that shows it.
    return content if page.is_translated else replace(content, diagnostics=())


def _page_content(page: PagePlan, module: ModulePlan, addresses: Addresses) -> Content:
    writer = _Writer(page, module, addresses)
    try:
        if isinstance(page.step, Lesson):
            return writer.lesson(page.step, module.subject.outlines[page.step.path])
        if isinstance(page.step, Quiz):
            return writer.quiz(page.step)
    except Refused as refusal:
        return not_shown(page, notices.page_left_out(source_of(page, module), refusal.message.rstrip(".")))
    return Content()


def not_shown(page: PagePlan, said: Diagnostic) -> Content:
    """Make the inside of a page that is left out."""
    return Content(html=f"<p>{words(page.language).html('step.not_shown')}</p>", diagnostics=(said,))


def source_of(page: PagePlan, module: ModulePlan) -> str:
    """Name the file that a page is made of as the workspace has it; its address when it is made of several."""
    return f"{source_root(module.loaded.folder)}/{page.step.path}" if page.step else page.uri


class _Writer:
    """Renders one page and collects what there is to say about it."""

    def __init__(self, page: PagePlan, module: ModulePlan, addresses: Addresses) -> None:
        self._page = page
        self._module = module
        self._addresses = addresses
        self._source = source_of(page, module)
        self._said: dict[str, Diagnostic] = {}
        self._fields = 0
        self._names: set[str] = set()
        self._words = words(page.language)
        self._text_language = (page.text_language or page.language).split("-")[0].lower()
        self._asked: list[tuple[str, Question, Setting]] = []
        self._blocks: dict[str, str] = {}
        self._lines: dict[str, str] = {}

    def lesson(self, lesson: Lesson, outline: Outline) -> Content:
        fences = outline.quiz_fences
        token = _free_word(outline.body)
        markdown = _without_fences(outline, fences, token)
        html = render_markdown(markdown, link=self._link, id_prefix=id_prefix(self._module))
        pieces = split_tags(html)
        if self._has_names(html):
            self._name(pieces)
        questions = self._questions_of(lesson, fences)
        total = sum(1 for each in questions if each is not None)
        number = 0
        parts: dict[str, str] = {}
        for place, question in enumerate(questions):
            number += question is not None
            label = self._label(number, total)
            parts[f"{token}{place:04d}"] = self._question(question, label, place, f"{token}{place:04d}")
        return self._content(pieces, parts, markdown)

    def quiz(self, quiz: Quiz) -> Content:
        total = len(quiz.questions)
        token = _free_word("")
        parts = {
            f"{token}{place:04d}": self._question(
                question, self._label(place, total), place, f"{token}{place:04d}"
            )
            for place, question in enumerate(quiz.questions, 1)
        }
        return self._content(split_tags("".join(f"<p>{each}</p>" for each in parts)), parts, "")

    def _label(self, number: int, total: int) -> str:
        if total == 1:
            return self._words.t("question.label")
        return self._words.t("question.label_of", number=number, total=total)

    def _content(self, bare: list[str], parts: dict[str, str], markdown: str) -> Content:
        html = "".join(put_questions(bare, parts))
        left_out = set(parts).difference(each for each, _, _ in self._asked)
        return Content(
            html=html,
            markdown=markdown,
            bare=put_questions(bare, dict.fromkeys(left_out, "")),
            asked=self._written(),
            headings=headings(html),
            diagnostics=tuple(self._said.values()),
        )

    def _written(self) -> tuple[tuple[str, Question, Setting], ...]:
        """Give the questions as plain values: the texts that they show here or on paper stand beside them."""
        for _, question, setting in self._asked:
            paper_html(question, 0, setting)
            answer_html(question, setting)
        rich, line = Written(self._blocks), Written(self._lines)
        return tuple(
            (token, question, replace(setting, rich=rich, line=line))
            for token, question, setting in self._asked
        )

    def _question(self, question: Question | None, label: str, place: int, token: str) -> str:
        if question is None:
            return ""
        setting = self._setting(label, question, place)
        self._asked.append((token, question, setting))
        html = question_html(question, setting)
        return html if self._words.language == self._text_language else _INTERFACE.sub(self._mark, html)

    def _mark(self, found: re.Match[str]) -> str:
        """Say that a part of a question is the interface's, whose language is not that of the text around."""
        return f'{found[0][:-1]} lang="{self._words.language}" dir="{self._words.direction}">'

    def _setting(self, label: str, question: Question, place: int) -> Setting:
        name = question.id or f"n{place}"
        if name in self._names:  # two questions with one id are reported, and must not share fields
            name = f"{name}--q{place}"
        self._names.add(name)
        step = self._page.step
        return Setting(
            label=label,
            name=name,
            uid=self._module.module.uid or self._module.key,
            shuffle=step.shuffle_options if isinstance(step, Quiz) else True,
            rich=self._rich,
            line=self._line,
            words=self._words,
            hash=self._module.hashes.get(question.id, ""),
        )

    def _has_names(self, html: str) -> bool:
        """Say whether `_name` may have anything to do."""
        return "<input " in html or self._page.is_translated

    def _name(self, pieces: list[str]) -> None:
        """Give boxes of task lists a name, not only "check box", and alerts their usual titles."""
        for at in range(1, len(pieces), 2):
            if pieces[at].startswith("<input ") and 'type="checkbox"' in pieces[at]:
                name = self._words.html("step.box_done" if " checked" in pieces[at] else "step.box_to_do")
                pieces[at] = f'{pieces[at][:-1]} aria-label="{name}">'
            elif pieces[at] == _ALERT_TITLE and pieces[at + 1] in _ALERTS and self._page.is_translated:
                pieces[at + 1] = self._words.html(f"alerts.{pieces[at + 1].lower()}")

    def _rich(self, markdown: str) -> str:
        found = self._blocks.get(markdown)
        if found is None:
            html = render_markdown(markdown, link=self._link, id_prefix=self._prefix(markdown))
            if self._has_names(html):
                pieces = split_tags(html)
                self._name(pieces)
                html = "".join(pieces)
            found = self._blocks[markdown] = html.strip()
        return found

    def _line(self, markdown: str) -> str:
        found = self._lines.get(markdown)
        if found is None:
            html = render_inline(markdown, link=self._link, id_prefix=self._prefix(markdown))
            found = self._lines[markdown] = html.strip()
        return found

    def _prefix(self, markdown: str) -> str:
        """Keep the ids of fields apart; only texts that can have ids pay for a renderer of their own."""
        if not _MAY_HAVE_IDS.search(markdown):
            return id_prefix(self._module)
        self._fields += 1
        return f"{id_prefix(self._module)}f{self._fields}-"

    def _link(self, target: str) -> str:
        try:
            found = self._addresses.resolve(target, self._page, self._module)
        except ValueError:  # urlsplit refuses such as `http://[`
            return _NOWHERE
        if not found.url:
            line = _line_of(target, self._module, self._page)
            self._said[target] = notices.link_unresolved(self._source, target, found.reason, line)
        return found.url or _NOWHERE

    def _questions_of(self, lesson: Lesson, fences: Sequence[Fence]) -> list[Question | None]:
        """Pair fences with the questions read from them, by line; a fence without one is reported."""
        found: list[Question | None] = []
        for fence in fences:
            lines = range(fence.span.line, fence.span.end_line + 1)
            match = next((q for q in lesson.questions if q.place.span and q.place.span.line in lines), None)
            if match is None:
                said = notices.question_left_out(self._source, fence.span.line)
                self._said[f"question {fence.span.line}"] = said
            found.append(match)
        return found


def headings(html: str) -> tuple[Heading, ...]:
    """List the headings of level 2 and 3 of sanitised HTML."""
    return tuple(
        Heading(int(level), anchor, text_of(_HEADING_LINK.sub("", inside)))
        for level, anchor, inside in _HEADING.findall(html)
    )


def _line_of(target: str, module: ModulePlan, page: PagePlan) -> int:
    outline = module.subject.outlines.get(page.step.path) if page.step else None
    places: list[Link | Image] = [*outline.links, *outline.images] if outline else []
    return next((each.span.line for each in places if each.target == target), 1)


def _free_word(text: str) -> str:
    """Give a word that does not occur in the text; the same text gives the same word."""
    seed = text.encode()
    while (word := "qz" + hashlib.sha256(seed).hexdigest()[:20]) in text:
        seed += b"."
    return word


def _without_fences(outline: Outline, fences: Sequence[Fence], token: str) -> str:
    """Replace each fence by a paragraph of one word, at the fence's own indentation or quote."""
    lines = outline.body.splitlines()
    for place, fence in reversed(list(enumerate(fences))):
        first = fence.span.line - outline.body_line
        last = fence.span.end_line - outline.body_line
        before = lines[first][: fence.span.column - 1]
        inner = re.sub(r"[^>\s]", " ", before)
        lines[first : last + 1] = [inner.rstrip(), f"{before}{token}{place:04d}", inner.rstrip()]
    return "\n".join(lines) + "\n"


def put_questions(pieces: Sequence[str], parts: Mapping[str, str]) -> list[str]:
    """Put HTML where a word of `parts` stands as text, in place of its paragraph if it is alone in one.

    `pieces` are those of `split_tags`, and so is what comes back, but for the HTML that was put in.
    """
    filled = list(pieces)
    for at in range(0, len(filled) if parts else 0, 2):
        text = filled[at]
        if "qz" not in text:
            continue
        filled[at] = _PLACE.sub(lambda found: parts.get(found[0], found[0]), text)
        around = filled[at - 1 : at + 2 : 2]
        if text.strip() in parts and around == ["<p>", "</p>"]:
            filled[at - 1] = filled[at + 1] = ""
    return filled
