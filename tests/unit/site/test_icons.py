"""Icons are drawn by the style sheet: each that a template names is there, and Material's switch of colours too."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from urllib.parse import unquote

import pytest
from mkdocs.config.defaults import MkDocsConfig

from chapbook.diag.errors import OperationFailed
from chapbook.site.theme import PALETTE, name_palette, overlay, slim_folders
from chapbook.site.words import words
from support.sites import build_workspace, small_module, write_workspace

CONFIG = "site_name: Academy\ndocs_dir: modules\ntheme:\n  name: material\n%s\nplugins: {chapbook: {}}\n"
OPTIONS = """\
  palette:
    - {scheme: default, toggle: {icon: %s, name: To dark}}
    - {scheme: slate, toggle: {icon: material/weather-night, name: To light}}
    - {scheme: slate}
"""
OWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="red" d="M0 0h9v9H0z"/></svg>'


def build(root: Path, palette: str = "") -> tuple[str, str]:
    """Give a page and the styles of icons."""
    site = build_workspace(write_workspace(root, {"tea": small_module()}, CONFIG % palette)).site_dir
    page, styles = site / "tea/index.html", site / "assets/chapbook/icons.css"
    return page.read_text(encoding="utf-8"), styles.read_text(encoding="utf-8")


def material(icon: str) -> str:
    return (
        Path(slim_folders()[1], f"templates/.icons/material/{icon}.svg").read_text(encoding="utf-8").strip()
    )


def drawings(styles: str) -> dict[str, str]:
    rules = re.findall(r'\.cb-(toggle-\d+)\{--cb-icon:url\("data:image/svg\+xml,([^"]*)"\)\}', styles)
    return {name: unquote(data) for name, data in rules}


def test_every_icon_that_a_template_names_is_drawn() -> None:
    styles = (overlay() / "assets/chapbook/icons.css").read_text(encoding="utf-8")
    drawn = set(re.findall(r"\.cb-icon--(\w+)[ ,]", styles))
    texts = [path.read_text(encoding="utf-8") for path in overlay().rglob("*.html")]
    named = {name for text in texts for name in re.findall(r"icons\.icon\(\"(\w+)\"\)", text)}
    assert "lesson" in named
    assert named <= drawn


def test_the_switch_of_colours_has_materials_drawings_and_pages_none(tmp_path: Path) -> None:
    page, styles = build(tmp_path)
    names = ("theme-light-dark", "weather-sunny", "weather-night")
    assert drawings(styles) == {f"toggle-{place}": material(name) for place, name in enumerate(names)}
    form = page[page.index("<form") : page.index("</form>")]
    assert form.count('<i class="cb-icon cb-toggle-') == 3
    assert "<svg" not in form


def test_icons_that_may_have_colours_stay_in_the_page(tmp_path: Path) -> None:
    (tmp_path / "themes/.icons/own").mkdir(parents=True)
    (tmp_path / "themes/.icons/own/sun.svg").write_text(OWN, encoding="utf-8")
    page, styles = build(tmp_path, OPTIONS % "own/sun")
    assert drawings(styles) == {"toggle-1": material("weather-night")}
    assert OWN in page
    assert page.count('<i class="cb-icon cb-toggle-') == 1


def test_an_icon_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OperationFailed, match="the theme has no icon material/no-such"):
        build(tmp_path, OPTIONS % "material/no-such")


def test_the_switch_is_named_in_the_language_of_each_page() -> None:
    """Ours are known by their names in any language; what somebody else called it stays."""
    german = {"toggle": {"icon": "material/star", "name": words("de").t("site.colours_system")}}
    theirs = {"toggle": {"icon": "material/star", "name": "Bright"}}
    options = [german, theirs, dict(PALETTE[2]), {"toggle": None}]
    config = cast(MkDocsConfig, SimpleNamespace(theme={"palette": options}))
    for language in ("fr", "ar", "en"):
        texts = words(language)
        name_palette(config, texts)
        named = [(each.get("toggle") or {}).get("name") for each in options]
        assert named == [texts.t("site.colours_system"), "Bright", texts.t("site.colours_dark"), None]
