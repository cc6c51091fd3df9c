"""`chapbook show`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from chapbook.cli.screen import say, use_color, width


@click.command(epilog="Example: chapbook show pricing-basics-1.0.0.chapbook.zip")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option("--files", is_flag=True, help="List every file with its digest.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def show(bundle: Path, files: bool, as_json: bool) -> int:
    """Look into a bundle without unpacking it.

    Says what is in BUNDLE, under which licence, how far its origin is known and what `check` finds in it. Writes
    nothing.
    """
    from chapbook.services.show import show as run_show

    shown = run_show(bundle, Path.cwd())
    if as_json:
        from chapbook.bundle.facts import facts_json
        from chapbook.render.json import report_data

        known = [{"key": each.key, "version": each.version} for each in shown.known]
        facts = {"schema": 1, **facts_json(shown.facts), "known": known, "report": report_data(shown.report)}
        say(json.dumps(facts, ensure_ascii=False, default=_plain))
        return 0
    from chapbook.render.bundle import render_facts
    from chapbook.render.text import render_report

    say(render_facts(shown.facts, shown.known, files=files, width=width()))
    say()
    say(render_report(shown.report, color=use_color(), width=width()))
    return 0


def _plain(value: object) -> object:
    from dataclasses import asdict, is_dataclass

    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"not JSON: {type(value)}")
