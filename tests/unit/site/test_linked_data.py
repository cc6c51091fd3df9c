"""What machines read: JSON-LD, the head's addresses, and that no text gets out of the script element."""

from __future__ import annotations

import json
from typing import Any

from chapbook.site.head import LONGEST, description_of, head_view
from chapbook.site.linked_data import LISTED, page_data, script_json
from chapbook.site.plan import PagePlan, plan_site
from chapbook.site.whole import addresses_of, site_of
from support.sites import UID, lesson, loaded, module_yml, page_of, planned, small_module

SITE = "https://ana.example/learn/"
QUIZ = """\
format: 1
id: check
title: Check
purpose: summative
questions:
  - id: first
    type: single
    objective: pour
    stem: What is first?
    options:
      - {text: Milk, correct: true}
      - {text: Tea}
    explanation: The milk.
"""
MORE = """\
audience: All who thirst
minutes: 20
requires:
  - text: Can boil water
  - {text: Owns a cup, optional: true}
derived_from:
  - {title: The book of tea, authors: [Okakura], url: https://example.org/tea, license: CC0-1.0}
  - {title: Trap, url: "javascript:alert(1)"}
"""


def module_data(site_url: str = SITE, more: str = MORE) -> Any:
    files = {
        "module.yml": module_yml("tea", ("lessons/why.md", "quizzes/check.yml"), more=more),
        "lessons/why.md": lesson("why", "Words."),
        "quizzes/check.yml": QUIZ,
    }
    plan, module = planned(files)
    return page_data(site_of(plan), module.overview, module, addresses_of(plan, True), site_url)


def test_a_module_in_the_words_of_lrmi() -> None:
    data = module_data()
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "LearningResource"
    assert data["@id"] == f"urn:uuid:{UID.format(0)}"
    assert data["url"] == f"{SITE}tea/"
    assert data["teaches"] == ["Pour without spilling"]
    assert data["timeRequired"] == "PT20M"
    assert data["educationalLevel"] == "beginner"
    assert data["inLanguage"] == "en"
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["author"] == [{"@type": "Person", "name": "Jane Doe"}]
    assert data["learningResourceType"] == "module"
    assert data["competencyRequired"] == ["Can boil water"]
    assert data["audience"]["audienceType"] == "All who thirst"
    assert data["isBasedOn"] == [
        {
            "@type": "CreativeWork",
            "name": "The book of tea",
            "url": "https://example.org/tea",
            "author": [{"@type": "Person", "name": "Okakura"}],
            "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        },
        {"@type": "CreativeWork", "name": "Trap"},
    ]


def test_quizzes_are_quizzes_without_their_questions() -> None:
    why, check = module_data()["hasPart"]
    assert (why["@type"], why["teaches"], why["url"]) == (
        "LearningResource",
        ["Pour without spilling"],
        f"{SITE}tea/lessons/why/",
    )
    assert (check["@type"], check["assesses"], check["educationalUse"]) == (
        "Quiz",
        ["Pour without spilling"],
        "summative",
    )
    assert "Milk" not in json.dumps(check)


def test_without_an_address_of_the_site_links_are_seen_from_the_page() -> None:
    data = module_data("")
    assert (data["url"], data["hasPart"][0]["url"]) == ("./", "lessons/why/")


def test_what_is_not_said_is_left_out() -> None:
    data = module_data(more="")
    assert not {"audience", "isBasedOn", "competencyRequired"} & data.keys()


def test_the_catalogue_names_the_first_hundred() -> None:
    plan = plan_site([loaded(small_module(f"m{n:03}"), f"m{n:03}") for n in range(LISTED + 5)], "All")
    data = page_data(site_of(plan), plan.catalogue, None, addresses_of(plan, True), SITE)
    assert data["@type"] == "CollectionPage"
    items = data["mainEntity"]
    assert (items["numberOfItems"], len(items["itemListElement"])) == (LISTED + 5, LISTED)
    assert items["itemListElement"][1] == {"@type": "ListItem", "position": 2, "url": f"{SITE}m001/"}


def test_no_text_ends_the_script_element() -> None:
    evil = "</script><script>alert(1)</script><!--<script>&lt;"
    text = script_json({"name": evil})
    assert "<" not in text
    assert json.loads(text) == {"name": evil}


def head(site_url: str, page_end: str = "tea/index.md") -> dict[str, Any]:
    plan, module = planned(small_module())
    page = page_of(module, page_end)
    return head_view(site_of(plan), page, module, addresses_of(plan, True), site_url, has_feed=True)


def test_previews_and_whole_addresses_only_where_the_site_says_its_own() -> None:
    view = head(SITE)
    assert view["canonical"] == f"{SITE}tea/"
    assert view["preview"]["image"] == f"{SITE}tea/card.png"
    assert head("").keys() == {"description", "feed", "data"}


def test_the_page_to_print_names_the_module_as_the_original() -> None:
    view = head(SITE, "tea/print.md")
    assert view["canonical"] == f"{SITE}tea/"
    assert "preview" not in view


def test_lessons_are_described_by_their_goals_and_long_texts_end_with_a_word() -> None:
    _, module = planned(small_module())
    assert description_of(module.steps[0], module) == "About tea: Pour without spilling."
    assert head(SITE, "why.md")["feed"] == "../../../feed.xml"
    long = PagePlan(kind=module.overview.kind, uri="x.md", title="x", description="word " * 100)
    text = description_of(long, module)
    assert text.endswith("word …")
    assert len(text) <= LONGEST + 2
