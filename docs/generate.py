"""Write the documentation's pages that say what the code says: commands, codes, decisions; and refresh its tables.

    python docs/generate.py [PAGES]        # default: docs/pages

Whole pages (`commands/`, `codes/`, `decisions/`) are made anew and not committed. Tables between `<!-- table: NAME -->`
and `<!-- end -->` in committed pages are rewritten in place; a test fails when one is out of date.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from tables import TABLES, escaped, exit_codes, table

from chapbook.cli.main import COMMANDS, cli
from chapbook.diag.codes import CODES, SITE_CODES, CodeEntry
from chapbook.diag.diagnostic import Severity

DOCS = Path(__file__).resolve().parent
RULE_PAGES = DOCS.parent / "toolkit" / "chapbook" / "lint" / "pages"
NOTE = "<!-- Written by docs/generate.py. Do not edit. -->\n\n"
EXAMPLE_MODULE = "example-module.md"
EXAMPLE_HEAD = """\
# The module of the examples

Each example on the pages of codes is laid over this small module, so that it shows only what matters. A file of
an example replaces the file of the same name. “At its top” means that the lines shown go before the module's own,
in place of its keys of the same name. The folder is called `make-tea`; the workspace also has a module `boil-water`
with the lesson `kettle`, and a module `serve-tea` that requires `make-tea`.

"""
_EXAMPLE = re.compile(r"^(`{3,}\w+) ((?:file|released|irregular)=.*)$", re.MULTILINE)
_TABLE = re.compile(r"(<!-- table: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)

ALL_CODES = (*CODES, *SITE_CODES)
FAMILIES = {
    "S": "Structure",
    "M": "Metadata",
    "L": "Links and files",
    "A": "Access",
    "Q": "Questions",
    "P": "Teaching",
    "R": "Rights",
    "X": "Safety and portability",
    "SIT": "While a site is built",
}


def main(pages: Path) -> None:
    """Write everything below `pages`."""
    for folder, written in (
        ("commands", command_pages()),
        ("codes", code_pages()),
        ("decisions", decision_pages()),
    ):
        shutil.rmtree(pages / folder, ignore_errors=True)
        (pages / folder).mkdir(parents=True)
        for name, body in written:
            (pages / folder / name).write_text(body, encoding="utf-8")
    for path in sorted(pages.rglob("*.md")):
        before = path.read_text(encoding="utf-8")
        after = with_tables(before)
        if after != before:
            path.write_text(after, encoding="utf-8")


def with_tables(page: str) -> str:
    """Give a page with its marked tables as the code says them now."""
    return _TABLE.sub(lambda match: match[1] + "\n" + TABLES[match[2]]() + "\n" + match[3], page)


# Commands


def command_pages() -> Iterator[tuple[str, str]]:
    """Give the page of each command, and the list of all."""
    context = click.Context(cli, info_name="chapbook", help_option_names=["-h", "--help"])
    rows = [(f"[`chapbook {name}`]({name}.md)", line) for name, (_, line) in COMMANDS.items()]
    yield "index.md", NOTE + _index(context, rows)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        yield f"{name}.md", NOTE + "\n".join(_command(command, f"chapbook {name}", 1)) + "\n"


def _index(context: click.Context, rows: list[tuple[str, str]]) -> str:
    options = "\n".join(_options(cli, context))
    return (
        f"# Commands\n\n{_text(cli.help or '')}\n\n{table(('Command', 'What it does'), rows)}\n"
        f"## Options of every call\n\nThey stand before the command: `chapbook --debug check`.\n\n{options}\n"
        f"## Exit codes\n\n{exit_codes()}"
    )


def _command(command: click.Command, path: str, level: int) -> Iterator[str]:
    context = click.Context(command, info_name=path, help_option_names=["-h", "--help"])
    yield f"{'#' * level} {path}\n"
    yield _text(command.help or "") + "\n"
    yield f"```console\n$ {command.get_usage(context).removeprefix('Usage: ')}\n```\n"
    yield from _options(command, context)
    if command.epilog:
        yield _examples(command.epilog)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            sub = command.get_command(context, name)
            if sub is not None:
                yield from _command(sub, f"{path} {name}", level + 1)


def _text(help_text: str) -> str:
    """Give a help text as Markdown: paragraphs stay, command lines and arguments in it stay as they are."""
    lines = [line.strip() for line in help_text.replace("\b", "").strip().split("\n")]
    return "\n".join(line.replace("<", "&lt;") for line in lines)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    rows = [
        (escaped(_code(record[0])), escaped(record[1]))
        for parameter in command.get_params(context)
        if isinstance(parameter, click.Option) and (record := parameter.get_help_record(context))
    ]
    if rows:
        yield table(("Option", "What it does"), rows)


def _code(record: str) -> str:
    return ", ".join(f"`{part.strip()}`" for part in record.split(", "))


def _examples(epilog: str) -> str:
    _, _, listed = epilog.partition(":")
    lines = "\n".join(
        f"$ {each.strip()}" for each in re.split(r"\s+·\s+|\n", listed.replace("\b", "")) if each.strip()
    )
    return f"For example:\n\n```console\n{lines}\n```\n"


# Codes


def code_pages() -> Iterator[tuple[str, str]]:
    """Give the page of each code, as `chapbook explain` prints it, and the list of all."""
    sections = [
        f"## {title}\n\n{table(('Code', 'Name', 'In a draft', 'To publish'), rows)}"
        for family, title in FAMILIES.items()
        if (rows := [_code_row(entry) for entry in ALL_CODES if entry.code.rstrip("0123456789") == family])
    ]
    head = (
        "# Codes\n\n"
        "Each thing that `chapbook check` or `chapbook build` reports has a code. A code never changes its meaning. "
        "`chapbook explain` and a code prints its page in the terminal.\n\n"
        "When a peer's bundle is checked, the column “To publish” counts, and every X code is an error.\n\n"
        f"The examples on the pages are laid over one small module, [{EXAMPLE_MODULE[:-3]}]({EXAMPLE_MODULE}).\n\n"
    )
    yield "index.md", NOTE + head + "\n".join(sections)
    for entry in ALL_CODES:
        name = page_name(entry)
        yield name, _rule_page((RULE_PAGES / name).read_text(encoding="utf-8"))
    base = (RULE_PAGES / "base.md").read_text(encoding="utf-8")
    yield EXAMPLE_MODULE, EXAMPLE_HEAD + _rule_page(base[base.index("````") :])


def _rule_page(page: str) -> str:
    """Say above each example which file it is, and above what is expected that it is."""
    titled = _EXAMPLE.sub(lambda match: f'{match[1]} title="{_title(match[2])}"', page)
    return re.sub(r"^(`{3,})expect$", r'\1text title="What the check reports"', titled, flags=re.MULTILINE)


def _title(words: str) -> str:
    given = dict(word.partition("=")[::2] for word in words.split())
    name = given.get("file") or f"{given.get('irregular', '')} (not a plain file)"
    name = f"{given['released']} of the last release" if "released" in given else name
    name += ", at its top" if "merge" in given else ""
    name += f", without {given['without']}" if "without" in given else ""
    return name + (f", saved as {given['encoding']}" if "encoding" in given else "")


def page_name(entry: CodeEntry) -> str:
    """Give the file name of a code's page."""
    return f"{entry.code}-{entry.slug}.md"


def _code_row(entry: CodeEntry) -> tuple[str, ...]:
    link = f"[{entry.code}]({page_name(entry)})"
    return link, entry.slug, _severity(entry.draft), _severity(entry.publish)


def _severity(severity: Severity | None) -> str:
    return severity.value if severity else "–"


# Decisions


def decision_pages() -> Iterator[tuple[str, str]]:
    """Give a copy of each decision record, and the list of all."""
    records = {path.name: path.read_text(encoding="utf-8") for path in sorted((DOCS / "adr").glob("*.md"))}
    rows = [f"- [{body.split(chr(10), 1)[0].lstrip('# ')}]({name})" for name, body in records.items()]
    head = "# Decisions\n\nOne page each: what had to be decided, which ways there were, what was chosen.\n\n"
    yield "index.md", NOTE + head + "\n".join(rows) + "\n"
    yield from records.items()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS / "pages")
