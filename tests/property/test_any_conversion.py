"""Any bytes in any file of a source give a module that passes the check of a draft, or a message; never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapbook.convert.dialects import DIALECTS, NAMES, Dialect
from chapbook.convert.emit import Wish, emit
from chapbook.convert.notes import Log
from chapbook.convert.seen import SeenTree
from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Severity
from chapbook.diag.errors import ChapbookError
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.model.reader import read_module
from chapbook.tree.disk import DirTree
from chapbook.tree.tree import MemoryTree

CASES = Path(__file__).parents[1] / "cases" / "convert"
BITS = st.sampled_from(
    [
        "\n", "\n\n", " ", "    ", "\t", "---\n", "# ", "## a\n", "- [x] ", "- [ ] ", "1. ", "> ", "? ", "= ", "```\n",
        "```quiz id=a\n", "~", "=", "#", "{", "}", "::", "%50%", "->", "\\", "\\n", "//", "####", "A. a\n", "ANSWER: A\n",
        "[[questions]]\n", 'type = "Tracing"\n', "prompt.prompt = 1\n", "answer = []\n", "<quiz>\n", "</quiz>\n",
        "content:\n", "::: challenge\n", ":::::\n", "::: solution\n", "[!include[](", ")](", "![", "](", "](a.png)", "<",
        "<script>", "javascript:", "[a](javascript:x)", "[( )] a\n", "[(X)] b\n", "[[ ]] c\n", "[[X]] d\n", "[[e]]\n",
        "[[?]] f\n", "****\n", "<!--", "-->", "key: [\n", "key: value\n", "title:", "units:\n", "- a\n", "null",
        "é", "漢", "\u202e", "\x07", "\ufeff", "\u2028", "{ onclick=x }", "[a]: javascript:x\n", "../../x", "$$", "|",
    ]
)  # fmt: skip


def hold(dialect: Dialect, files: dict[str, bytes]) -> None:
    tree, log = SeenTree(MemoryTree(files)), Log()
    draft = dialect.convert(tree, log)
    try:
        made = emit(draft, tree, Wish(id="made", dialect=dialect.title), log)
    except ChapbookError:
        return
    report = run(read_module(MemoryTree(made.files), name="made"), LintConfig(profile=Profile.DRAFT))
    assert [each.message for each in report.diagnostics if each.severity is Severity.ERROR] == []
    assert all(str(note) for note in (*made.kept, *made.changed, *made.lost))


def sources(dialect: Dialect) -> dict[str, bytes]:
    tree = DirTree(CASES / dialect.name)
    return {path: tree.read(path) for path in tree.paths()}


@pytest.mark.parametrize("dialect", DIALECTS, ids=NAMES)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_random_bytes_in_place_of_a_file(dialect: Dialect, data: st.DataObject) -> None:
    files = sources(dialect)
    hold(dialect, files | {data.draw(st.sampled_from(sorted(files))): data.draw(st.binary(max_size=200))})


@pytest.mark.parametrize("dialect", DIALECTS, ids=NAMES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_pieces_of_the_dialects_put_into_a_file(dialect: Dialect, data: st.DataObject) -> None:
    files = sources(dialect)
    path = data.draw(st.sampled_from(sorted(files)))
    for _ in range(data.draw(st.integers(1, 3))):
        whole = files[path]
        at = data.draw(st.integers(0, len(whole)))
        cut = data.draw(st.integers(0, 20))
        bits = "".join(data.draw(st.lists(BITS, max_size=8))).encode()
        files[path] = whole[:at] + bits + whole[at + cut :]
    hold(dialect, files)
