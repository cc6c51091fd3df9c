"""No command imports what it does not need: start-up is what a user feels most often."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support.base import base_files

HEAVY = {"mkdocs", "material", "markdown", "pymdownx", "markdown_it", "nh3", "yaml", "filelock", "langcodes",
         "license_expression", "watchdog", "jinja2", "cryptography", "pygments", "importlib.metadata", "asyncio",
         "pygls", "lsprotocol"}  # fmt: skip

SCRIPT = """
import json, sys
from chapbook.cli.main import run
code = run(sys.argv[1:])
print("\\n" + json.dumps(sorted(sys.modules)))
"""


def imported(folder: Path, *words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return HEAVY & set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for path, text in base_files().items():
        file = tmp_path / "modules" / "base" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (["--help"], set()),
        (["chekc"], set()),
        (["--version"], {"importlib.metadata"}),
        (["explain"], set()),
        (["check", "--help"], set()),
        (["lsp", "--help"], set()),
        (["check"], {"yaml", "markdown_it"}),
        (["check", "--run"], {"yaml", "markdown_it"}),
        (["pack", "base"], {"yaml", "markdown_it", "importlib.metadata"}),
        (["show", "x.zip"], {"yaml", "markdown_it"}),
        (["verify", "x.zip"], {"yaml", "markdown_it"}),
        (["trust", "list"], {"yaml", "markdown_it"}),
        (["diff", "base", "base"], {"yaml", "markdown_it"}),
        (["report", "base"], {"yaml", "markdown_it"}),
        (["mv", "base", "nothing", "else"], {"yaml", "markdown_it"}),
        (["take", "--help"], set()),
        (["fmt", "--check"], {"yaml", "markdown_it"}),
        (
            ["convert", "markdown", "modules/base/lessons", "--id", "made", "--dry-run"],
            {"yaml", "markdown_it"},
        ),
    ],
)
def test_heavy_modules_are_imported_only_where_they_are_needed(
    workspace: Path, words: list[str], allowed: set[str]
) -> None:
    assert imported(workspace, *words) <= allowed


def test_the_control_sees_what_a_build_imports(workspace: Path) -> None:
    assert {"mkdocs", "markdown", "nh3"} <= imported(workspace, "build")


def test_ctrl_c_inside_a_callback_of_a_compiled_library_still_ends_the_run() -> None:
    script = (
        "import sys, time\n"
        "from chapbook.cli import main\n"
        "class Dies:\n"
        "    def __del__(self): raise KeyboardInterrupt\n"
        "def work(words):\n"
        "    try:\n"
        "        dies = Dies()\n"
        "        del dies\n"
        "        time.sleep(5)\n"
        "    except KeyboardInterrupt: return 130\n"
        "    return 0\n"
        "main.run = work\n"
        "main.main([])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")
