"""A folder in `imported/` that was filled by hand: nothing in it is run, read as settings or published; others' pages stay.

`chapbook import` would refuse most of it; these tests are about what the build does when it lies there all the same.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from chapbook.diag.codes import Profile
from chapbook.services.check import CheckOptions, check
from chapbook.site import making, plugin, search_shards
from chapbook.site.bounded import BoundedRenderer, RenderLimits
from support.heavy_markdown import HEAVY
from support.sites import SINGLE, build_workspace, small_module, write_workspace
from support.threats import Threats

CONFIG = """\
site_name: Academy
site_url: https://academy.example/
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""
SPY = "from pathlib import Path\nPath(__file__).with_name('ran').touch()\n"
HOOKS = CONFIG + "hooks: [spy.py]\n"
SETTINGS = {
    "mkdocs.yml": HOOKS,
    "spy.py": SPY,
    "hooks/spy.py": SPY,
    "main.py": SPY,
    "conf.py": SPY,
    "overrides/main.html": "<script>fired()</script>",
    "overrides/partials/header.html": "<script>fired()</script>",
    "themes/chapbook_theme/main.html": "<script>fired()</script>",
    "templates/base.j2": "{{ fired() }}",
    "chapbook.yml": "catalogue: {title: Taken}",
    "_headers": "/*\n  Content-Security-Policy: none\n",
    "_redirects": "/* https://other.example/",
    "requirements.txt": "spy\n",
}
IMPORTED = {"mkdocs.yml": HOOKS, "spy.py": SPY, "eve/mkdocs.yml": HOOKS, "eve/spy.py": SPY}
OWN = {
    "tea": small_module("tea", why=f"Hello.\n\n{SINGLE}", how="[Cups](module:cups)\n\n## Steep"),
    "imported/ana/cups": small_module("cups", 1) | {"CHANGELOG.md": "## 1.0.0 - 2026-11-20\n\n- *New*"},
}
EVE = "imported/eve/evil"
SHARED = {
    "index.html",
    "search/index.js",
    "sitemap.xml",
    "sitemap.xml.gz",
    "feed.xml",
    "sw.js",
    "learning/index.html",
    "review/index.html",
}
"""Files that say which modules there are: the catalogue, what lists or searches it, what keeps it."""


def evil(**more: str) -> dict[str, str]:
    """Give a module that tries what a module can try, besides settings."""
    heavy = HEAVY["brackets in pairs"](16_000)
    files = small_module("evil", 2, a=heavy, b="<script>fired()</script> *b*", c=f"# C\n\n{SINGLE}")
    text = files["module.yml"].replace("title: About evil", "title: '<script>fired()</script>'")
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" onload="fired()"/>'
    return (
        files | {"module.yml": text, "assets/a.svg": drawing, "CHANGELOG.md": f"## 1.0.0\n\n{heavy}"} | more
    )


def built(
    root: Path, modules: dict[str, dict[str, str]], config: str = CONFIG
) -> tuple[dict[str, bytes], list[str]]:
    """Build; gives all files below their names, and the codes and places of what was said."""
    workspace = write_workspace(root, modules, config)
    result = build_workspace(workspace)
    files = {
        path.relative_to(result.site_dir).as_posix(): path.read_bytes()
        for path in result.site_dir.rglob("*")
        if path.is_file()
    }
    return files, sorted(f"{each.code} {each.location.path}" for each in result.diagnostics)


@pytest.fixture(autouse=True)
def _little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = RenderLimits(processor_seconds=0.6, seconds=60)
    for door in (plugin, making):  # MkDocs makes the pages, or the engine does
        monkeypatch.setattr(door, "BoundedRenderer", partial(BoundedRenderer, limits=limits))


def test_pages_of_others_are_the_same_bytes_with_a_hostile_module_and_without(tmp_path: Path) -> None:
    before, said = built(tmp_path / "without", OWN)
    assert said == []
    after, said = built(tmp_path / "with", OWN | {EVE: evil()})
    assert said == [
        f"SIT105 {EVE}/CHANGELOG.md",
        f"SIT105 {EVE}/lessons/a.md",
        f"SIT106 {EVE}/assets/a.svg",
    ]
    assert len(before) > 50
    changed = {name for name in before if before[name] != after.get(name)}
    assert {name for name in changed if not name.startswith(f"{search_shards.FOLDER}/")} <= SHARED
    assert all(name.startswith(f"{EVE}/") for name in after.keys() - before.keys())
    for name in SHARED - {"sitemap.xml.gz", "search/index.js"}:  # a title in a string of a script is no tag
        assert b"<script>fired" not in after[name]
    page = after[f"{EVE}/lessons/b/index.html"].decode()
    assert "<em>b</em>" in page
    assert "<script>fired" not in page


def test_settings_and_programs_of_an_imported_folder_are_not_used_and_named(
    tmp_path: Path, threats: Threats
) -> None:
    plain, _ = built(tmp_path / "plain", OWN | {EVE: small_module("evil", 2)})
    root = tmp_path / "hostile"
    for path, text in IMPORTED.items():
        target = root / "imported" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    files, said = built(root, OWN | {EVE: small_module("evil", 2) | SETTINGS})
    assert files == plain, "nothing of it has any effect"
    assert list(root.rglob("ran")) == []
    assert said == [f"SIT107 {EVE}/_headers", "SIT107 imported/eve/mkdocs.yml", "SIT107 imported/mkdocs.yml"]
    tried = len(SETTINGS) + len(IMPORTED)
    threats.record(
        "Pages of strangers",
        "Settings, hooks, templates and programs in a folder of `imported/`",
        tried=tried,
        refused=0,
        harmless=tried,
        control="a hook runs when the same settings are the workspace's own",
    )


def test_control_the_same_settings_run_in_the_place_of_the_workspaces_own(tmp_path: Path) -> None:
    (tmp_path / "spy.py").write_text(SPY, encoding="utf-8")
    built(tmp_path, OWN, HOOKS)
    assert (tmp_path / "ran").exists()


def test_check_names_them_too(tmp_path: Path) -> None:
    write_workspace(tmp_path, OWN | {EVE: small_module("evil", 2) | SETTINGS}, CONFIG)
    options = CheckOptions(start=tmp_path, names=("imported/eve/evil",), profile=Profile.IMPORT)
    report = check(options)
    found = {each.location.path.removeprefix(f"{EVE}/"): each.code for each in report.diagnostics}
    assert {Path(each).name for each in found} >= {Path(each).name for each in SETTINGS}
    assert list(tmp_path.rglob("ran")) == []
