"""`chapbook diff`, and what `check` says of the last release, as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.rule_pages import base_files
from support.shell import Shell

PACKED = "dist/make-tea-1.0.0.chapbook.zip"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Give a shell in a workspace with one module, `make-tea`, released as 1.0.0."""
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "chapbook.yml").write_text("catalogue:\n  title: Tea\n")
    for path, text in base_files().items():
        file = tmp_path / "modules/make-tea" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shell = Shell(monkeypatch, capsys)
    shell.cd(tmp_path)
    assert shell("pack", "make-tea").code == 0
    return shell


def edit(path: str, old: str, new: str) -> None:
    file = Path("modules/make-tea") / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def codes(shell: Shell, *words: str) -> list[str]:
    found = shell("check", "--profile", "publish", "--json", *words).json()["diagnostics"]
    return [each["code"] for each in found if each["code"] in ("S108", "M204")]


def test_one_name_is_compared_with_its_last_release(shell: Shell) -> None:
    assert "Nothing changed for learners." in shell("diff", "make-tea").out
    edit("lessons/tea.md", "id=water", "id=heat")
    ran = shell("diff", "make-tea")
    assert ran.code == 0
    assert "Major: earlier learners" in ran.out
    assert "without renamed_from" in ran.out
    assert ran.out.endswith("This asks for a major version: write version: 2.0.0\n")


def test_bundles_and_folders_as_json(shell: Shell) -> None:
    edit("lessons/tea.md", "Rinse it", "Rinse it well")
    edit("module.yml", "version: 1.0.0", "version: 1.1.0")
    data = shell("diff", PACKED, "modules/make-tea", "--json").json()
    assert data["before"]["version"] == "1.0.0"
    assert (data["bump"], data["suggested"], data["raised"], data["enough"]) == (
        "patch",
        "1.0.1",
        "minor",
        True,
    )
    assert [each["kind"] for each in data["changes"]] == ["text"]
    assert "1.1.0 is one" in shell("diff", PACKED, "make-tea").out


def test_what_cannot_be_compared_is_said(shell: Shell) -> None:
    assert shell("diff", PACKED).code == 2
    assert shell("diff", "make-coffee").code == 2
    Path(PACKED).unlink()
    ran = shell("diff", "make-tea")
    assert ran.code == 2
    assert "no bundle of make-tea in dist/" in ran.err
    Path("modules/make-tea/module.yml").write_text("a: [\n")
    assert shell("diff", "make-tea", "make-tea").code == 3


def test_check_and_pack_look_at_the_last_release(shell: Shell) -> None:
    assert codes(shell) == []
    edit("lessons/tea.md", "id=water", "id=heat")
    assert codes(shell) == ["M204", "S108"] or codes(shell) == ["S108", "M204"]
    edit("module.yml", "version: 1.0.0", "version: 2.0.0")
    assert codes(shell) == ["S108"]
    assert shell("pack", "make-tea").code == 1
    edit("lessons/tea.md", "id=heat", "id=heat renamed_from=water")
    assert codes(shell) == []
    assert shell("pack", "make-tea").code == 0
    assert codes(shell, "modules/make-tea", "--released", PACKED) == []


def test_the_newest_readable_bundle_counts(shell: Shell) -> None:
    Path("dist/make-tea-1.10.0.chapbook.zip").write_bytes(b"not a bundle")
    Path("dist/make-tea-pot-9.0.0.chapbook.zip").write_bytes(b"another module")
    edit("lessons/tea.md", "Rinse it", "Rinse it well")
    assert codes(shell) == ["M204"]
    assert shell("check", "--released", "dist/make-tea-1.10.0.chapbook.zip").code == 4
    assert shell("check", "--released", "dist").code == 2
    assert shell("check", "--released", "gone.zip").code in (3, 4)


def test_another_uid_and_another_folder_are_seen(shell: Shell) -> None:
    edit("module.yml", "uid: 5b2a7f34", "uid: 6b2a7f34")
    assert "S108" in codes(shell)
    edit("module.yml", "id: make-tea", "id: brew-tea")
    Path("modules/make-tea").rename("modules/brew-tea")
    ran = shell("check", "brew-tea", "--released", PACKED)
    assert ran.code == 2
    assert "not an earlier brew-tea" in ran.err


def test_released_is_for_one_module(shell: Shell) -> None:
    module = Path("modules/make-coffee/module.yml")
    module.parent.mkdir()
    module.write_text("id: make-coffee\n")
    assert shell("check", "--released", PACKED).code == 2
