"""`chapbook check`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chapbook.cli.screen import Working, complain, counted, note, say, use_color, width
from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Severity
from chapbook.diag.errors import ChapbookError

if TYPE_CHECKING:
    from chapbook.diag.report import Report
    from chapbook.services.check import CheckOptions
    from chapbook.services.checking import Checked
    from chapbook.services.fix import Mended

FORMATS = ("text", "json", "sarif", "github", "rdjson")
_PAUSE = 0.4
"""Seconds between two looks at the files."""


@click.command(
    epilog="Examples: chapbook check   ·   chapbook check modules/pricing --profile publish   ·   "
    "chapbook check --fix --dry-run   ·   chapbook check --since main --format github"
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--profile",
    type=click.Choice([each.value for each in Profile]),
    help="How strict; by default as each module's status says.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="CODE",
    help="Look for this code only, or all that begin so; several with commas; repeatable.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="CODE",
    help="Leave out a code, or all that begin so; several with commas; repeatable.",
)
@click.option("--fix", is_flag=True, help="Mend what can be mended without asking, then check.")
@click.option("--dry-run", is_flag=True, help="With --fix: show what would be mended, and write nothing.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Report only what FILE does not know. A FILE that is not there yet is written with all that is found.",
)
@click.option("--update-baseline", is_flag=True, help="Write what is found now into the baseline FILE.")
@click.option(
    "--since",
    default="",
    metavar="REVISION",
    help="Report only on files that changed since a git revision, such as main.",
)
@click.option(
    "--links", is_flag=True, help="Ask the addresses on the web that modules link to; not in drafts."
)
@click.option(
    "--run",
    is_flag=True,
    help="Run the code that questions ask about, in a sandbox; not in drafts, never in imported modules.",
)
@click.option(
    "--browser",
    is_flag=True,
    help="Build the site and look at its pages with axe-core in Chromium; not in drafts or imported modules.",
)
@click.option(
    "--no-cache", is_flag=True, help="Read every module, also those that did not change since the last check."
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@click.option(
    "--fail-on",
    type=click.Choice([each.value for each in Severity]),
    default=Severity.ERROR.value,
    show_default=True,
    help="Exit with 1 when something is this severe or worse.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people, for programs, or for a code host or reviewer.",
)
@click.option(
    "--released",
    type=click.Path(path_type=Path),
    metavar="BUNDLE",
    help="Compare with this bundle as the last release; by default the newest in dist/.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def check(**typed: Any) -> int:
    """Look for problems in modules.

    PATH is a module's folder or id, a file of it, or a workspace; without one, every module of this workspace is
    checked. Each problem has a code: chapbook explain CODE says more.
    """
    _refuse_odd(typed)
    options = _options(typed)
    form = "json" if typed["as_json"] else typed["form"]
    if typed["watch"]:
        return _watch(options, form)
    report = _once(options, form)
    return 1 if not options.dry_run and report.has(Severity(typed["fail_on"])) else 0


def _refuse_odd(typed: dict[str, Any]) -> None:
    """Refuse options that say nothing together."""
    if typed["dry_run"] and not typed["fix"]:
        raise click.UsageError("--dry-run shows what --fix would do, and --fix is not there.")
    if typed["update_baseline"] and typed["baseline"] is None:
        raise click.UsageError("--update-baseline needs to know which file: --baseline FILE.")
    if typed["watch"] and typed["browser"]:
        raise click.UsageError(
            "--watch looks many times, and --browser takes long; leave out one of the two."
        )
    for name in ("fix", "update_baseline"):
        if typed["watch"] and typed[name]:
            option = f"--{name.replace('_', '-')}"
            raise click.UsageError(
                f"--watch only looks, so that nothing changes while you write; leave out {option}."
            )


def _options(typed: dict[str, Any]) -> CheckOptions:
    from chapbook.services.cache_folder import cache_folder
    from chapbook.services.check import CheckOptions

    return CheckOptions(
        start=Path.cwd(),
        names=typed["paths"],
        profile=Profile(typed["profile"]) if typed["profile"] else None,
        ignore=_codes(typed["ignore"]),
        select=_codes(typed["select"]),
        released=typed["released"],
        since=typed["since"],
        baseline=typed["baseline"],
        update_baseline=typed["update_baseline"],
        fix=typed["fix"],
        dry_run=typed["dry_run"],
        links=typed["links"],
        run=typed["run"],
        kept=None if typed["no_cache"] else cache_folder(),
        browser=typed["browser"],
    )


def _codes(entries: Sequence[str]) -> frozenset[str]:
    """Give codes as they are written everywhere: `a4,l` means A4 and L."""
    return frozenset(code.strip().upper() for each in entries for code in each.split(","))


def _watch(options: CheckOptions, form: str) -> int:
    """Check again and again; Ctrl-C is the way to end it, and no failure."""
    from chapbook.services.watch import changes

    is_first = True
    try:
        for _ in changes(options, lambda: time.sleep(_PAUSE)):
            try:
                _once(options, form)
            except ChapbookError as error:
                if is_first:
                    raise
                complain(error.message, error.hint)
            is_first = False
            note("Looking for changes (Ctrl-C stops)…")
    except KeyboardInterrupt:
        note("")
    return 0


def _once(options: CheckOptions, form: str) -> Report:
    from chapbook.services.checking import checked

    with Working("Checking") as working:
        result = checked(options, working.update)
    if result.mended is not None and options.dry_run:
        _show_diff(result.mended)
    else:
        text = rendered(result.report, form)
        if text:
            say(text)
        _tell(result, options)
    return result.report


def rendered(report: Report, form: str) -> str:
    """Give a report in one of `FORMATS`."""
    if form == "text":
        from chapbook.render.text import render_report

        return render_report(report, color=use_color(), width=width())
    if form == "sarif":
        from chapbook.render.sarif import render_report as render_sarif
        from chapbook.services.version import version

        return render_sarif(report, version=version())
    if form == "github":
        from chapbook.render.github import render_report as render_github

        return render_github(report)
    if form == "rdjson":
        from chapbook.render.rdjson import render_report as render_rdjson

        return render_rdjson(report)
    from chapbook.render.json import render_report as render_json

    return render_json(report)


def _show_diff(mended: Mended) -> None:
    from chapbook.render.diff import render_diff
    from chapbook.render.moves import render_moves

    if not mended.touched:
        note("There is nothing that mends itself.")
        return
    texts = [(each.shown, each.before, each.after) for each in mended.files]
    parts = [
        render_moves(mended.moved, mended.pictures, color=use_color()),
        render_diff(texts, color=use_color()),
    ]
    say("\n".join(filter(None, parts)))
    files = counted(mended.touched, "file")
    note(f"{counted(mended.count, 'finding')} in {files} would be mended. Nothing was changed.")


def _tell(result: Checked, options: CheckOptions) -> None:
    """Say on stderr what was written and what was left out."""
    if result.mended is not None:
        files = counted(result.mended.touched, "file")
        note(f"{counted(result.mended.count, 'finding')} mended in {files}.")
        if result.mended.waiting:
            waiting = counted(result.mended.waiting, "change")
            note(f"{waiting} for the same words had to wait: run the command again.")
    if result.stored:
        note(f"Written to {options.baseline}: what is known now. From now on only what is new is reported.")
    elif result.known:
        note(f"{counted(result.known, 'known finding')} left out.")
