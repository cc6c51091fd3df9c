"""Look at a built site with Lighthouse: catalogue, a module and a lesson; print a Markdown table of the scores.

    python benchmarks/lighthouse.py [SITE] [--page PATH ...] [--verbose]

Needs Node and Lighthouse 12 (`npm install lighthouse@12` in the working folder, or on PATH) and Chromium. The site is served
from this machine, compressed as hosts do. Accessibility, best practices and SEO must be 100, else the exit code is 1;
performance depends on the machine and is only told.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--no-sandbox --headless=new --disable-gpu --disable-dev-shm-usage"
COMPRESSED = (".html", ".css", ".js", ".svg", ".json", ".xml", ".webmanifest", "/")


class Host(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as a common host does: compressed, and to be kept for ten minutes."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the file, compressed where that helps."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        packed = path.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", "")
        data = gzip.compress(data, 6, mtime=0) if packed else data
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """Lets more requests wait than the standard library does: a page asks for twenty files at once."""

    request_queue_size = 64


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port; gives the address with its last slash."""
    with Server(("127.0.0.1", 0), functools.partial(Host, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def lighthouse() -> list[str] | None:
    """Give the command of an installed Lighthouse, or None."""
    here = Path.cwd() / "node_modules/.bin/lighthouse"
    if here.exists():
        return [str(here)]
    found = shutil.which("lighthouse")
    if found:
        return [found]
    npx = shutil.which("npx")
    if (
        npx
        and subprocess.run(
            [npx, "--no-install", "lighthouse", "--version"], capture_output=True, check=False
        ).returncode
        == 0
    ):
        return [npx, "--no-install", "lighthouse"]
    return None


def measured(command: list[str], url: str) -> dict[str, Any]:
    """Run Lighthouse once; gives its report."""
    with tempfile.TemporaryDirectory(prefix="chapbook-lighthouse-") as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(
            [
                *command,
                url,
                "--quiet",
                "--output=json",
                f"--output-path={report}",
                f"--chrome-flags={FLAGS}",
                f"--only-categories={','.join(CATEGORIES)}",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if not report.exists():
            sys.exit(f"Lighthouse gave no report:\n{done.stderr[-2000:]}")
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return found


def faults(report: dict[str, Any]) -> list[str]:
    """Name what costs points outside performance."""
    said = []
    for name in CATEGORIES[1:]:
        for ref in report["categories"][name]["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 1:
                items = json.dumps(audit.get("details", {}).get("items", []))[:600]
                said.append(f"{name}: {audit['id']}: {audit['title']} {items}")
    return said


def first_pages(site: Path) -> list[str]:
    """Choose the catalogue, the first module by name and its first lesson."""
    lesson = min(site.glob("*/lessons/*/index.html"))
    module = lesson.parents[2].name
    return ["", f"{module}/", f"{module}/lessons/{lesson.parent.name}/"]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "site")
    parser.add_argument("--page", action="append", help="address below the site; can be given again")
    parser.add_argument("--verbose", action="store_true", help="say what costs performance too")
    options = parser.parse_args()
    command = lighthouse()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if command is None or not (chromium or os.environ.get("CHROME_PATH")):
        print(
            "Lighthouse or Chromium is not there. Install both: `npm install lighthouse@12` in this folder, and a Chromium."
        )
        return 0
    if not (options.site / "index.html").is_file():
        print(f"{options.site} holds no site; `chapbook build` makes one.")
        return 2
    os.environ.setdefault("CHROME_PATH", chromium or "")
    bad = []
    print(
        "| page | performance | accessibility | best practices | SEO | first paint | layout shift |\n|---|---|---|---|---|---|---|",
        flush=True,
    )
    with served(options.site) as url:
        for page in options.page or first_pages(options.site):
            report = measured(command, url + page)
            scores = [round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES]
            paint, shift = (
                report["audits"][name]["displayValue"]
                for name in ("first-contentful-paint", "cumulative-layout-shift")
            )
            print(f"| `/{page}` | {' | '.join(map(str, scores))} | {paint} | {shift} |", flush=True)
            bad += [f"/{page}: {each}" for each in faults(report)]
            if options.verbose:
                slow = [
                    each
                    for each in report["audits"].values()
                    if each.get("score") not in (None, 1) and each.get("displayValue")
                ]
                print(*(f"  {each['id']}: {each['displayValue']}" for each in slow), sep="\n")
    print(*bad, sep="\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
