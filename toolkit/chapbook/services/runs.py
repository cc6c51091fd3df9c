"""`chapbook check --run`: hand a subject what the programs in its questions print, each run in a sandbox."""

from __future__ import annotations

from dataclasses import replace

from chapbook.model.program import Program, Ran, program_of
from chapbook.model.subject import Subject
from chapbook.services.released import is_imported
from chapbook.services.sandbox import OUTPUT, PROCESSOR_SECONDS, SECONDS, Ended, find_sandbox, run_code
from chapbook.services.targets import Target

MAX_CODE = 16 * 2**10
"""Characters of the longest program that is run."""


def is_own(target: Target) -> bool:
    """Say whether a module is authored here, so that its code may be run; a link to an imported one is not."""
    if is_imported(target) or target.workspace is None:
        return False
    return not target.folder.path.resolve().is_relative_to(target.workspace.imported.resolve())


def with_runs(subject: Subject) -> Subject:
    """Run what questions ask about. `OperationFailed` when there is no sandbox, or a language is not installed."""
    questions = subject.module.questions() if subject.module else ()
    programs = dict.fromkeys(found for each in questions if (found := program_of(each)) is not None)
    return replace(subject, runs={each: run(each) for each in programs})


def run(program: Program) -> Ran:
    """Run one program in a sandbox."""
    if len(program.code) > MAX_CODE or "\0" in program.code:
        return Ran(problem="is not run: it is too long, or holds a NUL character")
    ended = run_code(find_sandbox(), program.language, program.code)
    return Ran(output=ended.output.decode("utf-8", "replace"), problem=_problem(ended))


def _problem(ended: Ended) -> str:
    if ended.flooded:
        return f"printed more than {OUTPUT // 2**10} KiB and was stopped"
    if ended.status is None:
        return f"was not done after {SECONDS:g} seconds and was stopped"
    if ended.status == 0:
        return ""
    if ended.status < 0 or ended.status > 128:
        return (
            f"was stopped, as programs are that need more than {PROCESSOR_SECONDS} seconds or too much memory"
        )
    lines = [line.strip() for line in ended.said.decode("utf-8", "replace").splitlines() if line.strip()]
    last = "".join(char for char in lines[-1][:200] if char.isprintable()) if lines else ""
    return f"failed with exit status {ended.status}" + (f": {last}" if last else "")
