"""Builds for the preview: what changed, where the site stands on its host, and that a failure leaves the last one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from chapbook.diag.errors import OperationFailed
from chapbook.site.preview.builds import SiteBuilds, keys_of
from support.sites import small_module, write_workspace

CONFIG = """\
site_name: Academy
site_url: https://example.org/courses/
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""


def test_only_what_changed_is_named_and_a_failure_changes_nothing(tmp_path: Path) -> None:
    workspace = write_workspace(
        tmp_path / "ws", {"tea": small_module(), "milk": small_module("milk", 1)}, CONFIG
    )
    preview = SiteBuilds(workspace, tmp_path / "run", tmp_path / "cache")
    first = preview.build(None)
    assert (first.changed, first.base, first.built) == (None, "/courses/", 2)
    page = (first.site / "tea" / "index.html").read_bytes()
    assert b"Content-Security-Policy" in page, "as it will be"
    assert b"offline.js" not in page, "a preview keeps nothing"

    lesson = workspace.modules / "tea" / "lessons" / "why.md"
    lesson.write_text(lesson.read_text().replace("First", "Other"))
    second = preview.build(frozenset({lesson}))
    assert second.changed is not None
    assert "tea/lessons/why/index.html" in second.changed
    assert "tea/lessons/how/index.html" not in second.changed
    assert not any(each.startswith("milk/") for each in second.changed)
    assert (second.built, second.reused) == (1, 1)

    workspace.mkdocs_config.write_text("site_name: [")
    with pytest.raises(OperationFailed, match=r"mkdocs\.yml"):
        preview.build(frozenset({workspace.mkdocs_config}))
    assert (second.site / "tea" / "index.html").is_file()
    workspace.mkdocs_config.write_text(CONFIG.replace("https://example.org/courses/", ""))
    assert preview.build(frozenset({workspace.mkdocs_config})).base == "/"
    preview.close()

    again = SiteBuilds(workspace, tmp_path / "run", tmp_path / "cache")
    after = again.build(None)
    assert (after.built, after.reused, after.changed) == (0, 2, None), "the next preview goes on from there"
    again.close()


def test_a_change_that_came_with_a_broken_configuration_is_built_when_that_is_mended(tmp_path: Path) -> None:
    modules = {"tea": small_module(), "milk": small_module("milk", 1)}
    workspace = write_workspace(tmp_path / "ws", modules, CONFIG)
    preview = SiteBuilds(workspace, tmp_path / "run", tmp_path / "cache")
    site = preview.build(None).site
    lesson = workspace.modules / "tea" / "lessons" / "why.md"
    lesson.write_text(lesson.read_text().replace("First", "Other"))
    workspace.mkdocs_config.write_text("site_name: [")
    with pytest.raises(OperationFailed):
        preview.build(frozenset({lesson, workspace.mkdocs_config}))
    workspace.mkdocs_config.write_text(CONFIG)
    assert preview.build(frozenset({workspace.mkdocs_config})).built == 1
    assert b"Other words" in (site / "tea/lessons/why/index.html").read_bytes()
    preview.close()


def test_a_new_module_one_that_goes_and_what_nobody_named(tmp_path: Path) -> None:
    modules = {"tea": small_module(), "milk": small_module("milk", 1)}
    workspace = write_workspace(tmp_path / "ws", modules, CONFIG)
    preview = SiteBuilds(workspace, tmp_path / "run", tmp_path / "cache")
    site = preview.build(None).site
    write_workspace(workspace.root, {"cups": small_module("cups", 2)})
    assert preview.build(frozenset({workspace.modules / "tea/module.yml"})).built == 1, "it is found unnamed"
    assert (site / "cups/index.html").is_file()
    shutil.rmtree(workspace.modules / "milk")
    preview.build(frozenset({workspace.modules / "milk"}))
    assert not (site / "milk").exists()

    lesson = workspace.modules / "tea" / "lessons" / "why.md"
    lesson.write_text(lesson.read_text().replace("First", "Other"))
    assert preview.build(frozenset({workspace.modules / "cups"})).built == 0, (
        "only what is named is looked at"
    )
    assert preview.build(None).built == 1, "unless anything may have changed"
    preview.close()


@pytest.mark.parametrize(
    ("paths", "keys"),
    [
        (["modules/tea/lessons/why.md", "modules/milk"], {"tea", "milk"}),
        (["imported/ana/tea/module.yml", "imported/ben/cups"], {"imported/ana/tea", "imported/ben/cups"}),
        (["mkdocs.yml", "chapbook.yml", "chapbook.lock", "themes/main.html", "modules/tea"], {"tea"}),
        (["modules", "modules/tea"], None),
        (["imported/ana"], None),
        (["imported"], None),
        (["hooks.py"], None),
        (["../elsewhere.css"], None),
        ([], set()),
    ],
)
def test_which_modules_files_belong_to(paths: list[str], keys: set[str] | None) -> None:
    root = Path("/srv/ws")
    there = frozenset(Path("/srv/elsewhere.css") if each.startswith("..") else root / each for each in paths)
    assert keys_of(there, root) == keys
