"""Measure the catalogue of a built site in Chromium, on a telephone's screen, as fast as it goes and four times slower.

    python benchmarks/generate.py FOLDER 1000
    (cd FOLDER && chapbook build)
    python benchmarks/catalogue.py FOLDER/site

Prints what the page weighs, and the time from an input to the frame that shows its result: the quickest and the median
of 30. The quickest says most where other programs run beside it. Nothing here is a test; no figure can fail a build.
"""

from __future__ import annotations

import gzip
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from playwright.sync_api import sync_playwright

from chapbook.services.chromium import FLAGS, chromium_path
from support.browser import serve_folder

TIMES = 30
INPUTS = (
    ("words", "p"),
    ("words", "price client"),
    ("level", "advanced"),
    ("tag", "number-3"),
    ("words", ""),
)
INPUT = """([name, value]) => new Promise(done => {
  for (const each of document.querySelectorAll(".cb-filter :is(input, select)")) each.value = "";
  const field = document.querySelector(`.cb-filter [name=${name}]`);
  if (!field) return done(null);
  field.value = value;
  const start = performance.now();
  field.dispatchEvent(new Event("input", {bubbles: true}));
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now() - start);
    channel.port2.postMessage(0);
  });
})"""


def main(site: Path) -> None:
    """Print a table."""
    html = (site / "index.html").read_bytes()
    cards = html.count(b'<li class="cb-card')
    print(f"{cards} cards, {len(html) / 1e3:.0f} kB ({len(gzip.compress(html)) / 1e3:.0f} kB gzip), ", end="")
    print(f"{len(html[html.index(b'cb-cards') :]) / cards:.0f} bytes a card\n")
    print("| input | CPU | quickest | median |\n|---|---|---|---|")
    with sync_playwright() as playwright, serve_folder(site) as url:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(FLAGS))
        for rate in (1, 4):
            page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
            page.goto(url)
            page.wait_for_load_state("networkidle")
            for name, value in INPUTS:
                taken = [page.evaluate(INPUT, [name, value]) for _ in range(TIMES)]
                if None not in taken:
                    row = f"{min(taken):.0f} ms | {statistics.median(taken):.0f} ms"
                    print(f"| {name} “{value}” | 1/{rate} | {row} |")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
