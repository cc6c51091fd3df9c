"""The inside of lesson pages: fences, questions, the sanitiser, links."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from chapbook.site import content
from chapbook.site.content import Content, page_content
from chapbook.site.html import split_tags
from chapbook.site.whole import addresses_of
from support.sites import SINGLE, page_of, planned, small_module


def rendered(body: str, petname: str = "", **more: str) -> Content:
    plan, module = planned(small_module(why=body) | more, petname=petname)
    return page_content(page_of(module, "why.md"), module, addresses_of(plan, True))


class _Handlers(HTMLParser):
    """Collects attributes that would run script, as a browser's parser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [name for name, _ in attrs if name.startswith("on")] + [tag] * (tag == "script")


def handlers(html: str) -> list[str]:
    parser = _Handlers()
    parser.feed(html)
    return parser.found


def test_a_question_takes_the_place_of_its_fence() -> None:
    made = rendered(f"Before.\n\n{SINGLE}\n\nAfter.")
    assert re.search(r"<p>Before\.</p>\s*<section class=\"cb-question\"", made.html)
    assert made.html.rstrip().endswith("<p>After.</p>")
    assert "quiz" not in made.markdown
    assert made.diagnostics == ()


def test_a_fence_inside_a_list_stays_in_its_item() -> None:
    fence = "\n".join("    " + line for line in SINGLE.splitlines())
    made = rendered(f"1. Do it.\n\n{fence}\n\n2. Done.")
    assert re.search(r"<li>\s*<p>Do it\.</p>\s*<section.*</section>\s*</li>\s*<li>", made.html, re.DOTALL)


def test_the_word_that_keeps_a_place_cannot_be_written_by_an_author() -> None:
    body = f"First.\n\n{SINGLE}"
    word = content._free_word(planned(small_module(why=body))[1].subject.outlines.popitem()[1].body)  # type: ignore[attr-defined]
    made = rendered(f"{word}0000\n\n{body}")
    assert made.html.count("<section") == 1
    assert f"{word}0000" in made.html


HOSTILE = """\
<div title="

```quiz id=what objective=pour
Is x onmouseover=alert(1) y poured?

- [x] Yes onclick=alert(2)
- [ ] No "onfocus=alert(3) autofocus
```

">hover</div>
"""


@pytest.mark.parametrize(
    "body", [HOSTILE, HOSTILE.replace("<div", "<img src=a.svg"), HOSTILE.replace('"', "'")]
)
def test_a_question_is_never_put_into_an_attribute(body: str) -> None:
    assert handlers(rendered(body).html) == []


def test_control_naive_replacement_would_put_it_there() -> None:
    part = '<section title="x" onclick="alert(1)">'
    word = f"qz{'0' * 20}0001"
    html = f'<div title="&lt;p&gt;{word}"><p>a {word}</p></div>'
    assert len(handlers(html.replace(word, part))) == 2
    assert len(handlers("".join(content.put_questions(split_tags(html), {word: part})))) == 1
    other = split_tags(html.replace("0001", "0002"))
    assert content.put_questions(other, {word: part}) == other


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "[x](javascript:alert(1))",
        '<a href="javascript:alert(1)">x</a>',
        SINGLE.replace("The tea", "<img src=x onerror=alert(1)>"),
        SINGLE.replace("Think of the cup.", "<script>alert(1)</script>"),
        SINGLE.replace("The milk cools", "[x](javascript:alert(1))"),
        SINGLE.replace("What is poured", "<svg onload=alert(1)>What"),
    ],
)
def test_markup_of_a_module_is_sanitised_wherever_it_stands(body: str) -> None:
    html = rendered(body).html
    assert handlers(html) == []
    assert "javascript:" not in html


def test_a_module_cannot_bring_question_markup() -> None:
    html = rendered('<section class="cb-question" data-play data-type="text">x</section>').html
    assert "cb-question" not in html
    assert "data-" not in html


def test_imported_ids_have_the_modules_prefix() -> None:
    made = rendered("## There\n\nSee [there](#there).", petname="ana")
    assert made.headings[0].id == "m-tea-there"
    assert 'href="#m-tea-there"' in made.html


def test_links_and_pictures_are_resolved_in_questions_too() -> None:
    body = SINGLE.replace("What is poured first?", "What does ![a cup](../assets/a.svg) show?")
    html = rendered(body, **{"assets/a.svg": "<svg/>"}).html
    assert 'src="../../assets/a.svg"' in html


def test_a_link_that_leads_nowhere_is_plain_text_and_reported_with_its_line() -> None:
    made = rendered("Read [more](gone.md).")
    assert "<a>more</a>" in made.html
    assert [(d.code, d.location.path, d.location.span.line) for d in made.diagnostics] == [
        ("SIT103", "modules/tea/lessons/why.md", 7)
    ]


def test_an_unreadable_question_is_left_out_and_reported() -> None:
    made = rendered("Before.\n\n```quiz id=a type=nonsense\nStem?\n```\n\nAfter.")
    assert "<section" not in made.html
    assert "nonsense" not in made.html
    assert [each.code for each in made.diagnostics] == ["SIT104"]


def test_a_page_that_the_sanitiser_refuses_is_replaced_and_reported() -> None:
    made = rendered("<div>" * 400 + "deep")
    assert made.html == "<p>This page could not be shown.</p>"
    assert [each.code for each in made.diagnostics] == ["SIT102"]


def test_headings_make_the_table_of_contents() -> None:
    made = rendered("## One *more*\n\nText.\n\n### Two & three\n\nText.\n\n#### Four\n")
    assert [(h.level, h.id, h.title) for h in made.headings] == [
        (2, "one-more", "One more"),
        (3, "two-three", "Two & three"),
    ]


def test_boxes_of_task_lists_have_a_name() -> None:
    html = rendered("- [x] bought\n- [ ] brewed\n").html
    assert re.findall(r'aria-label="([^"]*)"', html) == ["done", "to do"]
