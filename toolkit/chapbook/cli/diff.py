"""`chapbook diff`."""

from __future__ import annotations

from pathlib import Path

import click

from chapbook.cli.screen import say, use_color, width


@click.command(
    epilog="Examples: chapbook diff pricing-basics   ·   "
    "chapbook diff dist/pricing-basics-1.0.0.chapbook.zip modules/pricing-basics   ·   chapbook diff old new --json"
)
@click.argument("before")
@click.argument("after", required=False, default="")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def diff(before: str, after: str, as_json: bool) -> int:
    """Say what changed for learners between two versions of a module.

    BEFORE and AFTER are folders, ids of modules or bundles. With BEFORE alone, that module is compared with its last
    release, the newest of its bundles in dist/. At the end stands which number of the version to raise.
    """
    from chapbook.services.diff import diff as run_diff

    comparison = run_diff(before, after, Path.cwd())
    if as_json:
        from chapbook.render.comparison import render_comparison_json

        say(render_comparison_json(comparison))
    else:
        from chapbook.render.comparison import render_comparison

        say(render_comparison(comparison, color=use_color(), width=width()))
    return 0
