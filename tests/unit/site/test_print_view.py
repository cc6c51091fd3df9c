"""A module as one page to print: everything once, addresses and ids moved, answers only at the end."""

from __future__ import annotations

import re

import pytest

from chapbook.site.content import Content, page_content
from chapbook.site.links import Addresses
from chapbook.site.plan import ModulePlan, SitePlan
from chapbook.site.print_view import Move, print_content
from chapbook.site.whole import addresses_of
from support.sites import SINGLE, lesson, module_yml, planned, small_module

ALL_TYPES = """\
format: 1
id: check
title: Check
questions:
  - {id: a, type: multiple, stem: Which two?, options: [{text: Milk-yes, correct: true}, {text: Sand}, {text: Tea-yes, correct: true}]}
  - {id: b, type: text, stem: What is the pot made of?, accept: [Clay-yes], explanation: Because of the heat-yes.}
  - {id: c, type: number, stem: How far?, answer: 2.5, tolerance: 0.5, unit: km}
  - {id: d, type: cloze, text: "Pour the [[milk-yes|cream-yes]] first."}
  - {id: e, type: match, stem: Pair., pairs: [{left: Cup, right: Saucer}, {left: Pot, right: Lid}]}
  - {id: f, type: order, stem: Sort., items: [Warm, Pour, Drink]}
  - {id: g, type: reflect, stem: Why?, model_answer: Calm-yes., rubric: [Names calm-yes]}
  - {id: h, type: card, front: The pot?, back: The lid-yes.}
  - {id: i, type: checklist, stem: Ready?, items: [Cup is warm]}
"""


def printed(files: dict[str, str], petname: str = "") -> str:
    plan, module = planned(files, petname=petname)
    addresses = addresses_of(plan, True)
    return sheet(plan, module, addresses).html


def sheet(plan: SitePlan, module: ModulePlan, addresses: Addresses) -> Content:
    insides = [page_content(step, module, addresses) for step in module.steps]
    return print_content(module.printed, module, addresses, insides)


def quiz_files() -> dict[str, str]:
    return {
        "module.yml": module_yml("tea", ("lessons/why.md", "quizzes/check.yml")),
        "lessons/why.md": lesson("why", f"First.\n\n{SINGLE}\n\nAfter."),
        "quizzes/check.yml": ALL_TYPES,
    }


def test_questions_are_numbered_through_and_answers_stand_at_the_end_only() -> None:
    html = printed(quiz_files())
    body, _, answers = html.partition('<h2 id="answers">')
    assert re.findall(r"Question (\d+) ·", body) == [str(n) for n in range(1, 11)]
    assert "-yes" not in body.replace("Milk-yes", "").replace("Tea-yes", "")
    for word in ("Clay-yes", "heat-yes", "milk-yes or cream-yes", "Calm-yes", "lid-yes", "2.5 (2 to 3) km"):
        assert word in answers
    assert "Cup → Saucer" in answers
    assert answers.index("Warm") < answers.index("Pour") < answers.index("Drink")
    assert re.findall(r'<li value="(\d+)">', answers) == [str(n) for n in range(1, 10)]
    assert "The milk cools the cup." in answers
    assert "The milk cools the cup." not in body


def test_nothing_can_be_clicked_and_no_word_is_left_in_place_of_a_question() -> None:
    html = printed(quiz_files())
    assert not re.search(r"<(button|input|fieldset|textarea|select)\b", html)
    assert "data-play" not in html
    assert not re.search(r"qz[0-9a-f]{20}", html)
    assert html.index("First.") < html.index("What is poured first?") < html.index("After.")


def test_a_question_that_cannot_be_read_leaves_no_trace() -> None:
    html = printed(small_module(why="One.\n\n```quiz id=x\n```\n\nTwo."))
    assert not re.search(r"qz[0-9a-f]{20}", html)


def test_addresses_ids_and_headings_are_moved() -> None:
    bodies = {
        "why": "## Same\n\n[next](how.md) [there](how.md#same) [here](#same) ![A](../assets/a.svg) [web](https://example.org/a?b=1&c=2)\n\n### Below",
        "how": "## Same\n\n[back](why.md)\n\n???+ note\n    Folded.\n\n??? note\n    Shut.",
    }
    html = printed(small_module("tea", 0, **bodies) | {"assets/a.svg": "<svg/>"})
    assert '<a href="#p2-start">next</a>' in html
    assert '<a href="#p2-same">there</a>' in html
    assert '<a href="#p1-same">here</a>' in html
    assert '<a href="#p1-start">back</a>' in html
    assert 'src="../assets/a.svg"' in html
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {"p1-same", "p2-same"} <= set(ids)
    assert re.search(r'<h3 id="p1-same">.*<h4 id="p1-below">', html, re.DOTALL)
    assert html.count("<details") == len(re.findall(r"<details[^>]* open", html)) == 2


def test_ids_of_a_peers_module_keep_their_prefix() -> None:
    html = printed(small_module(why="## Same\n\n[here](#same)"), petname="ana")
    assert 'id="p1-m-tea-same"' in html
    assert 'href="#p1-m-tea-same"' in html


@pytest.mark.parametrize(
    ("address", "moved"),
    [
        ("../../assets/a.svg", "../assets/a.svg"),
        ("../why/", "#p1-start"),
        ("../why/#x", "#p1-x"),
        ("../../../milk/", "../../milk/"),
        ("#x", "#p2-x"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://example.org/../x", "https://example.org/../x"),
    ],
)
def test_where_an_address_leads_stays(address: str, moved: str) -> None:
    move = Move(
        source="tea/lessons/how/", target="tea/print/", prefix="p2-", steps={"tea/lessons/why/": "p1-"}
    )
    assert move.html(f'<a href="{address}">x</a>') == f'<a href="{moved}">x</a>'


def test_texts_that_look_like_markup_are_not_touched() -> None:
    html = '<p>a &lt;h2 id="x"&gt; href="y"</p>'
    assert Move(source="a/", target="b/", prefix="p-", steps={}).html(html) == html


def test_pictures_do_not_wait_until_they_are_seen() -> None:
    moved = Move(source="a/", target="b/", prefix="p-", steps={}).html(
        '<img alt="" src="https://x.example/a.png" loading="lazy">'
    )
    assert "loading" not in moved
