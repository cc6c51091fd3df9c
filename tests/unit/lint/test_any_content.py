"""Whatever stands in a module's files, a check ends with a report whose places are inside those files."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from chapbook.diag.codes import Profile
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.model.reader import read_module
from chapbook.render.json import render_report as render_json
from chapbook.render.text import render_report
from chapbook.tree.tree import MemoryTree
from support.rule_pages import base_files

PIECES = st.sampled_from(
    [
        "[",
        "]",
        "(",
        ")",
        "![",
        "](a.png)",
        "](../../x)",
        "<script>",
        "<img",
        "src=x",
        "onerror=y>",
        "```",
        "`",
        "---",
        "{#a}",
        "{onclick=x}",
        "TODO:",
        "-",
        "[x]",
        "=",
        "=~",
        "(a+)+",
        "[[",
        "]]",
        ">",
        "!",
        "\t",
        "\n",
        "\n\n",
        ":",
        "#",
        "&",
        "*",
        "-",
        "'a'",
        '"',
        "id:",
        "questions:",
        "lessons:",
        "1.5",
        "no",
        "\u202e",
        "\ud7ff",
        "é",
        "標",
        "module:",
        "javascript:",
    ]
)
TEXT = st.lists(PIECES, max_size=30).map(" ".join)
FILES = st.fixed_dictionaries(
    {},
    optional={
        "module.yml": TEXT,
        "lessons/tea.md": TEXT.map(lambda text: f"---\nid: tea\ntitle: t\n---\n{text}"),
        "lessons/more.md": TEXT,
        "quizzes/check.yml": TEXT,
        "assets/a.svg": TEXT,
        "i18n/fr/lessons/tea.md": TEXT,
    },
)


@settings(max_examples=150, deadline=None)
@given(FILES, st.binary(max_size=40), st.sampled_from(Profile))
def test_a_check_always_ends_with_a_report(files: dict[str, str], data: bytes, profile: Profile) -> None:
    contents = {path: text.encode() for path, text in (base_files() | files).items()}
    subject = read_module(MemoryTree(contents | {"lessons/data.md": data}), name="make-tea", neighbours={})

    report = run(subject, LintConfig(profile=profile))

    lines = {str(path): text.count("\n") + 1 for path, text in subject.texts.items()}
    for each in report.diagnostics:
        span = each.location.span
        assert 1 <= span.line <= lines.get(each.location.path, span.line)
        assert span.column >= 1
        assert (span.line, span.column) <= (span.end_line, span.end_column)
    render_report(report, color=True, width=60).encode()
    render_json(report)
