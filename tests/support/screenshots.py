"""Build this repository's site and take pictures of its pages: `python tests/support/screenshots.py FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from chapbook.services.chromium import chromium_path  # noqa: E402
from chapbook.workspace.workspace import Workspace  # noqa: E402
from support.browser import serve_folder  # noqa: E402
from support.sites import build_workspace  # noqa: E402

PAGES = {
    "catalogue": "",
    "module": "price-fixed-fee/",
    "lesson": "price-fixed-fee/lessons/floor/",
    "quiz": "price-fixed-fee/quizzes/check/",
    "record": "price-fixed-fee/completion/",
    "review": "price-fixed-fee/review/",
    "reviews": "review/",
    "learning": "learning/",
    "credits": "price-fixed-fee/attribution/",
    "print": "price-fixed-fee/print/",
}
PAPER = "paper"
VIEWS = {
    "light": (1280, 900, "light"),
    "dark": (1280, 900, "dark"),
    "phone": (360, 740, "light"),
    "phone-dark": (360, 740, "dark"),
    PAPER: (794, 1123, "light"),
}
"""Width, height, colours; paper is A4 at 96 dots an inch."""
_SHOWN = """async () => {
  await document.fonts.ready;
  await Promise.all([...document.images].filter((it) => it.loading !== "lazy").map((it) => it.decode().catch(() => {})));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
"""Wait for letters, pictures and what scripts draw; waiting until the network is quiet takes half a second a page."""


def main(folder: Path) -> None:
    """Take one picture for each page and view; without a browser say so and take none."""
    if chromium_path() is None:
        print("No Chromium, so no pictures.")
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as built, sync_playwright() as playwright:
        result = build_workspace(Workspace(ROOT), Path(built) / "site")
        print(f"{result.pages} pages in {result.seconds:.1f} s")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        with serve_folder(Path(built) / "site") as base:
            for view, (width, height, scheme) in VIEWS.items():
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                )
                page = context.new_page()
                page.emulate_media(media="print" if view == PAPER else "screen")
                for name, address in PAGES.items():
                    page.goto(base + address)
                    page.evaluate(_SHOWN)
                    page.add_style_tag(content="* { content-visibility: visible !important }")
                    page.screenshot(path=str(folder / f"{name}-{view}.png"), full_page=True)
                page.emulate_media(media="screen")
                _answer(page, base)
                page.emulate_media(media="print" if view == PAPER else "screen")
                page.screenshot(path=str(folder / f"answered-{view}.png"), full_page=True)
                context.close()
        browser.close()


def _answer(page: Page, base: str) -> None:
    """Answer questions of the quiz; on paper there are no buttons, so it is done on the screen."""
    page.goto(base + PAGES["quiz"])
    for question in page.locator(
        ".cb-question:is([data-type=single], [data-type=multiple], [data-type=text], [data-type=number])"
    ).all()[:4]:
        field = question.locator("fieldset input").first
        if field.get_attribute("type") == "text":
            field.fill("12")
        else:
            field.check()
        question.locator("[data-do=check]").click()
    page.evaluate("scrollTo(0, 0)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
