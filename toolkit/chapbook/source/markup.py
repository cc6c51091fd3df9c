"""The one Markdown renderer: a fixed list of extensions, the same for lessons, questions and imported modules.

Never in the list: snippets, macros, includes, b64, pathconverter (they read other files), md_in_html. The extensions as
data are also what the MkDocs plugin puts into its configuration, so that both ways give the same HTML. What comes out
of Markdown is not clean: everything passes `clean_html` before it reaches a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from html import escape
from importlib import import_module
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from chapbook.diag.errors import Refused
from chapbook.source.maths import DOLLARS, tex_to_mathml
from chapbook.source.plain_text import plain_paragraphs
from chapbook.source.sanitize import clean_html
from chapbook.source.slug import ATTRIBUTE_LIST, is_decorative, slugify, split_heading_id

HOUSE = "chapbook.source.markup:HouseExtension"
QUICK = "chapbook.source.quick_markdown:QuickExtension"
EXTENSIONS: tuple[str, ...] = (
    "abbr",
    "admonition",
    "def_list",
    "footnotes",
    "tables",
    "toc",
    "pymdownx.arithmatex",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.quotes",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    HOUSE,
    QUICK,
)


def _math_fence(source: str, language: str, *_: object, **__: object) -> str:
    """Show a fence with the info `math` as GitHub does."""
    return f'<div class="arithmatex">{_math_html(source, block=True)}</div>'


EXTENSION_CONFIGS: dict[str, dict[str, Any]] = {
    "footnotes": {"BACKLINK_TEXT": "↩"},
    "toc": {"permalink": "¶", "slugify": slugify},  # signs, not entities: see settled.py
    "tables": {"use_align_attribute": True},  # the other way is a style attribute, which no page may hold
    # `$` is ours (HouseExtension): arithmatex takes "$5-$10" for a formula
    "pymdownx.arithmatex": {
        "generic": True,
        "inline_syntax": ["round"],
        "block_syntax": ["dollar", "square", "begin"],
    },
    "pymdownx.highlight": {
        "use_pygments": True,
        "guess_lang": False,
        "auto_title": False,
        "anchor_linenums": False,
    },
    "pymdownx.quotes": {"callouts": True},
    "pymdownx.superfences": {
        "relaxed_headers": True,  # a fence is a fence, whatever its info string says
        "custom_fences": [{"name": "math", "class": "arithmatex", "format": _math_fence}],
    },
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": False, "clickable_checkbox": False},
    HOUSE: {"id_prefix": ""},
}

_DECORATIVE_ALT = '""'
_HEADING = re.compile(r"h[1-6]")
_LIST_FIRST = re.compile(ATTRIBUTE_LIST)
_BLANK_TOKEN = re.compile(r'<span class="w">(\s*)</span>')
"""Blanks in code, which Pygments marks and nobody sees: a third of what colours cost."""
_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!<p[ >]).)*)</p>", re.DOTALL)


def extensions_for(id_prefix: str = "") -> tuple[list[str | Extension], dict[str, dict[str, Any]]]:
    """Give extensions and configuration for MkDocs or for `Markdown`; ids of headings begin with `id_prefix`."""
    configs = {name: dict(config) for name, config in EXTENSION_CONFIGS.items()}
    if id_prefix:
        configs["toc"]["slugify"] = partial(_prefixed_slug, id_prefix)
        configs[HOUSE]["id_prefix"] = id_prefix
    return list(EXTENSIONS), configs


def render_markdown(text: str, *, link: Callable[[str], str] | None = None, id_prefix: str = "") -> str:
    """Render Markdown to clean HTML.

    `link` rewrites every href, src and poster. `id_prefix` goes before all ids: give one for imported pages
    (`m-slug-`), and one per field when several texts meet on one page, else their footnotes and tabs share ids.
    Raises `Refused` as `clean_html` does, and with the code `markdown-too-deep`. Not bounded in time: 4 kB of `[`
    take seconds.
    """
    plain = plain_paragraphs(text)
    if plain is not None:
        return "\n".join([f"<p>{each}</p>" for each in plain])
    return clean_html(_render(text, id_prefix), id_prefix=id_prefix, link=link)


def render_inline(text: str, *, link: Callable[[str], str] | None = None, id_prefix: str = "") -> str:
    """Render Markdown as `render_markdown` does, without the `<p>` around it when it is one paragraph."""
    plain = plain_paragraphs(text)
    if plain is not None and len(plain) == 1:
        return plain[0]
    html = render_markdown(text, link=link, id_prefix=id_prefix)
    paragraph = _ONE_PARAGRAPH.fullmatch(html.strip())
    return paragraph[1] if paragraph else html


def _render(text: str, id_prefix: str = "") -> str:
    """Render Markdown to HTML that is not clean."""
    markdown = _renderer(id_prefix)
    markdown.reset()
    try:
        return markdown.convert(text)
    except RecursionError as error:
        _renderer.cache_clear()  # `reset` does not bring back a parser that was left half-way
        raise Refused(
            "markdown-too-deep",
            "The page's lists and quotes are nested too deeply to be shown.",
            "Nest lists and quotes less deeply.",
        ) from error


class _Renderer(Markdown):
    """Imports its extensions, and those that these call for, by their names.

    Markdown would first read what all installed packages offer, which takes longer than a page.
    """

    def build_extension(self, ext_name: str, configs: Mapping[str, Any]) -> Extension:
        """Make an extension: of Markdown's own when the name has no dot."""
        path, _, name = ext_name.partition(":")
        module = import_module(path if "." in path else f"markdown.extensions.{path}")
        made = getattr(module, name or "makeExtension")(**configs)
        assert isinstance(made, Extension)
        return made


@lru_cache(maxsize=4)
def _renderer(id_prefix: str) -> Markdown:
    extensions, configs = extensions_for(id_prefix)
    return _Renderer(extensions=extensions, extension_configs=configs)


def _prefixed_slug(id_prefix: str, text: str, separator: str) -> str:
    return id_prefix + slugify(text, separator)


def _math_html(tex: str, *, block: bool) -> str:
    return tex_to_mathml(tex, block=block) or f"<code>{escape(tex, quote=False)}</code>"


class HouseExtension(Extension):
    """What the stock extensions lack: heading ids and `{.decorative}` only, empty alt texts, MathML.

    Named by its path in `EXTENSIONS`, so MkDocs can load it too.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"id_prefix": ["", "What the ids of headings begin with"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.inlinePatterns.register(_DollarMath(DOLLARS.pattern, md), "chapbook-dollars", 189.8)
        md.parser.blockprocessors.register(_HashHeading(md.parser), "hashheader", 70)
        md.treeprocessors.register(_MathTree(md), "chapbook-maths", 15)
        md.postprocessors.register(_PlainBlanks(md), "chapbook-blanks", 1)
        md.treeprocessors.register(_HouseAttributes(md, self.getConfig("id_prefix")), "attr_list", 8)


class _DollarMath(InlineProcessor):
    """`$x$`; the pattern says when."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        span = Element("span", {"class": "arithmatex"})
        span.text = AtomicString(rf"\({m[1]}\)")
        return span, m.start(0), m.end(0)


class _MathTree(Treeprocessor):
    """Put MathML into the elements of class `arithmatex`."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            text = element.text
            if element.get("class") == "arithmatex" and text and not len(element):
                html = _math_html(text.strip()[2:-2], block=element.tag == "div")
                element.text = AtomicString(self.md.htmlStash.store(html))


class _PlainBlanks(Postprocessor):
    """Blanks in code as they are, without the marks that Pygments puts around them."""

    def run(self, text: str) -> str:
        return _BLANK_TOKEN.sub(r"\1", text)


class _HashHeading(HashHeaderProcessor):
    """`# Title` as CommonMark and GitHub read it: `#hashtag` is no heading, and `# C#` keeps its last sign."""

    RE = re.compile(r"(?:^|\n) {0,3}(?P<level>#{1,6})[ \t]+(?P<header>[^\s][^\n]*)(?:\n|$)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        super().run(parent, blocks)
        heading = parent[-1]
        text = heading.text or ""
        rest = text.rstrip("#")
        if not rest or rest[-1] in " \t":
            heading.text = rest.rstrip()


class _HouseAttributes(Treeprocessor):
    """`{#id}` on headings and `{.decorative}` on pictures; other attribute lists are cut off without effect."""

    def __init__(self, md: Markdown, id_prefix: str) -> None:
        super().__init__(md)
        self._id_prefix = id_prefix

    def run(self, root: Element) -> None:
        for element in root.iter():
            if _HEADING.fullmatch(element.tag):
                self._name_heading(element)
            elif element.tail and not self.md.is_block_level(element.tag):
                found = _LIST_FIRST.match(element.tail)
                if found:
                    if element.tag == "img" and is_decorative(element.tail):
                        element.set("alt", _DECORATIVE_ALT)
                    element.tail = element.tail[found.end() :]
            if element.tag == "img" and element.get("alt") == _DECORATIVE_ALT:
                element.set("alt", "")
                element.set("class", "decorative")

    def _name_heading(self, heading: Element) -> None:
        last = heading[-1] if len(heading) else None
        text = (heading.text if last is None else last.tail) or ""
        rest, own_id = split_heading_id(text)
        if last is None:
            heading.text = rest
        else:
            last.tail = rest
        if own_id:
            heading.set("id", self._id_prefix + own_id)
