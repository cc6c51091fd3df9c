"""Questions that are read, not played: cloze, match, order, reflect, card, checklist. Pure."""

from __future__ import annotations

import re
from html import escape

from chapbook.model.question import Card, Checklist, Cloze, Match, Order, Reflect
from chapbook.site.html import element, start_tag
from chapbook.site.question_parts import ONE_PARAGRAPH, Setting, details, stem_html, task_of

_BLANK = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


def cloze(question: Cloze, it: Setting) -> str:
    """Show gaps as drawn blanks, the whole text as the answer. Blanks are cut out before Markdown sees the text."""
    gaps = [each.split("|") for each in _BLANK.findall(question.text)]
    blank = "\N{FULLWIDTH LOW LINE}" * 3
    shown = it.rich(_BLANK.sub(blank, question.text)).replace(
        blank, '<span class="cb-gap"><span class="cb-hidden">gap</span></span>'
    )
    right = [element("li", {}, escape(" or ".join(part.strip() for part in gap))) for gap in gaps]
    answer = element("ol", {}, *right)
    return (
        stem_html(question, it)
        + element("div", {"class": "cb-cloze"}, shown)
        + details("Show the answer", answer, question, it)
    )


def match_pairs(question: Match, it: Setting) -> str:
    """Show both sides as lists, the pairs as the answer."""
    left = [element("li", {}, it.line(pair.left)) for pair in question.pairs]
    # Sorted, so that the order on the page does not give the pairs away and is the same in every build.
    right = [element("li", {}, it.line(text)) for text in sorted({pair.right for pair in question.pairs})]
    pairs = [element("li", {}, it.line(pair.left), " → ", it.line(pair.right)) for pair in question.pairs]
    lists = element("div", {"class": "cb-pairs"}, element("ul", {}, *left), element("ul", {}, *right))
    return (
        stem_html(question, it) + lists + details("Show the answer", element("ul", {}, *pairs), question, it)
    )


def order(question: Order, it: Setting) -> str:
    """Show the items sorted, the right order as the answer."""
    shown = [element("li", {}, it.line(item)) for item in sorted(question.items)]
    right = [element("li", {}, it.line(item)) for item in question.items]
    return (
        stem_html(question, it)
        + element("ul", {"class": "cb-order"}, *shown)
        + details("Show the answer", element("ol", {}, *right), question, it)
    )


def reflect(question: Reflect, it: Setting) -> str:
    """Show the stem, the model answer and its rubric folded."""
    rubric = [element("li", {}, it.line(point)) for point in question.rubric]
    inside = it.rich(question.model_answer)
    if rubric:
        inside += "<p><strong>Look for:</strong></p>" + element("ul", {}, *rubric)
    return stem_html(question, it) + details("Compare with a model answer", inside, question, it)


def checklist(question: Checklist, it: Setting) -> str:
    """Show points to tick; nothing is judged."""
    items = []
    for place, item in enumerate(question.items, 1):
        name = f"q-{it.name}-{place}"
        field = start_tag("input", {"type": "checkbox", "id": name, "value": str(place)})
        label = element("label", {"for": name}, it.line(item))
        items.append(element("div", {"class": "cb-option"}, field, label))
    first = ONE_PARAGRAPH.fullmatch(it.rich(question.stem))
    legend = element("legend", {}, first[1] if first else task_of(question))
    stem = "" if first else stem_html(question, it)
    explanation = it.rich(question.explanation) if question.explanation else ""
    return (
        stem + element("fieldset", {}, legend, element("div", {"class": "cb-options"}, *items)) + explanation
    )


def card(question: Card, it: Setting) -> str:
    """Show the front, the back folded."""
    return it.rich(question.front) + details("Turn the card", it.rich(question.back), question, it)
