"""Building through MkDocs: one door, the same bytes, nothing of a module's header, the old site kept on failure."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from chapbook.diag.errors import OperationFailed, Refused
from chapbook.site.result import BuildResult
from chapbook.tree.staging import hold, let_go
from chapbook.workspace.lock import Lock, write_lock
from chapbook.workspace.workspace import Workspace
from support.locks import lock_entry
from support.sites import SINGLE, build_workspace, lesson, module_yml, small_module, write_workspace

CONFIG = """\
site_name: Academy
site_url: https://academy.example/
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""
MODULES = {
    "tea": small_module("tea", why=f"Hello reader.\n\n{SINGLE}", how="## Steep\n\nThree minutes of patience.")
    | {"assets/a.svg": "<svg/>"},
    "milk": small_module("milk", 1),
    "imported/ana/cups": small_module("cups", 2),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Path, BuildResult]:
    root = tmp_path_factory.mktemp("workspace")
    workspace = write_workspace(root, MODULES, CONFIG)
    return workspace, root / "site", build_workspace(workspace)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_all_pages_are_there(built: tuple[Workspace, Path, BuildResult]) -> None:
    _, site, result = built
    assert (result.pages, result.modules, result.diagnostics, result.published) == (21, 3, (), True)
    assert (site / "index.html").is_file()
    assert (site / "tea/lessons/why/index.html").is_file()
    assert (site / "imported/ana/cups/attribution/index.html").is_file()
    assert (site / "tea/assets/a.svg").read_text() == '<svg xmlns="http://www.w3.org/2000/svg"/>\n'


def test_sources_are_not_published(built: tuple[Workspace, Path, BuildResult]) -> None:
    names = files_of(built[1])
    assert not [name for name in names if name.endswith((".md", ".yml", ".map", ".py"))]


def test_plain_mkdocs_gives_the_same_bytes_and_so_does_a_second_build(
    built: tuple[Workspace, Path, BuildResult], tmp_path: Path
) -> None:
    workspace, site, _ = built
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(tmp_path / "plain")]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    subprocess.run(command, cwd=workspace.root, check=True, env=environment)
    kept = [build_workspace(workspace, tmp_path / "again", cache=tmp_path / "cache") for _ in range(2)]
    packed = build_workspace(workspace, tmp_path / "packed", cache=tmp_path / "cache")
    assert [(each.built, each.reused) for each in (*kept, packed)] == [(3, 0), (0, 3), (0, 3)]
    for name in ("plain", "again", "packed"):
        assert files_of(tmp_path / name) == files_of(site), name


def test_nothing_is_left_beside_the_site(built: tuple[Workspace, Path, BuildResult]) -> None:
    names = {path.name for path in built[0].root.iterdir()}
    assert names == {"mkdocs.yml", "modules", "imported", "site"}


def test_each_module_has_its_own_search_index(built: tuple[Workspace, Path, BuildResult]) -> None:
    site = built[1]
    tea = (site / "tea/search/index.js").read_text()
    assert all(f'["{url}",' in tea for url in ("./", "lessons/why/", "lessons/how/"))
    assert '["steep","Steep","Three minutes of patience."]' in tea
    catalogue = (site / "search/index.js").read_text()
    assert [catalogue.index(f'["{url}",') for url in ("milk/", "tea/", "imported/ana/cups/")]
    assert "patience" not in catalogue


def test_search_does_not_give_answers_away(built: tuple[Workspace, Path, BuildResult]) -> None:
    assert "milk cools" not in (built[1] / "tea/search/index.js").read_text()


def test_nothing_of_materials_search_is_shipped(built: tuple[Workspace, Path, BuildResult]) -> None:
    names = files_of(built[1])
    assert not [
        name for name in names if "lunr" in name or "worker" in name or name.endswith("search_index.json")
    ]


def test_a_page_names_only_its_own_module(built: tuple[Workspace, Path, BuildResult]) -> None:
    html = (built[1] / "tea/lessons/why/index.html").read_text()
    assert "About tea" in html
    assert "About milk" not in html
    assert 'rel="next"' in html
    assert 'rel="prev"' not in html


def test_no_foreign_host_is_named(built: tuple[Workspace, Path, BuildResult]) -> None:
    for name, data in files_of(built[1]).items():
        if name.endswith(".html"):
            assert b"fonts.g" not in data
            assert b"cdn" not in data


def test_every_page_has_the_same_policy(built: tuple[Workspace, Path, BuildResult]) -> None:
    pages = [path.read_text() for path in built[1].rglob("*.html")]
    policies = {page.partition("Content-Security-Policy")[2].partition(">")[0] for page in pages}
    assert len(policies) == 1
    policy = policies.pop()
    assert "default-src 'none'" in policy
    assert "script-src 'self' 'sha256-" in policy
    assert "'unsafe-inline'" not in policy.partition("style-src")[0]


def test_a_lessons_header_never_reaches_material(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    header = f"---\nid: why\ntitle: '{evil}'\nx-template: redirect.html\n"
    for body in ("template: redirect.html\ntitle: " + evil, "status: new\nicon: nowhere\n\nWords."):
        files = small_module("tea", why="x")
        files["lessons/why.md"] = f"{header}---\n\n{body}\n"
        workspace = write_workspace(tmp_path, {"tea": files}, CONFIG)
        build_workspace(workspace)
        html = (tmp_path / "site/tea/lessons/why/index.html").read_text()
        assert evil not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert 'http-equiv="refresh"' not in html


def test_control_mkdocs_itself_would_run_the_title(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("title: <script>alert(1)</script>\n\nWords.\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: {name: material, font: false}\n")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"], cwd=tmp_path, check=True, capture_output=True
    )
    assert "<script>alert(1)</script>" in (tmp_path / "site/index.html").read_text()


@pytest.mark.parametrize("field", ["title: ", "summary: ", "audience: ", "  - name: ", "tags: "])
def test_text_of_a_module_is_escaped_on_every_page(tmp_path: Path, field: str) -> None:
    evil = "\"'><script>alert(1)</script></title><img src=x onerror=alert(1)>"
    value = json.dumps([evil] if field == "tags: " else evil)
    lines = module_yml("tea", ("lessons/why.md",), more="audience: All\n").splitlines()
    text = "\n".join(f"{field}{value}" if line.startswith(field) else line for line in lines)
    assert "alert" in text
    files = {"module.yml": text + "\n", "lessons/why.md": lesson("why", "Words.")}
    build_workspace(write_workspace(tmp_path, {"tea": files}, CONFIG))
    for path in (tmp_path / "site").rglob("*.html"):
        html = path.read_text()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_what_a_killed_build_left_goes_with_the_next(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path, {"tea": small_module("tea")})
    dead, live = tmp_path / f".chapbook-{'a' * 12}", tmp_path / f".chapbook-{'b' * 12}"
    for folder in (dead, live):
        folder.mkdir()
        (folder / "index.html").touch()
    held = hold(live)
    build_workspace(workspace)
    let_go(held)
    assert not dead.exists()
    assert live.exists()


def test_without_mkdocs_yml_defaults_are_used(tmp_path: Path) -> None:
    result = build_workspace(write_workspace(tmp_path, {"tea": small_module()}))
    assert result.site_dir == tmp_path / "site"
    assert "Learning modules" in (tmp_path / "site/index.html").read_text()


def test_a_workspace_of_imported_modules_only_can_be_built(tmp_path: Path) -> None:
    result = build_workspace(write_workspace(tmp_path, {"imported/ana/tea": small_module()}, CONFIG))
    assert result.modules == 1
    html = (tmp_path / "site/imported/ana/tea/index.html").read_text()
    assert "From ana" in html
    assert "unsigned" in html


def test_who_signed_an_imported_module_is_said_from_the_lock_file(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path, {"imported/ana/tea": small_module()}, CONFIG)
    entry = lock_entry(slug="tea", standing="known", publisher="a" * 26, known_since="2026-11-20T08:00:00Z")
    write_lock(workspace.lock, Lock((entry,)))
    build_workspace(workspace)
    html = (tmp_path / "site/imported/ana/tea/index.html").read_text()
    said = re.sub(r"<[^>]+>", "", html[html.index("From ana") :][:300])
    assert said.startswith("From ana, signed, known since 20 November 2026, imported 22 November 2026")


def test_a_broken_module_is_left_out_and_reported(tmp_path: Path) -> None:
    modules = {"tea": small_module(), "broken": {"module.yml": "id: [\n"}}
    result = build_workspace(write_workspace(tmp_path, modules, CONFIG))
    assert [each.code for each in result.diagnostics] == ["SIT101"]
    assert (tmp_path / "site/tea/index.html").is_file()


@pytest.mark.parametrize("with_cache", [False, True])
def test_strict_keeps_the_old_site_when_there_are_warnings(tmp_path: Path, with_cache: bool) -> None:
    cache = tmp_path / "cache" if with_cache else None
    workspace = write_workspace(tmp_path, {"tea": small_module()}, CONFIG)
    build_workspace(workspace, cache=cache)
    before = files_of(tmp_path / "site")
    write_workspace(tmp_path, {"broken": {"module.yml": "id: [\n"}})
    result = build_workspace(workspace, strict=True, cache=cache)
    assert not result.published
    assert files_of(tmp_path / "site") == before


@pytest.mark.parametrize(
    ("config", "code"),
    [
        (CONFIG.replace(", chapbook: {}", ""), "site-plugin-missing"),
        (CONFIG.replace("name: material", "name: mkdocs"), "site-not-built"),
        (CONFIG + "docs_dir: [\n", "site-config-unusable"),
        (CONFIG.replace("theme: {name: material}", "theme: {name: none}"), "site-config-unusable"),
        (CONFIG + "markdown_extensions: [nothing_of_the_kind]\n", "site-config-unusable"),
    ],
)
def test_a_failed_build_keeps_the_old_site(tmp_path: Path, config: str, code: str) -> None:
    workspace = write_workspace(tmp_path, {"tea": small_module()}, CONFIG)
    build_workspace(workspace)
    before = files_of(tmp_path / "site")
    write_workspace(tmp_path, {}, config)
    with pytest.raises(OperationFailed) as caught:
        build_workspace(workspace, tmp_path / "site")
    assert caught.value.code == code
    assert files_of(tmp_path / "site") == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".chapbook-")]


def test_the_site_never_replaces_other_files(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path / "ws", {"tea": small_module()}, CONFIG)
    other = tmp_path / "mine"
    other.mkdir()
    (other / "diary.txt").write_text("dear")
    for target, code in (
        (other, "site-over-files"),
        (workspace.root, "site-over-sources"),
        (tmp_path, "site-over-sources"),
        (workspace.modules / "tea", "site-over-sources"),
    ):
        with pytest.raises(Refused) as caught:
            build_workspace(workspace, target)
        assert caught.value.code == code
    assert (other / "diary.txt").read_text() == "dear"


def test_hidden_files_that_hosts_want_are_kept_and_repositories_refused(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path, {"tea": small_module()}, CONFIG)
    build_workspace(workspace)
    (tmp_path / "site/.nojekyll").write_text("")
    build_workspace(workspace)
    assert (tmp_path / "site/.nojekyll").is_file()
    (tmp_path / "site/.git").mkdir()
    with pytest.raises(Refused, match=r"\.git"):
        build_workspace(workspace)


def test_addresses_can_be_files(tmp_path: Path) -> None:
    modules = {"tea": small_module("tea", why="To [how](how.md).", how="Words.")}
    workspace = write_workspace(tmp_path, modules, CONFIG + "use_directory_urls: false\n")
    assert build_workspace(workspace).diagnostics == ()
    html = (tmp_path / "site/tea/lessons/why.html").read_text()
    assert '<a href="how.html">how</a>' in html
    assert 'href="../../index.html"' in html


def test_the_workspace_may_override_a_template(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path, {"tea": small_module()}, CONFIG)
    (tmp_path / "themes/partials").mkdir(parents=True)
    (tmp_path / "themes/partials/footer.html").write_text("<footer>My own footer</footer>")
    build_workspace(workspace)
    assert "My own footer" in (tmp_path / "site/index.html").read_text()


def test_the_credits_page_names_whose_works_a_module_holds(tmp_path: Path) -> None:
    given = """\
credits:
  - {file: a.svg, title: Cup <b>, author: Lena Berg, source: https://example.org/cup, license: CC-BY-SA-4.0, changes: Cropped}
  - {file: a.svg, title: Trap, author: Eve, source: "javascript:alert(1)", license: CC0-1.0}
"""
    more = (
        "derived_from:\n"
        "  - {title: The book of tea, authors: [Okakura], url: https://example.org/tea, license: CC0-1.0, changes: Shortened}\n"
    )
    files = small_module("tea") | {"assets/a.svg": "<svg/>", "assets/credits.yml": given}
    files["module.yml"] += more
    build_workspace(write_workspace(tmp_path, {"tea": files}))
    page = (tmp_path / "site/tea/attribution/index.html").read_text(encoding="utf-8")
    words = ["Cup &lt;b&gt;", "Lena Berg", "https://example.org/cup", "CC BY-SA 4.0", "Cropped", "Trap"]
    for said in [*words, "The book of tea", "Okakura", "CC0 1.0", "Shortened"]:
        assert said in page, said
    assert "javascript:" not in page
