"""Drawings that act when they are opened: they call `fired()`, or ask `other.example` for something.

`CALLS` run code by themselves, or when one clicks the link in them; `LOADS` ask another host; `KEPT_OUT` hide something
or lead away in ways that not every browser follows.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="200" height="200">'
_INNER = b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg"><script>top.fired()</script><image href="http://other.example/inner"/></svg>'
).decode()
_LINK = '<rect width="200" height="200"/>'
_HTML = 'xmlns="http://www.w3.org/1999/xhtml"'


def _drawing(inside: str, attributes: str = "") -> str:
    return f"{_HEAD[:-1]}{attributes}>{inside}</svg>"


CALLS: Mapping[str, str] = {
    "script": _drawing("<script>fired()</script>"),
    "script with a type": _drawing('<script type="application/ecmascript">fired()</script>'),
    "script as CDATA": _drawing("<script><![CDATA[fired()]]></script>"),
    "script of entities": _drawing("<script>&#102;ired()</script>"),
    "script by address": _drawing('<script href="data:text/javascript,fired()"/>'),
    "script by old address": _drawing('<script xlink:href="data:text/javascript,fired()"/>'),
    "script of another prefix": _drawing('<s:script xmlns:s="http://www.w3.org/2000/svg">fired()</s:script>'),
    "script of HTML": _drawing(f"<script {_HTML}>fired()</script>"),
    "script in defs": _drawing("<defs><g><script>fired()</script></g></defs>"),
    "script of an entity": f'<!DOCTYPE svg [<!ENTITY a "fired()">]>{_drawing("<script>&a;</script>")}',
    "script in an entity": "<!DOCTYPE svg [<!ENTITY a \"<script xmlns='http://www.w3.org/2000/svg'>fired()</script>\">]>"
    + _drawing("&a;"),
    "default attribute": '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "fired()">]>' + _drawing(""),
    "onload": _drawing("", ' onload="fired()"'),
    "onload escaped": _drawing("", ' onload="&#x66;ired()"'),
    "onload of a shape": _drawing('<g onload="fired()"/>'),
    "onerror of a picture": _drawing('<image href="data:image/png;base64,AA" onerror="fired()"/>'),
    "onerror of HTML": _drawing(f'<img {_HTML} src="data:," onerror="fired()"/>'),
    "onerror in foreignObject": _drawing(
        f'<foreignObject width="9" height="9"><img {_HTML} src="data:," onerror="fired()"/></foreignObject>'
    ),
    "onbegin": _drawing('<animate attributeName="x" begin="0s" dur="1s" onbegin="fired()"/>'),
    "onend": _drawing('<set attributeName="x" begin="0s" dur="0.01s" onend="fired()"/>'),
    "onfocusin": _drawing('<a href="#" tabindex="1" autofocus="" onfocusin="fired()"/>'),
    "frame": _drawing(
        f'<foreignObject width="9" height="9"><iframe {_HTML} srcdoc="&lt;script>parent.fired()&lt;/script>"/></foreignObject>'
    ),
    "frame of a script": _drawing(f'<iframe {_HTML} src="javascript:parent.fired()"/>'),
    "link": _drawing(f'<a href="javascript:fired()">{_LINK}</a>'),
    "old link": _drawing(f'<a xlink:href="javascript:fired()">{_LINK}</a>'),
    "link escaped": _drawing(f'<a href="&#106;ava&#10;script:fired()">{_LINK}</a>'),
    "link with a blank": _drawing(f'<a href=" javascript:fired()">{_LINK}</a>'),
    "link of HTML": _drawing(
        f'<foreignObject width="200" height="200"><a {_HTML} href="javascript:fired()">aaaaaaaaaaaaaaaaa</a></foreignObject>'
    ),
    "link set": _drawing(f'<a>{_LINK}<set attributeName="href" to="javascript:fired()"/></a>'),
    "link animated": _drawing(
        f'<a>{_LINK}<animate attributeName="href" values="javascript:fired()" dur="9s"/></a>'
    ),
    "old link animated": _drawing(
        f'<a>{_LINK}<animate attributeName="xlink:href" values="javascript:fired();javascript:fired()" dur="9s"/></a>'
    ),
    "link discarded": _drawing(
        f'<a href="#">{_LINK}<set attributeName="href" from="#" to="javascript:fired()" begin="0s"/></a>'
    ),
}
LOADS: Mapping[str, str] = {
    "picture": _drawing('<image href="http://other.example/a" width="9" height="9"/>'),
    "old picture": _drawing('<image xlink:href="//other.example/a" width="9" height="9"/>'),
    "picture of HTML": _drawing(f'<img {_HTML} src="http://other.example/a"/>'),
    "filter picture": _drawing(
        '<filter id="f"><feImage href="http://other.example/a"/></filter><rect width="9" height="9" filter="url(#f)"/>'
    ),
    "import": _drawing("<style>@import 'http://other.example/a';</style>"),
    "import escaped": _drawing("<style>@\\69mport 'http://other.example/a';</style>"),
    "style sheet": '<?xml-stylesheet href="http://other.example/a" type="text/css"?>' + _drawing(""),
    "linked style sheet": _drawing(f'<link {_HTML} rel="stylesheet" href="http://other.example/a"/>'),
    "style": _drawing("<style>svg{background:url(http://other.example/a)}</style>"),
    "style escaped": _drawing("<style>svg{background:u\\72l(http://other.example/a)}</style>"),
    "style of a set": _drawing("<style>svg{background:image-set('http://other.example/a' 1x)}</style>"),
    "style attribute": _drawing("", ' style="background:url(http://other.example/a)"'),
    "style attribute escaped": _drawing("", ' style="background:u\\72l(http://other.example/a)"'),
    "font": _drawing(
        "<style>@font-face{font-family:f;src:url(http://other.example/a)}</style>"
        '<text y="20" style="font-family:f">a</text>'
    ),
    "fill": _drawing('<rect width="9" height="9" filter="url(http://other.example/a#f)"/>'),
    "mask": _drawing('<rect width="9" height="9" style="mask:url(http://other.example/a#f)"/>'),
    "refresh": _drawing(f'<meta {_HTML} http-equiv="refresh" content="0;url=http://other.example/a"/>'),
    "video": _drawing(f'<video {_HTML} src="http://other.example/a" autoplay=""/>'),
    "object": _drawing(f'<foreignObject><object {_HTML} data="http://other.example/a"/></foreignObject>'),
    "moving picture": _drawing(
        '<image width="9" height="9"><set attributeName="href" to="http://other.example/a"/></image>'
    ),
    "base of addresses": _drawing(
        '<image href="a.png" width="9" height="9"/>', ' xml:base="http://other.example/"'
    ),
}
KEPT_OUT: Mapping[str, str] = {
    "drawing in a drawing": _drawing(f'<use href="data:image/svg+xml;base64,{_INNER}#a"/>'),
    "drawing as a picture": _drawing(f'<image href="data:image/svg+xml;base64,{_INNER}"/>'),
    "handler": _drawing('<handler type="text/javascript">fired()</handler>'),
    "link to a page": _drawing('<a href="data:text/html,hello">a</a>'),
    "outside use": _drawing('<use href="http://other.example/a#b"/>'),
    "entity of a file": f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{_drawing("<text>&a;</text>")}',
    "many entities": '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + _drawing("&b;"),
}
HOSTILE = {**CALLS, **LOADS, **KEPT_OUT}
