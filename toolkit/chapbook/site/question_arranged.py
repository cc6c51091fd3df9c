"""Questions that are answered by arranging: match, order. Pure.

Nothing on the page stands in the right order: texts are sorted, and turned on when that happens to be right. Equal
texts have one number, so that they can stand for each other. The player mixes them for each learner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from chapbook.model.question import Match, Order
from chapbook.site.html import Attributes, element, text_of
from chapbook.site.question_parts import Frame, Setting, check_and_retry, framed

_PICTURE = re.compile(r"<img [^>]*?alt=\"([^\"]+)\"[^>]*>")
_UNREADABLE = re.compile(r"<(?:img|math|table|pre)\b")
_ARROW = '<span class="cb-arrow">→</span>'


def mixed(texts: Sequence[str], right: Sequence[str]) -> list[str]:
    """Sort texts; when that is how they must stand, put the first one last."""
    found = sorted(texts)
    return [*found[1:], found[0]] if len(found) > 1 and found == list(right) else found


def match_pairs(question: Match, it: Setting) -> tuple[Attributes, str]:
    """Show a list of choices beside each left text, and all right texts below, to be dragged or read."""
    rights = [pair.right for pair in question.pairs]
    choices = mixed(sorted(set(rights)), rights)
    shown = [it.line(text) for text in choices]
    # A list of choices shows plain text only: pictures and formulas are named by a letter.
    lettered = any(_UNREADABLE.search(html) for html in shown) and len(shown) <= 26
    names = [chr(65 + place) for place in range(len(shown))] if lettered else [""] * len(shown)
    rows = [
        _row(place, pair.left, list(zip(names, shown, strict=True)), it)
        for place, pair in enumerate(question.pairs, 1)
    ]
    chips = [
        element(
            "li",
            {"class": "cb-chip", "data-chip": str(place)},
            element("b", {}, f"{name}. ") if name else "",
            html,
        )
        for place, (name, html) in enumerate(zip(names, shown, strict=True), 1)
    ]
    data: Attributes = {
        "data-right": " ".join(str(choices.index(each) + 1) for each in rights),
        "data-lettered": lettered,
    }
    pairs = [
        element("li", {}, it.line(pair.left), f" {_ARROW} ", it.line(pair.right)) for pair in question.pairs
    ]
    inside = element("div", {"class": "cb-pairs"}, *rows)
    inside += element("ul", {"class": "cb-chips", "aria-label": it.words.t("question.to_match")}, *chips)
    frame = Frame(
        stem=question.stem,
        inside=inside,
        answer=element("ul", {}, *pairs),
        actions=check_and_retry(it),
    )
    return data, framed(question, it, frame)


def _row(place: int, left: str, choices: Iterable[tuple[str, str]], it: Setting) -> str:
    name = f"q-{it.name}--{place}"
    options = [element("option", {"value": ""}, it.t("question.choose"))]
    for number, (letter, html) in enumerate(choices, 1):
        words = "" if "<math" in html else text_of(_PICTURE.sub(r" \1 ", html))
        label = f"{letter}. {words}".strip() if letter else words
        options.append(element("option", {"value": str(number)}, escape(label)))
    label = element("label", {"for": name, "class": "cb-pair__left"}, it.line(left))
    values: Attributes = {"id": name, "name": name, "data-row": str(place)}
    return element("div", {"class": "cb-pair"}, label, _ARROW, element("select", values, *options))


def order(question: Order, it: Setting) -> tuple[Attributes, str]:
    """Show the items, mixed; the player gives them buttons to move."""
    names = sorted(set(question.items))
    rows = []
    for place, text in enumerate(mixed(question.items, question.items), 1):
        inside = element("span", {"class": "cb-item", "id": f"q-{it.name}--{place}"}, it.line(text))
        rows.append(element("li", {"data-item": str(names.index(text) + 1)}, inside))
    right = [element("li", {}, it.line(item)) for item in question.items]
    frame = Frame(
        stem=question.stem,
        inside=element("ol", {"class": "cb-order", "role": "list"}, *rows),
        answer=element("ol", {}, *right),
        actions=check_and_retry(it),
    )
    data: Attributes = {"data-right": " ".join(str(names.index(each) + 1) for each in question.items)}
    return data, framed(question, it, frame)
