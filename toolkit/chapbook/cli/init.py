"""`chapbook init`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chapbook.cli.ask import ask, may_ask
from chapbook.cli.screen import good, note, say

if TYPE_CHECKING:
    from chapbook.services.init import Initialised, InitOptions

_HOSTS = """\
The built site is a folder of plain files, site/. Any web host shows it as it is: copy it there, or name it as the
folder to publish. On GitHub Pages: chapbook init --github-pages writes a workflow that builds and publishes it. On
GitLab Pages: build with --site-dir public and keep public/ as the job's artifact."""


@click.command(
    epilog="Examples: chapbook init my-academy   ·   chapbook init . --title 'My academy' --no-input   ·   "
    "chapbook init --github-pages"
)
@click.argument("folder", metavar="[DIR]", default=".")
@click.option("--title", default="", help="Title of the site; by default made of the folder's name.")
@click.option("--author", default="", help="Your name, as it is shown; by default Git's user.name.")
@click.option(
    "--language", default="", help="Language of the site's own words, such as en or pt-BR.  [default: en]"
)
@click.option("--github-pages", is_flag=True, help="Also write a workflow that publishes to GitHub Pages.")
@click.option("--no-input", is_flag=True, help="Ask nothing; take the defaults.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON; asks nothing.")
def init(
    folder: str, title: str, author: str, language: str, github_pages: bool, no_input: bool, as_json: bool
) -> None:
    """Make a workspace: settings, a folder for modules.

    DIR is made when it is not there; without it, this folder becomes a workspace. Files that exist are kept.
    """
    from chapbook.services.init import InitOptions
    from chapbook.services.init import init as run_init

    options = InitOptions(
        start=Path.cwd(),
        folder=folder,
        title=title,
        author=author,
        language=language,
        github_pages=github_pages,
    )
    result = run_init(_completed(options, may_ask(no_input or as_json)))
    if as_json:
        say(json.dumps(_facts(result), ensure_ascii=False))
        return
    _show(result)


def _completed(options: InitOptions, asking: bool) -> InitOptions:
    """Fill in what was not given: by at most three questions, else by defaults."""
    from chapbook.services.init import check_language, check_place, is_new, suggested_title
    from chapbook.services.new_module import git_user
    from chapbook.services.scaffold import clean_text

    check_place(options.start, options.folder)
    check_language(options.language or "en")
    asking = asking and is_new(options.start, options.folder)
    title = options.title or suggested_title(options.start, options.folder)
    author = options.author or git_user(options.start)
    language = options.language or "en"
    if asking and not options.title:
        title = ask("Title of the site", title, lambda text: clean_text(text, "title"))
    if asking and not options.author:
        author = ask("Your name, as it is shown", author, lambda text: clean_text(text, "name"))
    if asking and not options.language:
        language = ask("Language of the site", language, check_language)
    return replace(options, title=title, author=author, language=language)


def _show(result: Initialised) -> None:
    for line in result.notes:
        note(line)
    where = "this folder" if result.folder == "." else f"{result.folder}/"
    if not result.written:
        say(f"Nothing to do: {where} is a workspace already.")
    else:
        say(good(f"Made the workspace “{result.title}” in {where}"))
    for name in result.written:
        say(f"  wrote {name}")
    for name in result.kept:
        say(f"  kept {name}")
    say()
    say("Next:" if result.folder == "." else f"Next:\n  cd {_quoted(result.folder)}")
    for command in _next(result):
        say(f"  {command}")
    say()
    say(_HOSTS)


def _next(result: Initialised) -> list[str]:
    return ["chapbook check", "chapbook serve"] if result.has_modules else ["chapbook new module"]


def _quoted(path: str) -> str:
    import shlex

    return shlex.quote(path)


def _facts(result: Initialised) -> dict[str, object]:
    return {
        "schema": 1,
        "folder": result.folder,
        "title": result.title,
        "written": list(result.written),
        "kept": list(result.kept),
        "notes": list(result.notes),
        "next": _next(result),
    }
