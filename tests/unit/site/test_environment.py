"""What all pages hang on: whatever changes them changes it, and nothing else does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from chapbook.site import environment
from chapbook.site.environment import environment_of, own_themes, pages_environment
from chapbook.workspace.workspace import Workspace
from support.sites import small_module, write_workspace

Environment = Callable[..., str]

CONFIG = "INHERIT: ../base.yml\nsite_name: !ENV [SITE_NAME, Tea]\nplugins: {chapbook: {}}\n"
BASE = 'INHERIT: "more/deep.yml"  # and so on\ntheme: {name: material}\n'
DEEP = "docs_dir: modules\nextra: {year: !ENV YEAR_OF_TEA}\n"


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SITE_NAME", "YEAR_OF_TEA", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace whose configuration inherits from two others, with a template of its own."""
    (tmp_path / "more").mkdir()
    (tmp_path / "base.yml").write_text(BASE, encoding="utf-8")
    (tmp_path / "more/deep.yml").write_text(DEEP, encoding="utf-8")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/header.html").write_text("<p>header</p>", encoding="utf-8")
    made = write_workspace(tmp_path / "ws", {"tea": small_module()}, CONFIG)
    (made.root / "chapbook.yml").write_text("catalogue: {title: Tea}\n", encoding="utf-8")
    (made.root / "themes/partials").mkdir(parents=True)
    (made.root / "themes/partials/footer.html").write_text("<p>footer</p>", encoding="utf-8")
    (made.root / "themes/linked").symlink_to(tmp_path / "outside")
    return made


BOTH = pytest.mark.parametrize("kind", [environment_of, pages_environment])


def append(path: Path, text: str = "\n# more\n") -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def put(path: Path, text: str = "words") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "mkdocs.yml": lambda root: append(root / "mkdocs.yml"),
    "no mkdocs.yml": lambda root: (root / "mkdocs.yml").unlink(),
    "what it inherits": lambda root: append(root.parent / "base.yml"),
    "what that inherits": lambda root: append(root.parent / "more/deep.yml"),
    "what it inherits is gone": lambda root: (root.parent / "base.yml").unlink(),
    "chapbook.yml": lambda root: append(root / "chapbook.yml"),
    "no chapbook.yml": lambda root: (root / "chapbook.yml").unlink(),
    "an empty chapbook.yml": lambda root: put(root / "chapbook.yml", ""),
    "a template": lambda root: append(root / "themes/partials/footer.html"),
    "a new template": lambda root: put(root / "themes/partials/header.html"),
    "a template in a new folder": lambda root: put(root / "themes/chapbook/step.html"),
    "a template that is gone": lambda root: (root / "themes/partials/footer.html").unlink(),
    "a template of another name": lambda root: (root / "themes/partials/footer.html").rename(
        root / "themes/partials/header.html"
    ),
    "no themes": lambda root: shutil.rmtree(root / "themes"),
    "a template that a link leads to": lambda root: append(root.parent / "outside/header.html"),
    "a variable that mkdocs.yml names": lambda root: os.environ.__setitem__("SITE_NAME", "Milk"),
    "a variable that is named further up": lambda root: os.environ.__setitem__("YEAR_OF_TEA", "1773"),
    "the day of the build": lambda root: os.environ.__setitem__("SOURCE_DATE_EPOCH", "1790000000"),
}


@BOTH
@pytest.mark.parametrize("name", CHANGES)
def test_what_pages_hang_on_changes_it(
    name: str, kind: Environment, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", os.environ.copy())
    before = kind(workspace, (), "")
    assert kind(workspace, (), "") == before, "control: asked twice it is the same"
    CHANGES[name](workspace.root)
    assert kind(workspace, (), "") != before


OTHERS: dict[str, Callable[[Path], object]] = {
    "a lesson": lambda root: append(root / "modules/tea/lessons/why.md"),
    "a new module": lambda root: put(root / "modules/milk/module.yml"),
    "an imported module": lambda root: put(root / "imported/ana/milk/module.yml"),
    "the lock file": lambda root: put(root / "chapbook.lock", "{}"),
    "the site": lambda root: put(root / "site/index.html"),
    "a compiled file": lambda root: put(root / "themes/__pycache__/hook.pyc"),
    "the store of git": lambda root: put(root / "themes/.git/index"),
    "another file beside mkdocs.yml": lambda root: put(root / "README.md"),
    "a variable that nobody names": lambda root: os.environ.__setitem__("NAME_OF_SITE", "Milk"),
}


@BOTH
@pytest.mark.parametrize("name", OTHERS)
def test_nothing_else_changes_it(
    name: str, kind: Environment, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", os.environ.copy())
    before = kind(workspace, (), "")
    OTHERS[name](workspace.root)
    assert kind(workspace, (), "") == before


@BOTH
def test_variables_count_only_where_env_is_written(
    kind: Environment, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(workspace.mkdocs_config, CONFIG.replace("!ENV [SITE_NAME, Tea]", "SITE_NAME"))
    before = kind(workspace, (), "")
    monkeypatch.setenv("SITE_NAME", "Milk")
    assert kind(workspace, (), "") == before
    monkeypatch.setenv("YEAR_OF_TEA", "1773")
    assert kind(workspace, (), "") != before


@BOTH
def test_how_a_site_is_to_be_built_counts(kind: Environment, workspace: Workspace) -> None:
    assert kind(workspace, (), "portable=True") != kind(workspace, (), "portable=False")


@BOTH
def test_templates_elsewhere_count_when_they_are_named(
    kind: Environment, workspace: Workspace, tmp_path: Path
) -> None:
    put(tmp_path / "theirs/main.html")
    named, alone = kind(workspace, (str(tmp_path / "theirs"),), ""), kind(workspace, (), "")
    append(tmp_path / "theirs/main.html")
    assert kind(workspace, (str(tmp_path / "theirs"),), "") != named
    assert kind(workspace, (), "") == alone


@BOTH
def test_files_of_the_program_count(
    kind: Environment, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "chapbook"
    put(program / "site/environment.py")
    put(program / "site/views.py")
    monkeypatch.setattr(environment, "__file__", str(program / "site/environment.py"))
    before = kind(workspace, (), "")
    put(program / "site/__pycache__/views.pyc")
    assert kind(workspace, (), "") == before
    append(program / "site/views.py")
    assert kind(workspace, (), "") != before


@BOTH
def test_libraries_count_by_their_versions(
    kind: Environment, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "lib/site-packages"
    (library / "markdown-3.7.dist-info").mkdir(parents=True)
    monkeypatch.setattr("sys.path", [str(library), str(tmp_path)])
    before = kind(workspace, (), "")
    (library / "other.py").touch()
    assert kind(workspace, (), "") == before
    (library / "markdown-3.7.dist-info").rename(library / "markdown-3.8.dist-info")
    assert kind(workspace, (), "") != before


def test_inheriting_from_oneself_ends(workspace: Workspace) -> None:
    put(workspace.mkdocs_config, "INHERIT: mkdocs.yml\n")
    assert environment_of(workspace, (), "")
    assert pages_environment(workspace, (), "")


def test_templates_that_link_in_a_circle_end(workspace: Workspace) -> None:
    (workspace.root / "themes/again").symlink_to(workspace.root / "themes")
    (workspace.root / "themes/gone").symlink_to(workspace.root / "nowhere")
    for kind in (environment_of, pages_environment):
        before = kind(workspace, (), "")
        assert kind(workspace, (), "") == before


def test_the_same_workspace_elsewhere_has_the_same_pages_but_is_another_place(
    workspace: Workspace, tmp_path: Path
) -> None:
    shutil.copytree(tmp_path / "ws", tmp_path / "elsewhere/ws", symlinks=True)
    for name in ("base.yml", "more", "outside"):
        (tmp_path / "elsewhere" / name).symlink_to(tmp_path / name)
    other = Workspace(tmp_path / "elsewhere/ws")
    assert pages_environment(other, (), "") == pages_environment(workspace, (), "")
    assert environment_of(other, (), "") != environment_of(workspace, (), "")


def test_a_new_time_alone_makes_one_look_again_and_makes_no_other_pages(workspace: Workspace) -> None:
    here, pages = environment_of(workspace, (), ""), pages_environment(workspace, (), "")
    os.utime(workspace.root / "themes/partials/footer.html", (1, 1))
    assert environment_of(workspace, (), "") != here
    assert pages_environment(workspace, (), "") == pages


def test_folders_of_installed_packages_are_nobodys_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library = tmp_path / "lib/site-packages"
    library.mkdir(parents=True)
    monkeypatch.setattr("sys.path", [str(library)])
    folders = [str(library / "material/templates"), str(tmp_path / "ws/themes"), str(tmp_path / "a")]
    assert own_themes(folders) == (str(tmp_path / "a"), str(tmp_path / "ws/themes"))
