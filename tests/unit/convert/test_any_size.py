"""Sources of every size: nothing at all is fine, and time stays in proportion to the text."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from chapbook.convert.dialects import NAMES
from chapbook.convert.liascript_quizzes import Section, pieces
from chapbook.convert.notes import Log
from support.conversion import convert
from support.pace import ends, growth

UNIT = "### YamlMime:ModuleUnit\nuid: u\ntitle: U\ncontent: |\n  [!include[](inc.md)]\n"
INDEX = "### YamlMime:Module\nuid: a\ntitle: a\nunits: [u]\n"


def source(name: str, text: str) -> Mapping[str, str]:
    """Give a source of a dialect whose main file holds this text."""
    sources = {
        "gift": {"a.gift": text},
        "aiken": {"a.aiken": text},
        "mdbook-quiz": {"a.md": text, "a.toml": text},
        "mkdocs-quiz": {"docs/a.md": text, "mkdocs.yml": text},
        "carpentries": {"config.yaml": "title: a", "episodes/a.md": text, "links.md": text},
        "mslearn": {"index.yml": INDEX, "u.yml": UNIT, "inc.md": text},
    }
    return sources.get(name, {"a.md": text})


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", " \t\n \n", "---\n---\n", "<!-- -->"])
@pytest.mark.parametrize("name", NAMES)
def test_an_empty_file_is_fine(name: str, text: str) -> None:
    outcome = convert(name, source(name, text))
    assert "module.yml" in outcome.made.files
    assert outcome.questions == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_describes_the_source_may_be_empty(name: str) -> None:
    files = dict.fromkeys(source(name, ""), "") | {"LICENSE": "", "CITATION.cff": "", "index.md": ""}
    assert "module.yml" in convert(name, files).made.files


@pytest.mark.parametrize("unit", ["<!--", "<!-- a\n", "![", "`", "\n"])
@pytest.mark.parametrize("name", ["mdbook-quiz", "mkdocs-quiz", "carpentries", "liascript", "mslearn"])
def test_long_rows_of_one_sign_take_time_in_proportion(name: str, unit: str) -> None:
    def work(size: int) -> None:
        convert(name, source(name, (unit * size)[:size]))

    assert growth(work, 16_000) < 3.5


def test_a_name_of_very_many_parts_is_not_read() -> None:
    with ends():
        outcome = convert("mdbook-quiz", {"a.toml": "1. " * 300_000})
    assert "a name of very many parts" in outcome.lost


def test_a_comment_of_very_many_lines_takes_time_in_proportion() -> None:
    def work(size: int) -> None:
        list(pieces(Section("", 0, 1, ["<!-- a"] * size), "a.md", Log()))

    assert growth(work, 20_000) < 3.2
