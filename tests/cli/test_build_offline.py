"""`chapbook build --offline`: a folder, and on request a zip file, that open without a server."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from support.process import chapbook
from support.sites import small_module, write_workspace

CONFIG = "site_name: Tea\ndocs_dir: modules\ntheme: {name: material}\nplugins: {search: {}, chapbook: {}}\n"


def test_a_folder_and_a_zip_file_beside_the_site(tmp_path: Path) -> None:
    write_workspace(tmp_path, {"tea": small_module()}, CONFIG)
    done = chapbook("build", "--offline", "--zip", cwd=tmp_path)
    assert done.code == 0, done.err
    assert "site-offline/index.html" in done.out
    assert "site-offline.zip" in done.out
    assert not (tmp_path / "site").exists()
    with zipfile.ZipFile(tmp_path / "site-offline.zip") as archive:
        assert "site-offline/tea/lessons/why.html" in archive.namelist()
    again = chapbook("build", "--offline", "--json", cwd=tmp_path)
    facts = json.loads(again.out)
    assert (facts["site_dir"], facts["archive"]) == (str(tmp_path / "site-offline"), None)


def test_the_site_of_the_host_keeps_its_own_folder(tmp_path: Path) -> None:
    write_workspace(tmp_path, {"tea": small_module()}, CONFIG)
    assert chapbook("build", cwd=tmp_path).code == 0
    before = (tmp_path / "site/index.html").read_bytes()
    assert chapbook("build", "--offline", cwd=tmp_path).code == 0
    assert (tmp_path / "site/index.html").read_bytes() == before
    assert (tmp_path / "site/sw.js").is_file()


def test_no_zip_file_of_a_site_that_was_not_replaced(tmp_path: Path) -> None:
    write_workspace(tmp_path, {"tea": small_module(), "bad": {"module.yml": "id: [\n"}}, CONFIG)
    assert chapbook("build", "--offline", "--zip", "--strict", cwd=tmp_path).code == 1
    assert not (tmp_path / "site-offline.zip").exists()
