"""The renderer: what each extension gives survives the allow-list; ids, links and state behave."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from chapbook.source.markup import EXTENSIONS, extensions_for, render_inline, render_markdown
from chapbook.source.maths import MAX_TEX, tex_to_mathml
from support.page_texts import ORDINARY

HARMLESS_LOSS = {("math", "xmlns"), ("div", "data-tabs"), ("a", "rel"), ("span", "data-linenos")}


class _Elements(HTMLParser):
    """The elements with their attributes and the text, in order, as far as two spellings of HTML agree on them."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = sorted(
            (k, "" if v in (None, k, "checked") else v) for k, v in attrs if (tag, k) not in HARMLESS_LOSS
        )
        if tag != "tbody":  # every HTML reader adds it
            self.seen.append(f"<{tag} {kept}>")

    def handle_data(self, data: str) -> None:
        self.seen.append(data.strip())


def elements(html: str) -> list[str]:
    parser = _Elements()
    parser.feed(html)
    parser.close()
    return [each for each in parser.seen if each]


def unclean(text: str) -> str:
    extensions, configs = extensions_for()
    return Markdown(extensions=extensions, extension_configs=configs).convert(text)


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_output_passes_unharmed(text: str) -> None:
    assert elements(render_markdown(text)) == elements(unclean(text))


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("table", '<td align="right">2</td>'),
        ("footnote", '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'),
        ("code", '<div class="highlight"><pre><span></span><code><span class="k">def</span>'),
        ("code with a foreign info string", "<code>Why?"),
        ("inline code with language", '<code class="highlight"><span class="n">x</span>'),
        ("definitions", "<dt>Term</dt>"),
        ("abbreviation", '<abbr title="Hyper Text">HTML</abbr>'),
        ("tasks", '<li class="task-list-item"><input type="checkbox" disabled="" checked=""> done'),
        ("alert", '<div class="admonition tip">\n<p class="admonition-title">Tip</p>\n<p>Commit'),
        ("alert with title", '<p class="admonition-title">Take <em>care</em></p>'),
        ("folded alert", '<details class="note">\n<summary>Note</summary>'),
        ("admonition", '<div class="admonition note">\n<p class="admonition-title">Own <em>title</em></p>'),
        ("details", '<details class="tip" open="open">\n<summary>T</summary>'),
        ("tabs", '<input checked="checked" id="__tabbed_1_1" name="__tabbed_1" type="radio">'),
        ("headings", '<h2 id="own">Two<a class="headerlink" href="#own" title="Permanent link">'),
        (
            "decorative",
            '<img alt="" class="decorative" src="a.svg"> and <img alt="" class="decorative" src="b.svg">',
        ),
        ("maths", '<span class="arithmatex"><math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup>'),
        ("maths", '<div class="arithmatex"><math display="block">'),
        ("broken maths", r"<code>\frac{</code>"),
        ("broken maths", r"<code>\nosuchcommand x</code>"),
        ("maths fence", "<mtable>"),
    ],
)
def test_what_extensions_give(name: str, piece: str) -> None:
    assert piece in render_markdown(ORDINARY[name])


def test_blanks_in_code_stay_without_marks_of_their_own() -> None:
    code = "const a = () =>\n  b   // c\n\n    if (a)  {\n}\n"
    html = render_markdown(f"```javascript\n{code}```")
    assert unescape(re.sub(r"<[^>]*>", "", html)).strip() == code.strip()
    assert 'class="kd"' in html
    assert 'class="w"' not in html


def test_blanks_are_marked_without_us() -> None:
    """The control."""
    made = Markdown(extensions=["pymdownx.superfences"]).convert("```javascript\nconst a = b\n```")
    assert '<span class="w"> </span>' in made


@pytest.mark.parametrize(
    "text", ["$5-$10", "costs $5 and $10", "US$5, US$6", "a $ b $ c", r"\$x\$", "`$x$`", "5$ or 6$"]
)
def test_prices_are_no_formulas(text: str) -> None:
    assert "<math" not in render_markdown(text)


@pytest.mark.parametrize(
    "name",
    ["snippets", "md_in_html", "meta", "b64", "pathconverter", "attr_list", "macros", "extra", "wikilinks"],
)
def test_what_reads_files_or_opens_html_is_not_in_the_list(name: str) -> None:
    assert not any(extension.endswith(name) for extension in EXTENSIONS)


def test_markdown_inside_html_stays_text() -> None:
    assert render_markdown('<div markdown="1">*x*</div>') == "<div>*x*</div>"


def test_a_file_is_never_read() -> None:
    assert "snippet" in render_markdown('--8<-- "snippet.md"')


def test_braces_that_are_no_attribute_list_stay() -> None:
    html = render_markdown("## Use {name}\n\nA *word*{note} and {x}")
    assert "Use {name}" in html
    assert "<em>word</em>{note} and {x}" in html


def test_headings_of_an_imported_page_have_ids_of_their_own() -> None:
    cleaned = render_markdown("# One\n\n## Two {#own}\n\n## Two\n\n## Two", id_prefix="m-a-")
    ids = ["m-a-one", "m-a-own", "m-a-two", "m-a-two_1"]
    assert re.findall(r' id="([^"]*)"', cleaned) == ids
    assert re.findall(r' href="#([^"]*)"', cleaned) == ids


def test_the_configuration_is_not_shared() -> None:
    extensions, configs = extensions_for("m-a-")
    extensions.clear()
    configs["toc"]["permalink"] = False
    assert 'id="x"' in render_markdown("# X")
    assert "headerlink" in render_markdown("# X")


def test_no_state_leaks_from_text_to_text() -> None:
    first = '[^1] and HTML [r] # X\n\n# X\n\n*[HTML]: H\n\n[^1]: Note\n\n[r]: u.md\n\n=== "A"\n\n    a'
    second = '[^1] and HTML [r]\n\n# X\n\n=== "A"\n\n    a'
    alone = render_markdown(second)
    render_markdown(first)
    assert render_markdown(second) == alone
    assert "<abbr" not in alone
    assert "fnref" not in alone
    assert "u.md" not in alone


def test_link_rewrites_targets_and_pictures() -> None:
    html = render_markdown(
        "[a](module:x#y) ![b](c.png)", link=lambda url: f"../{url.removeprefix('module:')}"
    )
    assert html == '<p><a href="../x#y">a</a> <img alt="b" src="../c.png"></p>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain words, and more.", "Plain words, and more."),
        ("Some *em* and `co<de`", "Some <em>em</em> and <code>co&lt;de</code>"),
        ("a & b < c", "a &amp; b &lt; c"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("- a", "<ul>\n<li>a</li>\n</ul>"),
        ("", ""),
    ],
)
def test_inline_has_no_paragraph_around_it(text: str, expected: str) -> None:
    assert render_inline(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, and more.",
        "It's 5 % (or 6%)!",
        "Why? Because.",
        "1 a",
        "1. a",
        "www.example.org",
        "Über 12 €",
        "a-b",
        "No. 5",
    ],
)
def test_the_short_cut_for_plain_words_changes_nothing(text: str) -> None:
    long_way = render_markdown(text).removeprefix("<p>").removesuffix("</p>")
    assert unescape(render_inline(text)) == unescape(long_way)


BROKEN = (
    *(
        "{" * 1500,
        "^" * 1500,
        r"\left(" * 300,
        r"\begin{matrix}",
        r"\frac",
        r"\sqrt[",
        "&",
        "\\",
        r"\def\a{\a}\a",
    ),
    *("}" * 9, r"\color", r"\hspace", r"\begin", r"\genfrac", r"\binom{", "x" * (MAX_TEX + 1), r"\undefined"),
    *("", "_", "a__b", r"\right)"),
)


TEX = r"""
\frac \sqrt [ ] { } ^ _ & \\ \left ( \right ) \begin{matrix} \end{matrix} \begin{align} \end{align} \text \color \hspace
\genfrac \binom x 1 \sum \limits \over \overset \substack \hline \mathrm \operatorname \not \def \newcommand # \a '
\middle | \big \hphantom \cfrac \tag \href \underbrace \mathbb \displaystyle \prime \, \; % ~ $
"""


@pytest.mark.parametrize("tex", BROKEN)
def test_broken_formulas_do_not_raise(tex: str) -> None:
    result = tex_to_mathml(tex)
    assert result is None or result.startswith("<math")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TEX.split()), max_size=15).map("".join))
def test_any_formula_ends(tex: str) -> None:
    result = tex_to_mathml(tex)
    assert result is None or result.startswith("<math")
