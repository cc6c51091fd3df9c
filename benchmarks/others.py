"""What is measured besides building: checking, packing and importing, and starting."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path
from typing import Any

from generate import png, write_module
from jobs import Job
from tools import CHAPBOOK, LINTERS, Installed

PICTURES = 120
SLOW = {"pymarkdown": 100}
"""Linters that are measured up to so many modules only."""


def _program(tools: list[Installed]) -> str:
    return next(each.program[0] for each in tools if each.tool is CHAPBOOK)


def check(size: int, tools: list[Installed], workspace: Path) -> list[Job]:
    """Check the workspace, the first time and again; the peers' linters on the same Markdown.

    Long lines are no matter for either: Chapbook has no rule for them, and thousands of findings would measure printing.
    """
    cache = workspace.with_name("check-cache")
    own = [_program(tools), "check"]

    def forget(number: int) -> None:
        shutil.rmtree(cache, ignore_errors=True)

    common: dict[str, Any] = {"kind": "check", "size": size, "folder": workspace, "cache": cache}
    jobs = [
        Job(**common, tool="chapbook", phase="first", command=own, prepare=forget),
        Job(**common, tool="chapbook", phase="nothing changed", command=own),
    ]
    (workspace / ".markdownlint-cli2.jsonc").write_text('{"config": {"MD013": false}}', encoding="utf-8")
    more = {"markdownlint": ["modules/**/*.md"]}
    for each in tools:
        key = each.tool.key
        if each.tool in LINTERS and size <= SLOW.get(key, size):
            command = each.command(*more.get(key, ()))
            if key == "pymarkdown":
                command[1:1] = ["-d", "line-length"]
            jobs.append(Job(**common, tool=key, phase="first", command=command, codes=(0, 1)))
    return jobs


def start(size: int, tools: list[Installed], workspace: Path) -> list[Job]:
    """Start and say help and version; it does not depend on the size, so it is measured at the first."""
    own = Path(_program(tools))
    commands = {
        ("chapbook", "--help"): [str(own), "--help"],
        ("mkdocs", "--help"): [str(own.with_name("mkdocs")), "--help"],
        ("chapbook", "--version"): [str(own), "--version"],
        ("python", "-c pass"): [sys.executable, "-c", "pass"],
    }
    folder, cache = workspace, workspace.with_name("start-cache")
    return [
        Job(kind="start", size=0, tool=tool, phase=phase, command=command, folder=folder, cache=cache)
        for (tool, phase), command in commands.items()
    ]


def bundle(size: int, tools: list[Installed], workspace: Path) -> list[Job]:
    """Pack and import one module with many pictures, beside `zip` and `unzip` on the same files."""
    program, root = _program(tools), workspace.with_name("bundle")
    module, cache = root / "from/modules/module-00000", root / "cache"
    if not module.exists():
        write_module(module, 0)
        dice = random.Random(0)
        for number in range(PICTURES):
            (module / f"assets/picture-{number}.png").write_bytes(png(dice, 640, 480, 4))
        (root / "from/mkdocs.yml").write_text("site_name: From\n", encoding="utf-8")

    def fresh(number: int) -> None:
        for each in ("to", "out"):
            shutil.rmtree(root / each, ignore_errors=True)
            (root / each).mkdir(parents=True)
        (root / "to/chapbook.yml").write_text("", encoding="utf-8")

    common: dict[str, Any] = {"kind": "bundle", "size": 0, "cache": cache}
    zipped, offer = str(root / "module.zip"), str(root / "offer")
    pack = [program, "pack", "module-00000", "--no-sign", "--output", offer, "--force"]
    take = [
        program,
        "import",
        f"{offer}/module-00000-1.0.0.chapbook.zip",
        "--as",
        "ben",
        "--allow-unsigned",
        "--yes",
    ]
    jobs = [Job(**common, tool="chapbook", phase="pack", command=pack, folder=root / "from")]
    if shutil.which("zip"):

        def remove(number: int) -> None:
            Path(zipped).unlink(missing_ok=True)

        command = ["zip", "-q", "-r", zipped, "module-00000"]
        jobs.append(
            Job(**common, tool="zip", phase="pack", command=command, folder=module.parent, prepare=remove)
        )
    jobs.append(
        Job(**common, tool="chapbook", phase="import", command=take, folder=root / "to", prepare=fresh)
    )
    if shutil.which("unzip"):
        command = ["unzip", "-q", take[2], "-d", str(root / "out")]
        jobs.append(Job(**common, tool="unzip", phase="import", command=command, folder=root, prepare=fresh))
    return jobs
