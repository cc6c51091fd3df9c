"""Run every check and test of the project; `make test` calls it inside the environment it made.

Each step is run even when one before it failed; the exit code is 1 when any did.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

ELSEWHERE = "tests/browser/test_check_browser.py"
COUNTED = ("tests/unit", "tests/cli", ELSEWHERE)
"""Tests that are held against the coverage floor. Counting lines doubles what they take."""
NOT_COUNTED = ("tests/browser", "tests/property", "tests/fuzz", f"--ignore={ELSEWHERE}")
"""Tests that open pages or try thousands of texts: they run the same lines again and again, so they are not counted."""

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("style (ruff)", ("ruff", "check", ".")),
    ("format (ruff)", ("ruff", "format", "--check", "--quiet", ".")),
    ("types (mypy)", ("mypy",)),
    ("layers (import-linter)", ("lint-imports",)),
    ("tests (pytest)", ("coverage", "run", "-m", "pytest", "-n", "auto", *COUNTED)),
    ("tests of whole pages and of anything (pytest)", ("pytest", "-n", "auto", *NOT_COUNTED)),
    ("coverage: joined", ("coverage", "combine", "--quiet")),
    ("coverage: floor", ("coverage", "report", "--format=total")),
    ("pictures of every page", ("python", "tests/support/screenshots.py", "build/screenshots")),
)


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


def main() -> int:
    """Run all steps; give the exit code."""
    subprocess.run([str(BIN / "coverage"), "erase"], cwd=ROOT, check=False)
    failed = [name for name, command in STEPS if not run(name, command)]
    if not floor_holds():
        failed.append("coverage floor")
    sys.stdout.write(f"\nFailed: {', '.join(failed)}\n" if failed else "\nEverything passed.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
