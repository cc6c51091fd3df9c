"""Spaced review: a module's page with all questions that come back, and the list of these pages. Pure.

The questions are rendered at build like those of a lesson. Which of them are due is known to the browser only.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

from chapbook.model.module import Quiz
from chapbook.model.question import Question
from chapbook.site.content import Content, page_content
from chapbook.site.html import element
from chapbook.site.learning import reviewable
from chapbook.site.links import Addresses
from chapbook.site.plan import ModulePlan, PagePlan
from chapbook.site.whole import Site
from chapbook.site.words import words
from chapbook.tree.tree import RelPath

View = dict[str, Any]


def review_content(page: PagePlan, module: ModulePlan, addresses: Addresses) -> Content:
    """Make the inside of a module's page of review: below a line that names its lesson, each lesson's questions."""
    parts: list[str] = []
    for step, found in groupby(reviewable(module), key=lambda each: each[0]):
        if step.step is None:
            continue
        asked = "".join(_asked(question, step.step.path, page, module, addresses) for _, question in found)
        name = str(words(page.language).html("review.from", title=step.title))
        link = element("a", {"href": addresses.between(page, step)}, name)
        heading = element("p", {"class": "cb-review__from"}, link)
        parts.append(element("div", {"class": "cb-review__part"}, heading, asked))
    return Content(html="".join(parts))


def _asked(
    question: Question, path: RelPath, page: PagePlan, module: ModulePlan, addresses: Addresses
) -> str:
    """Render one question as a quiz of its own, at the place of its file: from there its links and pictures are found.

    Tries are counted where the question stands first; here it may be asked as often as it comes back.
    """
    sheet = Quiz(path=path, id="", title="", questions=(replace(question, attempts=0),))
    return page_content(replace(page, step=sheet), module, addresses).html


def review_rows(site: Site, page: PagePlan, addresses: Addresses) -> list[View]:
    """Give one row for each module that has a page of review."""
    return [
        {
            "uid": module.face.uid,
            "title": module.face.title,
            "url": addresses.to(page, module.review.uri),
            "language": module.card.language,
            "questions": module.review.questions,
            "days": module.review.days,
        }
        for module in site.modules
        if module.review
    ]
