"""What pages weigh, on the lessons that the benchmarks measure with; most of a page is to be what its author wrote."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from statistics import mean

import pytest

from chapbook.workspace.workspace import Workspace
from support.sites import build_workspace

GENERATE = Path(__file__).resolve().parents[3] / "benchmarks/generate.py"
MODULES = 6
MEAN = 26_000
BUDGET = {"module": 17_000, "lessons": 24_500, "print": 53_000, "completion": 14_000, "attribution": 11_500}
"""Bytes of a page of each kind, in the mean."""


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[int]]:
    """Give the bytes of modules' pages by their kinds; the site's own pages say more the more modules there are."""
    root = tmp_path_factory.mktemp("weights")
    subprocess.run([sys.executable, GENERATE, root, str(MODULES)], check=True)
    site = build_workspace(Workspace(root)).site_dir
    found = defaultdict(list)
    for path in site.glob("module-*/**/*.html"):
        parts = path.relative_to(site).parts[1:]
        found[parts[0] if len(parts) > 1 else "module"].append(path.stat().st_size)
    return found


def test_pages_weigh_what_they_may(weights: dict[str, list[int]]) -> None:
    assert {kind: len(each) for kind, each in weights.items()} == {
        kind: MODULES * (5 if kind == "lessons" else 1) for kind in BUDGET
    }
    assert mean(each for kind in weights.values() for each in kind) <= MEAN
    means = {kind: round(mean(each)) for kind, each in weights.items()}
    assert {kind: each for kind, each in means.items() if each > BUDGET[kind]} == {}, means
