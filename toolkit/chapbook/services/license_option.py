"""A licence as it was typed on the command line."""

from __future__ import annotations

from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Severity
from chapbook.diag.errors import UsageProblem
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.licenses import forbids_sharing, spdx_name
from chapbook.model.reader import read_module
from chapbook.model.yaml_text import yaml_block
from chapbook.services.scaffold import clean_text
from chapbook.tree.tree import MemoryTree


def standard_license(text: str) -> str:
    """Give a licence that is on the list of SPDX; `UsageProblem` with a suggestion when it is not."""
    tree = MemoryTree({"module.yml": yaml_block({"format": 1, "license": text}).encode()})
    for problem in run(read_module(tree), LintConfig(profile=Profile.DRAFT)).diagnostics:
        if problem.code == "M203" and problem.severity is Severity.ERROR:
            raise UsageProblem("not-valid", f"{problem.message} Nothing was changed.", problem.hint)
    return text


def checked_license(text: str) -> str:
    """Give a licence by which others may use a module; `UsageProblem` when it is none."""
    cleaned = spdx_name(clean_text(text, "licence"))
    if forbids_sharing(cleaned):
        message = f"“{cleaned}” lets nobody pass the module on. Nothing was changed."
        raise UsageProblem("not-valid", message, "Choose one that allows sharing, such as CC-BY-SA-4.0.")
    return standard_license(cleaned)
