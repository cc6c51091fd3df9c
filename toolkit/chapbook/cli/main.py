"""The `chapbook` command: a table of commands, each imported only when it is called."""

from __future__ import annotations

import _thread
import gc
import importlib
import io
import os
import signal
import sys
import threading
import time
import traceback
from typing import Any

import click

from chapbook.cli.leaving import leave
from chapbook.cli.screen import complain
from chapbook.diag.errors import ChapbookError, UsageProblem
from chapbook.diag.suggest import did_you_mean

EXIT_USAGE = 2
EXIT_BUG = 70
EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143
STOPPED = "Stopped. Nothing is half-written: your files are as they were, or all was done already."

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("chapbook.cli.init:init", "Make a workspace: settings, a folder for modules."),
    "new": ("chapbook.cli.new:new", "Start a module, lesson, quiz or question."),
    "check": ("chapbook.cli.check:check", "Look for problems in modules."),
    "fmt": ("chapbook.cli.fmt:fmt", "Lay out modules, quizzes and quiz fences in one way."),
    "build": ("chapbook.cli.build:build", "Build the site."),
    "serve": ("chapbook.cli.serve:serve", "Show the site while you write."),
    "pack": ("chapbook.cli.pack:pack", "Pack a module into one file for a peer."),
    "mv": ("chapbook.cli.mv:mv", "Rename something in a module and mend what names it."),
    "reorder": ("chapbook.cli.reorder:reorder", "Put a lesson or quiz at another place."),
    "report": ("chapbook.cli.report:report", "Show a module at a glance."),
    "take": ("chapbook.cli.take:take", "Answer a module's questions in the terminal."),
    "review-sheet": (
        "chapbook.cli.review_sheet:review_sheet",
        "Print a checklist for reviewers of a module.",
    ),
    "diff": ("chapbook.cli.diff:diff", "Say what changed for learners between two versions."),
    "show": ("chapbook.cli.show:show", "Look into a bundle without unpacking it."),
    "verify": ("chapbook.cli.verify:verify", "Say whether a bundle is whole, and who signed it."),
    "import": ("chapbook.cli.import_:import_bundle", "Bring a peer's bundle into your workspace."),
    "key": ("chapbook.cli.key:key", "Your key: make it, see it, exchange it, take your identity back."),
    "endorse": ("chapbook.cli.endorse:endorse", "Say in public, signed, what you can answer for."),
    "trust": ("chapbook.cli.trust:trust", "Whom you know: list, say why, forget."),
    "remix": ("chapbook.cli.remix:remix", "Make a module of your own from an imported one."),
    "convert": ("chapbook.cli.convert:convert", "Make a module of a course in another format."),
    "migrate": ("chapbook.cli.migrate:migrate", "Bring modules from an earlier format to the present one."),
    "schema": ("chapbook.cli.schema:schema", "Print the JSON Schema of a file, for editors."),
    "lsp": ("chapbook.cli.lsp:lsp", "Help your editor while you write; the editor starts it."),
    "explain": ("chapbook.cli.explain:explain", "Say what a code means and how to mend it."),
    "cache": ("chapbook.cli.cache:cache", "What is kept to be quicker next time: see it, clear it."),
    "doctor": ("chapbook.cli.doctor:doctor", "Look whether everything that Chapbook needs is there."),
}
"""Name → where it lives, and its line in `--help` (so that help imports no command)."""


class LazyGroup(click.Group):
    """A group that knows its commands' names and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of the table: the order of work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        module_name, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module_name), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one gets a did-you-mean."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            hint = did_you_mean(name, COMMANDS) or "See the list with: chapbook --help"
            raise UsageProblem("no-such-command", f"There is no command “{name}”.", hint)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _version(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from chapbook.services.version import version

        click.echo(f"chapbook {version()}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: chapbook init my-academy",
)
@click.option("--debug", is_flag=True, help="On a bug in Chapbook, show where it happened.")
@click.option(
    "--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="Show the version."
)
def cli(debug: bool) -> None:
    """Write learning modules in a text editor; check, build, pack and share them."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    words = sys.argv[1:] if arguments is None else arguments
    sys.unraisablehook = _unraisable
    gc.set_threshold(50_000, 20, 50)  # many values, few circles: looking for those took a quarter of a check
    for stream in (sys.stdout, sys.stderr):
        # A terminal that has no “é” shows “?” instead of a traceback.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, _terminated)
    code = run(words)
    if arguments is None:
        leave(code)
    sys.exit(code)


def _unraisable(report: sys.UnraisableHookArgs) -> None:
    """Deliver a Ctrl-C again that fell into a callback of a compiled library, which cannot raise it.

    From another thread, once this hook has ended: before, it would fall into this very hook and be lost.
    """
    if issubclass(report.exc_type, KeyboardInterrupt):
        threading.Thread(target=_interrupt_again, args=(threading.get_ident(),), daemon=True).start()
    else:
        sys.__unraisablehook__(report)


def _interrupt_again(thread: int) -> None:
    frame = sys._current_frames().get(thread)
    while frame is not None:
        if frame.f_code is _unraisable.__code__:
            time.sleep(0.01)
            frame = sys._current_frames().get(thread)
        else:
            frame = frame.f_back
    _thread.interrupt_main()


def _terminated(number: int, frame: Any) -> None:
    raise SystemExit(EXIT_TERMINATED)


def run(words: list[str]) -> int:
    """Run the command line; give the exit code. Every way a command can end comes through here."""
    try:
        result = cli.main(args=words, prog_name="chapbook", standalone_mode=False)
    except ChapbookError as error:
        complain(error.message, error.hint)
        return error.exit_code
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _stopped(EXIT_INTERRUPTED)
    except SystemExit as end:
        if end.code != EXIT_TERMINATED:
            raise
        return _stopped(EXIT_TERMINATED)
    except click.ClickException as error:
        return _usage(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 -- the one place where a bug meets the user
        if "--debug" in words:
            traceback.print_exc()
        name = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        hint = "Run it again as: chapbook --debug …, and report what it prints."
        complain(f"This is a bug in Chapbook ({name}).", hint)
        return EXIT_BUG
    return result if isinstance(result, int) else 0


def _stopped(code: int) -> int:
    """Say what state the files are in; whoever presses Ctrl-C twice must not cut that off."""
    if signal.getsignal(signal.SIGTERM) is _terminated:  # this process is ours, see `main`
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
    complain(STOPPED)
    return code


def _usage(error: click.ClickException) -> int:
    path = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "chapbook"
    complain(error.format_message(), f"See: {path} --help")
    return EXIT_USAGE
