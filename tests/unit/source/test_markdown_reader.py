"""The Markdown reader: what it sees, where, and that it agrees with the page and survives any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapbook.diag.diagnostic import Span
from chapbook.source.markdown_reader import MAX_PARAGRAPH, read_outline
from chapbook.source.markup import render_markdown
from chapbook.source.outline import Outline
from support.pace import ends


def outline(text: str, body_line: int = 1) -> Outline:
    return read_outline("lessons/a.md", text, body_line)


def under(text: str, span: Span, body_line: int = 1) -> str:
    """Give the text that a span covers."""
    lines = text.split("\n")
    first, last = span.line - body_line, span.end_line - body_line
    if first == last:
        return lines[first][span.column - 1 : span.end_column - 1]
    middle = lines[first + 1 : last]
    return "\n".join([lines[first][span.column - 1 :], *middle, lines[last][: span.end_column - 1]])


LINKS = [
    ("[a](b.md)", "b.md", "a", "[a](b.md)"),
    ("see [a *b*](c.md 'T') now", "c.md", "a b", "[a *b*](c.md 'T')"),
    ("<https://e.org/x>", "https://e.org/x", "https://e.org/x", "<https://e.org/x>"),
    ("<me@e.org>", "mailto:me@e.org", "me@e.org", "<me@e.org>"),
    ("[a][r]\n\n[r]: d.md", "d.md", "a", "[a][r]"),
    ("[r]\n\n[r]: d.md", "d.md", "r", "[r]"),
    ("[r][]\n\n[r]: d.md", "d.md", "r", "[r][]"),
    ("`[no](x)` [a](y)", "y", "a", "[a](y)"),
    (r"\[no](x) [a](y)", "y", "a", "[a](y)"),
    ("[a](javascript:alert(1))", "javascript:alert(1)", "a", "[a](javascript:alert(1))"),
    ("[a](<b c.md>)", "b c.md", "a", "[a](<b c.md>)"),
    ("[a](b%20c.md)", "b%20c.md", "a", "[a](b%20c.md)"),
    ("[a](ü.md#ö)", "ü.md#ö", "a", "[a](ü.md#ö)"),
    ("[a](x?p=1&amp;q=2)", "x?p=1&q=2", "a", "[a](x?p=1&amp;q=2)"),
    ("[a](module:git/why#x)", "module:git/why#x", "a", "[a](module:git/why#x)"),
    ("> - deep [a](y)", "y", "a", "[a](y)"),
    ("| h |\n|---|\n| [a](y) |", "y", "a", "[a](y)"),
    ("## Head [a](y)", "y", "a", "[a](y)"),
    ("!!! tip\n    In [a](y)", "y", "a", "[a](y)"),
    ("!!! tip\n\n    In [a](y)", "y", "a", "[a](y)"),
    ('??? note "T"\n\n\tIn [a](y)', "y", "a", "[a](y)"),
    ('=== "T"\n\n    !!! tip\n\n        In [a](y)', "y", "a", "[a](y)"),
    ("- x\n\n    !!! tip\n\n        In [a](y)", "y", "a", "[a](y)"),
    ("Foot[^1]\n\n[^1]: one\n\n    two [a](y)", "y", "a", "[a](y)"),
    ("Term\n:   one\n\n    two [a](y)", "y", "a", "[a](y)"),
    ("> [!TIP]\n> In [a](y)", "y", "a", "[a](y)"),
    ("blank [[answer|other]] and [a](y)", "y", "a", "[a](y)"),
]


@pytest.mark.parametrize(("text", "target", "words", "covered"), LINKS)
def test_a_link_is_seen_with_its_place(text: str, target: str, words: str, covered: str) -> None:
    (link,) = outline(text, 7).links
    assert (link.target, link.text) == (target, words)
    assert under(text, link.span, 7) == covered


@pytest.mark.parametrize(
    "text",
    [
        "`[a](b)`",
        "```\n[a](b) ![x](y)\n```",
        "~~~\n[a](b)\n~~~",
        "    [a](b) ![x](y)",
        "para\n\n\t![x](y)",
        "!!! tip\n\n        ![x](y)",
        "```\n!!! tip\n    ![x](y)\n```",
        "[[a]] [^1] [ ] [x] a[0](",
        "Note[^1].\n\n[^1]: word",
        r"\[a](b)",
    ],
)
def test_what_is_no_link_is_not_reported(text: str) -> None:
    found = outline(text)
    assert (found.links, found.images) == ((), ())


@pytest.mark.parametrize(
    ("text", "target", "alt", "decorative"),
    [
        ("![Three boxes](a.svg)", "a.svg", "Three boxes", False),
        ("![](a.svg)", "a.svg", "", False),
        ('![""](a.svg)', "a.svg", "", True),
        ("![](a.svg){.decorative}", "a.svg", "", True),
        ("![x](a.svg){: .decorative }", "a.svg", "x", True),
        ("![x](a.svg){ width=30 .decorative }", "a.svg", "x", True),
        ("![x](a.svg) {.decorative}", "a.svg", "x", False),
        ("![a *b* `c`][r]\n\n[r]: z.png", "z.png", "a b c", False),
        ("[![x](a.svg)](b.md)", "a.svg", "x", False),
    ],
)
def test_a_picture_is_seen(text: str, target: str, alt: str, decorative: bool) -> None:
    (image,) = outline(text).images
    assert (image.target, image.alt, image.decorative) == (target, alt, decorative)
    assert under(text, image.span).startswith("![")
    assert ('class="decorative"' in render_markdown(text)) is decorative


@pytest.mark.parametrize(
    ("text", "info", "lines", "place", "closed"),
    [
        ("```py\nx = 1\n```", "py", ("x = 1",), (2, 1), True),
        ("a\n\n~~~ quiz id=x\n\nfoo\n  bar\n~~~", "quiz id=x", ("", "foo", "  bar"), (4, 1), True),
        ("> ```\n> x\n> ```", "", ("x",), (2, 3), True),
        ("- a\n\n  ```\n    x\n  ```", "", ("  x",), (4, 3), True),
        ("1. a\n\n   ```\n   x\n   ```\n", "", ("x",), (4, 4), True),
        ("!!! tip\n    ```\n    x\n    ```", "", ("x",), (3, 5), True),
        ('=== "A"\n\n    - b\n\n      ```\n      x\n      ```', "", ("x",), (6, 7), True),
        ("```\nx", "", ("x",), (2, 1), False),
        ("```\nx\n", "", ("x",), (2, 1), False),
        ("> ```\n> x\n\nout", "", ("x",), (2, 3), False),
        ("````\n```\n````", "", ("```",), (2, 1), True),
        ("```\n```", "", (), (2, 1), True),
        ("```", "", (), (2, 1), False),
        ("```\n[^1]\n```\n\n[^1]: x", "", ("[^1]",), (2, 1), True),
        ("- a\n\n\t```\n\tx\n\t```", "", ("x",), (4, 2), True),
    ],
)
def test_a_fence_is_seen(
    text: str, info: str, lines: tuple[str, ...], place: tuple[int, int], closed: bool
) -> None:
    (fence,) = outline(text).fences
    assert (fence.info, fence.lines, fence.closed) == (info, lines, closed)
    assert (fence.line, fence.column) == place


def test_quiz_fences_and_lines_count_from_the_body() -> None:
    (fence,) = outline("```quiz id=a\nWhy?\n```\n\n```py\n```", 6).quiz_fences
    assert (fence.line, fence.span.line, fence.span.end_line) == (7, 6, 8)


def test_html_is_seen_block_and_inline() -> None:
    text = 'a <b onclick="x">c</b>\n\n<script>\nx\n</script>\n\n`<i>`'
    found = outline(text).html
    assert [each.text for each in found] == ['<b onclick="x">', "</b>", "<script>\nx\n</script>"]
    assert [under(text, each.span) for each in found] == [each.text for each in found]


HEADINGS = [
    "# Plain title",
    "## *Em* and `co_de` & <b>raw</b>",
    "Setext\n======\n\nOther\n---",
    "## Same\n\n## Same\n\n### Same",
    "## Same_1\n\n## Same\n\n## Same\n\n## Same_1",
    "## Title {#own}\n\n## own",
    "## own\n\n## Title {#own}",
    "## Title {: #own .x }\n\n## A ## {#b}",
    "## Keep {braces}\n\n## Keep {a b}",
    "## Über größe\n\n## Привет мир\n\n## 数学 入门\n\n## Ελλάδα",
    "## 🎉\n\n## 🎉",
    "## __init__ and snake_case_name",
    "## `__search`\n\n## \\_\\_search",
    "## A link [to *it*](x.md) and ![pic](y.png) end",
    "## Note[^1] here\n\n[^1]: Text",
    "## Note[^2] not defined",
    "## C#\n\n## Closed ##\n\n## A#b",
    "#hashtag\n\n   ## Indented\n\ntext\n## After text",
    "## 1. Don't — “quote” 50 % & more…",
    "## Entities &amp; &lt;b&gt; &copy;",
    "## Price $5-$10\n\n## Maths $\\frac{a}{b}$ end",
    "## Esc \\* \\[x\\] \\`y",
    "## <https://e.org/a-b>",
    "> ## Quoted\n\n- ## Listed\n\n## After",
    "!!! tip\n\n    ## Inside\n\n## Inside",
    '=== "A"\n\n    ### One\n\n=== "B"\n\n    ### One',
    "## Trailing   \n\n##   Spaces   inside   it",
    "## Combining é e\u0301",
    "<h2>Raw</h2>\n\n## Real",
    "```\n# no\n```\n\n## yes",
    "two\nlines\n---\n\n## yes",
    "## A--B - C\n\n## -x-\n\n## _",
]


@pytest.mark.parametrize("text", HEADINGS)
def test_anchors_are_those_of_the_page(text: str) -> None:
    shown = re.findall(r'<h[1-6] id="([^"]*)"', render_markdown(text))
    assert shown, "the page shows no heading"
    assert [heading.anchor for heading in outline(text).headings] == shown


def test_a_heading_has_level_words_and_place() -> None:
    text = "intro\n\n## Two *words* {#x}\n"
    (heading,) = outline(text, 3).headings
    assert (heading.level, heading.text, heading.anchor) == (2, "Two words", "x")
    assert under(text, heading.span, 3) == "## Two *words* {#x}"
    assert outline(text).anchors() == {"x"}


PIECES = st.sampled_from(
    [
        *[
            "[",
            "]",
            "(",
            ")",
            "!",
            "<",
            ">",
            "#",
            "*",
            "_",
            "`",
            "```",
            "~~~",
            ":",
            "-",
            "1.",
            "{#a}",
            "{.decorative}",
            "[^1]",
            "[^1]:",
            "===",
            "<b>",
            "<!--",
            "-->",
            "$",
            "a",
            "&",
            "&amp;",
            "|",
        ],
        *(
            "\n",
            "\n\n",
            "\t",
            " ",
            "\\",
            "[r]: x",
            "ü",
            "🎉",
            "\ufdd0",
            "\ufdd1",
            "\x00",
            "\x0b",
            "\u2028",
            "\r",
        ),
        *("    ", "\n    ", "\n> ", "!!! note\n\n    ", "\n```\n", '=== "a"\n'),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200))
def test_any_text_is_survived_and_spans_lie_inside(text: str) -> None:
    found = outline(text, 5)
    lines = text.split("\n")
    spans = [*(each.span for each in found.headings), *(each.span for each in found.links)]
    spans += [*(each.span for each in found.images), *(each.span for each in found.fences)]
    for span in (*spans, *(each.span for each in found.html)):
        assert 5 <= span.line <= span.end_line < 5 + len(lines)
        assert 1 <= span.column <= len(lines[span.line - 5]) + 1
        assert 1 <= span.end_column <= len(lines[span.end_line - 5]) + 1
        assert (span.line, span.column) <= (span.end_line, span.end_column)


SLOW = (
    *("[", ">", "![", "[a](", "`a", "*a_ ", "<", "[^", "# a\n", "# $a$\n", "> - ", "```\n", "[[", "[x]: "),
    *(
        "[a][b ",
        "!!! a\n",
        '=== "a"\n',
        "[^1]: ",
        "<!--",
        "a<?",
        "1. ",
        "\\",
        "{#a} ",
        "[a](b)\n\n",
        "&",
        "\t",
    ),
    *("a\n-\n", "[\n\n", "    a\n", "- "),
)


@pytest.mark.parametrize("piece", SLOW)
def test_slow_text_ends(piece: str) -> None:
    text = piece * (64 * 1024 // len(piece))
    with ends():
        outline(text)


def test_a_paragraph_beyond_the_limit_is_not_searched() -> None:
    short, long = "[a](b) " + "x" * 100, "[a](b) " + "x" * MAX_PARAGRAPH
    assert (len(outline(short).links), len(outline(long).links)) == (1, 0)


def test_paragraphs_have_their_words_their_source_and_their_place() -> None:
    read = outline(
        "# T\n\n**All** of *it*\nhere.\n\n**Only bold**\n\n- item\n\n> quote\n\n| a |\n|---|\n| b |\n"
    )

    assert [(each.text, each.span.line) for each in read.paragraphs] == [
        ("All of it here.", 3),
        ("Only bold", 6),
        ("item", 8),
        ("quote", 10),
        ("| a | |---| | b |", 12),
    ]
    assert read.paragraphs[0].source == "**All** of *it*\nhere."
    assert [each.strong for each in read.paragraphs] == [False, True, False, False, False]
    assert [each.nested for each in read.paragraphs] == [False, False, True, True, False]


def test_two_bold_stretches_are_no_bold_paragraph() -> None:
    assert not outline("**a** and **b**").paragraphs[0].strong
    assert not outline("![**a**](b)").paragraphs[0].strong
