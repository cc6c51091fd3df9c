"""The Markdown of Microsoft Learn as common Markdown: pictures, videos, rows, zones; alerts are the same."""

from __future__ import annotations

import re

from chapbook.convert.links import outside_code
from chapbook.convert.notes import Log
from chapbook.convert.sources import one_line

_TRIPLE = re.compile(r"[ \t]*:::\s*([\w-]+)([^\n]*?)(?::::)?[ \t]*")
_PICTURE = re.compile(r":::\s*image(?![\w-])([^\n]*?):::", re.IGNORECASE)
_VIDEO = re.compile(r"(?:>\s*)?\[!VIDEO\s+(?:\[[^\]\n]*\]\()?(https?://[^\s\])]+)\)?\s*\]", re.IGNORECASE)
_SOURCE = re.compile(r"\bsource\s*=\s*\"([^\"\n]*)\"")
_ALT = re.compile(r"\balt-text\s*=\s*\"([^\"\n]*)\"")
_LARGE = re.compile(r"\blightbox\s*=\s*\"([^\"\n]*)\"")
_ALERT = ("NOTE", "TIP", "IMPORTANT", "CAUTION", "WARNING")
_OTHER = re.compile(r"\[!([\w-]+)")
_PLACE = re.compile(r"(\]\()(/[^\s()]*)(?=\))")
_SITE = "https://learn.microsoft.com"
_LAYOUT = (
    "row",
    "row-end",
    "column",
    "column-end",
    "zone",
    "zone-end",
    "image-end",
    "moniker",
    "moniker-end",
)


def common_markdown(text: str, path: str, log: Log) -> str:
    """Give the text without what only Microsoft Learn reads; what is not known stays readable, and is noted."""
    return outside_code(text, lambda part: _line(part, path, log))


def _line(part: str, path: str, log: Log) -> str:
    part = _PICTURE.sub(lambda match: _picture(match, path, log), part)
    part = _VIDEO.sub(lambda match: _video(match, path, log), part)
    part = _PLACE.sub(lambda match: f"{match[1]}{_SITE}{match[2]}", part)
    layout = _TRIPLE.fullmatch(part)
    if layout:
        return _laid_out(layout, part, path, log)
    for match in _OTHER.finditer(part):
        if match[1].upper() not in _ALERT:
            log.lose(f"“[!{match[1]}” is not known here and stands as text.", path)
    return part


def _picture(match: re.Match[str], path: str, log: Log) -> str:
    source, alt = _SOURCE.search(match[1]), _ALT.search(match[1])
    if not source:
        log.lose("A picture without a source stands as text.", path)
        return match[0]
    log.change("A picture in :::image is one in Markdown now.", path)
    large = _LARGE.search(match[1])
    if large and large[1] != source[1]:
        log.lose(f"A larger form of a picture, “{one_line(large[1], 120)}”, has no place.", path)
    if "complex" in match[1]:
        log.change("The long description of a picture stands below it now.", path)
    words = (alt[1] if alt else "").replace("[", "(").replace("]", ")")
    return f"![{words}](<{source[1]}>)" if re.search(r"[\s()]", source[1]) else f"![{words}]({source[1]})"


def _video(match: re.Match[str], path: str, log: Log) -> str:
    log.change("A video is a link to it now.", path)
    return f"[Watch the video]({match[1]})"


def _laid_out(match: re.Match[str], part: str, path: str, log: Log) -> str:
    name = match[1].lower()
    if name in _LAYOUT:
        if not name.endswith("-end"):
            log.lose(
                f"“{one_line(part, 80)}” lays out the page, or shows it to some; now all of it is shown.",
                path,
            )
        return ""
    log.lose(f"“{one_line(part, 80)}” is not known here and stands as text.", path)
    return part
