"""`check --run`: whose code runs, when, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chapbook.diag.codes import Profile
from chapbook.diag.errors import OperationFailed
from chapbook.model.program import Program
from chapbook.services import runs, sandbox
from chapbook.services.check import CheckOptions, check
from chapbook.services.runs import MAX_CODE, run
from chapbook.services.sandbox import SANDBOXES, Ended, Sandbox, works
from support.process import chapbook
from support.sites import small_module, write_workspace

QUESTION = """\
```quiz id=sum type=text objective=pour run=sh
What is printed?

~~~sh
echo $((6 * 7))
~~~

= 43

Six sevens.
```"""


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the programs that would have been run."""
    asked: list[str] = []

    def pretend(kind: Sandbox, language: str, code: str) -> Ended:
        asked.append(f"{language}: {code}")
        return Ended(b"42\n", b"", 0)

    monkeypatch.setattr(runs, "find_sandbox", lambda: SANDBOXES[0])
    monkeypatch.setattr(runs, "run_code", pretend)
    return asked


@pytest.fixture
def root(tmp_path: Path) -> Path:
    modules = {key: small_module("tea", why=QUESTION) for key in ("tea", "imported/ana/tea")}
    write_workspace(tmp_path, modules, "site_name: T\nplugins: {chapbook: {}}\n")
    return tmp_path


def found(options: CheckOptions) -> list[str]:
    return [each.location.path for each in check(options).diagnostics if each.code == "Q504"]


def test_what_is_authored_here_runs_when_it_is_asked_for(root: Path, ran: list[str]) -> None:
    assert found(CheckOptions(start=root)) == []
    assert ran == []
    assert found(CheckOptions(start=root, run=True)) == ["modules/tea/lessons/why.md"]
    assert ran == ["sh: echo $((6 * 7))\n"]


@pytest.mark.parametrize("profile", [Profile.DRAFT, Profile.IMPORT])
def test_drafts_and_the_view_of_a_stranger_run_nothing(root: Path, ran: list[str], profile: Profile) -> None:
    assert found(CheckOptions(start=root, run=True, profile=profile)) == []
    assert ran == []


def test_imported_modules_never_run_not_even_through_a_link(root: Path, ran: list[str]) -> None:
    (root / "modules" / "linked").symlink_to(root / "imported" / "ana" / "tea")
    for name in ("imported/ana/tea", "imported/ana/tea/lessons/why.md", "modules/linked"):
        assert found(CheckOptions(start=root, run=True, names=(name,))) == []
    assert ran == []


def test_a_module_outside_a_workspace_does_not_run(tmp_path: Path, ran: list[str]) -> None:
    """It may be a bundle that somebody has unpacked."""
    for path, text in small_module("tea", why=QUESTION).items():
        (tmp_path / "tea" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tea" / path).write_text(text)
    assert found(CheckOptions(start=tmp_path, run=True, names=("tea",))) == []
    assert ran == []


def test_settings_cannot_ask_for_it(root: Path, ran: list[str]) -> None:
    (root / "chapbook.yml").write_text("check:\n  run: true\n")
    report = check(CheckOptions(start=root))
    assert "S102" in {each.code for each in report.diagnostics}
    assert ran == []


@pytest.mark.parametrize(
    ("ended", "words"),
    [
        (Ended(b"", b"Traceback\nNameError: \x1btea\n\n", 1), "failed with exit status 1: NameError: tea"),
        (Ended(b"", b"", 3), "failed with exit status 3"),
        (Ended(b"", b"", 137), "was stopped, as programs are that need"),
        (Ended(b"", b"", -9), "was stopped, as programs are that need"),
        (Ended(b"x", b"", None), "was not done after 10 seconds"),
        (Ended(b"x", b"", None, flooded=True), "printed more than 64 KiB"),
        (Ended(b"x", b"noise", 0), ""),
    ],
)
def test_how_it_ended_in_words(
    monkeypatch: pytest.MonkeyPatch, ran: list[str], ended: Ended, words: str
) -> None:
    monkeypatch.setattr(runs, "run_code", lambda *_: ended)
    problem = run(Program("sh", "true")).problem
    assert problem.startswith(words)
    assert bool(problem) == bool(words)


@pytest.mark.parametrize("code", ["x" * (MAX_CODE + 1), "a\0b"])
def test_code_that_is_no_example_is_not_run(ran: list[str], code: str) -> None:
    assert run(Program("sh", code)).problem
    assert ran == []


def test_without_a_sandbox_the_check_stops(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Sandbox:
        raise OperationFailed("no-sandbox", "none")

    monkeypatch.setattr(runs, "find_sandbox", none)
    with pytest.raises(OperationFailed):
        check(CheckOptions(start=root, run=True))


@pytest.fixture
def real() -> Iterator[None]:
    if not any(works(each) for each in SANDBOXES):
        pytest.skip("this machine has neither bubblewrap nor user namespaces, so it offers no sandbox")
    sandbox.find_sandbox.cache_clear()
    yield
    sandbox.find_sandbox.cache_clear()


@pytest.mark.usefixtures("real")
def test_the_command_runs_it_for_real(root: Path) -> None:
    done = chapbook("check", "--run", "--select", "Q504", cwd=root)
    assert done.code == 1
    assert "prints “42”, which the key does not accept" in done.out
    lesson = root / "modules" / "tea" / "lessons" / "why.md"
    lesson.write_text(lesson.read_text().replace("= 43", "= 42"))
    assert chapbook("check", "--run", "--select", "Q504", cwd=root).code == 0
