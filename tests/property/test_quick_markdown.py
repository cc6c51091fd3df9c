"""The renderer's short cuts change nothing: pages are the same without them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.extensions.toc import TocTreeprocessor
from markdown.inlinepatterns import InlineProcessor, LinkInlineProcessor

from chapbook.source import quick_markdown
from chapbook.source.markup import QUICK, extensions_for
from support.page_texts import HOSTILE, ORDINARY

ROOT = Path(__file__).resolve().parents[2]
LINES = """\
Word one|word *two*|- item|1. item|    indented|> quote|## Head|## Head|[TOC]|# [TOC]|Term|: def|:   def|```|```python|x = 1|[a][r]
| a \\| b \\||\\|---\\|---\\|!!! note|    Inside.|??? tip|=== "Tab"|[^1]: Note|Text[^1]|*[HTML]: x|HTML here|[r]: x.md|===|---|$x$|$$|\\(x\\)
## Head {#own}|### A `b` c|## A & B|## *x*|<div>|</div>|<b>x</b>|\\*esc|a  |Été|b\\|- [ ] x|``` math|# 1|###|~~~|`#!python x`|&copy; x
word_x_y|*a**b*|  two|\ttab|9. x|+ x|* x|\u2028x|Word\x02x|```js hl_lines="1"|![a](b.png)|Head|## Head_1|## Head-1|  - x|    - y\
""".replace("\n", "|")
PIECES = [each.replace("\\|", "|") for each in re.split(r"(?<!\\)\|", LINES)]


@lru_cache(maxsize=4)
def renderer(id_prefix: str, *, quick: bool) -> Markdown:
    extensions, configs = extensions_for(id_prefix)
    if not quick:
        extensions.remove(QUICK)
    return Markdown(extensions=extensions, extension_configs=configs)


def rendered(text: str, id_prefix: str, *, quick: bool) -> str:
    return renderer(id_prefix, quick=quick).reset().convert(text)


def same(text: str, id_prefix: str = "") -> bool:
    return rendered(text, id_prefix, quick=True) == rendered(text, id_prefix, quick=False)


@given(
    st.lists(st.sampled_from(PIECES), max_size=9),
    st.sampled_from(["\n", "\n\n"]),
    st.sampled_from(["", "m-x-"]),
)
@settings(max_examples=300)
def test_any_lines(lines: list[str], between: str, id_prefix: str) -> None:
    assert same(between.join(lines), id_prefix)


@pytest.mark.parametrize("text", [*ORDINARY.values(), *HOSTILE])
def test_ordinary_and_hostile_texts(text: str) -> None:
    assert same(text)
    assert same(f"Before.\n\n{text}\n\nAfter *it*.", "m-x-")


@pytest.mark.parametrize("path", sorted((ROOT / "modules").rglob("*.md")), ids=lambda path: path.stem)
def test_the_sample_modules(path: Path) -> None:
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    assert same("\n\n".join(blocks))
    random.Random(path.stem).shuffle(blocks)
    assert same("\n\n".join(blocks))


def test_the_short_cuts_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, the tests above might compare the renderer with itself."""
    text = "## Head\n\nWords and more.\n\nSome `code`.\n\n```python\nx = 1\n```\n"
    asked: list[str] = []

    def paragraph(_: object, parent: Element, block: str) -> bool:
        asked.append(block)
        return True

    def link(pattern: LinkInlineProcessor) -> re.Pattern[str]:
        asked.append("link")
        return pattern.compiled_re

    def no_style(_: object) -> Iterator[object]:
        asked.append("no style")
        return iter(())

    monkeypatch.setattr(ParagraphProcessor, "test", paragraph)
    monkeypatch.setattr(LinkInlineProcessor, "getCompiledRegExp", link)
    monkeypatch.setattr(TocTreeprocessor, "run", lambda *_: asked.append("contents"))
    monkeypatch.setattr(quick_markdown._NoStyle, "__iter__", no_style)
    long_way = {"Words and more.", "link", "contents"}
    assert '<span class="n">x</span>' in rendered(text, "", quick=True)
    assert "no style" in asked
    assert not long_way & set(asked)
    rendered(text, "", quick=False)
    assert long_way <= set(asked)


@given(
    st.text(alphabet="ab1 \n\\`$[]^!<>@/:;&#()*_{}.", max_size=40),
    st.sampled_from(sorted(quick_markdown._NEEDS)),
)
@settings(max_examples=500)
def test_no_pattern_matches_a_text_without_the_sign_that_it_is_said_to_need(text: str, name: str) -> None:
    sign = quick_markdown._NEEDS[name]
    while sign in text:
        text = text.replace(sign, "")
    pattern = renderer("", quick=False).inlinePatterns[name]
    assert isinstance(pattern, InlineProcessor)
    assert pattern.compiled_re.search(text) is None
