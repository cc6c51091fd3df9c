"""Each kind of page, from the sample modules: axe, small screens, the keyboard. A new kind of page is found by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from chapbook.services.chromium import axe_violations
from chapbook.site.plan import PageKind
from chapbook.workspace.workspace import Workspace
from support.browser import serve_folder
from support.profiles import Profile
from support.served import Site
from support.sites import build_workspace

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
_KIND = re.compile(r'class="cb-page cb-page--([a-z]+)"')
MOST_STOPS = 400
"""Presses of Tab after which a page holds somebody for good; the longest has half as many places."""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build and serve the site of the sample modules."""
    built = build_workspace(Workspace(ROOT), tmp_path_factory.mktemp("samples") / "site")
    with serve_folder(built.site_dir) as url:
        yield Site(built.site_dir, url)


@pytest.fixture(scope="module")
def addresses(samples: Site) -> dict[str, str]:
    """Give one address for each kind of page."""
    found: dict[str, str] = {}
    for page in sorted(samples.folder.rglob("index.html")):
        kind = _KIND.search(page.read_text(encoding="utf-8"))
        if kind is not None:
            found.setdefault(kind[1], page.relative_to(samples.folder).parent.as_posix().removeprefix("."))
    return found


def test_the_samples_hold_every_kind_of_page(addresses: dict[str, str]) -> None:
    assert set(addresses) == {kind.value for kind in PageKind}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(
    axe_profile: Profile, samples: Site, addresses: dict[str, str], scheme: str, width: int
) -> None:
    with axe_profile.page(width, scheme) as page:
        found = {}
        for kind, address in addresses.items():
            page.goto(f"{samples.url}{address}/".replace("//", "/").replace(":/", "://"))
            found[kind] = [f"{each['rule']}: {each['element']}" for each in axe_violations(page)]
        assert found == {kind: [] for kind in addresses}
        page.evaluate("document.querySelector('h1').append(document.createElement('img'))")
        assert "image-alt" in {each["rule"] for each in axe_violations(page)}


def test_nothing_scrolls_sideways_at_320_pixels(
    profile: Profile, samples: Site, addresses: dict[str, str]
) -> None:
    with profile.page(320, height=700) as page:
        too_wide = {}
        for kind, address in addresses.items():
            page.goto(samples.url + address)
            wide, seen = page.locator("html").evaluate("it => [it.scrollWidth, it.clientWidth]")
            if wide > seen:
                too_wide[kind] = wide
        assert too_wide == {}


def test_the_keyboard_comes_through_every_page(page: Page, samples: Site, addresses: dict[str, str]) -> None:
    """From the first place to the last and out of the page again; each place can be seen and shows that it is meant."""
    for kind, address in addresses.items():
        page.goto(samples.url + address)
        visited = 0
        for _ in range(MOST_STOPS):
            page.keyboard.press("Tab")
            place = page.evaluate(_PLACE)
            if place is None:
                break
            visited += 1
            assert place["seen"], f"{kind}: {place['what']} has the focus and cannot be seen"
            assert place["shown"], f"{kind}: {place['what']} does not show that it has the focus"
        else:
            pytest.fail(f"{kind}: nobody gets out of this page")
        assert visited > 3, kind


_PLACE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  // A field without a size of its own is seen by its label, or by the one behind it.
  const near = [one, one.parentElement, one.closest("li"), ...(one.labels ?? []), one.nextElementSibling].filter(Boolean);
  const size = (it) => { const box = it.getBoundingClientRect(); return box.width > 0 && box.height > 0; };
  const lit = (it) => getComputedStyle(it).outlineStyle !== "none";
  return {
    what: one.outerHTML.slice(0, 120),
    seen: near.some(size),
    shown: near.some((it) => size(it) && lit(it)),
  };
}"""
