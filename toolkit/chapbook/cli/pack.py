"""`chapbook pack`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from chapbook.cli.screen import Working, complain, counted, dim, good, note, say, use_color, width

_SHOWN = 5
"""Names that are listed before the rest is counted."""


@click.command(
    epilog="Examples: chapbook pack pricing-basics   ·   chapbook pack modules/pricing-basics --output ~/send"
)
@click.argument("module")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to; by default dist/ of the workspace.",
)
@click.option("--force", is_flag=True, help="Replace a bundle of the same version that has other content.")
@click.option(
    "--sign/--no-sign",
    default=None,
    help="Sign it with your own key, or not; by default it is signed once you have one (chapbook key init).",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def pack(module: str, output: Path | None, force: bool, sign: bool | None, as_json: bool) -> int:
    """Pack a module into one file for a peer.

    MODULE is a module's id or folder. It is checked as for publishing first; with errors nothing is packed. It is
    signed with your own key, if you have one, so that peers see that it comes from you. Packing twice gives the same
    bytes.
    """
    from chapbook.services.pack import Signing
    from chapbook.services.pack import pack as run_pack
    from chapbook.services.shown import shown_path

    with Working("Packing") as working:
        result = run_pack(module, Path.cwd(), output, force=force, signing=Signing(sign, working.end))
    if as_json:
        from chapbook.render.json import report_data

        facts = {
            "schema": 1,
            "path": str(result.path) if result.path else None,
            "release": result.packed.release if result.packed else None,
            "bytes": result.packed.size if result.packed else None,
            "unchanged": result.unchanged,
            "publisher": result.packed.manifest.publisher if result.packed else None,
            "signed_with": result.packed.key.fingerprint if result.packed and result.packed.key else None,
            "endorsements": result.packed.endorsements if result.packed else None,
            "left_out": list(result.left_out),
            "without_notes": list(result.bared),
            "report": report_data(result.report),
        }
        say(json.dumps(facts, ensure_ascii=False))
        return 0 if result.packed else 1
    if result.report.diagnostics:
        from chapbook.render.text import render_report

        note(render_report(result.report, color=use_color(stream_is_stdout=False), width=width()))
    if result.packed is None or result.path is None:
        complain("Nothing was packed: what is wrong above would reach your peer.", "Mend it and pack again.")
        return 1
    word = "Unchanged" if result.unchanged else "Packed"
    size = f"{result.packed.size / 1024:.0f} kB, {len(result.packed.manifest.files)} files"
    size += "" if result.packed.key else ", not signed"
    say(good(f"{word} {shown_path(result.path, Path.cwd())}") + f"  ({size})")
    say(dim(f"  release {result.packed.release}"))
    if result.packed.key:
        say(dim(f"  signed with {result.packed.key.fingerprint}"))
    if result.packed.endorsements:
        say(dim(f"  with {counted(result.packed.endorsements, 'endorsement')}"))
    if result.bared:
        say(
            dim(
                f"  Without place and numbers of devices: {_some(result.bared)}. Your files stay as they are."
            )
        )
    if result.left_out:
        say(dim(f"  Hidden, so left out: {_some(result.left_out)}"))
    return 0


def _some(names: tuple[str, ...]) -> str:
    from chapbook.tree.names import shown

    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(shown(name) for name in names[:_SHOWN]) + more
