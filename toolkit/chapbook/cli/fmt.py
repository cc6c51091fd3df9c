"""`chapbook fmt`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chapbook.cli.screen import counted, good, note, say, use_color, width

if TYPE_CHECKING:
    from chapbook.services.fmt import Formatted


@click.command(epilog="Examples: chapbook fmt   ·   chapbook fmt my-module --diff   ·   chapbook fmt --check")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option(
    "--check", is_flag=True, help="Write nothing; list what would change, and end with 1 if anything."
)
@click.option("--diff", "--dry-run", "show_diff", is_flag=True, help="Write nothing; show what would change.")
@click.option("--json", "as_json", is_flag=True, help="Say what changed as JSON.")
def fmt(paths: tuple[str, ...], check: bool, show_diff: bool, as_json: bool) -> int:
    """Lay out module.yml, quizzes and quiz fences in one way.

    Keys stand in the order of the format's tables, sentences in lines of their own, questions with the same blank
    lines everywhere. What your module says stays the same, and so do your comments, your blank lines and the prose of
    your lessons. PATH is a module's id or folder, or a file in it; without one, all modules of the workspace.
    """
    from chapbook.services.fmt import FmtOptions
    from chapbook.services.fmt import fmt as run_fmt

    done = run_fmt(FmtOptions(start=Path.cwd(), names=paths, write=not (check or show_diff)))
    if as_json:
        say(json.dumps(_facts(done), ensure_ascii=False))
    else:
        _show(done, show_diff=show_diff)
    return 1 if done.refused.diagnostics or (check and done.files) else 0


def _facts(done: Formatted) -> dict[str, object]:
    return {
        "schema": 1,
        "written": done.written,
        "changed": [each.shown for each in done.files],
        "left": [{"path": path, "reason": reason} for path, reason in done.left],
        "unreadable": [
            {
                "path": each.location.path,
                "line": each.location.span.line,
                "code": each.code,
                "message": each.message,
            }
            for each in done.refused.diagnostics
        ],
    }


def _show(done: Formatted, *, show_diff: bool) -> None:
    if done.refused.diagnostics:
        from chapbook.render.text import render_report

        say(render_report(done.refused, color=use_color(), width=width(), summary=False) + "\n")
    if show_diff and done.files:
        from chapbook.render.diff import render_diff

        say(render_diff(((each.shown, each.before, each.after) for each in done.files), color=use_color()))
    elif done.files:
        say("\n".join(each.shown for each in done.files))
    for path, reason in done.left:
        note(f"{path} was left as it is: {reason}.")
    unread = len({each.location.path for each in done.refused.diagnostics})
    if unread:
        note(
            f"{counted(unread, 'file')} cannot be read, and stay{'s' * (unread == 1)} as it is until that is mended."
        )
    if not done.files:
        note(good(f"Nothing to change in {counted(done.looked - len(done.left), 'file')}."))
    elif done.written:
        note(good(f"{counted(len(done.files), 'file')} formatted."))
    else:
        note(f"{counted(len(done.files), 'file')} would change. Nothing was changed.")
