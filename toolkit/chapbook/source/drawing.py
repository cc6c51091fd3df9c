"""The allow-list of drawings: an SVG is read as XML and written anew, with only what draws.

A drawing is a file of its own, which somebody may open: then it is a document of this site, without a content
security policy, and a script in it could read all that the site keeps. So nothing of the file is passed on as it
stands. The law:

- elements of SVG that draw, animate or describe; text and styles; what else there is goes with all that it holds
- attributes from a list; an address is `#name`, or a photo in the drawing itself (`data:image/png;base64,…`)
- styles name no file: no `@import`, no escapes, `url()` with `#name` only, functions from a list
- refused as a whole: a document type (and with it entities), what is not well-formed, what is nested too deeply
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from xml.parsers import expat

from chapbook.diag.errors import Refused
from chapbook.source import drawing_names as names

MAX_NESTING = 100
"""Deepest nesting of elements."""

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"

_FUNCTION = re.compile(r"([\w-]*)\(")
_URL = re.compile(r"url\(\s*(['\"]?)#[\w.:-]+\1\s*\)", re.IGNORECASE)
_IN_QUOTES = str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"})
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_AT_RULE = re.compile(r"@([\w-]*)")
_PHOTO = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as it may be published. `removed` names what was taken out that could have acted or called outside."""

    svg: str
    removed: tuple[str, ...] = ()


def clean_svg(text: str) -> Drawing:
    """Write a drawing anew with only what the allow-list names.

    Raises `Refused` with a code `drawing-…` when that cannot be done; its message is the reason, no whole sentence.
    """
    writer = _Writer()
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.ordered_attributes = False
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.ProcessingInstructionHandler = writer.instruction
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(text.removeprefix("\ufeff").lstrip().encode(), True)
    except expat.ExpatError as error:
        raise Refused(
            "drawing-unreadable",
            f"it is no well-formed drawing (line {error.lineno})",
            "Save it again from a drawing program, as “plain SVG”.",
        ) from error
    return Drawing("".join(writer.written) + "\n", tuple(dict.fromkeys(writer.removed)))


def _refuse_doctype(*_: object) -> None:
    raise Refused(
        "drawing-doctype",
        "it begins with a document type, which can hide what it says",
        "Save it again from a drawing program, as “plain SVG”.",
    )


class _Writer:
    """Takes what the parser reads and writes what may stay."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.removed: list[str] = []
        self._depth = 0
        self._skipped = 0
        """How many open elements are inside one that was left out, with that one."""
        self._open = False
        """Whether the last start tag still lacks its `>`."""
        self._style: list[str] | None = None

    def start(self, qualified: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_NESTING:
            message = f"its elements are nested deeper than {MAX_NESTING}"
            raise Refused("drawing-too-deep", message, "Ungroup some of them.")
        space, name = _split(qualified)
        if self._depth == 1 and (space not in (_SVG, "") or name != "svg"):
            raise Refused("drawing-unreadable", "it is no drawing", "Save it as SVG from a drawing program.")
        if self._skipped or space not in (_SVG, "") or name not in names.ELEMENTS or self._style is not None:
            self._skip(space, name)
            return
        if name in names.ANIMATIONS and attributes.get("attributeName", "") not in names.ANIMATED:
            self._skip(space, f"{name} of {attributes.get('attributeName', 'nothing')}")
            return
        self._close_tag()
        self.written.append(f"<{name}" + (f' xmlns="{_SVG}"' if self._depth == 1 else ""))
        for key, value in attributes.items():
            self._attribute(name, key, value)
        self._open = True
        if name == "style":
            self._style = []

    def end(self, qualified: str) -> None:
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
            return
        if self._style is not None:
            css, self._style = _COMMENT.sub(" ", "".join(self._style)), None
            if is_harmless_css(css):
                self.text(css)
            else:
                self.removed.append("styles that load something")
        name = _split(qualified)[1]
        self.written.append("/>" if self._open else f"</{name}>")
        self._open = False

    def text(self, data: str) -> None:
        if self._skipped or not self._depth:
            return
        if self._style is not None:
            self._style.append(data)
            return
        self._close_tag()
        self.written.append(escape(data, quote=False).replace("\r", "&#13;"))

    def instruction(self, target: str, _: str) -> None:
        self.removed.append(f"<?{target}?>")

    def _skip(self, space: str, name: str) -> None:
        self._skipped += 1
        if space in (_SVG, _XHTML, "") and name not in names.DULL:
            self.removed.append(f"<{name}>")

    def _close_tag(self) -> None:
        if self._open:
            self.written.append(">")
            self._open = False

    def _attribute(self, element: str, qualified: str, value: str) -> None:
        space, name = _split(qualified)
        if name == "href" and space in (_XLINK, ""):
            if _is_harmless_address(element, value):
                self._write("href", value)
            else:
                self.removed.append(f"{element}[href]")
        elif space == _XML and name in ("lang", "space"):
            self._write(f"xml:{name}", value)
        elif space:
            return
        elif name == "style":
            self._write("style", self._declarations(element, value))
        elif name in names.ATTRIBUTES or name.startswith("aria-"):
            if _is_harmless_value(value) or name in names.PLAIN:
                self._write(name, value)
            else:
                self.removed.append(f"{element}[{name}]")
        elif name.lower().startswith("on"):
            self.removed.append(f"{element}[{name}]")

    def _declarations(self, element: str, css: str) -> str:
        kept = []
        for each in _COMMENT.sub(" ", css).split(";"):
            name, colon, value = each.partition(":")
            if not colon:
                continue
            if _is_harmless_value(value):
                if name.strip().lower() in names.PROPERTIES:
                    kept.append(f"{name.strip()}:{value.strip()}")
            else:
                self.removed.append(f"{element}[style]")
        return ";".join(kept)

    def _write(self, name: str, value: str) -> None:
        quoted = escape(value, quote=False).translate(_IN_QUOTES)
        self.written.append(f' {name}="{quoted}"')


def is_harmless_css(css: str) -> bool:
    """Say whether a style sheet loads nothing, however it is read: no escapes, no tags, known functions and rules."""
    rules = {each.lower() for each in _AT_RULE.findall(css)}
    return _is_harmless_value(css) and rules <= names.AT_RULES


def _is_harmless_value(value: str) -> bool:
    if "\\" in value or "<" in value or "javascript:" in value.lower():
        return False
    rest = _URL.sub(" ", value)
    return all(each.lower() in names.FUNCTIONS for each in _FUNCTION.findall(rest))


def _is_harmless_address(element: str, value: str) -> bool:
    address = value.strip()
    if element == "image":
        return _PHOTO.fullmatch(address) is not None
    return re.fullmatch(r"#[^\s\"'<>\\]*", address) is not None


def _split(qualified: str) -> tuple[str, str]:
    space, _, name = qualified.rpartition(" ")
    return space, name
