"""No command imports what it does not need: start-up is what a user feels most often."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from chapbook.cli.main import cli
from support.base import base_files
from support.startup import Imported, imported
from support.users import User, Users, fingerprints

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

HEAVY = {
    "PIL", "asyncio", "cryptography", "filelock", "http.client", "importlib.metadata", "jinja2", "langcodes",
    "latex2mathml", "license_expression", "lsprotocol", "markdown", "markdown_it", "material", "mkdocs",
    "multiprocessing", "nh3", "platformdirs", "playwright", "pygls", "pygments", "pymdownx", "ssl", "unittest",
    "urllib.request", "watchdog", "yaml",
}  # fmt: skip
"""Libraries that take time to import, ours and Python's own."""

NOTHING: frozenset[str] = frozenset()
YAML = frozenset({"yaml"})
TEXT = YAML | {"markdown_it"}
WRITES = TEXT | {"platformdirs", "filelock", "license_expression", "langcodes"}
SIGNS = frozenset({"cryptography", "filelock", "platformdirs"})
SITE = frozenset(
    HEAVY - {"asyncio", "cryptography", "filelock", "lsprotocol", "playwright", "pygls", "watchdog"}
)


@dataclass(frozen=True, slots=True)
class Case:
    """A command as it is commonly used, and which of the heavy libraries it may import."""

    words: str
    allowed: frozenset[str]
    code: int = 0


AUTHOR = (
    Case("--help", NOTHING),
    Case("--version", frozenset({"importlib.metadata"})),
    Case("chekc", NOTHING, 2),
    Case("check --help", NOTHING),
    Case("build --help", NOTHING),
    Case("lsp --help", NOTHING),
    Case("explain", NOTHING),
    Case("init . --title Tea --author Ana --no-input", YAML),
    Case("new module cups --title Cups --author Ana --no-input", TEXT),
    Case("new lesson base Rinse", TEXT),
    Case("new quiz base Last", TEXT),
    Case("new question base/rinse --type single", TEXT),
    Case("check base", TEXT | {"platformdirs"}, 1),
    Case("check base --run", TEXT | {"platformdirs"}, 1),
    Case("check cups --links", TEXT | {"platformdirs"}),
    Case("fmt --check", TEXT, 1),
    Case("mv base rinse wash --write", TEXT),
    Case("reorder base wash --first --write", TEXT),
    Case("report base", TEXT),
    Case("take base", TEXT),
    Case("review-sheet base", TEXT),
    Case("diff base base", TEXT),
    Case("convert markdown modules/base/lessons --id made --dry-run", TEXT | {"license_expression", "langcodes"}),
    Case("migrate", YAML),
    Case("schema module", NOTHING),
    Case("doctor", YAML | {"importlib.metadata"}),
    Case("lsp", frozenset(TEXT | {"asyncio", "importlib.metadata", "lsprotocol", "platformdirs", "pygls", "ssl"})),
    Case("build", SITE),
    Case("build", frozenset({"platformdirs"})),  # nothing changed
    Case("cache info", frozenset({"platformdirs"})),
    Case("cache clear", frozenset({"platformdirs"})),
    Case("serve --host 192.0.2.1", SITE | {"watchdog", "filelock"}, 3),
)  # fmt: skip
"""What an author does alone, in a workspace with the module `base`; each finds what those before it left."""

ANA = (
    Case("key show", SIGNS),
    Case("key export", SIGNS),
    Case("key rotate --use new --yes", SIGNS),
    Case("key revoke {old} --yes", SIGNS),
    Case("pack base --force", TEXT | SIGNS | {"importlib.metadata", "license_expression", "langcodes"}),
    Case("endorse accept ../../ben/work/said/worked* --yes", TEXT | SIGNS),
    Case("key recover {sheet} --use new --yes", SIGNS),
)
BEN = (
    Case("key init --name Ben --use new --recovery {ben sheet} --yes", YAML | SIGNS),
    Case("show {bundle}", TEXT | SIGNS),
    Case("verify {bundle}", TEXT | SIGNS),
    Case("import {bundle} --as ana --yes", TEXT | SIGNS),
    Case("trust list", SIGNS),
    Case("trust why ana", SIGNS),
    Case("remix ana/base --as mine --author Ben --yes", TEXT | SIGNS | {"license_expression", "langcodes"}),
    Case("endorse review {bundle} --output said", TEXT | SIGNS),
    Case("endorse completion {bundle} --person ana --output said", TEXT | SIGNS),
    Case("endorse worked-with ana --output said", TEXT | SIGNS),
    Case("endorse key ana --output said", TEXT | SIGNS),
    Case("endorse show said/review*", TEXT | SIGNS),
    Case("trust forget ana --yes", SIGNS),
)
"""What Ana and Ben do with each other's work."""


def all_commands(command: click.Command = cli, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Give every command by the words that call it."""
    if not isinstance(command, click.Group):
        yield " ".join(path)
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        yield from all_commands(below, (*path, name))


def needless(cases: tuple[Case, ...], found: list[Imported]) -> dict[str, set[str]]:
    """Give what commands imported that the table does not allow them; each must have ended as it says."""
    for case, ran in zip(cases, found, strict=True):
        assert ran.code == case.code, (case.words, ran.code, ran.said)
    seen = {case.words: (HEAVY & ran.modules) - case.allowed for case, ran in zip(cases, found, strict=True)}
    return {words: names for words, names in seen.items() if names}


def heavy(found: list[Imported]) -> set[str]:
    """Give all heavy libraries that were imported."""
    return set().union(*(HEAVY & ran.modules for ran in found))


def test_the_table_holds_every_command() -> None:
    called = [case.words for case in (*AUTHOR, *ANA, *BEN)]
    assert [
        each for each in all_commands() if not any(f"{words} ".startswith(f"{each} ") for words in called)
    ] == []


def test_every_library_that_chapbook_needs_is_looked_for() -> None:
    project = tomllib.loads(Path(__file__).parents[2].joinpath("pyproject.toml").read_text(encoding="utf-8"))
    names = {re.split(r"[<>=]", each)[0] for each in project["project"]["dependencies"]}
    called = {"pyyaml": "yaml", "markdown-it-py": "markdown_it", "mkdocs-material": "material", "pillow": "PIL",
              "pymdown-extensions": "pymdownx", "license-expression": "license_expression"}  # fmt: skip
    assert {called.get(name, name) for name in names} - HEAVY == {"click"}


def test_an_author_alone(tmp_path: Path) -> None:
    module = tmp_path / "work/modules/base"
    for path, text in base_files().items():
        (module / path).parent.mkdir(parents=True, exist_ok=True)
        (module / path).write_text(text, encoding="utf-8")
    root = tmp_path / "work"
    found = imported((tuple(case.words.split()), root, tmp_path / "config") for case in AUTHOR)
    assert needless(AUTHOR, found) == {}
    built = next(ran for case, ran in zip(AUTHOR, found, strict=True) if case.words == "build")
    assert {"mkdocs", "markdown", "nh3"} <= built.modules, "control: what a build imports is seen"
    assert {"pygls", "yaml", "markdown_it", "importlib.metadata"} <= heavy(found)
    others = {"chapbook.lint.engine", "chapbook.bundle.manifest", "chapbook.source.yaml_repairs"}
    assert not others & built.modules, (
        "a build needs neither rules nor bundles, nor repairs of files that are in order"
    )
    checked = next(ran for case, ran in zip(AUTHOR, found, strict=True) if case.words == "check base")
    assert others & checked.modules, "control: what a check imports is seen"


def test_two_who_exchange_modules(users: Users) -> None:
    ana, ben = users("ana"), users("ben")
    ana.key()
    old = fingerprints(ana)
    bundle = ana.pack()
    shutil.copy(ana.root / "chapbook.yml", ben.root)
    said = {"old": old, "bundle": bundle, "sheet": ana.sheet, "ben sheet": ben.sheet}

    def of(user: User, cases: tuple[Case, ...]) -> list[tuple[tuple[str, ...], Path, Path]]:
        return [
            (
                tuple(word.format_map(said) for word in re.findall(r"\{[^}]*\}|\S+", case.words)),
                user.root,
                user.config,
            )
            for case in cases
        ]

    both = (*BEN, *ANA)
    found = imported([*of(ben, BEN), *of(ana, ANA)])
    assert needless(both, found) == {}
    assert {"cryptography", "filelock", "platformdirs"} <= heavy(found), (
        "control: what signing imports is seen"
    )


def test_ctrl_c_inside_a_callback_of_a_compiled_library_still_ends_the_run() -> None:
    script = (
        "import sys, time\n"
        "from chapbook.cli import main\n"
        "class Dies:\n"
        "    def __del__(self): raise KeyboardInterrupt\n"
        "def work(words):\n"
        "    try:\n"
        "        dies = Dies()\n"
        "        del dies\n"
        "        for _ in range(6000): time.sleep(0.01)\n"
        "    except KeyboardInterrupt: return 130\n"
        "    return 0\n"
        "main.run = work\n"
        "main.main([])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")
