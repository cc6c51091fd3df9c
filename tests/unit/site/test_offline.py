"""What is written for reading without a network: lists, versions, limits, manifest; nothing of it where it has no place."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build

from chapbook.site import mkdocs_config, offline
from chapbook.site.archive import write_archive
from chapbook.site.card import CARD
from chapbook.site.offline import (
    LIST,
    files_below,
    module_list,
    no_worker_text,
    shell_of,
    short_name,
    worker_text,
    write_manifest,
)
from chapbook.site.plan import plan_site
from support.sites import build_workspace, loaded, small_module, write_workspace

MODULES = {"tea": small_module("tea"), "imported/ana/cups": small_module("cups", 1)}
PLAN = plan_site([loaded(small_module("tea")), loaded(small_module("cups", 1), "cups", "ana")])


def site(root: Path, **files: bytes) -> Path:
    """Write a site of a few files; `tea_a_txt` is `tea/a.txt`, `index` stands for `index.html`."""
    named = {
        "index.html": b"<p>all</p>",
        "404.html": b"",
        "assets/page.js": b"1",
        "assets/card.png": b"2",
        "tea/index.html": b"<p>tea</p>",
        "tea/lessons/why/index.html": b"<p>why</p>",
        "tea/search/index.js": b"x",
        f"tea/{CARD}": b"a picture for networks, not for readers",
        "imported/ana/cups/index.html": b"<p>cups</p>",
    }
    more = {name.replace("__", "/").replace("_", "."): data for name, data in files.items()}
    for name, data in {**named, **more}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def written(root: Path, *, directory_urls: bool = True) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write; give the list of the module `tea` and what the worker knows of the site."""
    versions = []
    for module in PLAN.modules:
        text, version = module_list(files_below(root / module.key), module.overview.title, directory_urls)
        (root / module.key / LIST).write_text(text, encoding="utf-8")
        versions.append(version)
        assert json.loads(text)["version"] == version
    shell = shell_of(root, {each.key for each in PLAN.modules}, directory_urls)
    listed: dict[str, Any] = json.loads((root / "tea/offline.json").read_text(encoding="utf-8"))
    found = re.search(r"const SITE = (\{.*\});", worker_text(shell, versions))
    assert found
    return listed, json.loads(found[1])


def test_a_module_lists_its_own_files_and_the_worker_the_others(tmp_path: Path) -> None:
    listed, shell = written(site(tmp_path))
    assert listed["files"] == ["./", "lessons/why/", "search/index.js"]
    assert (listed["title"], listed["start"], listed["left_out"]) == ("About tea", "./", 0)
    assert shell["files"] == ["./", "assets/page.js"]
    assert shell["away"] == "offline.html"
    cups = json.loads((tmp_path / "imported/ana/cups/offline.json").read_text(encoding="utf-8"))
    assert cups["files"] == ["./"]


def test_what_the_worker_keeps_from_the_start_does_not_grow_with_the_words_of_the_site(
    tmp_path: Path,
) -> None:
    site(tmp_path, search__index_js=b"x", search__words__2__1f_js=b"y", tea__search__words__a_js=b"z")
    listed, shell = written(tmp_path)
    assert shell["files"] == ["./", "assets/page.js", "search/index.js"]
    assert listed["files"] == ["./", "lessons/why/", "search/index.js", "search/words/a.js"]


def test_with_addresses_that_are_files(tmp_path: Path) -> None:
    listed, shell = written(site(tmp_path), directory_urls=False)
    assert (listed["start"], listed["files"][0], shell["files"][-1]) == (
        "index.html",
        "index.html",
        "index.html",
    )


def test_the_version_follows_the_content_and_nothing_else(tmp_path: Path) -> None:
    first = written(site(tmp_path / "a"))
    assert written(site(tmp_path / "a")) == first
    assert written(site(tmp_path / "b")) == first
    module, shell = written(site(tmp_path / "c", tea__a_txt=b"new"))
    assert module["version"] != first[0]["version"]
    assert shell["version"] != first[1]["version"]
    other_module, other_shell = written(site(tmp_path / "d", imported__ana__cups__a_txt=b"new"))
    assert other_module["version"] == first[0]["version"]
    assert other_shell["version"] != first[1]["version"]
    page_module, page_shell = written(site(tmp_path / "e", index_html=b"<p>all!</p>"))
    assert page_module == first[0]
    assert page_shell["version"] != first[1]["version"]


def test_large_files_are_left_out_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline, "LARGEST_FILE", 50)
    monkeypatch.setattr(offline, "LARGEST_MODULE", 100)
    root = site(tmp_path, tea__a_mp4=b"x" * 51, tea__b_mp4=b"y" * 50, tea__c_mp4=b"z" * 49)
    listed, _ = written(root)
    assert listed["files"] == ["./", "c.mp4", "lessons/why/", "search/index.js"]
    assert listed["left_out"] == 2


def test_names_with_blanks_are_addresses(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / "tea/a cup ü.svg").write_text("<svg/>")
    assert "a%20cup%20%C3%BC.svg" in written(root)[0]["files"]


@pytest.mark.parametrize("with_cache", [False, True])
def test_switched_off_the_worker_takes_the_old_one_away(tmp_path: Path, with_cache: bool) -> None:
    assert "unregister" in no_worker_text()
    cache = tmp_path / "cache" if with_cache else None
    root = tmp_path / "ws"
    root.mkdir()
    config = "site_name: A\ndocs_dir: modules\ntheme: {name: material}\nplugins: {chapbook: {service_worker: %s}}\n"
    build_workspace(write_workspace(root, MODULES, config % "true"), cache=cache)
    assert (root / "site/sw.js").read_text(encoding="utf-8") != no_worker_text()
    lists = [root / "site" / key / LIST for key in MODULES]
    assert [each.exists() for each in lists] == [True, True]
    build_workspace(write_workspace(root, MODULES, config % "false"), cache=cache)
    assert (root / "site/sw.js").read_text(encoding="utf-8") == no_worker_text()
    assert [each.exists() for each in lists] == [False, False]
    assert not (root / "site/offline.html").exists()


def test_the_manifest_stands_in_any_folder(tmp_path: Path) -> None:
    write_manifest(tmp_path, "Academy of tea", "", "ar")
    manifest = json.loads((tmp_path / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert (manifest["short_name"], manifest["dir"], manifest["start_url"], manifest["scope"]) == (
        "Academy of",
        "rtl",
        "./",
        "./",
    )
    assert "description" not in manifest
    assert not [icon for icon in manifest["icons"] if icon["src"].startswith(("/", "http"))]


@pytest.mark.parametrize(
    ("name", "short"),
    [("Tea", "Tea"), ("Tea and cups", "Tea and cups"), ("Donaudampfschifffahrt", "Donaudampfsc"), ("", "")],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def test_a_portable_site_opens_from_a_folder(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path, MODULES)
    result = build_workspace(workspace, portable=True)
    assert result.site_dir == tmp_path / "site-offline"
    html = (result.site_dir / "tea/lessons/why.html").read_text(encoding="utf-8")
    assert 'href="../../index.html"' in html
    assert "offline.js" not in html
    assert "manifest" not in html.replace("manifest-src", "")
    names = {path.name for path in result.site_dir.rglob("*")}
    assert not names & {"sw.js", "manifest.webmanifest", "offline.json", "offline.html"}
    leads = re.findall(r'(?:href|src)="([^"#]*)', html)
    assert not [each for each in leads if each.startswith("/") or each.endswith("/")]


def test_the_preview_of_mkdocs_has_no_worker(tmp_path: Path) -> None:
    workspace, site_dir = write_workspace(tmp_path / "ws", MODULES), tmp_path / "run"
    config = mkdocs_config.load(workspace, tmp_path, site_dir=str(site_dir))
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    assert not (site_dir / "sw.js").exists()
    page = (site_dir / "tea/index.html").read_text(encoding="utf-8")
    assert "offline.js" not in page
    assert "Content-Security-Policy" not in page, "MkDocs' reload script stands inline"
    assert (site_dir / "tea/search/index.js").is_file()


def test_a_site_in_a_zip_file_is_the_same_each_time(tmp_path: Path) -> None:
    root = site(tmp_path / "one/site")
    first = write_archive(root)
    assert first == tmp_path / "one/site.zip"
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        assert "site/tea/lessons/why/index.html" in archive.namelist()
        assert {each.date_time[0] for each in archive.infolist()} == {1980}
    assert write_archive(site(tmp_path / "two/site")).read_bytes() == first.read_bytes()
    assert {path.name for path in (tmp_path / "one").iterdir()} == {"site", "site.zip"}
