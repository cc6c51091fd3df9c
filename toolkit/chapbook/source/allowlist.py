"""The tags, attributes, classes and URLs that a page may hold, as data and small decisions. No HTML is read here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

AttributeFilter = Callable[[str, str, str], str | None]


def _words(text: str) -> set[str]:
    return set(text.split())


_MATHML = _words(
    "math mrow mi mn mo mtext ms mspace mfrac msqrt mroot mstyle merror mpadded mphantom menclose"
    " msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd"
)
TAGS = _MATHML | _words(
    "a abbr audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt"
    " em figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark meter ol p picture"
    " pre progress q rp rt ruby s samp section small source span strong sub summary sup table tbody td"
    " tfoot th thead time tr track u ul var video wbr"
)
DROPPED_WHOLE = _words(
    "script style template noscript iframe object embed select textarea xmp noembed noframes"
    " plaintext frameset title"
)
VOID = frozenset(_words("br col hr img input source track wbr"))
FORMATTING = frozenset(_words("a b big code em font i nobr s small strike strong tt u"))
"""Elements that an HTML parser opens again in the next block when they were left open."""
UNCOUNTED = VOID | frozenset(
    _words(
        "area base embed link meta param p li dt dd tr td th thead tbody tfoot colgroup rp rt option optgroup"
    )
)
"""Void elements and those whose closing tag may be left out: they cannot nest in themselves."""

READ_SCHEMES = {"http", "https", "mailto", "module"}
"""What the reader lets pass to `attribute_filter`, which decides."""

_MATH_ATTRIBUTES = _words(
    "accent accentunder columnalign columnlines columnspacing depth displaystyle fence form height"
    " largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowlines"
    " rowspacing rspace scriptlevel separator stretchy symmetric voffset width"
)
_MEDIA = _words("src controls preload poster width height loop muted playsinline")
_CELL = {"colspan", "rowspan", "headers", "scope", "align"}
_GAUGE = {"value", "min", "max", "low", "high", "optimum"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "lang", "dir", "title", "role", "aria-label", "aria-hidden", "aria-describedby"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "audio": _MEDIA,
    "video": _MEDIA,
    "source": {"src", "type"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "td": _CELL,
    "th": _CELL,
    "ol": {"start", "reversed"},
    "li": {"value"},
    "details": {"open"},
    "time": {"datetime"},
    "del": {"datetime"},
    "ins": {"datetime"},
    "meter": _GAUGE,
    "progress": {"value", "max"},
    "label": {"for"},
    "input": {"type", "checked", "disabled", "id", "name"},
} | dict.fromkeys(_MATHML, _MATH_ATTRIBUTES)
ATTRIBUTES["math"] = _MATH_ATTRIBUTES | {"display"}

_NUMBER = re.compile(r"-?[0-9]{1,7}(?:\.[0-9]{1,6})?%?")
_VALUES: dict[str, re.Pattern[str]] = {
    "align": re.compile("left|center|right"),
    "aria-hidden": re.compile("true|false"),
    "colspan": re.compile("[0-9]{1,3}"),
    "rowspan": re.compile("[0-9]{1,3}"),
    "dir": re.compile("ltr|rtl|auto"),
    "lang": re.compile("[A-Za-z0-9-]{1,35}"),
    "role": re.compile("[a-z-]{1,30}"),
    "loading": re.compile("lazy|eager"),
    "decoding": re.compile("async|sync|auto"),
    "type": re.compile(r"checkbox|radio|[a-z]+/[a-z0-9.+-]+(?:; ?codecs=[\w., ]+)?"),
} | dict.fromkeys(("width", "height", "start", "value", "min", "max", "low", "high", "optimum"), _NUMBER)
_MATH_VALUE = re.compile(r"[\w .#%+-]{0,64}")

_CLASSES = frozenset(
    _words(
        "admonition admonition-title inline end tabbed-set tabbed-alternate tabbed-labels tabbed-"
        "content tabbed-block highlight highlighttable linenos linenodiv linenums normal special code"
        " filename hll headerlink footnote footnote-ref footnote-backref task-list task-list-item"
        " task-list-control task-list-indicator arithmatex decorative note abstract summary tldr info"
        " todo tip hint important success check done question help faq warning caution attention"
        " failure fail missing danger error bug example quote cite"
    )
)
_CODE_CLASS = re.compile(r"language-[\w+#.-]{1,40}")
_TOKEN_CLASS = re.compile(r"[a-z][a-z0-9]{0,2}")
"""Pygments' short names; on `span` only."""

_THEME_ID = re.compile(r"__(?!(?:tabbed|span|codelineno)[-_][0-9]+(?:[-_][0-9]+)?\Z)")
_REFERENCES = frozenset({"headers", "aria-describedby"})
_NAMES = frozenset({"id", "name", "for"})
URLS = frozenset({"href", "src", "poster"})
_SCHEMES = frozenset({"http", "https", "mailto"})
EXTERNAL = re.compile(r"https?:", re.IGNORECASE)
REL = "noopener noreferrer nofollow"
"""What every link out of the site says."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")
_TAB_ID = re.compile(r"__tabbed_[0-9]+_[0-9]+")
_TAB_NAME = re.compile(r"__tabbed_[0-9]+")


def attribute_filter(id_prefix: str, max_up: int | None) -> AttributeFilter:
    """Make the decision on one attribute: `(tag, attribute, value)` to a new value, or None to drop it.

    It must not raise: nh3 would swallow that and keep the attribute's old value.
    """

    def decide(tag: str, attribute: str, value: str) -> str | None:
        if attribute in URLS:
            return _url(attribute, value, id_prefix, max_up)
        if attribute == "class":
            return _classes(tag, value)
        if attribute in _NAMES:
            return _prefixed(value, id_prefix)
        if attribute in _REFERENCES:
            return " ".join(filter(None, (_prefixed(each, id_prefix) for each in value.split()))) or None
        pattern = _MATH_VALUE if tag in _MATHML and attribute in _MATH_ATTRIBUTES else _VALUES.get(attribute)
        return value if pattern is None or pattern.fullmatch(value) else None

    return decide


def is_harmless_input(attributes: Mapping[str, str], id_prefix: str) -> bool:
    """Say whether an `<input>` is the box of a task list or the radio of our tabs; any other invites typing."""
    if attributes.get("type") == "checkbox":
        return "disabled" in attributes
    identity = attributes.get("id", "").removeprefix(id_prefix)
    name = attributes.get("name", "").removeprefix(id_prefix)
    return attributes.get("type") == "radio" and bool(
        _TAB_ID.fullmatch(identity) and _TAB_NAME.fullmatch(name)
    )


def _prefixed(value: str, id_prefix: str) -> str | None:
    if not value or any(c.isspace() for c in value):
        return None
    if id_prefix:
        return value if value.startswith(id_prefix) else id_prefix + value
    return None if _THEME_ID.match(value) else value


def _classes(tag: str, value: str) -> str | None:
    kept = [each for each in value.split() if each in _CLASSES or _is_code_class(tag, each)]
    return " ".join(kept) or None


def _is_code_class(tag: str, name: str) -> bool:
    return bool(tag == "span" and _TOKEN_CLASS.fullmatch(name)) or bool(_CODE_CLASS.fullmatch(name))


def _url(attribute: str, value: str, id_prefix: str, max_up: int | None) -> str | None:
    url = value.strip(" \t\r\n")
    if _CONTROL.search(url):
        return None
    if attribute == "href" and url.startswith("#"):
        fragment = _prefixed(url[1:], id_prefix)
        return f"#{fragment}" if fragment else (url if url == "#" else None)
    first, colon, _ = re.split(r"[/?#]", url, maxsplit=1)[0].partition(":")
    if colon:
        return url if attribute == "href" and first.lower() in _SCHEMES else None
    return url if _is_inside(url, max_up) else None


def _is_inside(url: str, max_up: int | None) -> bool:
    """Say whether a URL without scheme is relative and climbs at most `max_up` folders."""
    if url.startswith("/"):
        return False
    if max_up is None:
        return True
    depth = lowest = 0
    for part in re.split(r"[?#]", url, maxsplit=1)[0].lower().replace("%2e", ".").split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(part, 1)
        lowest = min(lowest, depth)
    return -lowest <= max_up
