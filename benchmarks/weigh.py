"""What a built site weighs: its pages, its largest lesson, everything; and what the first view of a lesson loads."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKED = {".html", ".css", ".js", ".mjs", ".svg", ".json", ".xml", ".webmanifest", ".txt"}
"""What hosts compress; the rest is compressed already."""
PICTURES = ("steps", "chart")
"""The author's pictures: the same for all tools, so they are left out."""


def lesson_pages(site: Path) -> list[Path]:
    """List the pages of lessons, whether a tool writes a folder or a file for each."""
    return sorted([*site.glob("*/lessons/*/index.html"), *site.glob("*/lessons/*.html")])


def lesson_page(site: Path, module: str, lesson: str) -> Path:
    """Give one lesson's page."""
    whole = site / module / "lessons" / lesson / "index.html"
    return whole if whole.exists() else site / module / "lessons" / f"{lesson}.html"


def weigh(site: Path) -> dict[str, float]:
    """Give counts and bytes."""
    pages = [path.stat().st_size for path in site.rglob("*.html")]
    lessons = [path.stat().st_size for path in lesson_pages(site)]
    everything = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    return {
        "pages": len(pages),
        "lessons": len(lessons),
        "mean": sum(pages) / max(1, len(pages)),
        "mean lesson": sum(lessons) / max(1, len(lessons)),
        "largest lesson": max(lessons, default=0),
        "largest page": max(pages, default=0),
        "site": everything,
    }


def _size(path: Path) -> int:
    data = path.read_bytes()
    return len(gzip.compress(data, 6, mtime=0)) if path.suffix in PACKED else len(data)


def first_view(site: Path, page: Path) -> tuple[int, list[str]] | None:
    """Open a lesson in Chromium; give what it loaded, compressed, and the foreign hosts it asked. None without Chromium."""
    sys.path.insert(0, str(ROOT / "tests"))
    try:
        from playwright.sync_api import sync_playwright

        from chapbook.services.chromium import FLAGS, chromium_path
        from support.browser import serve_folder
    except ImportError:
        return None
    program = chromium_path()
    if program is None:
        return None
    asked: set[str] = set()
    with serve_folder(site) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        view = browser.new_context(service_workers="block").new_page()
        view.on("request", lambda request: asked.add(request.url))
        view.goto(url + page.relative_to(site).as_posix().removesuffix("index.html"))
        view.wait_for_load_state("networkidle")
        browser.close()
    foreign = sorted(
        {each.split("/")[2] for each in asked if each.startswith("http") and not each.startswith(url)}
    )
    names = {each.removeprefix(url).split("?")[0].split("#")[0] for each in asked if each.startswith(url)}
    paths = [
        site / (f"{each}index.html" if not each or each.endswith("/") else each) for each in sorted(names)
    ]
    return sum(
        _size(each) for each in paths if each.is_file() and not each.stem.startswith(PICTURES)
    ), foreign
