"""A module's card: the picture that networks show beside a link to it, drawn at build without any network.

PNG, because the networks take no SVG. 1200 × 630 is the size they ask for. Drawn in one channel, from the cover's
ground (0) to cream (255), and coloured by the palette: small files, and quick. The font comes with the package, so
that every machine draws the same; titles in scripts that it lacks are left out, and the card is the cover alone.
Pillow only draws here: no picture of a module is ever read with it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from chapbook.site.facts import CardFacts
from chapbook.site.plan import ModulePlan
from chapbook.site.views import cover

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
CARD = "card.png"

_GROUNDS = ((31, 63, 92), (122, 42, 46), (36, 81, 63), (83, 52, 88), (107, 68, 23), (18, 80, 90))
"""The covers' colours, as `.cb-hue-N` in pages.css has them."""
_CREAM = (253, 248, 238)
_CUT, _STITCH, _SOFT, _FULL = 51, 115, 200, 255
_LEFT, _TOP, _ROOM = 110, 96, 960
_SIZES = (84, 72, 60, 50)
_STEP = 1.22
_FOOT = 400
"""Where the title must end, counted from its top."""
_FONT = "DejaVuSerifCondensed-Bold.ttf"
_SIZE_OF_SMALL = 34


def card_uri(module: ModulePlan) -> str:
    """Give the picture's address below the site's root."""
    return f"{module.key}/{CARD}"


def card_file(facts: CardFacts, catalogue_title: str, site_url: str) -> Iterator[tuple[str, bytes]]:
    """Give a module's card, if it has one: only where `site_url` is set, since networks want whole addresses."""
    if site_url:
        names = ", ".join(name for name, _ in facts.authors)
        below = " · ".join(filter(None, (names, catalogue_title)))
        yield CARD, card_png(facts.title, below, facts.identity)


def card_png(title: str, below: str, identity: str) -> bytes:
    """Draw a card; `below` is the small line at the foot, `identity` chooses colour and cut as on the site."""
    from PIL import Image, ImageDraw

    look = cover(identity)
    image = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(image)
    _cut(draw, look["pattern"])
    for y in range(0, HEIGHT, 26):
        draw.line((48, y, 48, y + 13), fill=_STITCH, width=5)
    _title(draw, title)
    if _is_drawable(below):
        draw.text((_LEFT, HEIGHT - 84), _cut_off(below), fill=_SOFT, font=_font(_SIZE_OF_SMALL), anchor="ls")
    ground = _GROUNDS[look["hue"]]
    palette = [
        round(low + (high - low) * step / 255)
        for step in range(256)
        for low, high in zip(ground, _CREAM, strict=True)
    ]
    image.putpalette(palette)
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=4)
    return written.getvalue()


def _title(draw: ImageDraw, title: str) -> None:
    if not _is_drawable(title):
        return
    for size in _SIZES:
        font = _font(size)
        lines = _wrapped(title, font)
        step = round(size * _STEP)
        if len(lines) * step <= _FOOT and all(font.getlength(line) <= _ROOM for line in lines):
            break
    for place, line in enumerate(lines[: _FOOT // step]):
        draw.text((_LEFT, _TOP + size + place * step), line, fill=_FULL, font=font, anchor="ls")


def _wrapped(text: str, font: FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= _ROOM or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut_off(text: str) -> str:
    font = _font(_SIZE_OF_SMALL)
    if font.getlength(text) <= _ROOM:
        return text
    while text and font.getlength(f"{text} …") > _ROOM:
        text = text[:-1].rstrip()
    return f"{text} …"


def _is_drawable(text: str) -> bool:
    """Say whether the font has every character; a card with boxes for letters is worse than one without."""
    return bool(text.strip()) and all(
        char.isspace() or any(low <= ord(char) <= high for low, high in COVERED) for char in text
    )


COVERED = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x370, 0x377),
    (0x37A, 0x37F),
    (0x384, 0x38A),
    (0x38C, 0x38C),
    (0x38E, 0x3A1),
    (0x3A3, 0x3E1),
    (0x3F0, 0x45F),
    (0x490, 0x491),
    (0x1E80, 0x1E85),
    (0x1E9E, 0x1E9E),
    (0x1EF2, 0x1EF3),
    (0x2010, 0x2015),
    (0x2018, 0x201E),
    (0x2020, 0x2022),
    (0x2026, 0x2026),
    (0x2030, 0x2030),
    (0x2032, 0x2033),
    (0x2039, 0x203A),
    (0x20AC, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
)
"""Characters of the font that the package carries: Latin, Greek, Cyrillic and signs."""


@lru_cache(maxsize=8)
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    data = resources.files("chapbook.site").joinpath("fonts", _FONT).read_bytes()
    # The plain layout needs no library of the system, so kerning is the same everywhere.
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


def _cut(draw: ImageDraw, pattern: int) -> None:
    """Draw the cut of the cover at the right, as `icons.html` does, three times as large."""
    if pattern == 0:
        for radius in range(60, 420, 52):
            _ring(draw, 1100, 560, radius)
    elif pattern == 1:
        for x in range(620, 1500, 58):
            draw.line((x, -20, x - 300, HEIGHT + 20), fill=_CUT, width=7)
    elif pattern == 2:
        for x in range(700, 1200, 84):
            for y in range(60, HEIGHT, 84):
                draw.line((x, y - 20, x, y + 20), fill=_CUT, width=7)
                draw.line((x - 20, y, x + 20, y), fill=_CUT, width=7)
    elif pattern == 3:
        for y in range(40, HEIGHT, 70):
            draw.line(
                [(x, y + (18 if (x // 60) % 2 else -18)) for x in range(600, 1260, 60)],
                fill=_CUT,
                width=7,
                joint="curve",
            )
    elif pattern == 4:
        for side in range(40, 380, 56):
            corners = [(1010, 315 - side), (1010 + side, 315), (1010, 315 + side), (1010 - side, 315)]
            draw.line([*corners, corners[0]], fill=_CUT, width=7, joint="curve")
    else:
        for step, x in enumerate(range(690, 1160, 82)):
            draw.rectangle((x, HEIGHT - 90 - step * 80, x + 52, HEIGHT + 20), outline=_CUT, width=7)


def _ring(draw: ImageDraw, x: int, y: int, radius: int) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_CUT, width=7)
