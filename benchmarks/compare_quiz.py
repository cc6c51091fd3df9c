"""Ask the same ten questions with mkdocs-quiz and with Chapbook, drive both pages in Chromium, write the table of what was seen.

    python benchmarks/compare_quiz.py PEER_PYTHON [--write]

PEER_PYTHON is the Python of an environment of its own with `mkdocs-quiz` and `mkdocs-material`. `--write` puts the table between the
marks of `docs/pages/comparison.md`; without it the table is printed. What is asked stands in `quiz_sites.py`, how it is answered below.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

from playwright.sync_api import Browser, Error, Locator, Page, sync_playwright
from quiz_sites import build_chapbook, build_peer

from chapbook.services.chromium import FLAGS, axe_violations, chromium_path
from support.browser import serve_folder

PAGE = ROOT / "docs/pages/comparison.md"
MARKS = ("<!-- table: written by benchmarks/compare_quiz.py -->", "<!-- end of the table -->")


@dataclass(frozen=True)
class Side:
    """One of the two programs: where its pages are, and how a learner finds things there."""

    name: str
    url: str
    folder: Path
    page: str
    renamed: str
    single: str
    check: str
    result: str
    again: str

    def address(self, path: str = "") -> str:
        """Give a page's address."""
        return self.url + (path or self.page)


def open_page(browser: Browser, address: str, **options: object) -> Page:
    """Open an address in a fresh profile."""
    page = browser.new_context(service_workers="block", reduced_motion="reduce", **options).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(20_000)
    page.goto(address, wait_until="networkidle")
    return page


def answer(page: Page, side: Side, label: str) -> Locator:
    """Choose an option of the first question and hand in; gives the question."""
    it = page.locator(side.single).first
    it.get_by_label(label).check()
    it.locator(side.check).first.click()
    return it


def says(it: Locator, text: str) -> bool:
    """Say whether a text of the question can be seen, at once or within three seconds."""
    try:
        it.get_by_text(text).locator("visible=true").first.wait_for(timeout=3000)
    except Error:
        return False
    return True


def feedback_per_option(browser: Browser, side: Side) -> str:
    """Choose a wrong option and look for its own words."""
    return yes(says(answer(open_page(browser, side.address()), side, "The tea"), "It comes after"))


def retry(browser: Browser, side: Side) -> str:
    """Choose a wrong option, go back, choose the right one."""
    page = open_page(browser, side.address())
    it = answer(page, side, "The tea")
    it.locator(side.again).first.click()
    answer(page, side, "The milk")
    return yes(says(it, "Yes, here it does"))


def keyboard(browser: Browser, side: Side) -> str:
    """Answer the first question with Tab, the arrows, Space and Enter alone."""
    page = open_page(browser, side.address())
    it = page.locator(side.single).first
    for _ in range(60):
        page.keyboard.press("Tab")
        if it.locator("input:focus").count():
            break
    else:
        return "no"
    for _ in range(3):  # options may stand in any order
        page.keyboard.press("ArrowDown")
        if it.get_by_label("The milk").is_checked():
            break
    for _ in range(5):
        page.keyboard.press("Tab")
        if it.locator(f"{side.check}:focus").count():
            page.keyboard.press("Enter")
            break
    said = says(it, "Yes, here it does")
    focused = page.evaluate("document.activeElement.closest('.cb-result, .quiz-feedback') !== null")
    return f"{yes(said)}; focus moves to the feedback: {yes(focused)}"


def kept(browser: Browser, side: Side, after: str) -> str:
    """Answer, open the page under `after`, look whether the answer is still there."""
    page = open_page(browser, side.address())
    answer(page, side, "The milk")
    page.goto(side.address(after), wait_until="networkidle")
    return yes(page.locator(side.single).first.get_by_label("The milk").is_checked())


def from_files(browser: Browser, side: Side) -> str:
    """Open the built page from the disk and answer."""
    file = side.folder / side.page / "index.html"
    page = open_page(browser, file.as_uri())
    return yes(says(answer(page, side, "The tea"), "It comes after"))


def without_javascript(browser: Browser, side: Side) -> str:
    """Say whether a reader without JavaScript gets at the explanation."""
    page = open_page(browser, side.address(), java_script_enabled=False)
    for summary in page.locator(f"{side.single} summary").all():
        summary.click()
    return yes(says(page.locator("body"), "The milk cools the cup"))


def axe(browser: Browser, side: Side) -> str:
    """Count axe-core's violations before and after an answer."""
    page = open_page(browser, side.address(), bypass_csp=True)
    answer(page, side, "The tea")
    found = axe_violations(page)
    rules = sorted({each["rule"] for each in found})
    return f"{len(found)} ({', '.join(rules)})" if rules else "0"


def weight(browser: Browser, side: Side) -> str:
    """Add up what the first view loads, compressed; and name other hosts that it asks."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    sizes: dict[str, int] = {}
    hosts: set[str] = set()

    def note(url: str, body: Callable[[], bytes]) -> None:
        if url.startswith("http://127.0.0.1"):
            sizes[url] = len(gzip.compress(body(), 6, mtime=0))

    page.on(
        "request",
        lambda request: hosts.add(request.url.split("/")[2]) if "127.0.0.1" not in request.url else None,
    )
    page.on("response", lambda response: note(response.url, response.body))
    page.goto(side.address(), wait_until="load")
    page.wait_for_timeout(1500)
    other = ", ".join(sorted(host for host in hosts if host)) or "none"
    return f"{sum(sizes.values()) / 1000:.0f} kB; other hosts asked: {other}"


def count_kinds(browser: Browser, side: Side) -> str:
    """Count the kinds of question that the page plays."""
    page = open_page(browser, side.address())
    if side.name == "Chapbook":
        kinds = page.eval_on_selector_all(".cb-question.cb-played", "all => all.map(it => it.dataset.type)")
        return f"{len(set(kinds))}: {', '.join(sorted(set(kinds)))}"
    named = {
        "single": "input[type=radio]",
        "multiple": "input[type=checkbox][name=answer]",
        "fill in the blank": ".quiz-blank-input",
    }
    found = sorted(name for name, field in named.items() if page.locator(f".quiz {field}").count())
    return f"{len(found)}: {', '.join(found)}"


def yes(is_so: bool) -> str:
    """Write a truth."""
    return "yes" if is_so else "no"


def chapbook_only(browser: Browser, side: Side, python: str) -> dict[str, tuple[str, str]]:
    """See what Chapbook has; mkdocs-quiz is searched for a setting or word of the same meaning."""
    code = "import mkdocs_quiz, pathlib; p = pathlib.Path(mkdocs_quiz.__file__).parent; print(*((p / n).read_text() for n in ('plugin.py', 'js/quiz.js')))"
    source = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.lower()

    def peer(*words: str) -> str:
        return "to be looked at" if any(re.search(rf"\b{word}\b", source) for word in words) else "no"

    page = open_page(browser, side.address())
    it = page.locator("#q-what")
    it.locator(".cb-hint summary").first.click()
    hints = says(it, "Think of the cup")
    both = page.locator("#q-both")
    both.get_by_label("Sand").check()
    both.get_by_role("button", name="Check").click()
    attempts, points = says(both, "One try left"), both.get_attribute("data-points") == "2"
    text = page.locator("#q-word")
    text.get_by_label("Your answer").fill("  CLAY ")
    text.get_by_role("button", name="Check").click()
    number = page.locator("#q-many")
    number.get_by_label("Your answer").fill("2.45 km")
    number.get_by_role("button", name="Check").click()
    tolerant = says(number, "Right.")
    gaps = page.locator("#q-gaps")
    gaps.get_by_label("Gap 1 of 3").fill("milk")
    gaps.get_by_role("button", name="Check").click()
    partial = says(gaps, "Partly right.")
    page = open_page(browser, side.address("chapbook-all/tea/quizzes/check/"))
    exam = says(page.locator("body"), "Hand in all answers")
    silent = not page.get_by_role("button", name="Check", exact=True).locator("visible=true").count()
    return {
        "hints": (yes(hints), peer("hints?")),
        "limited tries": (yes(attempts), peer("max_attempts", "attempts?")),
        "points per question": (yes(points), peer("points")),
        "partial credit": (yes(partial), peer("partial")),
        "numbers with a tolerance and a unit": (yes(tolerant), peer("tolerance")),
        "feedback only after handing in everything": (yes(exam and silent), peer("exam", "exam_mode")),
    }


def shuffled(browser: Browser, side: Side, path: str, selector: str) -> str:
    """Open a page in ten fresh profiles; say in how many orders its options stood."""
    seen = set()
    for _ in range(10):
        page = open_page(browser, side.url + path)
        seen.add(tuple(page.locator(selector).all_inner_texts()))
        page.context.close()
    return yes(len(seen) > 1)


CHECKS: dict[str, Callable[[Browser, Side], str]] = {
    "kinds of question, of the ten asked": count_kinds,
    "feedback per option": feedback_per_option,
    "another try": retry,
    "keyboard alone": keyboard,
    "answers survive a reload": lambda browser, side: kept(browser, side, side.page),
    "answers survive a new name of the page": lambda browser, side: kept(browser, side, side.renamed),
    "works from `file://`": from_files,
    "without JavaScript: the explanation can be read": without_javascript,
    "axe-core, after an answer: violations": axe,
    "first view, compressed": weight,
}


def tried(check: Callable[[Browser, Side], str], browser: Browser, side: Side) -> str:
    """Run a check; what cannot be found or pressed in twenty seconds is not there."""
    try:
        return check(browser, side)
    except Error as error:
        print(f"{side.name}: {type(error).__name__}: {str(error)[:300]}", file=sys.stderr)
        return "no"


def table(python: str) -> str:
    """Build both, drive both, write the table."""
    asked = [
        python,
        "-c",
        "from importlib.metadata import version as v; print(v('mkdocs_quiz'), v('mkdocs-material'))",
    ]
    peer_version, material = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split()
    with (
        tempfile.TemporaryDirectory(prefix="chapbook-compare-") as place,
        serve_folder(Path(place)) as url,
        sync_playwright() as playwright,
    ):
        root = Path(place)
        for name in ("all", "later"):
            build_chapbook(root, name)
            build_peer(root, python, name)
        build_peer(root, python, "mixed", "true")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        ours = Side(
            "Chapbook",
            url,
            root,
            "chapbook-all/tea/lessons/all/",
            "chapbook-later/tea/lessons/later/",
            "#q-what",
            ".cb-actions button, .cb-check, button",
            ".cb-result",
            "button:has-text('Try again')",
        )
        peer = Side(
            "mkdocs-quiz",
            url,
            root,
            "peer-all/all/",
            "peer-later/later/",
            ".quiz",
            "button[type=submit]",
            ".quiz-feedback",
            ".quiz-reset-button",
        )
        rows = [
            (what, tried(check, browser, ours), tried(check, browser, peer)) for what, check in CHECKS.items()
        ]
        only = chapbook_only(browser, ours, python)
        rows += [(what, *values) for what, values in only.items()]
        mixed = (
            shuffled(browser, ours, "chapbook-all/tea/quizzes/check/", "#q-pinned label"),
            shuffled(browser, peer, "peer-mixed/mixed/", ".quiz:nth-of-type(1) label, .quiz label"),
        )
        rows.append(("options in a mixed order", *mixed))
        said = browser.version
        browser.close()
    lines = [f"| {what} | {mine} | {other} |" for what, mine, other in rows]
    head = (
        f"Seen on {datetime.date.today():%-d %B %Y}, in Chromium {said.split('.')[0]}: Chapbook {version('chapbook')}, mkdocs-quiz {peer_version}, both with "
        f"Material {material if material == version('mkdocs-material') else material + ' and ' + version('mkdocs-material')}."
    )
    return "\n".join([head, "", "| what | Chapbook | mkdocs-quiz |", "| --- | --- | --- |", *lines])


def main() -> None:
    """Compare and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("peer_python")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    made = table(options.peer_python)
    if not options.write:
        print(made)
        return
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    PAGE.write_text(f"{before}{MARKS[0]}\n\n{made}\n\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
