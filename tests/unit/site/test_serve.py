"""The live preview: what it watches, what it says, and that a broken file does not end it."""

from __future__ import annotations

import threading
import time
import urllib.request
from pathlib import Path

from chapbook.site.serve import Rebuilt, _Preview
from support.sites import small_module, write_workspace

CONFIG = """\
site_name: Academy
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""


def wait_for(told: list[Rebuilt], count: int) -> Rebuilt:
    deadline = time.monotonic() + 20
    while len(told) < count:
        assert time.monotonic() < deadline, "the preview did not rebuild"
        time.sleep(0.02)
    return told[count - 1]


def test_it_rebuilds_on_any_file_of_a_module_and_survives_a_broken_configuration(tmp_path: Path) -> None:
    modules = {"tea": small_module(), "imported/ana/cups": small_module("cups", 1)}
    workspace = write_workspace(tmp_path / "ws", modules, CONFIG)
    (tmp_path / "run").mkdir()
    told: list[Rebuilt] = []
    preview = _Preview(workspace, tmp_path / "run", "127.0.0.1", 0, told.append)
    thread = threading.Thread(target=preview.run, args=(False,))
    thread.start()
    try:
        assert wait_for(told, 1).failure == ""
        while not preview._server.serve_thread.is_alive():
            time.sleep(0.02)
        url = f"http://127.0.0.1:{preview._server.server_address[1]}/"
        with urllib.request.urlopen(url + "tea/") as response:
            assert b"Content-Security-Policy" not in response.read()  # MkDocs' reload script stands inline
        asset = workspace.imported / "ana/cups/assets/new.txt"
        asset.parent.mkdir()
        asset.write_text("hello")
        assert wait_for(told, 2).failure == ""
        with urllib.request.urlopen(url + "imported/ana/cups/assets/new.txt") as response:
            assert response.read() == b"hello"
        workspace.mkdocs_config.write_text("site_name: [")
        assert "mkdocs.yml" in wait_for(told, 3).failure
        workspace.mkdocs_config.write_text(CONFIG)
        assert wait_for(told, 4).failure == ""
    finally:
        preview._server.shutdown()
        thread.join(10)
    assert not thread.is_alive()


def test_findings_come_with_each_build(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path / "ws", {"broken": {"module.yml": "id: [\n"}}, CONFIG)
    (tmp_path / "run").mkdir()
    told: list[Rebuilt] = []
    preview = _Preview(workspace, tmp_path / "run", "127.0.0.1", 0, told.append)
    preview._build()
    preview._stop()
    assert [each.code for each in told[0].diagnostics] == ["SIT101"]
