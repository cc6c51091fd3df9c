"""Whole processes in turn, round by round, each as often as a budget of time allows, at least once."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import process
from store import Store


def say(text: str) -> None:
    """Tell how far it is, on stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def nothing(number: int) -> None:
    """Do nothing before a run."""


def unproved(number: int) -> str:
    """Find nothing wrong after a run."""
    return ""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One thing that is measured again and again."""

    kind: str
    size: int
    tool: str
    phase: str
    command: Sequence[str]
    folder: Path
    cache: Path
    codes: tuple[int, ...] = (0,)
    """Exit codes of success; linters that find something give 1."""
    prepare: Callable[[int], None] = nothing
    """Makes ready for the run of this round; not measured."""
    prove: Callable[[int], str] = unproved
    """Says what is wrong with what the run made; empty where it is right. Not measured."""

    @property
    def key(self) -> dict[str, object]:
        """Give what names it in the record."""
        return {"kind": self.kind, "size": self.size, "tool": self.tool, "phase": self.phase}


def in_turn(jobs: Sequence[Job], runs: int, budget: float, store: Store) -> None:
    """Run all jobs, round by round. A job whose runs took the budget already is left out of further rounds."""
    for number in range(runs):
        for job in jobs:
            past = [each["wall"] for each in store.find(**job.key)]
            over = number and (sum(past) + max(past, default=0)) > budget
            if not over and not store.has(**job.key, round=number) and not _failed(job, store):
                _run(job, number, store)


def _failed(job: Job, store: Store) -> bool:
    return any(not each["ok"] for each in store.find(kind=job.kind, size=job.size, tool=job.tool))


def _run(job: Job, number: int, store: Store) -> None:
    job.prepare(number)
    os.sync()
    load = os.getloadavg()[0]
    done = process.run(list(job.command), job.folder, job.cache)
    wrong = "" if done.code in job.codes else f"exit {done.code}: {done.said.strip()[-300:]}"
    wrong = wrong or job.prove(number)
    facts = {"wall": done.wall, "work": done.work, "peak": done.peak, "load": load, "at": time.time()}
    store.add({**job.key, "round": number, "ok": not wrong, "wrong": wrong, **facts})
    told = wrong or f"{done.wall:.2f} s, work {done.work:.2f} s, {done.peak:.0f} MiB"
    say(f"{job.kind} {job.size} · round {number + 1} · {job.tool} · {job.phase}: {told}")
