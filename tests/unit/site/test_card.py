"""Cards: PNG of the size that networks ask for, the same bytes each time, never boxes for letters."""

from __future__ import annotations

import io
from importlib import resources

import pytest
from PIL import Image, ImageFont

from chapbook.site import card


def drawn(title: str, below: str = "Ana") -> Image.Image:
    return Image.open(io.BytesIO(card.card_png(title, below, "tea")))


def test_a_card_is_a_small_png_of_the_right_size() -> None:
    data = card.card_png("Get paid on time", "Ana", "tea")
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert drawn("Get paid on time").size == (1200, 630)
    assert len(data) < 60_000


def test_the_same_words_give_the_same_bytes_and_others_do_not() -> None:
    assert card.card_png("Tea", "Ana", "tea") == card.card_png("Tea", "Ana", "tea")
    assert card.card_png("Tea", "Ana", "tea") != card.card_png("Milk", "Ana", "tea")


@pytest.mark.parametrize("title", ["شاي", "お茶", "Tea 🍵", " "])
def test_a_title_that_the_font_lacks_is_left_out(title: str) -> None:
    assert card.card_png(title, "", "tea") == card.card_png("", "", "tea")


@pytest.mark.parametrize("title", ["Ein Tee", "Чай", "Τσάι", "Thé à l’anglaise", "word " * 60, "w" * 200])
def test_a_title_stays_inside(title: str) -> None:
    """Long ones get smaller letters, then end; nothing is written into the foot or over the edge."""
    with_title, without = (drawn(each, "").convert("RGB") for each in (title, ""))
    assert with_title.tobytes() != without.tobytes()
    foot = (0, 560, 1200, 630)
    assert with_title.crop(foot).tobytes() == without.crop(foot).tobytes()


def test_the_font_has_every_character_that_is_said_to_be_there() -> None:
    data = resources.files("chapbook.site").joinpath("fonts/DejaVuSerifCondensed-Bold.ttf").read_bytes()
    font = ImageFont.truetype(io.BytesIO(data), 40, layout_engine=ImageFont.Layout.BASIC)
    missing = font.getmask("\U0010fffd").getbbox(), bytes(font.getmask("\U0010fffd"))
    lacking = [
        hex(code)
        for low, high in card.COVERED
        for code in range(low, high + 1)
        if not chr(code).isspace()
        and (font.getmask(chr(code)).getbbox(), bytes(font.getmask(chr(code)))) == missing
    ]
    assert lacking == []
