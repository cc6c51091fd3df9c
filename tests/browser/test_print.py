"""A module on one page: what reaches the paper, read back from the PDF that Chromium makes."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chapbook.services.chromium import axe_violations
from support.browser import serve_folder
from support.profiles import Profile
from support.served import Site
from support.sites import SINGLE, build_workspace, small_module, write_workspace

pytestmark = pytest.mark.browser
CONFIG = "site_name: Tea\ndocs_dir: modules\ntheme: {name: material}\nplugins: {search: {}, chapbook: {}}\n"
WIDE = "| " + " | ".join(f"column {n}" for n in range(12)) + " |\n|" + "---|" * 12 + "\n|" + " 1000000 |" * 12
LONG = "x = '" + "a-very-long-line-of-code-" * 20 + "THE-END-OF-THE-LINE'"
BODIES = {
    "why": f"Hello.\n\n{SINGLE}\n\n{WIDE}\n\n> [!TIP]\n> Keep calm.",
    "how": f'## Steep\n\n```python\n{LONG}\n```\n\n=== "Pot"\n\n    In the pot.\n\n=== "Cup"\n\n    In the cup.\n\n'
    "??? note\n    Folded words.\n\nSee [why](why.md).",
    "long": "\n\n".join(
        f"Paragraph {n} of many, so that the module needs more than one sheet." for n in range(90)
    ),
}


@pytest.fixture(scope="module")
def tea(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build one module that holds what is hard to print."""
    root = tmp_path_factory.mktemp("print")
    result = build_workspace(write_workspace(root, {"tea": small_module("tea", 0, **BODIES)}, CONFIG))
    assert result.diagnostics == ()
    with serve_folder(result.site_dir) as url:
        yield Site(result.site_dir, url)


def test_from_the_module_to_the_page_and_back(page: Page, tea: Site) -> None:
    page.goto(tea.url + "tea/")
    page.get_by_role("link", name="Print the whole module").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About tea")
    assert page.locator("h2").all_text_contents() == [
        "By the end you can",
        "Contents",
        "Why",
        "How",
        "Long",
        "Answers",
    ]
    page.get_by_role("link", name="why", exact=True).click()
    assert page.url.endswith("#p1-start")
    expect(page.locator("h2", has_text="Why")).to_be_in_viewport()
    page.get_by_role("link", name="Back to the module").click()
    expect(page).to_have_url(tea.url + "tea/")


def test_nothing_is_cut_off_on_paper(page: Page, tea: Site) -> None:
    """Measured as wide as the paper's text: no box holds more than it shows, none reaches over the edge."""
    page.set_viewport_size({"width": 673, "height": 900})
    page.emulate_media(media="print")
    page.goto(tea.url + "tea/print/")
    expect(page.get_by_role("navigation", name="Way back")).to_be_hidden()
    expect(page.get_by_text("In the cup.")).to_be_visible()
    expect(page.get_by_text("Folded words.")).to_be_visible()
    cut = page.evaluate("""[...document.querySelectorAll('.cb-print *')].filter(it =>
      it.clientWidth && it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).overflowX !== 'visible'
      || it.getBoundingClientRect().right > innerWidth + 1).map(it => it.outerHTML.slice(0, 90))""")
    assert cut == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_the_pdf_holds_every_word(page: Page, tea: Site, tmp_path: Path) -> None:
    page.goto(tea.url + "tea/print/")
    target = tmp_path / "tea.pdf"
    page.pdf(path=str(target), prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", str(target), "-"], capture_output=True, text=True, check=True).stdout
    sheets = text.split("\f")
    assert len(sheets) >= 6
    joined = re.sub(r"\s+", "", text)
    for words in (
        "Hello.",
        "Keep calm.",
        "THE-END-OF-THE-LINE",
        "In the cup.",
        "Folded words.",
        "Paragraph 89",
    ):
        assert words.replace(" ", "") in joined, words
    assert "Skip to content" not in text
    assert "made with Chapbook" not in text
    question = next(n for n, sheet in enumerate(sheets) if "What is poured first?" in sheet)
    answer = next(n for n, sheet in enumerate(sheets) if "The milk cools the cup." in sheet)
    assert question < answer
    assert sheets[answer].split("\n")[0] == "Answers"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(axe_profile: Profile, tea: Site, scheme: str, width: int) -> None:
    with axe_profile.page(width, scheme) as page:
        page.goto(tea.url + "tea/print/")
        assert [f"{each['rule']}: {each['element']}" for each in axe_violations(page)] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_it_is_the_same_page(browser: Browser, tea: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(tea.url + "tea/print/")
    expect(page.get_by_text("What is poured first?")).to_be_visible()
    expect(page.get_by_text("The milk cools the cup.")).to_be_visible()
    context.close()


def test_search_and_site_map_know_the_lessons_only(tea: Site) -> None:
    html = (tea.folder / "tea/print/index.html").read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex">' in html
    found = "".join(path.read_text(encoding="utf-8") for path in (tea.folder / "tea/search").iterdir())
    assert "Paragraph 89" in found
    assert "print/" not in found
