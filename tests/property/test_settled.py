"""HTML that is in order is not read by a parser: what comes out must be what the parser would have given."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapbook.diag.errors import Refused
from chapbook.source import allowlist, markup, sanitize, settled
from chapbook.source.sanitize import clean_html
from chapbook.source.settled import settled_html
from support.page_texts import HOSTILE, ORDINARY, active

Link = Callable[[str], str] | None

ATTRIBUTES = """\
id="a"|id="__x"|id="__tabbed_1_1"|class="note x hll"|class="n"|class="md-x"|title="a &amp; b"|title="&quot;"|title="x>y"
href="#é"|href="x/y.md?q=1&amp;r"|href="http://a.org/x"|href="https://a.b.example/ü"|href="javascript:x"|href="a b"|href="&#106;"
href="module:abc/d#e"|href="//x"|href="/x"|href="mailto:a@b.c"|href="a:b"|href="#a:b"|href="\u00a0x"|href="http://xn--a.org"|href="../a.md"
href="http://1.2.3.400/"|href="http://a.org:80/"|href="x\u00ad"|href="?x:y"|src="a.png"|src="http://a.org/x"|alt=""|align="left"
align="bad"|colspan="2"|lang="de"|dir="rtl"|start="3"|reversed|open="open"|open=""|name="q"|headers="a b"|onclick="x"|style="x"
data-x="1"|aria-hidden="true"|value="3"|datetime="2020"|role="doc"|title="\u00a0"|title='x'|loading="lazy"|for="a"|type="checkbox\
""".replace("\n", "|").split("|")
TEXTS = ["word"] * 8 + [
    " ",
    "\n",
    "",
    "&amp;",
    "&lt;",
    "&nbsp;",
    "\u00a0",
    "&copy;",
    "&#160;",
    "é",
    "\u2028",
    "\f",
    "\t",
    "\v",
    "\x01",
]
TEXTS += ["&", '"', "'", "]]>", "-->", "\U0001f600", "\ufeff", "\x85", "\r", "\0", ">", "&#65;"]
FOREIGN = [
    "script",
    "math",
    "svg",
    "td",
    "option",
    "form",
    "button",
    "b",
    "a",
    "p",
    "table",
    "caption",
    "input",
    "style",
]


@st.composite
def trees(draw: st.DrawFn, parent: str = "", depth: int = 4) -> str:
    """HTML that is nearly always in order, with all that may stand in it and some that may not."""
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        rare = draw(st.integers(0, 40)) == 0
        no_text = parent in settled._NO_TEXT and not rare
        parts.append(draw(st.sampled_from(["", " ", "\n"] if no_text else TEXTS)))
        inside = settled._INSIDE[parent]
        if not depth or not inside:
            continue
        name = draw(st.sampled_from(FOREIGN if rare else sorted(inside)))
        tag = " ".join([name, *draw(st.lists(st.sampled_from(ATTRIBUTES), max_size=3))])
        if name in settled._VOID:
            parts.append(draw(st.sampled_from([f"<{tag}>", f"<{tag} />"])))
        else:
            known = name if name in settled._INSIDE else "p"
            parts += [f"<{tag}>", draw(trees(known, depth - 1)), "" if rare else f"</{name}>"]
    return "".join(parts)


LINKS = (
    None,
    lambda url: url,
    lambda url: f"../{url}",
    lambda url: "/",
    lambda url: f"{url}&x=<",
    lambda url: f"https://ok.example/{url}",
    lambda url: "javascript:x",
)


def the_long_way(html: str, id_prefix: str, max_up: int | None, link: Link) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sanitize, "settled_html", lambda *_: None)
        return clean_html(html, id_prefix=id_prefix, max_up=max_up, link=link)


@given(trees(), st.sampled_from(["", "m-x-"]), st.sampled_from([None, 0, 1]), st.sampled_from(LINKS))
@settings(max_examples=500)
def test_it_gives_what_the_reader_gives(html: str, id_prefix: str, max_up: int | None, link: Link) -> None:
    found = settled_html(html, id_prefix, max_up, link)
    if found is not None:
        assert found == the_long_way(html, id_prefix, max_up, link)
        assert not active(found)


@pytest.mark.parametrize("id_prefix", ["", "m-x-"])
@pytest.mark.parametrize("text", [*ORDINARY.values(), *HOSTILE])
def test_hostile_and_ordinary_texts(text: str, id_prefix: str) -> None:
    for html in (text, markup._render(text, id_prefix)):
        found = settled_html(html, id_prefix, None, lambda url: f"../{url}")
        if found is not None:
            assert found == the_long_way(html, id_prefix, None, lambda url: f"../{url}")


@pytest.mark.parametrize(
    "name",
    [
        "table",
        "code",
        "definitions",
        "alert",
        "quote",
        "headings",
        "picture",
        "lists",
        "footnote",
        "abbreviation",
    ],
)
def test_it_is_taken(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, the tests above might compare nothing."""
    monkeypatch.setattr(sanitize, "_read", lambda *_: pytest.fail("the reader was asked"))
    assert clean_html(markup._render(ORDINARY[name]))


def test_the_elements_are_of_the_allow_list() -> None:
    assert {*settled._INSIDE, *settled._VOID} - {""} <= allowlist.TAGS
    assert set().union(*settled._INSIDE.values()) <= allowlist.TAGS


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<p>b</p></p>",
        "<em>a<em>b</em></em>",
        '<a href="x"><b><a href="y">z</a></b></a>',
        "<table>x<tbody></tbody></table>",
        "<table><tr><td>x</td></tr></table>",
        "<pre>\nx</pre>",
        "<p><div>x</div></p>",
        "<b><p>x</p></b>",
        "<p>a</b></p>",
        "<p>a",
        "a</p>",
        "<math><mi>x</mi></math>",
        "<script>x</script>",
        "<!-- x -->",
        "<p onclick='x'>a</p>",
        "&copy;",
        '<p lang="x" id="a" onclick="x">b</p>',
    ],
)
def test_what_is_not_in_order_is_left_to_the_reader(html: str) -> None:
    assert settled_html(html) is None


def test_the_limits_hold() -> None:
    assert settled_html("<div>" * 51 + "</div>" * 51) is None
    with pytest.raises(Refused):
        clean_html("<div>" * 101 + "</div>" * 101)
    assert settled_html("<br>" * 30_001) is None
    assert settled_html("x" * 500_001) is None
