"""Run every check and test of the project; `make test` calls it inside the environment it made.

Each step is run even when one before it failed; the exit code is 1 when any did. The tests come last, and the last
line counts those that passed, in pytest's own words: whoever reads only the end of the output sees what was run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
RESULTS = ROOT / "build" / "tests"
"""Where each run of pytest writes what became of its tests."""

ELSEWHERE = "tests/browser/test_check_browser.py"
AGAIN = (
    "tests/cli/test_build_kills.py",
    "tests/cli/test_key_kills.py",
    "tests/cli/test_kills.py",
    "tests/cli/test_pin_kills.py",
    "tests/unit/bundle/test_damage.py",
    "tests/unit/bundle/test_every_damage.py",
    "tests/unit/lint/test_hostile.py",
    "tests/unit/services/test_show_heavy.py",
    "tests/unit/source/test_yaml_attacks.py",
    "tests/unit/test_docs.py",
)
"""Tests that kill what would count, or run lines that others count a thousand times more."""
COUNTED = ("tests/unit", "tests/cli", ELSEWHERE, *(f"--ignore={path}" for path in AGAIN))
"""Tests that are held against the coverage floor. Counting lines doubles what they take."""
NOT_COUNTED = ("tests/browser", "tests/property", "tests/fuzz", *AGAIN, f"--ignore={ELSEWHERE}")
"""Tests that open pages or try thousands of texts: they run the same lines again and again, so they are not counted."""

RUNS = ("pages", "counted")
"""The runs of pytest, as their results are called."""


def result(name: str) -> str:
    """Give the option that has pytest write what became of its tests."""
    return f"--junitxml={RESULTS / name}.xml"


WORKERS = ("-n", "auto", "--dist", "worksteal")
"""A worker gets tests that stand together, so that it makes what they share once; who is done takes from the others."""

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("style (ruff)", ("ruff", "check", "--quiet", ".")),
    ("format (ruff)", ("ruff", "format", "--check", "--quiet", ".")),
    ("types (mypy)", ("mypy",)),
    ("layers (import-linter)", ("lint-imports",)),
    ("speed, as ratios (quick benchmark)", ("python", "benchmarks/quick.py")),
    ("pictures of every page", ("python", "tests/support/screenshots.py", "build/screenshots")),
    ("tests of whole pages and of anything (pytest)", ("pytest", *WORKERS, result("pages"), *NOT_COUNTED)),
    ("tests (pytest)", ("coverage", "run", "-m", "pytest", *WORKERS, result("counted"), *COUNTED)),
    ("coverage: joined", ("coverage", "combine", "--quiet")),
    ("coverage: floor", ("coverage", "report", "--format=total")),
)


@dataclass
class Counts:
    """What became of tests."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, file: Path) -> int:
        """Count what a run of pytest wrote; give how many tests passed in it."""
        if not file.is_file():
            return 0
        suites = [each.attrib for each in ElementTree.parse(file).getroot().iter("testsuite")]
        ran, failed, errors, skipped = (
            sum(int(suite[key]) for suite in suites) for key in ("tests", "failures", "errors", "skipped")
        )
        passed = max(ran - failed - errors - skipped, 0)
        self.passed, self.failed, self.skipped = (
            self.passed + passed,
            self.failed + failed + errors,
            self.skipped + skipped,
        )
        return passed

    def line(self, seconds: float) -> str:
        """Say it as pytest does, so that whatever reads pytest's last line reads this one."""
        parts = [f"{self.failed} failed"] * bool(self.failed) + [f"{self.passed} passed"]
        parts += [f"{self.skipped} skipped"] * bool(self.skipped)
        return f" {', '.join(parts)} in {seconds:.2f}s ".center(80, "=")


def run(name: str, command: tuple[str, ...]) -> bool:
    """Run one step; say how it went."""
    sys.stdout.write(f"\n── {name}\n")
    sys.stdout.flush()
    start = time.monotonic()
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    code = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, env=environment).returncode
    seconds = time.monotonic() - start
    sys.stdout.write(f"   {'ok' if code == 0 else f'FAILED (exit {code})'}, {seconds:.1f} s\n")
    return code == 0


def floor_of(text: str) -> float:
    """Read the coverage floor out of pyproject.toml."""
    match = re.search(r"^fail_under = ([0-9.]+)$", text, re.MULTILINE)
    return float(match[1]) if match else 0.0


def floor_holds() -> bool:
    """Say whether the coverage floor is at least that of the commit before: it only rises."""
    here = floor_of((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    before = subprocess.run(
        ["git", "show", "HEAD~1:pyproject.toml"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if before.returncode == 0 and floor_of(before.stdout) > here:
        sys.stdout.write(
            f"The coverage floor fell from {floor_of(before.stdout)} to {here}; it only rises.\n"
        )
        return False
    return True


def counted(counts: Counts) -> list[str]:
    """Add up all runs of pytest; give those in which no test passed."""
    return [name for name in RUNS if not counts.add(RESULTS / f"{name}.xml")]


def main() -> int:
    """Run all steps; give the exit code."""
    start = time.monotonic()
    for name in RUNS:
        (RESULTS / f"{name}.xml").unlink(missing_ok=True)
    subprocess.run([str(BIN / "coverage"), "erase"], cwd=ROOT, check=False)
    failed = [name for name, command in STEPS if not run(name, command)]
    if not floor_holds():
        failed.append("coverage floor")
    counts = Counts()
    failed += [f"no test passed in “{name}”" for name in counted(counts)]
    sys.stdout.write(f"\nFailed: {', '.join(failed)}\n" if failed else "\nEverything passed.\n")
    sys.stdout.write(f"{counts.line(time.monotonic() - start)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
