"""What scripts are told of a module, and the page of review."""

from __future__ import annotations

import json
import re

from chapbook.model.question_hash import question_hash
from chapbook.site.learning import ModuleBlock, reviewable, script_json
from chapbook.site.learning_view import learning_rows
from chapbook.site.plan import PageKind, plan_site
from chapbook.site.review_view import review_content, review_rows
from chapbook.site.whole import addresses_of, site_of
from support.sites import SINGLE, loaded, module_yml, page_of, planned, small_module

CARD = "```quiz id=word type=card objective=pour\nFront\n\n---\n\nBack\n```"
REVIEW = SINGLE.replace("id=what", "id=what review attempts=1 renamed_from=that").replace(
    "What is poured", "What ([see](how.md)) is poured"
)
FILES = small_module(why=f"{REVIEW}\n\n{SINGLE.replace('id=what', 'id=plain')}", how=CARD)


def test_the_block_holds_what_scripts_need() -> None:
    plan, module = planned(FILES)
    page = page_of(module, "why.md")
    facts = json.loads(ModuleBlock(module, addresses_of(plan, directory_urls=True)).text(page))
    assert (facts["uid"], facts["version"], facts["root"], facts["step"]) == (
        module.module.uid,
        "1.0.0",
        "../../",
        "why",
    )
    assert facts["review"] == {"after_days": [2, 7, 30]}
    assert facts["completion"] == {"lessons": ["why", "how"], "quiz": None}
    assert [(step["id"], step["url"], step["kind"]) for step in facts["steps"]] == [
        ("why", "./", "lesson"),
        ("how", "../how/", "lesson"),
    ]
    first, second = facts["steps"][0]["questions"]
    assert (first["id"], first["review"], first["was"]) == ("what", True, "that")
    assert first["hash"] == question_hash(module.module.questions()[0])
    assert (second["review"], "was" in second) == (False, False)


def test_the_days_of_a_module_are_its_own() -> None:
    more = "review: {after_days: [1, 4]}\n"
    plan, module = planned(
        FILES | {"module.yml": module_yml("tea", ("lessons/why.md", "lessons/how.md"), more=more)}
    )
    facts = json.loads(ModuleBlock(module, addresses_of(plan, directory_urls=True)).text(module.overview))
    assert facts["review"] == {"after_days": [1, 4]}
    assert (
        review_rows(site_of(plan), plan.reviews, addresses_of(plan, directory_urls=True))[0]["days"] == "1 4"
    )


def test_json_cannot_end_its_script() -> None:
    evil = "</script><!--<script>"
    text = script_json({"title": evil})
    assert "<" not in text
    assert json.loads(text) == {"title": evil}
    title = f"title: {json.dumps(evil)}\n"
    plan, module = planned(FILES | {"module.yml": re.sub("title: .*\n", title, FILES["module.yml"])})
    block = ModuleBlock(module, addresses_of(plan, directory_urls=True)).text(module.overview)
    assert "<" not in block
    assert json.loads(block)["title"] == evil


def test_cards_come_back_and_questions_that_ask_for_it() -> None:
    plan, module = planned(FILES)
    assert [question.id for _, question in reviewable(module)] == ["what", "word"]
    row = review_rows(site_of(plan), plan.reviews, addresses_of(plan, directory_urls=True))[0]
    assert (row["questions"], row["url"]) == ("what word", "../tea/review/")


def test_a_page_of_review_holds_these_questions_with_links_that_hold() -> None:
    plan, module = planned(FILES)
    assert module.review is not None
    assert (module.review.kind, module.review.uri) == (PageKind.REVIEW, "tea/review.md")
    html = review_content(module.review, module, addresses_of(plan, directory_urls=True)).html
    assert html.count('class="cb-question"') == 2
    assert 'id="q-plain"' not in html
    assert 'href="../lessons/how/"' in html
    assert "data-attempts" not in html
    assert (
        html.index("From “Why”")
        < html.index('id="q-what"')
        < html.index("From “How”")
        < html.index('id="q-word"')
    )


def test_without_such_questions_there_is_no_page() -> None:
    plan, module = planned(small_module())
    assert module.review is None
    assert review_rows(site_of(plan), plan.reviews, addresses_of(plan, directory_urls=True)) == []
    assert [
        row["title"]
        for row in learning_rows(site_of(plan), plan.learning, addresses_of(plan, directory_urls=True))
    ] == ["About tea"]


def test_the_addresses_of_the_site_are_taken() -> None:
    for slug in ("learning", "review"):
        files = small_module(slug)
        assert planned_slugs(files, slug) == []


def planned_slugs(files: dict[str, str], slug: str) -> list[str]:

    return [module.key for module in plan_site([loaded(files, slug)]).modules]
