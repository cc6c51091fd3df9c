"""Icons come from the style sheet: they are seen, from a host and from a folder, in light, dark and forced colours, on paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from support.sites import SINGLE, build_workspace, small_module, write_workspace

pytestmark = pytest.mark.browser

CONFIG = "site_name: Academy\ndocs_dir: modules\ntheme: {name: material}\nplugins: {chapbook: {}}\n"
PAGES = ("tea/index.html", "tea/lessons/why.html")
VIEWS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "forced dark": {"forced_colors": "active", "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("icons")
    workspace = write_workspace(root, {"tea": small_module(why=f"Hello.\n\n{SINGLE}", how="More.")}, CONFIG)
    return build_workspace(workspace, portable=True).site_dir


_PLACES = """() => [...document.querySelectorAll(".cb-icon, .cb-mark")].filter((it) => it.checkVisibility({visibilityProperty: true}))
  .map((it) => it.getBoundingClientRect()).map((it) => [it.x, it.y, it.right, it.bottom])"""


def shades(image: Image.Image, box: tuple[float, float, float, float]) -> float:
    """Say how far the lightest point in a part of a picture is from its darkest, of 255."""
    low, high = image.crop(tuple(map(round, box))).convert("L").getextrema()  # type: ignore[arg-type]
    return float(high) - float(low)  # type: ignore[arg-type]


def picture(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(full_page=True)))


@contextmanager
def opened(browser: Browser, folder: Path, name: str, **view: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **view)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((folder / name).as_uri())
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_icon_is_seen(browser: Browser, folder: Path, view: str, name: str) -> None:
    with opened(browser, folder, name, **VIEWS[view]) as page:
        places = page.evaluate(_PLACES)
        image = picture(page)
        assert len(places) >= 4
        assert min(shades(image, each) for each in places) > 60
        page.add_style_tag(content=".cb-icon, .cb-mark { background: none !important; }")
        image = picture(page)
        assert max(shades(image, each) for each in places) < 60, "the control"


def test_steps_have_their_icons(browser: Browser, folder: Path) -> None:
    """Of lists of steps only the left edge is looked at, where nothing but the icon is."""
    with opened(browser, folder, "tea/lessons/why.html", forced_colors="active") as page:
        box = page.locator(".cb-outline .cb-outline__list a").last.bounding_box()
        assert box is not None
        edge = (box["x"] + 6, box["y"] + 2, box["x"] + 30, box["y"] + box["height"] - 2)
        assert shades(picture(page), edge) > 60
        page.add_style_tag(content=".cb-drawn a::before { background: none !important; }")
        assert shades(picture(page), edge) == 0, "the control"


def test_icons_are_printed(browser: Browser, folder: Path) -> None:
    """Browsers leave grounds out on paper unless they are asked not to."""
    with opened(browser, folder, "tea/index.html") as page:
        icon = page.locator(".cb-facts .cb-icon").first
        assert icon.evaluate("it => getComputedStyle(it).printColorAdjust") == "exact"


@pytest.mark.parametrize("name", PAGES)
def test_nobody_hears_an_icon(browser: Browser, folder: Path, name: str) -> None:
    with opened(browser, folder, name) as page:
        assert set(page.locator(".cb-icon").all_text_contents()) == {""}
