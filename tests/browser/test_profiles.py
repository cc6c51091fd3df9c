"""A kept profile forgets: what one test stored, the next does not find."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from support.profiles import Profile
from support.served import Site

pytestmark = pytest.mark.browser
STORE = """async () => {
  localStorage.setItem("one", "1");
  sessionStorage.setItem("two", "2");
  document.cookie = "three=3";
  await (await caches.open("four")).put("/four", new Response("4"));
}"""
FOUND = """async () => [
  localStorage.getItem("one"), sessionStorage.getItem("two"), document.cookie, (await caches.keys()).length]"""
NOTHING = [None, None, "", 0]


def found(page: Page, address: str) -> list[object]:
    page.goto(address)
    seen: list[object] = page.evaluate(FOUND)
    return seen


def test_what_one_test_stored_the_next_does_not_find(profile: Profile, site: Site) -> None:
    with profile.page(360, "dark") as page:
        assert found(page, site.url) == NOTHING
        page.evaluate(STORE)
        assert found(page, site.url) == ["1", "2", "three=3", 1]
    with profile.page() as page:
        assert found(page, site.url) == NOTHING
        assert page.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [
            1200,
            False,
        ]


def test_files_keep_nothing_either(profile: Profile, site: Site) -> None:
    address = (site.folder / "404.html").as_uri()
    for _ in range(2):
        with profile.page() as page:
            page.goto(address)
            assert page.evaluate("localStorage.getItem('one')") is None
            page.evaluate("localStorage.setItem('one', '1')")
            assert page.evaluate("localStorage.getItem('one')") == "1"
