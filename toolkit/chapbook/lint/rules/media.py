"""Video and sound: what is said in them is there to read, too (A406)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import PurePosixPath

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.html import Tag, opening_tags
from chapbook.lint.places import LineMap
from chapbook.lint.prose import Passage, passages
from chapbook.lint.targets import Aim, Target, stand_ins, understand
from chapbook.lint.wordlists import words_of
from chapbook.model.subject import Subject
from chapbook.source.outline import Outline

_VIDEO = frozenset({".mp4", ".m4v", ".webm", ".mov", ".ogv", ".mkv", ".avi"})
_SOUND = frozenset({".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".aac", ".flac"})
CAPTIONS = frozenset({".vtt", ".srt"})
_TO_READ = CAPTIONS | {".md", ".txt"}
_PARTS = frozenset({"source", "track"})
_MOST_PARTS = 20
_TRACKS = frozenset({"captions", "subtitles"})
_MAY_BE_MEDIA = re.compile("video|audio|source|track", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary[^<>]{0,200}>([^<]{1,200})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Medium:
    """One video or sound file that a page offers; `is_silent` when it has a text already or nothing to hear."""

    written: str
    target: Target
    place: Place
    is_video: bool
    is_silent: bool = False


def media_without_text(subject: Subject) -> Iterator[Finding]:
    """A406: a video without captions, a recording without a transcript (WCAG 1.2.1, 1.2.2)."""
    there = subject.tree.paths()
    seen = set()
    for passage in passages(subject):
        has_transcript: bool | None = None
        for each in _media(passage):
            name = each.target.path or each.written
            if each.is_silent or (passage.path, name) in seen or _has_companion(each, there):
                continue
            seen.add((passage.path, name))
            if not each.is_video:
                if has_transcript is None:
                    has_transcript = _offers_transcript(
                        passage.outline, words_of(subject, passage.path).transcripts
                    )
                if has_transcript:
                    continue
            yield _finding(each)


def _media(passage: Passage) -> Iterator[_Medium]:
    outline = passage.outline
    aims = [(link.target, link.span) for link in outline.links]
    for written, span in (*aims, *((image.target, image.span) for image in outline.images)):
        target = understand(passage.path, written)
        kind = _kind(target.path)
        if kind is not None and target.aim is Aim.FILE:
            yield _Medium(written, target, passage.place(span), kind)
    tags = list(_tags(passage))
    for number, (tag, place) in enumerate(tags):
        if tag.name in ("video", "audio"):
            following = (each for each, _ in islice(tags, number + 1, number + 1 + _MOST_PARTS))
            inside = list(takewhile(lambda each: each.name in _PARTS, following))
            sources = (each.get("src") or "" for each in (tag, *inside) if each.name != "track")
            written = next(filter(None, sources), "")
            is_silent = tag.get("muted") is not None or any(map(_is_track, inside))
            target = understand(passage.path, written)
            yield _Medium(written, target, place, tag.name == "video", is_silent)


def _tags(passage: Passage) -> Iterator[tuple[Tag, Place]]:
    """Give the tags of raw HTML in order; what is written in one line arrives in pieces."""
    for html in passage.outline.html:
        if not _MAY_BE_MEDIA.search(html.text):
            continue
        lines = LineMap(html.text, html.span.line, html.span.column)
        for tag in opening_tags(html.text):
            yield tag, passage.place(lines.span(tag.offset, tag.length))


def _is_track(tag: Tag) -> bool:
    return (
        tag.name == "track" and (tag.get("kind") or "subtitles").lower() in _TRACKS and bool(tag.get("src"))
    )


def _kind(path: str) -> bool | None:
    """Say whether a file is a video (True), sound (False) or neither (None)."""
    suffix = PurePosixPath(path).suffix.lower()
    return True if suffix in _VIDEO else False if suffix in _SOUND else None


def _has_companion(medium: _Medium, there: Sequence[str]) -> bool:
    if medium.target.aim is not Aim.FILE:
        return False
    wanted = CAPTIONS if medium.is_video else _TO_READ
    return any(is_companion(path, each, wanted) for each in stand_ins(medium.target.path) for path in there)


def is_companion(path: str, medium: str, endings: frozenset[str] = CAPTIONS) -> bool:
    """Say whether `path` is the text of a video or recording: `talk.vtt` or `talk.en.vtt` beside `talk.mp4`."""
    text, spoken = PurePosixPath(path), PurePosixPath(medium)
    if text.suffix.lower() not in endings or text.parent != spoken.parent or _kind(medium) is None:
        return False
    return text.stem == spoken.stem or text.stem.startswith(f"{spoken.stem}.")


def _offers_transcript(outline: Outline, names: tuple[str, ...]) -> bool:
    """Say whether a page has a link, a heading or a fold that speaks of a transcript."""
    texts = [f"{link.text} {link.target}" for link in outline.links]
    texts += [heading.text for heading in outline.headings]
    texts += [summary for html in outline.html for summary in _SUMMARY.findall(html.text)]
    return any(name in text.lower() for text in texts for name in (*names, "transcript"))


def _finding(medium: _Medium) -> Finding:
    name = medium.written.rpartition("/")[2] or "this one"
    stem = PurePosixPath(name).stem or "NAME"
    if medium.is_video:
        message = f"The video “{name}” has no captions, so who cannot hear it misses what is said."
        hint = f'Put {stem}.vtt beside it, or name captions in the page: <track kind="captions" src="…" srclang="en">.'
    else:
        message = f"The recording “{name}” has no transcript, so who cannot hear it misses all of it."
        hint = f"Put the words in {stem}.txt beside it, or link to a transcript on the same page."
    return Finding(code="A406", message=message, place=medium.place, hint=hint)
