"""Numbers out of the record: medians, ratios pair by pair, growth, and the issue's goals held against them."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

from store import Record, Store

COLD, SAME, EDIT = "cold", "nothing changed", "one edit"


def median(runs: dict[int, Record], key: str = "wall") -> float | None:
    """Give the median of a figure, None without runs."""
    return statistics.median(each[key] for each in runs.values()) if runs else None


def ratio(ours: dict[int, Record], theirs: dict[int, Record], key: str = "wall") -> float | None:
    """Give the median of ours by theirs, in the rounds that have both."""
    both = sorted(ours.keys() & theirs.keys())
    return statistics.median(ours[each][key] / theirs[each][key] for each in both) if both else None


def growth(small: float | None, large: float | None, sizes: tuple[int, int]) -> float | None:
    """Give the exponent: 1.0 when ten times the modules take ten times as much."""
    if not small or not large or sizes[0] == sizes[1]:
        return None
    return math.log(large / small) / math.log(sizes[1] / sizes[0])


@dataclass(frozen=True)
class Build:
    """The figures of one tool at one size."""

    store: Store
    size: int

    def runs(self, tool: str, phase: str = COLD) -> dict[int, Record]:
        """Give the runs of a tool in a phase; a tool that keeps nothing does everything each time."""
        found = self.store.runs(kind="build", size=self.size, tool=tool, phase=phase)
        return found or self.store.runs(kind="build", size=self.size, tool=tool, phase=COLD)

    def against(self, tool: str, phase: str = COLD) -> float | None:
        """Give Chapbook's time by the tool's."""
        return ratio(self.runs("chapbook", phase), self.runs(tool, phase))

    def weight(self, tool: str = "chapbook") -> Record:
        """Give what its site weighs."""
        return next(self.store.find(kind="weight", size=self.size, tool=tool), {})


@dataclass(frozen=True)
class Goal:
    """A goal: what is measured, and the number that it may not pass."""

    what: str
    limit: float
    found: float | None
    unit: str = ""
    least: bool = False
    """Whether the number is the least rather than the most."""

    @property
    def verdict(self) -> str:
        """Say whether it is reached, from the numbers alone."""
        if self.found is None:
            return "not measured"
        good = self.found >= self.limit if self.least else self.found <= self.limit
        return "reached" if good else "**missed**"


def _inverse(value: float | None) -> float | None:
    return 1 / value if value else None


def goals(store: Store, small: int, large: int, processors: int) -> list[Goal]:
    """List the goals that the project set itself, at the large size."""
    at, before = Build(store, large), Build(store, small)
    weights = [each.weight() for each in (before, at)]
    memory = max((each["peak"] for each in at.runs("chapbook").values()), default=None)
    work = growth(
        median(before.runs("chapbook"), "work"), median(at.runs("chapbook"), "work"), (small, large)
    )
    view, page = (
        max((each[key] / 1000 for each in weights if each.get(key)), default=None) for key in ("view", "mean")
    )
    steady = weights[1]["mean"] / weights[0]["mean"] if all(weights) and large > small else None
    warm = median(store.runs(kind="check", size=large, tool="chapbook", phase=SAME))
    served = next(store.find(kind="serve", size=large, tool="chapbook"), {}).get("taken") or []
    start = [
        median(store.runs(kind="start", tool="chapbook", phase=each)) for each in ("--help", "--version")
    ]
    mib = 1e6 / 2**20
    return [
        Goal("cold build, by MkDocs + Material (pruned)", 0.12, at.against("material")),
        Goal("cold build, by Zensical", 0.5, at.against("zensical")),
        Goal("cold build, by Hugo with its bare layout", 3, at.against("hugo")),
        Goal("nothing changed: times as fast as Zensical", 100, _inverse(at.against("zensical", SAME)), least=True),
        Goal("nothing changed", 0.2, median(at.runs("chapbook", SAME)), " s"),
        Goal("one edit: times as fast as Zensical", 30, _inverse(at.against("zensical", EDIT)), least=True),
        Goal("one edit", 0.6, median(at.runs("chapbook", EDIT)), " s"),
        Goal(f"memory, 300 MB and 120 MB for each of {processors} workers", (300 + 120 * processors) * mib, memory, " MiB"),
        Goal("HTML a page, mean of all pages", 26, page, " kB"),
        Goal(f"HTML a page with {large:,} modules, by that with {small:,}", 1.02, steady),
        Goal(f"growth from {small:,} to {large:,} modules, processor time", 1.05, work),
        Goal("first view of a lesson, compressed, everything", 90, view, " kB"),
        Goal("edit to served page", 0.25, statistics.median(served) if served else None, " s"),
        Goal("`check` when nothing changed", 1, warm, " s"),
        Goal("`chapbook --help`", 0.15, start[0], " s"),
        Goal("`chapbook --version`", 0.15, start[1], " s"),
    ]  # fmt: skip


def goals_of_huge(store: Store, small: int, huge: int) -> list[Goal]:
    """List the goals for very many modules."""
    at, before = Build(store, huge), Build(store, small)
    memory = max((each["peak"] for each in at.runs("chapbook").values()), default=None)
    work = growth(median(before.runs("chapbook"), "work"), median(at.runs("chapbook"), "work"), (small, huge))
    bytes_ = growth(before.weight().get("site"), at.weight().get("site"), (small, huge))
    return [
        Goal(f"growth from {small:,} to {huge:,} modules, processor time", 1.1, work),
        Goal(f"growth from {small:,} to {huge:,} modules, bytes of the site", 1.02, bytes_),
        Goal(f"memory, {huge:,} modules", 1024, memory, " MiB"),
    ]
