"""Videos and sounds that a page links to or holds, and how long they are when the page says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from chapbook.source.outline import Outline

_HOSTS = ("youtube.com", "youtu.be", "youtube-nocookie.com", "vimeo.com", "dailymotion.com", "ted.com")
_VIDEO_FILES = (".mp4", ".webm", ".ogv", ".m4v", ".mov")
_SOUND_FILES = (".mp3", ".ogg", ".oga", ".opus", ".m4a", ".wav", ".flac")
_CLOCK = re.compile(r"(?<![\d:])(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?![\d:])")
_IN_WORDS = re.compile(r"(?<![\d.,])(\d{1,3})(?:[ \u00a0\u202f-])?min", re.IGNORECASE)
_HOURS = re.compile(
    r"(?<![\d.,])(\d{1,2})[ \u00a0\u202f-]?(?:h|hrs?|hours?|std|stunden?|heures?|horas?)\b\.?"
    r"(?:[ \u00a0\u202f,]{0,2}(\d{1,2})[ \u00a0\u202f-]?(?:m|min|minutes?|minuten|minutos)?\b\.?)?[)\] ]{0,3}$",
    re.IGNORECASE,
)
"""Only at the end: “24 hours in a tea garden” is no length."""
_PLAYER = re.compile(r"<(?:video|audio)\b([^<>]*)", re.IGNORECASE)
_SAID = re.compile(r"\b(?:title|aria-label)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


def is_video(target: str) -> bool:
    """Say whether a link leads to a video: at one of the well-known hosts, or a file."""
    host, path = _parts(target)
    return host in _HOSTS or path.endswith(_VIDEO_FILES)


def is_sound(target: str) -> bool:
    """Say whether a link leads to a file of sound."""
    return _parts(target)[1].endswith(_SOUND_FILES)


def _parts(target: str) -> tuple[str, str]:
    try:
        parts = urlsplit(target)
    except ValueError:
        return "", ""
    return (parts.netloc or "").lower().removeprefix("www.").removeprefix("m."), parts.path.lower()


def stated_minutes(words: str) -> float | None:
    """Give the length that words state, such as “(12:30)”, “12 min” or “1 h 5 min”."""
    if match := _CLOCK.search(words):
        hours, whole, seconds = (int(part or 0) for part in match.groups())
        return hours * 60 + whole + seconds / 60
    if match := _HOURS.search(words):
        return float(match[1]) * 60 + float(match[2] or 0)
    match = _IN_WORDS.search(words)
    return float(match[1]) if match else None


def stated_lengths(outline: Outline) -> Iterator[tuple[int, float]]:
    """Give the line and the minutes of each video or sound whose length is stated, in its link or its `title`."""
    for link in outline.links:
        length = stated_minutes(link.text) if is_video(link.target) or is_sound(link.target) else None
        if length is not None:
            yield link.span.line, length
    for html in outline.html:
        for player in _PLAYER.finditer(html.text):
            said = " ".join(each[1] or each[2] or "" for each in _SAID.finditer(player[1]))
            length = stated_minutes(said)
            if length is not None:
                yield html.span.line + html.text.count("\n", 0, player.start()), length
