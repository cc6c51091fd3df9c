"""Every malformed, missing, unreadable or unknown thing: one clear message, the right exit code, nothing changed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from chapbook.cli.main import COMMANDS
from support.base import base_files
from support.process import CHAPBOOK, Result, chapbook, snapshot


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Give a workspace with one module that is right."""
    root = tmp_path / "academy"
    for path, text in base_files().items():
        file = root / "modules" / "base" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (root / "chapbook.yml").write_text("catalogue: {title: T}\n", encoding="utf-8")
    return root


def one_message(result: Result, code: int, *words: str) -> None:
    """The run ended with `code`, and stderr says it in a few lines with these words."""
    assert result.code == code, (result.out, result.err)
    assert 1 <= len(result.err.strip().splitlines()) <= 4, result.err
    for word in words:
        assert word in result.err, (word, result.err)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["chekc"], "Did you mean “check”?"),
        (["xyzzy"], "chapbook --help"),
        (["check", "--profil", "draft"], "--profile"),
        (["check", "--profile", "strict"], "draft"),
        (["check", "--fail-on", "often"], "warning"),
        (["check", "modules/bsae"], "no file, folder or module"),
        (["check", "bsae"], "Did you mean “base”?"),
        (["pack"], "pack --help"),
        (["pack", "nothing-like-it"], "no file, folder or module"),
        (["show"], "show --help"),
        (["import"], "import --help"),
        (["serve", "--port", "99999999"], "port"),
        (["explain", "S1O5"], "Did you mean"),
        (["explain", "yaml-unreadabel"], "Did you mean “yaml-unreadable”?"),
        (["new", "modul"], "modul"),
    ],
)
def test_what_is_typed_wrong_is_said_and_ends_with_2(workspace: Path, words: list[str], says: str) -> None:
    before = snapshot(workspace)
    one_message(chapbook(*words, cwd=workspace), 2, says)
    assert snapshot(workspace) == before


@pytest.mark.parametrize(
    "words", [["check"], ["build"], ["serve"], ["pack", "x"], ["new", "module", "x", "--no-input"]]
)
def test_outside_a_workspace(tmp_path: Path, words: list[str]) -> None:
    result = chapbook(*words, cwd=tmp_path)
    assert result.code == 2, result.err
    assert "workspace" in result.err or "no file, folder or module" in result.err
    assert list(tmp_path.iterdir()) == []


def test_an_empty_workspace_and_an_empty_module_folder(tmp_path: Path) -> None:
    (tmp_path / "chapbook.yml").touch()
    one_message(chapbook("check", cwd=tmp_path), 2, "no modules yet", "chapbook new module")
    (tmp_path / "modules" / "empty").mkdir(parents=True)
    result = chapbook("check", cwd=tmp_path)
    assert result.code == 1
    assert "no module.yml" in result.out
    built = chapbook("build", cwd=tmp_path)
    assert built.code == 0
    assert "empty" in built.err


@pytest.mark.parametrize(
    ("file", "data", "code"),
    [
        ("module.yml", b"title: `x`\n", "S101"),
        ("module.yml", b"\xff\xfe\x00", "X810"),
        ("module.yml", b"", "S115"),
        ("module.yml", b"- just\n- a list\n", "S115"),
        ("module.yml", b"[" * 50_000, "S101"),
        ("lessons/why.md", b"caf\xe9\n", "X810"),
        ("lessons/why.md", b"no header\n", "M201"),
        ("lessons/why.md", b"---\nid: [\n---\n", "S101"),
        ("quizzes/check.yml", b"\x00\x01", "X810"),
        ("quizzes/check.yml", b"questions: 3\n", "S115"),
    ],
)
def test_a_malformed_file_is_a_finding_and_the_site_is_built_without_it(
    workspace: Path, file: str, data: bytes, code: str
) -> None:
    (workspace / "modules" / "base" / file).write_bytes(data)
    before = snapshot(workspace)
    checked = chapbook("check", "--json", cwd=workspace)
    assert checked.code == 1
    found = [each for each in json.loads(checked.out)["diagnostics"] if each["code"] == code]
    assert found, checked.out
    assert found[0]["path"] == f"modules/base/{file}"
    assert found[0]["line"] >= 1
    assert found[0]["hint"]
    packed = chapbook("pack", "base", cwd=workspace)
    assert packed.code == 1
    assert snapshot(workspace) == before
    assert chapbook("build", cwd=workspace).code == 0


@pytest.mark.parametrize(
    ("file", "data", "words"),
    [
        ("chapbook.lock", b"not json", "chapbook.lock, line 1"),
        ("mkdocs.yml", b"site_name: [\n", "mkdocs.yml"),
        ("mkdocs.yml", b"site_name: x\ndocs_dir: modules\nplugins: [nonsense-plugin]\n", "nonsense-plugin"),
    ],
)
def test_a_damaged_workspace_file_stops_the_build_with_one_message(
    workspace: Path, file: str, data: bytes, words: str
) -> None:
    (workspace / file).write_bytes(data)
    (workspace / "site").mkdir()
    before = snapshot(workspace)
    result = chapbook("build", cwd=workspace)
    assert result.code == 3, result.err
    assert words in result.err
    assert snapshot(workspace) == before


def test_a_bad_settings_file_is_reported_by_check(workspace: Path) -> None:
    (workspace / "chapbook.yml").write_text("chekc: {}\n", encoding="utf-8")
    result = chapbook("check", cwd=workspace)
    assert result.code == 1
    assert "S102" in result.out
    assert "Did you mean “check”?" in result.out


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x05\x06" + b"\0" * 18, b"PK\x03\x04" + b"\xff" * 400])
def test_a_file_that_is_no_bundle_is_refused(workspace: Path, data: bytes) -> None:
    file = workspace / "x.chapbook.zip"
    file.write_bytes(data)
    before = snapshot(workspace)
    for words in (["show", file.name], ["import", file.name, "--yes", "--allow-unsigned"]):
        one_message(chapbook(*words, cwd=workspace), 4, "x.chapbook.zip")
    assert snapshot(workspace) == before


def test_a_bundle_that_is_not_there(workspace: Path) -> None:
    for words in (["show", "missing.zip"], ["import", "missing.zip", "--yes", "--allow-unsigned"]):
        result = chapbook(*words, cwd=workspace)
        assert result.code in (2, 3), result.err
        assert "missing.zip" in result.err


@pytest.mark.parametrize("words", [["build"], ["pack", "base"]])
def test_a_file_in_the_way_of_the_output(workspace: Path, words: list[str]) -> None:
    (workspace / "site").write_text("mine")
    (workspace / "dist").write_text("mine")
    before = snapshot(workspace)
    result = chapbook(*words, cwd=workspace)
    assert result.code in (3, 4), result.err
    assert "site" in result.err or "dist" in result.err
    assert snapshot(workspace) == before


@pytest.mark.skipif(os.name == "nt", reason="permissions work otherwise on Windows")
@pytest.mark.parametrize(
    "words",
    [
        ["build"],
        ["pack", "base"],
        ["new", "module", "x", "--no-input"],
        ["new", "lesson", "base", "Another"],
        ["new", "question", "base/why"],
    ],
    ids=" ".join,
)
def test_a_read_only_workspace(workspace: Path, words: list[str]) -> None:
    before = snapshot(workspace)
    command = [str(CHAPBOOK), *words]
    if os.geteuid() == 0:  # root may write everywhere, unless it gives up that right
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", *command]
    subprocess.run(["chmod", "-R", "a-w", str(workspace)], check=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    try:
        done = subprocess.run(
            command, cwd=workspace, capture_output=True, text=True, env=environment, check=False
        )
    finally:
        subprocess.run(["chmod", "-R", "u+w", str(workspace)], check=True)
    assert done.returncode == 3, done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(workspace) == before


def test_an_interrupted_build_leaves_the_old_site(workspace: Path) -> None:
    assert chapbook("build", cwd=workspace).code == 0
    before = snapshot(workspace)
    for wait in (0.0, 0.2, 0.5):
        process = subprocess.Popen(
            [CHAPBOOK, "build"], cwd=workspace, stderr=subprocess.PIPE, stdout=subprocess.PIPE
        )
        while process.poll() is None and not list(workspace.glob(".chapbook-*")):
            time.sleep(0.01)
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=60)
        assert process.returncode in (0, 130, -signal.SIGINT), error  # the last: it had ended, but for Python
        assert b"Traceback" not in error
        assert snapshot(workspace) == before
        assert [path.name for path in workspace.iterdir() if path.name.startswith(".chapbook")] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(tmp_path: Path, name: str) -> None:
    result = chapbook(name, "--help", cwd=tmp_path)
    assert result.code == 0
    assert f"chapbook {name}" in result.out.split("Usage:")[1].split("\n", 1)[1]


@pytest.mark.parametrize("name", ["check", "build", "doctor", "explain"])
def test_json_is_json_and_nothing_else_is_on_stdout(workspace: Path, name: str) -> None:
    result = chapbook(name, "--json", cwd=workspace)
    assert json.loads(result.out)["schema"] == 1


def test_the_beginning_of_codes_is_explained_by_a_list(workspace: Path) -> None:
    listed = chapbook("explain", "a4", cwd=workspace)
    assert listed.code == 0
    lines = listed.out.splitlines()
    assert lines[0].startswith("code")
    assert len(lines) > 5
    assert all(line.startswith("A4") for line in lines[1:])
    assert json.loads(chapbook("explain", "A4", "--json", cwd=workspace).out)["codes"][0]["code"] == "A401"


def test_doctor_says_what_is_there(workspace: Path) -> None:
    result = chapbook("doctor", cwd=workspace)
    assert result.code == 0, result.out
    assert "1 module of your own" in result.out


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_screen_that_cannot_show_every_letter(workspace: Path, encoding: str) -> None:
    module = workspace / "modules" / "base" / "module.yml"
    module.write_text(module.read_text(encoding="utf-8") + "عربي: 1\n", encoding="utf-8")
    result = chapbook("check", cwd=workspace, PYTHONIOENCODING=encoding)
    assert result.code == 1
    assert "S102" in result.out
