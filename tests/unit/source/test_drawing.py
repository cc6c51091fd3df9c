"""The allow-list of drawings: what draws stays, what acts goes. The browser's own word is in `tests/browser`."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from chapbook.diag.errors import Refused
from chapbook.source.drawing import MAX_NESTING, clean_svg, is_harmless_css
from support.hostile_drawings import HOSTILE
from support.pace import ends

HEAD = '<svg xmlns="http://www.w3.org/2000/svg"'
DRAWS = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="img" aria-label="a &amp; b" xml:lang="en">
  <title>A &lt; B</title>
  <style>@media (prefers-color-scheme: dark) { .a { fill: url(#g) } } text { font: 9px "Noto Sans", sans-serif }</style>
  <defs><linearGradient id="g"><stop offset="50%" stop-color="rgb(1, 2, 3)"/></linearGradient></defs>
  <g transform="translate(1 2) rotate(3)" style="fill:none;stroke-width:2"><path d="M0 0L9 9" class="a"/></g>
  <use href="#g"/><rect fill="url('#g')" filter="url(#f)"><animate attributeName="x" values="0;9" dur="1s"/></rect>
  <filter id="f"><feGaussianBlur in="SourceGraphic" stdDeviation="2"/></filter>
  <image href="data:image/png;base64,iVBORw0KGgo=" width="1" height="1"/>
  <text x="1"><tspan>ü 日 &#x1F600;</tspan></text>
</svg>
"""


def dangerous(svg: str) -> list[str]:
    """Judge by another parser and without the allow-list's code."""
    found = []
    for element in ElementTree.fromstring(svg).iter():
        space, _, name = str(element.tag).rpartition("}")
        if space != "{http://www.w3.org/2000/svg" or name in (
            "script",
            "handler",
            "foreignObject",
            "iframe",
            "feImage",
        ):
            found.append(name)
        for key, value in element.items():
            outside = key.endswith("href") and not value.startswith(("#", "data:image/png;"))
            if outside or key.startswith("on") or "other.example" in value or "fired" in value:
                found.append(f"{name}[{key}]")
        if "other.example" in (element.text or "") or "@import" in (element.text or ""):
            found.append(f"{name}: {element.text}")
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_dangerous_survives_and_it_is_said_what_went(name: str) -> None:
    try:
        drawing = clean_svg(HOSTILE[name])
    except Refused as refusal:
        assert refusal.code == "drawing-doctype"  # noqa: PT017 - both ways are right
        assert "<!DOCTYPE" in HOSTILE[name]
        return
    assert dangerous(drawing.svg) == []
    if name != "base of addresses":
        assert dangerous(HOSTILE[name]) or "<?xml-stylesheet" in HOSTILE[name] or "\\" in HOSTILE[name], (
            "control"
        )
    assert drawing.removed


def test_what_draws_stays_as_it_is() -> None:
    drawing = clean_svg(DRAWS)
    assert drawing.removed == ()
    assert ElementTree.canonicalize(drawing.svg) == ElementTree.canonicalize(
        DRAWS.replace("&#x1F600;", "\N{GRINNING FACE}")
    )
    assert clean_svg(drawing.svg).svg == drawing.svg


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<svg/>", f"{HEAD}/>"),
        (f"\ufeff <?xml version='1.0' encoding='UTF-8'?>{HEAD}/>", f"{HEAD}/>"),
        (f"{HEAD}><!-- a --><g><x:b xmlns:x='c'>d</x:b></g></svg>", f"{HEAD}><g/></svg>"),
        (f"{HEAD}><metadata>a</metadata>b</svg>", f"{HEAD}>b</svg>"),
        (f"{HEAD} x:y='z' xmlns:x='w' width='1'/>", f'{HEAD} width="1"/>'),
        (f'{HEAD}><g style="fill:red;position:fixed"/></svg>', f'{HEAD}><g style="fill:red"/></svg>'),
        (f"{HEAD}><text>]]&gt;&amp;&lt;</text></svg>", f"{HEAD}><text>]]&gt;&amp;&lt;</text></svg>"),
        (f"{HEAD}><text class='a&#10;&quot;b'/></svg>", f'{HEAD}><text class="a&#10;&quot;b"/></svg>'),
    ],
)
def test_what_becomes_of_it(text: str, expected: str) -> None:
    assert clean_svg(text).svg == f"{expected}\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "drawing-unreadable"),
        ("hello", "drawing-unreadable"),
        ("<svg>", "drawing-unreadable"),
        (f"{HEAD}><g></svg>", "drawing-unreadable"),
        ("<html/>", "drawing-unreadable"),
        ("<svg xmlns='http://www.w3.org/1999/xhtml'/>", "drawing-unreadable"),
        (f"{HEAD}>&nbsp;</svg>", "drawing-unreadable"),
        ("<!DOCTYPE svg><svg/>", "drawing-doctype"),
        (HEAD + ">" + "<g>" * MAX_NESTING, "drawing-too-deep"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        clean_svg(text)
    assert caught.value.code == code


@pytest.mark.parametrize("piece", ["<g>", "<g a='", "&#", "<!--", "<g/>", "a", "<![CDATA[", "]]>", "<?a ?>"])
def test_a_megabyte_of_anything_ends(piece: str) -> None:
    with ends():
        try:
            clean_svg(f"{HEAD}>{piece * (2**20 // len(piece))}</svg>")
        except Refused as refusal:
            assert refusal.code.startswith("drawing-")  # noqa: PT017 - both ways are right


@pytest.mark.parametrize(
    ("css", "harmless"),
    [
        (".a { fill: red; transform: rotate(3deg) }", True),
        ("@keyframes a { to { opacity: 0 } }", True),
        (".a { fill: url( '#g' ) }", True),
        (".a { fill: url(#g)url(//b) }", False),
        (".a { background: URL(//b) }", False),
        (".a { background: image(//b) }", False),
        ("@import '//b'", False),
        ("@font-face { src: local(a) }", False),
        ("a { b: '\\75' }", False),
        ("</style><script>", False),
        ("@namespace url(//b)", False),
    ],
)
def test_styles_load_nothing(css: str, harmless: bool) -> None:
    assert is_harmless_css(css) is harmless
