"""The documentation says what the code does: it builds, is complete, its links lead somewhere, its commands parse."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from chapbook.cli.main import COMMANDS, cli
from chapbook.diag.codes import CODES, SITE_CODES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
GENERATED = ("commands", "codes", "decisions")
LOOSE = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES = sorted(
    path
    for path in (DOCS / "pages").rglob("*.md")
    if path.relative_to(DOCS / "pages").parts[0] not in GENERATED
)
QUOTING = [
    *LOOSE,
    *PAGES,
    *sorted((DOCS / "adr").glob("*.md")),
    *sorted((ROOT / "modules/first-module").rglob("*.md")),
]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """Load `docs/generate.py`."""
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(DOCS)
        spec.loader.exec_module(module)
    return module


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build the documentation that lies in `folder`, strictly. With `--quiet`, MkDocs would not count warnings."""
    options = ["--strict", "-f", str(folder / "mkdocs.yml"), "-d", str(folder / "site")]
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *options],
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )


@pytest.fixture(scope="module")
def built(generate: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the pages, generated ones too, and the site built from them."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copy(DOCS / "mkdocs.yml", folder)
    shutil.copytree(DOCS / "pages", folder / "pages", ignore=shutil.ignore_patterns(*GENERATED))
    generate.main(folder / "pages")
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_command_and_code_has_a_page_on_the_site(built: Path) -> None:
    for name in COMMANDS:
        assert (built / "site" / "commands" / name / "index.html").is_file(), name
    listed = (built / "pages" / "codes" / "index.md").read_text(encoding="utf-8")
    for entry in (*CODES, *SITE_CODES):
        assert f"[{entry.code}]" in listed, entry.code
        assert (built / "site" / "codes" / f"{entry.code}-{entry.slug}" / "index.html").is_file(), entry.code


def test_a_broken_link_or_anchor_stops_the_build(built: Path, tmp_path: Path) -> None:
    for number, link in enumerate(("nowhere.md", "security.md#nothing-like-it")):
        folder = tmp_path / str(number)
        shutil.copytree(built, folder, ignore=shutil.ignore_patterns("site"))
        with (folder / "pages" / "architecture.md").open("a", encoding="utf-8") as page:
            page.write(f"\n[Somewhere]({link})\n")
        done = build(folder)
        assert done.returncode != 0
        assert link in done.stdout + done.stderr


def test_the_site_asks_no_other_host(built: Path) -> None:
    for page in (built / "site").rglob("*.html"):
        loaded = re.findall(
            r'<(?:script|img|iframe|source)[^>]* src="(https?:[^"]*)"', page.read_text(encoding="utf-8")
        )
        styles = re.findall(
            r'<link[^>]* href="(https?:[^"]*)"[^>]*rel="stylesheet"', page.read_text(encoding="utf-8")
        )
        assert not loaded + styles, page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_tables_are_those_of_the_code(generate: ModuleType, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert generate.with_tables(text) == text, "run: python docs/generate.py"


def test_an_old_table_is_noticed_and_an_unknown_one_too(generate: ModuleType) -> None:
    page = (DOCS / "pages/format/limits.md").read_text(encoding="utf-8")
    assert "10,000" in page
    assert generate.with_tables(page.replace("10,000", "99")) == page
    with pytest.raises(KeyError):
        generate.with_tables("<!-- table: none-such -->\n<!-- end -->")


# Links of files that no site shows


def local_links(text: str) -> Iterator[str]:
    """Give the targets of links and pictures that are files, without those in code."""
    prose = re.sub(r"^(`{3,}).*?^\1`*$|`[^`\n]+`", "", text, flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if not re.match(r"[a-z]+:", target):
            yield target


@pytest.mark.parametrize("page", [*LOOSE, *PAGES], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page: Path) -> None:
    for target in local_links(page.read_text(encoding="utf-8")):
        path = (page.parent / target.partition("#")[0]).resolve() if not target.startswith("#") else page
        made = path.is_relative_to(DOCS / "pages") and path.relative_to(DOCS / "pages").parts[0] in GENERATED
        assert path.exists() or made, target


def test_readme_links_to_no_page_that_is_only_generated() -> None:
    for page in LOOSE:
        for target in local_links(page.read_text(encoding="utf-8")):
            assert not any(f"pages/{name}/" in target for name in GENERATED), target


# Command lines


def commands_of(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Give a command and all below it, each with its name as typed."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands_of(below, f"{path} {name}")


ALL_COMMANDS = dict(commands_of(cli, "chapbook"))


def problem_with(line: str, *, whole: bool) -> str:
    """Say what is wrong with a command line, or nothing. A line that is not `whole` may lack arguments."""
    words = shlex.split(line)
    assert words[0] == "chapbook"
    command, rest, path = ALL_COMMANDS["chapbook"], words[1:], "chapbook"
    while True:
        try:
            context = command.make_context(path, list(rest))
        except click.exceptions.Exit:
            return ""
        except click.MissingParameter as error:
            return error.format_message() if whole else ""
        except click.UsageError as error:
            return error.format_message()
        rest = [*context._protected_args, *context.args]
        if not isinstance(command, click.Group) or not rest:
            return ""
        path = f"{path} {rest[0]}"
        if path not in ALL_COMMANDS:
            return f"no command {path}"
        command, rest = ALL_COMMANDS[path], rest[1:]


def quoted(text: str) -> Iterator[tuple[str, bool]]:
    """Give the command lines in a page: whole ones from `console` blocks, shortened ones from inline code."""
    for block in re.findall(r"^(`{3,})console\n(.*?)^\1$", text, re.DOTALL | re.MULTILINE):
        for line in re.findall(r"^[$>] (?:\S*/)?(chapbook(?: .*)?)$", block[1], re.MULTILINE):
            yield line, True
    for line in re.findall(r"(?<!`)`(chapbook [^`\n]+)`(?!`)", text):
        yield line, False


@pytest.mark.parametrize("page", QUOTING, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_quoted_command_lines_parse(page: Path) -> None:
    for line, whole in quoted(page.read_text(encoding="utf-8")):
        assert problem_with(line, whole=whole) == "", line


def test_lines_that_do_not_parse_are_found() -> None:
    page = "```console\n$ chapbook check --mend\n$ chapbook pack\n```\nThen `chapbook adopt x` and `chapbook import`."
    lines = list(quoted(page))
    assert [line for line, _ in lines] == [
        "chapbook check --mend",
        "chapbook pack",
        "chapbook adopt x",
        "chapbook import",
    ]
    problems = [problem_with(line, whole=whole) for line, whole in lines]
    assert "--mend" in problems[0]
    assert "MODULE" in problems[1]
    assert "adopt" in problems[2]
    assert problems[3] == ""


def test_the_readme_walks_from_init_to_import() -> None:
    typed = [
        line.split()[1] for line, whole in quoted((ROOT / "README.md").read_text(encoding="utf-8")) if whole
    ]
    walk = ["init", "new", "serve", "check", "build", "pack", "show", "import"]
    assert [word for word in dict.fromkeys(typed) if word in walk] == walk


@pytest.mark.parametrize("path", [path for path in ALL_COMMANDS if path != "chapbook"])
def test_every_command_has_help_and_an_example(path: str) -> None:
    command = ALL_COMMANDS[path]
    assert command.help
    epilog = (command.epilog or "").replace("\b", "")
    word, _, listed = epilog.partition(":")
    assert word.strip() in ("Example", "Examples"), epilog
    examples = [each.strip() for each in re.split(r"\s+·\s+|\n", listed) if each.strip()]
    assert examples
    for line in examples:
        assert line.startswith(path), line
        assert problem_with(line, whole=True) == "", line


@pytest.mark.parametrize("path", ALL_COMMANDS)
def test_every_option_says_what_it_does(path: str) -> None:
    for parameter in ALL_COMMANDS[path].params:
        if isinstance(parameter, click.Option) and parameter.name != "form":
            assert parameter.help, parameter.name
