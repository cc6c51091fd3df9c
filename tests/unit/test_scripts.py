"""The theme's pure scripts, tested by Node's own runner. Without Node they are skipped, but never in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = sorted(Path(__file__).parents[1].joinpath("js").glob("*.test.mjs"))


@pytest.fixture(scope="module")
def node() -> str:
    """Find Node."""
    found = shutil.which("node")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no node on PATH; the tests of the scripts need it")
        pytest.skip("no node on PATH; install Node 20 or later to test the scripts")
    return found


def run(node: str, script: Path) -> subprocess.CompletedProcess[str]:
    """Run one file of tests."""
    return subprocess.run(
        [node, "--test", "--test-reporter=spec", str(script)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_there_are_tests() -> None:
    assert SCRIPTS


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name.removesuffix(".test.mjs"))
def test_script(node: str, script: Path) -> None:
    done = run(node, script)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_test_that_fails_is_seen(node: str, tmp_path: Path) -> None:
    script = tmp_path / "bad.test.mjs"
    script.write_text('import test from "node:test";\ntest("no", () => { throw new Error("seen"); });\n')
    done = run(node, script)
    assert done.returncode == 1
    assert "seen" in done.stdout
