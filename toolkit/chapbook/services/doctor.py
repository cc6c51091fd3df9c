"""Look whether everything that Chapbook needs is there, and say what to do when it is not."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from chapbook.diag.errors import ChapbookError
from chapbook.diag.report import Report
from chapbook.workspace.settings import read_settings
from chapbook.workspace.workspace import Workspace, find_workspace, imported_modules, own_modules

NEEDED = (
    "click",
    "mkdocs",
    "mkdocs-material",
    "markdown",
    "pymdown-extensions",
    "markdown-it-py",
    "nh3",
    "pyyaml",
    "cryptography",
    "filelock",
    "platformdirs",
)
"""Distributions without which the main job cannot be done."""

OLDEST_PYTHON = (3, 11)
LOW_DISK = 200 * 2**20
"""Bytes of free space below which building a site is likely to fail."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `level` is `good`, `note` (works, but worth knowing) or `bad`."""

    level: str
    what: str
    hint: str = ""


def diagnose(start: Path) -> tuple[Finding, ...]:
    """Look at Python, the libraries, the workspace around `start` and the disk. Changes nothing."""
    workspace = find_workspace(start)
    findings = [_python(), *(_distribution(name) for name in NEEDED), _yaml_speed(), _git()]
    if workspace is None:
        hint = "Make a workspace with: chapbook init"
        return (*findings, Finding("note", f"No workspace at or above {start}.", hint))
    return (*findings, *_workspace(workspace))


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return Finding("good", f"Python {found}")
    return Finding("bad", f"Python {found} is too old.", "Install Python 3.11 or newer.")


def _distribution(name: str) -> Finding:
    try:
        return Finding("good", f"{name} {version(name)}")
    except PackageNotFoundError:
        return Finding("bad", f"{name} is not installed.", "Run: python -m pip install --upgrade chapbook")


def _yaml_speed() -> Finding:
    import yaml

    if hasattr(yaml, "CLoader"):
        return Finding("good", "YAML is read by the fast C parser")
    return Finding(
        "note", "YAML is read by the slow parser.", "Reinstall pyyaml from a wheel to get the fast one."
    )


def _git() -> Finding:
    if shutil.which("git"):
        return Finding("good", "git is there; packing dates a bundle by the last commit")
    return Finding(
        "note", "git is not installed.", "Chapbook works without; bundles are then dated by file times."
    )


def _workspace(workspace: Workspace) -> list[Finding]:
    findings = [Finding("good", f"Workspace {workspace.root}")]
    findings.append(_modules(workspace))
    findings.append(_settings(workspace))
    findings.append(_mkdocs(workspace))
    findings.append(_writable(workspace))
    free = shutil.disk_usage(workspace.root).free
    if free < LOW_DISK:
        findings.append(
            Finding("note", f"Only {free // 2**20} MiB of disk are free.", "Make room before you build.")
        )
    return findings


def _modules(workspace: Workspace) -> Finding:
    own, peers = len(own_modules(workspace)), len(imported_modules(workspace))
    if own or peers:
        return Finding("good", f"{own} {'module' if own == 1 else 'modules'} of your own, {peers} imported")
    return Finding("note", "The workspace has no modules yet.", "Make one with: chapbook new module")


def _settings(workspace: Workspace) -> Finding:
    try:
        report: Report = read_settings(workspace).report
    except ChapbookError as error:
        return Finding("bad", error.message, error.hint)
    if report.diagnostics:
        return Finding("bad", "chapbook.yml has problems.", "See them with: chapbook check")
    there = workspace.settings.exists()
    return Finding("good", "chapbook.yml is readable" if there else "No chapbook.yml; defaults are used")


def _mkdocs(workspace: Workspace) -> Finding:
    if not workspace.mkdocs_config.exists():
        hint = "Plain mkdocs needs one: chapbook init"
        return Finding("note", "No mkdocs.yml; `chapbook build` uses defaults.", hint)
    text = workspace.mkdocs_config.read_text(encoding="utf-8", errors="replace")
    if "chapbook" not in text:
        hint = "Add “chapbook: {}” below plugins: in mkdocs.yml."
        return Finding("bad", "mkdocs.yml does not name the chapbook plugin, so modules are not built.", hint)
    return Finding("good", "mkdocs.yml names the chapbook plugin")


def _writable(workspace: Workspace) -> Finding:
    if os.access(workspace.root, os.W_OK):
        try:
            with tempfile.TemporaryFile(dir=workspace.root):
                return Finding("good", "The workspace can be written to")
        except OSError:
            pass
    hint = "Look at the permissions of the folder; check works, build and import do not."
    return Finding("bad", f"{workspace.root} cannot be written to.", hint)
