"""Measure Chapbook beside named peers on the same lessons, in one go, and write benchmarks/RESULTS.md.

    python benchmarks/run.py [--quick | --huge] [--runs 3] [--budget 100] [--only NAME …] [--resume]

Whole processes run in turn, A B C A B C …, each as often as `--runs` says, but no more than `--budget` seconds of a job are spent
at one size after its first run: slow peers run once. With `--only` (a tool: chapbook, hugo, eleventy, mdbook, zensical, sphinx,
material, material-flat; or a part: build, check, bundle, start, serve) the rest is left out. A run that was broken off goes on
with `--resume`; `--table` only writes the results of what was measured. The default sizes are 100 and 1,000 modules, `--quick` 30,
`--huge` adds 10,000. Nothing here is a test; no figure can fail a build (`quick.py` does that).
"""

from __future__ import annotations

import argparse
import compileall
import functools
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import others
from generate import LESSONS, generate, name
from jobs import Job, in_turn, say
from layouts import edit, lay_out
from report import write
from serving import edits, free_port
from store import Store
from tools import CHAPBOOK, LINTERS, TOOLS, Installed, install, machine, processors
from weigh import first_view, lesson_page, lesson_pages, weigh

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build/bench"
PARTS = ("build", "check", "bundle", "start", "serve")
SERVERS = {
    "chapbook": (("serve", "--port", "{port}"), 10_000),
    "zensical": (("serve", "-a", "localhost:{port}"), 1000),
    "material": (("serve", "-q", "--livereload", "-a", "localhost:{port}"), 100),
}
"""How previews are started, and up to how many modules they are measured."""


class Site:
    """One tool's folder for one size: laid out once, built again and again."""

    def __init__(self, tool: Installed, size: int, store: Store) -> None:
        self.installed, self.tool, self.size, self.store = tool, tool.tool, size, store
        self.folder = PLACE / "work" / str(size) / self.tool.key
        self.cache = self.folder.with_name(f"{self.tool.key}-cache")
        self.site = self.folder / "site"

    def jobs(self) -> list[Job]:
        """List what is measured, in the order it must run in."""
        make = functools.partial(
            Job,
            kind="build",
            size=self.size,
            tool=self.tool.key,
            command=self.installed.command(),
            folder=self.folder,
            cache=self.cache,
        )
        steps = {"cold": (self.clear, self.whole), "one edit": (self.edit, self.shows)}
        return [
            make(phase=phase, prepare=steps[phase][0], prove=steps[phase][1])
            if phase in steps
            else make(phase=phase)
            for phase in self.tool.phases
        ]

    def clear(self, number: int) -> None:
        """Remove the site and all that was kept."""
        for each in (self.site, self.cache, *(self.folder / kept for kept in self.tool.kept)):
            shutil.rmtree(each, ignore_errors=True)

    def whole(self, number: int) -> str:
        """Say what is missing in the site; note what it weighs the first time."""
        found = len(lesson_pages(self.site))
        if found != self.size * LESSONS:
            return f"{found} lesson pages instead of {self.size * LESSONS}"
        if not self.store.has(kind="weight", size=self.size, tool=self.tool.key):
            view = first_view(self.site, lesson_page(self.site, name(3), "lesson-1"))
            facts = {"view": view and view[0], "foreign": view and view[1], **weigh(self.site)}
            self.store.add({"kind": "weight", "size": self.size, "tool": self.tool.key, **facts})
        if len(self.tool.phases) == 1:
            shutil.rmtree(self.site)
        return ""

    def place(self, number: int) -> tuple[str, str]:
        """Choose the lesson that is edited in a round: another each time."""
        return name((7 * number + 3) % self.size), f"lesson-{number % LESSONS}"

    def edit(self, number: int) -> None:
        """Change words in one lesson."""
        module, lesson = self.place(number)
        edit(self.folder / self.tool.source / module / "lessons" / f"{lesson}.md", f"edited{number}words")

    def shows(self, number: int) -> str:
        """Say so when the new words are not on the page."""
        page = lesson_page(self.site, *self.place(number))
        return (
            ""
            if f"edited{number}words" in page.read_text(encoding="utf-8")
            else "the edit is not on the page"
        )

    def serve(self, runs: int) -> None:
        """Measure from edit to served page."""
        if self.store.has(kind="serve", size=self.size, tool=self.tool.key):
            return
        port = free_port()
        words = [each.format(port=port) for each in SERVERS[self.tool.key][0]]
        address = f"http://localhost:{port}/{name(5)}/lessons/lesson-2/"

        def change(number: int) -> str:
            word = f"served{number}now{port}"
            edit(self.folder / self.tool.source / name(5) / "lessons/lesson-2.md", word)
            return word

        command = [*self.installed.program, *words]
        first, taken = edits(command, self.folder, self.cache, address, change, runs)
        self.store.add(
            {"kind": "serve", "size": self.size, "tool": self.tool.key, "first": first, "taken": taken}
        )
        say(f"serve {self.size} · {self.tool.key}: first page {first}, edits {taken}")


def installed(store: Store, keys: set[str]) -> list[Installed]:
    """Install what is asked for; note versions and what could not be had."""
    found = []
    for tool in (*TOOLS, *LINTERS):
        if tool.key not in keys:
            continue
        start = time.monotonic()
        each = install(tool, PLACE / "peers")
        say(f"{tool.title}: {each.version or 'skipped: ' + each.reason} ({time.monotonic() - start:.0f} s)")
        if not store.has(kind="tool", tool=tool.key):
            store.add({"kind": "tool", "tool": tool.key, "version": each.version, "reason": each.reason})
        found += [each] if each.program else []
    return found


def measure(size: int, tools: list[Installed], store: Store, options: argparse.Namespace) -> None:
    """Measure everything at one size."""
    workspace = PLACE / "work" / str(size) / "workspace"
    say(f"{size} modules: writing the lessons for {len(tools)} tools")
    if not workspace.exists():
        generate(workspace, size)
    sites = [Site(each, size, store) for each in tools if each.tool in TOOLS and each.tool.largest >= size]
    for site in sites:
        if not site.folder.exists():
            lay_out(site.tool.key, workspace, site.folder)
    if "build" in options.parts:
        jobs = [job for site in sites for job in site.jobs()]
        in_turn(jobs, options.runs, options.budget, store)
    if "serve" in options.parts:
        for site in sites:
            if site.tool.key in SERVERS and size <= SERVERS[site.tool.key][1]:
                site.serve(min(options.runs, 5))
    for part, make in (("check", others.check), ("start", others.start), ("bundle", others.bundle)):
        if part in options.parts:
            in_turn(make(size, tools, workspace), options.runs, options.budget, store)
    if not options.keep:
        shutil.rmtree(PLACE / "work" / str(size))


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--budget", type=float, default=100, help="seconds of one job at one size")
    sizes = parser.add_mutually_exclusive_group()
    sizes.add_argument("--quick", action="store_true", help="30 modules")
    sizes.add_argument("--huge", action="store_true", help="10,000 modules too")
    sizes.add_argument("--sizes", type=int, nargs="+", help="as many modules as you say")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="tools or parts")
    parser.add_argument("--resume", action="store_true", help="go on with what was measured last")
    parser.add_argument("--keep", action="store_true", help="leave the built sites in build/bench/work")
    parser.add_argument("--table", action="store_true", help="only write the results again")
    parser.add_argument("--to", type=Path, help="the results, by default benchmarks/RESULTS.md")
    options = parser.parse_args()
    options.to = options.to or (PLACE if options.quick else ROOT / "benchmarks") / "RESULTS.md"
    options.parts = set(options.only) & set(PARTS) or set(PARTS)
    keys = {tool.key for tool in (*TOOLS, *LINTERS)}
    options.tools = (set(options.only) & keys or keys) | {CHAPBOOK.key}
    unknown = set(options.only) - keys - set(PARTS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    options.sizes = options.sizes or ([30] if options.quick else [100, 1000] + [10_000] * options.huge)
    return options


def main() -> None:
    """Measure and write."""
    options = parse()
    store = Store(PLACE / "runs.jsonl", resume=options.resume or options.table)
    if not options.table:
        if not options.resume:
            shutil.rmtree(PLACE / "work", ignore_errors=True)
        for folder in ("toolkit", "themes"):
            compileall.compile_dir(ROOT / folder, quiet=2)
        store.add(
            {
                "kind": "about",
                "machine": machine(),
                "processors": processors(),
                "at": time.time(),
                "command": " ".join(sys.argv[1:]),
            }
        )
        tools = installed(store, options.tools)
        for size in options.sizes:
            measure(size, tools, store, options)
            write(store, options.to)
    write(store, options.to)
    say(f"Wrote {options.to}")


if __name__ == "__main__":
    main()
