"""`chapbook check`."""

from __future__ import annotations

from pathlib import Path

import click

from chapbook.cli.screen import Working, say, use_color, width
from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Severity


@click.command(
    epilog="Examples: chapbook check   ·   chapbook check modules/pricing --profile publish   ·   chapbook check --json"
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--profile",
    type=click.Choice([each.value for each in Profile]),
    help="How strict; by default as each module's status says.",
)
@click.option(
    "--ignore", multiple=True, metavar="CODE", help="Leave out a code, or all that begin so; repeatable."
)
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
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
@click.option(
    "--released",
    type=click.Path(path_type=Path),
    metavar="BUNDLE",
    help="Compare with this bundle as the last release; by default the newest in dist/.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def check(
    paths: tuple[str, ...],
    profile: str | None,
    ignore: tuple[str, ...],
    fail_on: str,
    form: str,
    released: Path | None,
    as_json: bool,
) -> int:
    """Look for problems in modules.

    PATH is a module's folder or id, a file of it, or a workspace; without one, every module of this workspace is
    checked. Each problem has a code: chapbook explain CODE says more.
    """
    from chapbook.services.check import CheckOptions
    from chapbook.services.check import check as run_check

    options = CheckOptions(
        start=Path.cwd(),
        names=paths,
        profile=Profile(profile) if profile else None,
        ignore=frozenset(ignore),
        released=released,
    )
    with Working("Checking") as working:
        report = run_check(options, working.update)
    if as_json or form == "json":
        from chapbook.render.json import render_report as render_json

        say(render_json(report))
    else:
        from chapbook.render.text import render_report

        say(render_report(report, color=use_color(), width=width()))
    return 1 if report.has(Severity(fail_on)) else 0
