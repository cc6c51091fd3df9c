"""Any bytes in any file of a module give diagnostics, never a traceback; and every place lies in its file."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from chapbook.diag.codes import BY_CODE, Profile
from chapbook.diag.report import Report
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.model.reader import read_module
from chapbook.model.subject import Subject
from chapbook.render.json import render_report as render_json
from chapbook.render.text import render_report
from chapbook.tree.tree import MemoryTree
from support.base import LESSON, MODULE, QUIZ, base_files

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>t</title><path d="M0 0"/></svg>'
FILES = {path: text.encode() for path, text in (base_files() | {"assets/a.svg": SVG}).items()}
PATHS = st.sampled_from(sorted(FILES))

YAML_BITS = st.sampled_from(
    [
        "id:",
        "title:",
        "format:",
        "1",
        "-",
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "|",
        ">",
        "&",
        "*",
        "!",
        "%",
        "@",
        "`",
        "#",
        "~",
        "null",
        "true",
        "12:30",
        "---",
        "...",
        "?",
        ":",
        "\t",
        "\n",
        "",
        "\r\n",
        "é",
        "𝄞",
        "\x07",
        "<<:",
        "x-a:",
        "module:",
        "lessons:",
        "questions:",
        "options:",
        "text:",
        "correct:",
        "type:",
        "single",
        "number",
        "between:",
        "[1,2]",
        "accept:",
        "pattern:",
        "(",
        "a{9}",
        "objectives:",
        "completion:",
        "quiz:",
        "all",
    ]
)
MARKDOWN_BITS = st.sampled_from(
    [
        "```quiz id=a objective=stage type=single\n",
        "```quiz\n",
        "```\n",
        "~~~\n",
        "- [x] ",
        "- [ ] ",
        "> ",
        "? ",
        "= 3 +- 1\n",
        "=~ (a+)+$\n",
        "! no\n",
        "[[",
        "]]",
        "|",
        "---\n",
        "# ",
        "## a {#b}\n",
        "![](x.svg)",
        '![""](../../x)',
        "[a](module:b/c#d)",
        "[a][b]\n\n[b]: javascript:x\n",
        "<script>",
        "<a onclick=x>",
        "<!--",
        "-->",
        "<![CDATA[",
        "&#x6a;avascript:",
        "!!! note\n\n    ",
        '=== "T"\n\n    ',
        "> [!TIP]\n> ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "1. ",
        "- a => b\n",
        "[^1]",
        "\\",
        "`",
        "$$",
        "{ onclick=x }",
        "é",
        "\u202e",
    ]
)


def check(files: dict[str, bytes], profile: Profile) -> tuple[Subject, Report]:
    subject = read_module(MemoryTree(files), name="base")
    return subject, run(subject, LintConfig(profile=profile))


def hold(files: dict[str, bytes]) -> None:
    """Check, render, and look that each diagnostic is whole and points into its file."""
    for profile in Profile:
        subject, report = check(files, profile)
        for each in report.diagnostics:
            assert each.code in BY_CODE
            assert each.message
            span = each.location.span
            assert span.line >= 1
            assert span.column >= 1
            assert (span.end_line, span.end_column) >= (span.line, span.column)
            text = next((t for p, t in subject.texts.items() if p == each.location.path), None)
            if text is not None:
                assert span.line <= text.count("\n") + 1
        render_report(report)
        render_json(report)


@settings(max_examples=150, deadline=None)
@given(path=PATHS, data=st.binary(max_size=300))
def test_random_bytes_in_place_of_a_file(path: str, data: bytes) -> None:
    hold({**FILES, path: data})


@settings(max_examples=150, deadline=None)
@given(path=PATHS, at=st.integers(0, 2000), cut=st.integers(0, 40), data=st.binary(max_size=12))
def test_a_stretch_of_a_file_is_replaced(path: str, at: int, cut: int, data: bytes) -> None:
    whole = FILES[path]
    at %= len(whole) + 1
    hold({**FILES, path: whole[:at] + data + whole[at + cut :]})


@settings(max_examples=150, deadline=None)
@given(bits=st.lists(YAML_BITS, max_size=30), path=st.sampled_from(["module.yml", "quizzes/check.yml"]))
def test_pieces_of_yaml_in_any_order(bits: list[str], path: str) -> None:
    hold({**FILES, path: " ".join(bits).encode()})
    base = MODULE if path == "module.yml" else QUIZ
    hold({**FILES, path: (base + " ".join(bits)).encode()})


@settings(max_examples=150, deadline=None)
@given(bits=st.lists(MARKDOWN_BITS, max_size=30))
def test_pieces_of_markdown_in_any_order(bits: list[str]) -> None:
    hold({**FILES, "lessons/why.md": (LESSON + "".join(bits)).encode()})
    hold({**FILES, "lessons/why.md": ("---\nid: why\ntitle: T\n---\n" + "".join(bits)).encode()})


@settings(max_examples=50, deadline=None)
@given(missing=st.sets(PATHS), more=st.lists(st.text("abcABC.-_ éß漢/", min_size=1, max_size=12), max_size=4))
def test_missing_and_unexpected_files(missing: set[str], more: list[str]) -> None:
    files = {path: data for path, data in FILES.items() if path not in missing}
    for name in more:
        parts = [part for part in name.split("/") if part.strip(".")]
        if parts:
            files["/".join(parts)] = b"x"
    hold(files)
