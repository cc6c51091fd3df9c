"""Small tools over serialised HTML: escape, tags, split into tags and text.

`split_tags` is exact only for what a serialiser wrote (nh3, our templates): there, text never holds a bare `<`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape

import markupsafe

_TAG = re.compile(r"(<[a-zA-Z/](?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>)")

Attributes = dict[str, str | bool | None]


def split_tags(html: str) -> list[str]:
    """Split into text and tags, alternating: text at even places, tags at odd ones."""
    return _TAG.split(html)


def start_tag(name: str, values: Attributes) -> str:
    """Write a start tag: True gives a bare attribute, None and False none at all."""
    parts = [name]
    for key, value in values.items():
        if value is True:
            parts.append(key)
        elif value is not None and value is not False:
            parts.append(f'{key}="{escape(value)}"')
    return f"<{' '.join(parts)}>"


def element(name: str, values: Attributes, *inside: str) -> str:
    """Write an element; `inside` is HTML."""
    return f"{start_tag(name, values)}{''.join(inside)}</{name}>"


def text_of(html: str) -> str:
    """Give the words of a piece of HTML, unescaped, blanks joined."""
    return " ".join(unescape(" ".join(split_tags(html)[::2])).split())


def escaped(value: object) -> object:
    """Escape every string inside a value of lists and dicts; `Markup` is HTML already and stays.

    MkDocs' template environment does not escape by itself, so what goes to a template goes through here.
    """
    if type(value) is str:
        return _escaped(value)
    if isinstance(value, str):
        return markupsafe.escape(value)
    if isinstance(value, dict):
        return {key: _escaped(each) if type(each) is str else escaped(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [escaped(each) for each in value]
    return value


@lru_cache(maxsize=8192)  # the pages of a module hold the same titles and addresses again and again
def _escaped(text: str) -> markupsafe.Markup:
    """Escape plain text; never give it `Markup`, which is equal to the text that it is made of."""
    return markupsafe.escape(text)
