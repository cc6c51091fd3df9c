"""`chapbook build`."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chapbook.cli.screen import Progress, complain, counted, good, note, say, use_color, width
from chapbook.diag.errors import UsageProblem

if TYPE_CHECKING:
    from chapbook.site.result import BuildOptions

_GARBAGE = 1_000_000
"""Objects between two looks for garbage: a build after an edit makes fewer, and ends. See `site/pool.py` for others."""


@click.command(epilog="Examples: chapbook build   ·   chapbook build --offline --zip")
@click.option(
    "--site-dir",
    "-d",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to write the site; by default as mkdocs.yml says, else site/.",
)
@click.option(
    "--offline",
    is_flag=True,
    help="Make a site that opens from a folder, without a server, in site-offline/.",
)
@click.option("--zip", "archived", is_flag=True, help="Write the site into a zip file beside its folder too.")
@click.option("--strict", is_flag=True, help="Any warning: keep the old site and exit with 1.")
@click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    help="Processes that make pages; by default as many as there are processors.",
)
@click.option("--clean", is_flag=True, help="Make every page anew; use nothing that earlier builds kept.")
@click.option("--no-cache", is_flag=True, help="Make every page anew, and keep nothing for the next build.")
@click.option(
    "--shard",
    metavar="I/N",
    help="Make only part I of N, for another machine to put together; see --merge.",
)
@click.option("--merge", is_flag=True, help="Put the parts together that were made with --shard.")
@click.option(
    "--shard-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the parts lie; by default in site-shards/.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def build(
    site_dir: Path | None,
    offline: bool,
    archived: bool,
    strict: bool,
    jobs: int | None,
    clean: bool,
    no_cache: bool,
    shard: str | None,
    merge: bool,
    shard_dir: Path | None,
    as_json: bool,
) -> int:
    """Build the site of this workspace.

    Only what changed since the last build is made; the result is the same as if everything was. The new site is built
    beside the old one and takes its place when it is whole. Plain `mkdocs build` gives the same site, more slowly.
    """
    gc.set_threshold(_GARBAGE, 20, 50)
    from chapbook.services.build import SHARDS
    from chapbook.services.build import build as run_build
    from chapbook.services.cache_folder import cache_folder
    from chapbook.services.shown import shown_path
    from chapbook.site.result import BuildOptions

    options = BuildOptions(
        site_dir=site_dir,
        strict=strict,
        portable=offline,
        jobs=jobs or 0,
        cache=None if no_cache else cache_folder(),
        clean=clean,
    )
    shards = shard_dir or Path.cwd() / SHARDS
    _require_fitting(shard, merge, no_cache)
    if shard:
        return _build_part(options, shard, shards, as_json)
    with Progress("Building", "modules") as progress:
        built = run_build(
            Path.cwd(), options, progress.update, archived=archived, shards=shards if merge else None
        )
    result, report = built.result, built.report
    if as_json:
        from chapbook.render.json import report_data

        facts = {
            "schema": 1,
            "site_dir": str(result.site_dir),
            "modules": result.modules,
            "pages": result.pages,
            "built": result.built,
            "reused": result.reused,
            "seconds": round(result.seconds, 3),
            "published": result.published,
            "archive": str(built.archive) if built.archive else None,
            "report": report_data(report),
        }
        say(json.dumps(facts, ensure_ascii=False))
    else:
        if report.diagnostics:
            from chapbook.render.text import render_report

            note(
                render_report(report, color=use_color(stream_is_stdout=False), width=width(), summary=False)
                + "\n"
            )
        if result.published:
            where = f"{shown_path(result.site_dir, Path.cwd())}/index.html"
            counts = f"{counted(result.modules, 'module')}, {counted(result.pages, 'page')}"
            work = f"{result.built} built, {result.reused} reused"
            say(good(f"Built {where}") + f"  ({counts}; {work}; {result.seconds:.2f} s)")
        if built.archive:
            say(good(f"Wrote {shown_path(built.archive, Path.cwd())}") + "  (unpack it and open index.html)")
    if not result.published:
        complain("The site was not replaced, since --strict allows no warnings.", "Mend what is named above.")
        return 1
    return 0


def _require_fitting(shard: str | None, merge: bool, no_cache: bool) -> None:
    """Refuse options that exclude each other."""
    if shard and merge:
        raise UsageProblem(
            "shard-and-merge",
            "--shard makes one part of a site, and --merge puts all together: not both at once.",
            "Make each part with --shard first, then put them together with --merge.",
        )
    if merge and no_cache:
        raise UsageProblem(
            "merge-without-cache",
            "--merge puts the parts together by way of the cache, which --no-cache leaves out.",
            "Leave one of them out.",
        )


def _build_part(options: BuildOptions, shard: str, folder: Path, as_json: bool) -> int:
    from chapbook.services.build import build_part
    from chapbook.services.shown import shown_path

    with Progress("Building", "modules") as progress:
        part = build_part(Path.cwd(), options, shard, folder, progress.update)
    if as_json:
        say(json.dumps({"schema": 1, "shard": shard, "path": str(part.path), "modules": part.modules}))
    else:
        where = shown_path(part.path, Path.cwd())
        say(good(f"Made {where}") + f"  (part {shard}, {counted(part.modules, 'module')})")
    return 0
