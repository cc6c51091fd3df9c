"""`check --browser` without a browser: what is missing, what is joined, where it is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from chapbook.diag.errors import OperationFailed
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.model.seen import Violation
from chapbook.services import chromium
from chapbook.services.browsing import address_of, joined
from chapbook.services.chromium import SETTING, chromium_path
from chapbook.tree.tree import RelPath
from support.modules import subject

TEA = RelPath("lessons/tea.md")
SEEN = {"rule": "list", "help": "Lists hold items.", "url": "https://axe.example/list", "element": "<ul>"}


@pytest.mark.parametrize("library", ["playwright", "axe_playwright_python"])
def test_a_missing_library_is_named_with_the_way_to_install_it(
    monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setattr(chromium, "find_spec", lambda name: None if name == library else object())
    with pytest.raises(OperationFailed, match=f"library {library} is missing") as caught, chromium.chromium():
        pass
    assert ".[browser]" in caught.value.hint


def test_the_environment_names_the_browser_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name == "google-chrome" else None)
    monkeypatch.delenv(SETTING, raising=False)
    assert chromium_path() == "/bin/google-chrome"
    monkeypatch.setenv(SETTING, "/opt/mine")
    assert chromium_path() == "/opt/mine"
    monkeypatch.delenv(SETTING)
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert chromium_path() is None


def test_what_fails_in_both_schemes_is_said_once() -> None:
    both = (TEA, tuple(SEEN.items()))
    dark = (TEA, tuple((SEEN | {"rule": "color-contrast"}).items()))
    assert [(each.rule, each.only) for each in joined({"light": [both], "dark": [both, dark]})] == [
        ("list", ""),
        ("color-contrast", "dark"),
    ]


@pytest.mark.parametrize(
    ("made", "path", "address"),
    [
        ("tea/lessons/why/index.html", "lessons/why.md", "http://site.invalid/tea/lessons/why/index.html"),
        ("tea/lessons/why.html", "lessons/why.md", "http://site.invalid/tea/lessons/why.html"),
        ("tea/lessons/index.html", "lessons/README.md", "http://site.invalid/tea/lessons/index.html"),
        ("tea/lessons/other.html", "lessons/why.md", ""),
    ],
)
def test_where_a_lesson_became_a_page(tmp_path: Path, made: str, path: str, address: str) -> None:
    (tmp_path / made).parent.mkdir(parents=True)
    (tmp_path / made).touch()
    assert address_of(tmp_path, "tea", RelPath(path)) == address


BODY = "## One\n\n<ul><p>a</p></ul>\n\n## Two\n\n<p>b</p> <p>c</p>\n\n```quiz id=q objective=brew\nWhat?\n\n- [x] a\n- [ ] b\n```\n"


@pytest.mark.parametrize(
    ("violation", "place"),
    [
        ({"element": "<ul><p>a</p></ul>"}, (8, 1)),
        ({"element": "<p>c</p>", "anchor": "two"}, (10, 1)),
        ({"element": "<p>c</p>", "anchor": "two", "question": "q"}, (14, 1)),
        ({"element": "<p>c</p>"}, (1, 1)),
        ({"element": "words", "anchor": "gone", "question": "gone"}, (1, 1)),
    ],
)
def test_where_it_is_said(violation: dict[str, str], place: tuple[int, int]) -> None:
    seen = Violation(path=TEA, **(SEEN | violation))
    report = run(replace(subject({}, body=BODY), violations=(seen,)), LintConfig())
    (only,) = [each for each in report.diagnostics if each.code == "A412"]
    assert (only.location.span.line, only.location.span.column) == place
    assert "rule list: Lists hold items. Some" in only.message
    assert only.hint == "What to do: https://axe.example/list"


def test_one_scheme_is_named_and_pages_of_other_files_are_not_its_business() -> None:
    long = Violation(path=TEA, only="dark", **(SEEN | {"element": f'<p title="{"x" * 100}">'}))
    other = Violation(path=RelPath("lessons/gone.md"), **SEEN)
    report = run(replace(subject({}), violations=(long, other)), LintConfig())
    (only,) = [each for each in report.diagnostics if each.code == "A412"]
    assert "x… fails axe-core’s rule list in the dark colours" in only.message
