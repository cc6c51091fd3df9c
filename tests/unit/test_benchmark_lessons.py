"""The lessons that benchmarks are run on are the same bytes each time, and every peer gets all of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
LAY_OUT = (
    "import sys, pathlib\n"
    "from layouts import LAYOUTS, lay_out\n"
    "for tool in LAYOUTS: lay_out(tool, pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2], tool))\n"
)


def run(*words: str) -> None:
    subprocess.run([sys.executable, *words], cwd=BENCHMARKS, check=True)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lessons") / "workspace"
    run("generate.py", str(folder), "2")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_number_gives_the_same_bytes(workspace: Path, tmp_path: Path) -> None:
    run("generate.py", str(tmp_path / "again"), "2")
    assert contents(workspace) == contents(tmp_path / "again")
    assert len(list(workspace.rglob("lesson-*.md"))) == 10


def test_every_peer_gets_every_lesson_and_no_question_fence(workspace: Path, tmp_path: Path) -> None:
    run("-c", LAY_OUT, str(workspace), str(tmp_path))
    tools = {each.name: each for each in tmp_path.iterdir()}
    assert len(tools) > 5
    for name, folder in tools.items():
        lessons = [path.read_text(encoding="utf-8") for path in folder.rglob("lesson-*.md")]
        assert len(lessons) == 10, name
        assert any("```quiz" in each for each in lessons) == (name == "chapbook"), name
        assert len(list(folder.rglob("chart.png"))) == 2, name
