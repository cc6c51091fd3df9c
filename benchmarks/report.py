"""Write RESULTS.md out of the record of a measurement. Every word about a goal is computed."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from figures import EDIT, SAME, Build, Goal, goals, goals_of_huge, growth, median, ratio
from store import Record, Store
from tools import LINTERS, TOOLS

TITLES = {tool.key: tool.title for tool in (*TOOLS, *LINTERS)}
HEAD = """\
# Results

Written by `make bench` from the processes' own figures; change nothing here by hand. [README](README.md) says how to read it.
"""
FAIR = """\
## What is compared

All tools get the same lessons and pictures, and write a page a lesson, a page a module and one with links to all modules. Fences with questions are
plain code blocks for the peers. The table of pages says what else differs: the peers' pages have no questions, player, progress, attribution, check of links,
allow-list for HTML, or content policy; Chapbook writes three pages more for each module (attribution, certificate, print). Hugo and Eleventy have
layouts of a few lines, without styles or search. Zensical, Sphinx and *Material, navigation off* have pages that list no other modules, which is in their
favour. mdBook colours code in the reader's browser and loads its list of pages by a script. A peer that keeps nothing from run to run does everything again
after an edit. All run with their own defaults for processors; Sphinx is told to use all. Each reads from a folder that is in the system's memory.
"""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a Markdown table; without rows a line that says so."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    if not lines:
        return "Not measured.\n"
    return "\n".join(["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads), *lines]) + "\n"


def number(value: float | None, unit: str = "") -> str:
    """Give a figure with three significant digits, or a dash."""
    if value is None:
        return "–"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 3
    return f"{value:,.{digits}f}{unit}"


def _kilo(value: float | None) -> str:
    return number(value / 1000, " kB") if value else "–"


def _goals(found: Iterable[Goal]) -> str:
    rows = [
        (
            each.what,
            f"{'≥' if each.least else '≤'} {number(each.limit)}{each.unit}",
            number(each.found, each.unit),
            each.verdict,
        )
        for each in found
    ]
    return table(("goal", "asked", "measured", ""), rows)


def _tools(store: Store, size: int) -> list[str]:
    present = {each["tool"] for each in store.find(kind="build", size=size) if each["ok"]}
    return [tool.key for tool in TOOLS if tool.key in present]


def _build(store: Store, size: int) -> str:
    at, rows = Build(store, size), []
    for tool in _tools(store, size):
        cold = at.runs(tool)
        keeps = store.has(kind="build", size=size, tool=tool, phase=SAME)
        later = [
            f"{number(median(at.runs(tool, phase)), ' s')} ({number(at.against(tool, phase))})" if keeps else f"= cold ({number(at.against(tool, phase))})"
            for phase in (SAME, EDIT)
        ]  # fmt: skip
        peak = max(each["peak"] for each in cold.values())
        rows.append(
            (
                TITLES[tool],
                f"{number(median(cold), ' s')} ({number(at.against(tool))})",
                number(median(cold, "work"), " s"),
                *later,
                number(peak, " MiB"),
                str(len(cold)),
            )
        )
    heads = ("tool", "cold", "work", "nothing changed", "one edit", "memory", "runs")
    return table(heads, rows)


def _pages(store: Store, size: int) -> str:
    rows = []
    facts = {tool.key: tool for tool in TOOLS}
    for tool in _tools(store, size):
        found = Build(store, size).weight(tool)
        foreign = f", asks {', '.join(found['foreign'])}" if found.get("foreign") else ""
        rows.append(
            (
                TITLES[tool],
                f"{found.get('pages', 0):,}",
                _kilo(found.get("mean")),
                _kilo(found.get("largest lesson")),
                _kilo(found.get("view")) + foreign,
                number(found.get("site", 0) / 1e6, " MB"),
                facts[tool].highlights,
                facts[tool].search,
                facts[tool].navigation,
            )
        )
    heads = ("tool", "pages", "HTML a page", "largest lesson page", "first view, all, gzip", "site", "code coloured",
             "search", "navigation on a page")  # fmt: skip
    return table(heads, rows)


def _growth(store: Store, sizes: Sequence[int]) -> str:
    small, rows = sizes[0], []
    for large in sizes[1:]:
        for tool in _tools(store, large):
            before, at = Build(store, small), Build(store, large)
            pair = (small, large)
            figures = [
                growth(median(before.runs(tool), key), median(at.runs(tool), key), pair)
                for key in ("work", "wall", "peak")
            ]
            figures.append(growth(before.weight(tool).get("site"), at.weight(tool).get("site"), pair))
            rows.append((f"{small:,} to {large:,}", TITLES[tool], *map(number, figures)))
    return table(("modules", "tool", "work", "time", "memory", "bytes of the site"), rows)


def _check(store: Store, sizes: Sequence[int]) -> str:
    rows = []
    for size in sizes:
        ours = store.runs(kind="check", size=size, tool="chapbook", phase="first")
        for tool, phase in (
            ("chapbook", "first"),
            ("chapbook", SAME),
            *((each.key, "first") for each in LINTERS),
        ):
            runs = store.runs(kind="check", size=size, tool=tool, phase=phase)
            if runs:
                what = f"`chapbook check`, {phase}" if tool == "chapbook" else TITLES[tool]
                rows.append((f"{size:,}", what, number(median(runs), " s"), number(median(runs, "work"), " s"),
                             number(median(runs, "peak"), " MiB"), number(ratio(ours, runs))))  # fmt: skip
    heads = ("modules", "what", "time", "work", "memory", "a first `check` by it")
    return table(heads, rows)


def _pairs(store: Store, kind: str, pairs: Sequence[tuple[tuple[str, str], tuple[str, str]]]) -> str:
    rows = []
    for (ours, what), (theirs, other) in pairs:
        mine, peer = (
            store.runs(kind=kind, tool=tool, phase=phase) for tool, phase in ((ours, what), (theirs, other))
        )
        if mine and peer:
            rows.append((f"`{ours} {what}`", number(median(mine), " s"), f"`{theirs}`" if kind == "bundle" else f"`{theirs} {other}`",
                         number(median(peer), " s"), number(ratio(mine, peer)), number(ratio(mine, peer, "work"))))  # fmt: skip
    return table(("what", "time", "peer", "peer's time", "ratio", "ratio of work"), rows)


def _serve(store: Store) -> str:
    rows = []
    for each in store.find(kind="serve"):
        taken = each["taken"]
        middle = statistics.median(taken) if taken else None
        rows.append((f"{each['size']:,}", TITLES[each["tool"]], number(each["first"], " s"), number(middle, " s"),
                     number(max(taken, default=None), " s"), str(len(taken))))  # fmt: skip
    return table(("modules", "tool", "start to first page", "edit to served page", "slowest", "edits"), rows)


def _left_out(store: Store) -> str:
    notes = []
    for tool in (*TOOLS, *LINTERS):
        found: Record = next(store.find(kind="tool", tool=tool.key), {})
        if not found:
            notes.append(f"- {tool.title}: not asked for in this run")
        elif found["reason"]:
            notes.append(f"- {tool.title}: left out, it could not be installed here: {found['reason']}")
        else:
            notes.append(f"- {tool.title}: {found['version']}")
    for each in store.records:
        if each.get("wrong"):
            notes.append(
                f"- {each['tool']}, {each['kind']} {each['size']}, {each['phase']}: left out, {each['wrong']}"
            )
    return "\n".join(notes) + "\n"


def _when(store: Store) -> str:
    about = next(store.find(kind="about"), {})
    times = [each["at"] for each in store.records if "at" in each]
    loads = [each["load"] for each in store.records if "load" in each]
    first, last = (
        datetime.fromtimestamp(each, UTC).strftime("%Y-%m-%d %H:%M") for each in (min(times), max(times))
    )
    busy = (
        f"The load before a run was {statistics.median(loads):.1f} (median) and {max(loads):.1f} at most. "
        if loads
        else ""
    )
    return f"Measured from {first} to {last} UTC on {about.get('machine', '?')}. {busy}What runs before it counts in the load too.\n"


def text(store: Store) -> str:
    """Give the page."""
    sizes = sorted({each["size"] for each in store.find(kind="build")})
    processors = next(store.find(kind="about"), {}).get("processors", 2)
    parts = [HEAD, _when(store)]
    usual = [each for each in sizes if each <= 1000]
    if usual:
        parts += [
            f"## Goals, at {usual[-1]:,} modules\n",
            _goals(goals(store, usual[0], usual[-1], processors)),
        ]
    if sizes and sizes[-1] > 1000:
        parts += [f"## Goals, at {sizes[-1]:,} modules\n", _goals(goals_of_huge(store, sizes[0], sizes[-1]))]
    for size in sizes:
        parts += [f"## Building {size:,} modules\n", f"Medians; in brackets Chapbook's time by the tool's, median of the pairs. {size * 5:,} lessons.\n",
                  _build(store, size), _pages(store, size)]  # fmt: skip
    help_ = (("chapbook", "--help"), ("mkdocs", "--help"))
    version = (("chapbook", "--version"), ("python", "-c pass"))
    pack, take = (("chapbook", "pack"), ("zip", "pack")), (("chapbook", "import"), ("unzip", "import"))
    parts += ["## Growth\n", "1.0 would mean that ten times the modules take ten times as much, cold.\n", _growth(store, sizes),
              "## Edit to served page\n", _serve(store), "## Checking\n", _check(store, sizes),
              "## Packing and importing\n", "One module of 128 files, whole processes, start-up included.\n", _pairs(store, "bundle", (pack, take)),
              "## Starting\n", _pairs(store, "start", (help_, version)), FAIR, "## Versions\n", _left_out(store)]  # fmt: skip
    return "\n".join(parts)


def write(store: Store, to: Path) -> None:
    """Write the page."""
    to.write_text(text(store), encoding="utf-8")
