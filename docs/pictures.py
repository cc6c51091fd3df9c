"""Take the pictures of the README and the documentation anew, from this repository's own site.

python docs/pictures.py        # needs Chromium and playwright; writes docs/pages/assets/*.png
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "pages" / "assets"
sys.path.insert(0, str(ROOT / "tests"))

from chapbook.services.chromium import chromium_path  # noqa: E402
from chapbook.site.build import build_site  # noqa: E402
from chapbook.workspace.workspace import Workspace  # noqa: E402
from support.browser import serve_folder  # noqa: E402

WIDTH, HEIGHT = 1100, 800


def take(page: Page, base: str) -> None:
    """Take the catalogue, a module, and a question that was answered wrongly."""
    page.goto(base)
    page.screenshot(path=str(TARGET / "catalogue.png"))
    page.goto(base + "price-fixed-fee/")
    page.screenshot(path=str(TARGET / "module.png"))
    page.set_viewport_size({"width": WIDTH, "height": 2 * HEIGHT})
    page.goto(base + "first-module/lessons/questions-that-teach/")
    question = page.locator('.cb-question[data-question="better-feedback"]')
    question.locator("fieldset input").nth(0).check()
    question.locator("[data-do=check]").click()
    question.screenshot(path=str(TARGET / "question.png"))


def main() -> None:
    """Build the site and take the pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as built, sync_playwright() as playwright:
        build_site(Workspace(ROOT), Path(built) / "site")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        with serve_folder(Path(built) / "site") as base:
            take(browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light"), base)
        browser.close()


if __name__ == "__main__":
    main()
