"""`chapbook take`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chapbook.cli.screen import note, say, use_color, width

if TYPE_CHECKING:
    from chapbook.services.take import Answered, Asked

PROMPT = "> "


@click.command(
    epilog="Examples: chapbook take pricing-basics   ·   chapbook take pricing-basics --step check"
)
@click.argument("module")
@click.option("--step", default="", metavar="ID", help="Only the questions of this lesson or quiz.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the results as JSON; everything else goes to stderr."
)
def take(module: str, step: str, as_json: bool) -> int:
    """Answer a module's questions in the terminal.

    MODULE is a folder, an id of this workspace or a bundle. A question mark shows a hint, Return alone leaves a
    question out, Ctrl-D stops. Answers are judged as on the site, and nothing is kept. Without a terminal, answers
    are read from stdin, one a line.
    """
    from chapbook.render.take import render_score, score_data
    from chapbook.services.take import passed, score, sit

    sitting = sit(module, Path.cwd(), step)
    show = note if as_json else say
    answered: list[Answered] = []
    for asked in sitting.asked:
        done = _ask(asked, show)
        if done is None:
            break
        answered.append(done)
    total = score(answered)
    closing = (
        render_score(total, passed(sitting, answered), color=_color(show))
        if answered
        else "Nothing was answered."
    )
    show("\n" + closing)
    if as_json:
        say(json.dumps(score_data(answered, total), indent=2))
    return 0


def _ask(asked: Asked, show: Callable[[str], None]) -> Answered | None:
    """Ask one question until there is an answer; None when there is no more input."""
    from chapbook.model.answers import State
    from chapbook.render.screen import harmless
    from chapbook.render.take import (
        fitted,
        render_left_out,
        render_question,
        render_unreadable,
        render_verdict,
    )
    from chapbook.services.take import Answered, read_line, verdict_on

    color, hints = _color(show), list(asked.question.hints)
    columns = width()
    show(fitted(render_question(asked, color=color), columns))
    while (line := _line(show)) is not None:
        if line.strip() == "?":
            show(fitted(harmless(hints.pop(0)), columns) if hints else "There is no further hint.")
            continue
        if not line.strip() and (asked.question.graded or asked.question.type == "reflect"):
            show(fitted(render_left_out(asked), columns))
            return Answered(asked, None)
        answer = read_line(asked, line)
        verdict = verdict_on(asked, answer) if answer is not None else None
        if verdict is None or verdict.state in (State.EMPTY, State.UNREADABLE):
            show(fitted(render_unreadable(asked.question), columns))
            continue
        show(fitted(render_verdict(asked, verdict, color=color), columns))
        return Answered(asked, verdict)
    return None


def _line(show: Callable[[str], None]) -> str | None:
    """Read a line; None at the end. Without a terminal, what was read is shown, so that the dialogue can be read."""
    if sys.stdin.isatty():
        click.echo(PROMPT, nl=False, err=show is note)
    line = sys.stdin.readline()
    if not line:
        return None
    if not sys.stdin.isatty():
        show(PROMPT + line.rstrip("\r\n"))
    return line.rstrip("\r\n")


def _color(show: Callable[[str], None]) -> bool:
    return use_color(stream_is_stdout=show is say)
