"""Builds for the preview: what changed, where the site stands on its host, and that a failure leaves the last one."""

from __future__ import annotations

from pathlib import Path

import pytest

from chapbook.diag.errors import OperationFailed
from chapbook.site.preview.builds import SiteBuilds
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
