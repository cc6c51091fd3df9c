"""`chapbook check` as a user calls it: mending, baselines, git, formats, watching."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from support.base import LESSON, MODULE, base_files
from support.process import CHAPBOOK, chapbook, snapshot

SLIPS = MODULE.replace("summary:", "sumary:").replace("title: Make your first commit", "title: 12:30")
LINK = LESSON.replace("You want", "See [one](one.md).\n\nYou want")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for path, text in base_files().items():
        write(tmp_path, path, text)
    (tmp_path / "chapbook.yml").write_text("check:\n  ignore: [M202, M205, M206, P, R, Q, A]\n")
    return tmp_path


def write(workspace: Path, path: str, text: str) -> Path:
    file = workspace / "modules" / "base" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def codes(workspace: Path, *words: str) -> list[str]:
    """Give the codes that a check with `words` reports."""
    found = json.loads(chapbook("check", "--json", *words, cwd=workspace).out)
    return [each["code"] for each in found["diagnostics"]]


# --fix


def test_fix_mends_and_a_second_run_changes_nothing(workspace: Path) -> None:
    write(workspace, "module.yml", SLIPS)
    before = codes(workspace)
    assert {"S102", "S104"} <= set(before)

    first = chapbook("check", "--fix", cwd=workspace)
    assert "2 findings mended in 1 file." in first.err
    assert first.code == 0, first.out
    after = snapshot(workspace)
    assert after["modules/base/module.yml"].decode() == MODULE.replace("Make your first commit", '"12:30"')

    second = chapbook("check", "--fix", cwd=workspace)
    assert "0 findings mended in 0 files." in second.err
    assert snapshot(workspace) == after


def test_dry_run_shows_a_diff_and_writes_nothing(workspace: Path) -> None:
    write(workspace, "module.yml", SLIPS)
    before = snapshot(workspace)

    result = chapbook("check", "--fix", "--dry-run", cwd=workspace)

    assert result.code == 0
    assert result.out.startswith("--- a/modules/base/module.yml\n+++ b/modules/base/module.yml\n")
    assert "-title: 12:30\n" in result.out
    assert '+title: "12:30"\n' in result.out
    assert result.err == "2 findings in 1 file would be mended. Nothing was changed.\n"
    assert snapshot(workspace) == before
    assert (
        "nothing that mends itself"
        in chapbook("check", "--fix", "--dry-run", "--select", "X", cwd=workspace).err
    )


def test_codes_may_be_small_and_stand_together(workspace: Path) -> None:
    write(workspace, "module.yml", SLIPS)
    apart = codes(workspace, "--select", "S1", "--select", "L")
    assert apart
    assert codes(workspace, "--select", "s1,l") == apart
    assert codes(workspace, "--ignore", "s, L,a,q,P,r,x,m") == []


def test_fix_takes_only_what_is_selected(workspace: Path) -> None:
    file = write(workspace, "module.yml", SLIPS)
    chapbook("check", "--fix", "--select", "S104", cwd=workspace)
    assert 'title: "12:30"' in file.read_text(encoding="utf-8")
    assert "sumary:" in file.read_text(encoding="utf-8")


def test_fix_leaves_known_findings_alone(workspace: Path) -> None:
    file = write(workspace, "module.yml", SLIPS)
    chapbook("check", "--baseline", "known.json", cwd=workspace)
    chapbook("check", "--fix", "--baseline", "known.json", cwd=workspace)
    assert file.read_text(encoding="utf-8") == SLIPS


def test_fix_keeps_line_ends_and_comments(workspace: Path) -> None:
    file = workspace / "modules" / "base" / "module.yml"
    file.write_bytes(b"\xef\xbb\xbf# mine\r\n" + SLIPS.replace("\n", "\r\n").encode())
    chapbook("check", "--fix", cwd=workspace)
    mended = file.read_bytes()
    assert mended.startswith(b"\xef\xbb\xbf# mine\r\nformat: 1\r\n")
    assert b'title: "12:30"\r\nsummary:' in mended
    assert mended.count(b"\n") == mended.count(b"\r\n")


def test_fix_reaches_the_settings_and_follows_a_link_to_the_file(workspace: Path) -> None:
    (workspace / "chapbook.yml").write_text("chek:\n  ignore: [P]\n")
    real = write(workspace, "lessons/real.txt", SLIPS)
    link = workspace / "modules" / "base" / "module.yml"
    link.unlink()
    link.symlink_to("lessons/real.txt")
    chapbook("check", "--fix", cwd=workspace)
    assert (workspace / "chapbook.yml").read_text() == "check:\n  ignore: [P]\n"
    assert link.is_symlink()
    assert "summary:" in real.read_text(encoding="utf-8")


def test_a_peers_module_is_not_mended(workspace: Path) -> None:
    folder = workspace / "imported" / "ana"
    folder.mkdir(parents=True)
    (workspace / "modules" / "base").rename(folder / "base")
    (folder / "base" / "module.yml").write_text(SLIPS)
    result = chapbook("check", "--fix", "imported/ana/base", cwd=workspace)
    assert result.code == 2
    assert "peer's module" in result.err
    assert (folder / "base" / "module.yml").read_text() == SLIPS


# --baseline


def test_a_baseline_hides_what_is_known_also_when_lines_move(workspace: Path) -> None:
    write(workspace, "lessons/why.md", LINK)
    first = chapbook("check", "--baseline", "known.json", "--json", cwd=workspace)
    assert "Written to known.json" in first.err
    assert first.code == 0

    write(workspace, "lessons/why.md", LINK.replace("See", "Another paragraph.\n\nSee"))
    moved = chapbook("check", "--baseline", "known.json", cwd=workspace)
    assert "nothing to report" in moved.out
    assert "1 known finding left out." in moved.err

    write(
        workspace,
        "lessons/why.md",
        LINK.replace("See [one]", "See [one](one.md).\n\nSee [two](two.md).\n\nSee [one]"),
    )
    assert codes(workspace, "--baseline", "known.json") == ["L301", "L301"]
    assert codes(workspace) == ["L301"] * 3


def test_a_baseline_means_the_same_from_any_folder(workspace: Path) -> None:
    write(workspace, "lessons/why.md", LINK)
    chapbook("check", "--baseline", "known.json", cwd=workspace)
    inside = workspace / "modules" / "base"
    result = chapbook("check", "--baseline", "../../known.json", "--json", cwd=inside)
    assert json.loads(result.out)["diagnostics"] == []


def test_an_update_keeps_what_was_not_looked_at(workspace: Path) -> None:
    write(workspace, "lessons/why.md", LINK)
    write(workspace, "module.yml", MODULE.replace("summary:", "blurb:"))
    chapbook("check", "--baseline", "known.json", cwd=workspace)
    words = ("--baseline", "known.json", "--update-baseline")

    write(workspace, "lessons/why.md", LINK.replace("one.md", "two.md"))
    assert codes(workspace, *words, "modules/base/lessons") == []
    assert codes(workspace, *words, "--select", "L") == []
    known = json.loads((workspace / "known.json").read_text())
    assert sorted({each["code"] for each in known["known"]}) == ["L301", "M201", "S102"]

    write(workspace, "module.yml", MODULE)
    chapbook("check", *words, cwd=workspace)
    assert [each["code"] for each in json.loads((workspace / "known.json").read_text())["known"]] == ["L301"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": 2, "known": []}', '{"schema": 1, "known": [1]}']
)
def test_what_is_no_baseline_is_left_alone(workspace: Path, text: str) -> None:
    (workspace / "known.json").write_text(text)
    result = chapbook("check", "--baseline", "known.json", "--update-baseline", cwd=workspace)
    assert result.code == 2
    assert "not a list of known findings" in result.err
    assert (workspace / "known.json").read_text() == text


# --since


def git(workspace: Path, *words: str) -> None:
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=workspace, check=True, capture_output=True)


def test_since_looks_at_changed_and_new_files_only(workspace: Path) -> None:
    write(workspace, "lessons/why.md", LINK)
    git(workspace, "init", "-b", "main")
    git(workspace, "add", ".")
    git(workspace, "commit", "-m", "all")
    assert codes(workspace, "--since", "main") == []
    write(workspace, "notes.md", "See [three](three.md).\n")
    assert set(codes(workspace, "--since", "main")) == {"L301", "S106"}
    write(workspace, "lessons/why.md", LINK + "\nMore.\n")
    assert codes(workspace, "--since", "main", "--select", "L") == ["L301", "L301"]
    chapbook("check", "--baseline", "known.json", "--since", "main", cwd=workspace)
    write(workspace, "notes.md", "See [three](three.md) and\n[four](four.md).\n")
    assert codes(workspace, "--baseline", "known.json", "--since", "HEAD", "--select", "L") == [
        "L301",
        "L301",
    ]
    inside = chapbook(
        "check", "--json", "--since", "main", "--select", "S106", cwd=workspace / "modules" / "base"
    )
    assert len(json.loads(inside.out)["diagnostics"]) == 1


def test_since_without_a_repository_a_revision_or_git_says_so(workspace: Path) -> None:
    outside = chapbook(
        "check", "--since", "main", cwd=workspace, GIT_CEILING_DIRECTORIES=str(workspace.parent)
    )
    assert (outside.code, "not in a git repository" in outside.err) == (2, True)
    git(workspace, "init")
    for revision in ("nowhere", "--output=x"):
        unknown = chapbook("check", f"--since={revision}", cwd=workspace)
        assert (unknown.code, f"no revision “{revision}”" in unknown.err) == (2, True)
    without = chapbook("check", "--since", "main", cwd=workspace, PATH=str(workspace))
    assert (without.code, "no git command" in without.err) == (3, True)


# Formats and odd calls


def test_every_format_is_on_stdout_alone(workspace: Path) -> None:
    write(workspace, "lessons/why.md", LINK)
    out = {
        form: chapbook("check", "--format", form, cwd=workspace)
        for form in ("sarif", "rdjson", "json", "github")
    }
    assert all(each.code == 1 for each in out.values())
    assert json.loads(out["sarif"].out)["runs"][0]["results"][0]["ruleId"] == "L301"
    assert json.loads(out["rdjson"].out)["diagnostics"][0]["code"]["value"] == "L301"
    assert json.loads(out["json"].out)["schema"] == 1
    assert out["github"].out.startswith("::error file=modules/base/lessons/why.md,line=9,")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--dry-run"], "--fix"),
        (["--update-baseline"], "--baseline FILE"),
        (["--watch", "--fix"], "leave out --fix"),
        (["--select", "L3011"], "nothing to look for"),
        (["--format", "xml"], "xml"),
    ],
)
def test_odd_calls_are_refused(workspace: Path, words: list[str], said: str) -> None:
    result = chapbook("check", *words, cwd=workspace)
    assert result.code == 2
    assert said in result.err


# --watch


class Watching:
    """A running `check --watch`; `said` is all that it wrote so far."""

    def __init__(self, workspace: Path, *words: str) -> None:
        self.said = ""
        self.process = subprocess.Popen(
            [CHAPBOOK, "check", "--watch", *words],
            cwd=workspace,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"},
        )
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def until(self, words: str, times: int = 1) -> None:
        """Wait until something was said so often."""
        end = time.monotonic() + 60
        while self.said.count(words) < times:
            assert time.monotonic() < end, self.said
            time.sleep(0.05)

    def stop(self) -> int:
        """Press Ctrl-C; give the exit code."""
        try:
            self.process.send_signal(signal.SIGINT)
            return self.process.wait(20)
        finally:
            self.process.kill()
            self._reader.join()
            assert self.process.stdout is not None
            self.process.stdout.close()


def test_watch_checks_again_when_a_file_changes_and_ends_with_ctrl_c(workspace: Path) -> None:
    watching = Watching(workspace)
    try:
        watching.until("nothing to report")
        watching.until("Looking for changes")
        write(workspace, "lessons/why.md", LINK)
        watching.until("L301")
        watching.until("Looking for changes", 2)
        write(workspace, "lessons/why.md", LESSON)
        watching.until("nothing to report", 2)
        watching.until("Looking for changes", 3)
        (workspace / "modules").rename(workspace / "aside")
        watching.until("no modules yet")
        watching.until("Looking for changes", 4)
        (workspace / "aside").rename(workspace / "modules")
        watching.until("nothing to report", 3)
        watching.until("Looking for changes", 5)
    finally:
        code = watching.stop()
    assert (code, "Traceback" in watching.said) == (0, False)


def test_watch_ends_when_it_cannot_begin(workspace: Path) -> None:
    assert chapbook("check", "--watch", "nowhere", cwd=workspace).code == 2
