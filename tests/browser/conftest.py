"""The system's Chromium and one built site, for all browser tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from chapbook.services.chromium import FLAGS, chromium_path
from support.browser import serve_folder
from support.profiles import PATIENCE, Profile, fresh, patient
from support.served import Site
from support.sites import SINGLE, build_workspace, small_module, write_workspace

expect.set_options(timeout=PATIENCE)

MULTIPLE = """\
```quiz id=both objective=pour
Which two belong in the cup?

- [x] Milk
  > Yes, milk belongs there.
- [ ] Sand
  > No, sand grinds.
- [x] Tea

Only drinks belong in a cup.
```"""
TEXT = """\
```quiz id=word type=text objective=pour
What is the pot made of?

= Clay
=~ stone ?ware
! glass
> No, glass breaks.

Clay keeps the heat.
```"""
NUMBER = """\
```quiz id=many type=number objective=pour
How far is the well?

= 2.5 +- 0.1 km

? More than two.
? Less than three.

It was measured.
```"""
WIDE = "| " + " | ".join(f"column {n}" for n in range(12)) + " |\n|" + "---|" * 12 + "\n|" + " 1000000 |" * 12

MODULES = {
    "tea": small_module(
        "tea",
        why=f"Hello.\n\n{SINGLE}\n\n{MULTIPLE}\n\n{TEXT}\n\n{NUMBER}",
        how=f"## Steep\n\nThree minutes of patience.\n\n{WIDE}\n\n```python\nprint('a long line of code' * 100)"
        "  # a comment that goes on and on and on, beyond the edge of a telephone\n```\n\n"
        "> [!TIP]\n> Read [more](why.md).\n\n- [x] done\n",
        end="Last words.",
    ),
    "milk": small_module("milk", 1),
    "imported/ana/cups": small_module("cups", 2),
}
CONFIG = """\
site_name: Academy of tea, milk and cups
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""


@pytest.fixture(scope="session")
def chromium() -> str:
    """Find Chromium. Without it tests are skipped, but never in CI."""
    path = chromium_path()
    if path is None:
        reason = "no Chromium on PATH; install the package `chromium` to run the browser tests"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build and serve the site once."""
    root = tmp_path_factory.mktemp("browser")
    result = build_workspace(write_workspace(root, MODULES, CONFIG))
    assert result.diagnostics == ()
    with serve_folder(result.site_dir) as url:
        yield Site(result.site_dir, url)


@pytest.fixture(scope="session")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve an empty page, for profiles to stay open at."""
    folder = tmp_path_factory.mktemp("idle")
    (folder / "index.html").write_text("<!DOCTYPE html><title>Nothing</title>", encoding="utf-8")
    with serve_folder(folder) as url:
        yield url


@pytest.fixture(scope="session")
def profile(browser: Browser, idle: str) -> Iterator[Profile]:
    """Keep a profile for pages that need nothing special."""
    made = Profile(browser, idle)
    yield made
    made.close()


@pytest.fixture(scope="session")
def axe_profile(browser: Browser, idle: str) -> Iterator[Profile]:
    """Keep a profile for axe, which the content security policy would stop."""
    made = Profile(browser, idle, bypass_csp=True)
    yield made
    made.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a fresh profile, for tests that change more than their own page."""
    made = fresh(browser)
    yield made
    made.close()


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give a page: in the fresh profile of the test where it has one, else in the kept one."""
    if "context" in request.fixturenames:
        yield patient(request.getfixturevalue("context").new_page())
        return
    profile: Profile = request.getfixturevalue("profile")
    with profile.page() as made:
        yield made
