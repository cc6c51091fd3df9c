"""How long videos and recordings are, where a page says so."""

from __future__ import annotations

import pytest

from chapbook.model.media import is_sound, is_video, stated_lengths, stated_minutes
from chapbook.source.markdown_reader import read_outline


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("Pouring (3:30)", 3.5),
        ("1:02:00 of tea", 62),
        ("Pouring, 4 min", 4),
        ("4-minute film", 4),
        ("Pouring", None),
        ("16:9", None),
        ("1.5 min", None),
    ],
)
def test_a_length_is_taken_from_words(words: str, length: float | None) -> None:
    assert stated_minutes(words) == length


def test_videos_and_sounds_are_known_by_host_or_file() -> None:
    assert is_video("https://www.youtube.com/watch?v=a")
    assert is_video("../assets/pour.mp4?a=b")
    assert not is_video("https://example.org/mp4")
    assert is_sound("assets/talk.MP3")
    assert not is_sound("assets/talk.mp4")
    assert not is_video("https://[broken/a.mp4")


def test_lengths_stand_in_links_and_players() -> None:
    body = (
        "See [Pour (2:00)](a.mp4) and [Read (9:00)](a.md).\n\n"
        "<audio\n  controls src='a.mp3' title='Talk, 3 min'></audio>\n\n<video src='b.mp4'></video>\n"
    )
    assert list(stated_lengths(read_outline("a.md", body))) == [(1, 2), (3, 3)]
