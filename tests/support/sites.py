"""Workspaces on disk and plans in memory, for tests of the site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from chapbook.model.reader import read_module
from chapbook.site.build import build_site
from chapbook.site.plan import ModulePlan, PagePlan, SitePlan, plan_site
from chapbook.site.result import BuildOptions, BuildResult
from chapbook.tree.tree import MemoryTree
from chapbook.workspace.load import LoadedModule
from chapbook.workspace.workspace import ModuleFolder, Workspace

UID = "8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e1{}"


def module_yml(slug: str, lessons: tuple[str, ...], *, number: int = 0, more: str = "") -> str:
    """Write a small module.yml that is right in every respect."""
    listed = "\n".join(f"  - {path}" for path in lessons)
    return f"""\
format: 1
id: {slug}
uid: {UID.format(number)}
title: About {slug}
summary: What there is to know about {slug}, told in a few words so that a card has something to show.
language: en
version: 1.0.0
status: published
level: beginner
tags: [tea, {slug}]
authors:
  - name: Jane Doe
license: CC-BY-4.0
objectives:
  - {{id: pour, text: Pour without spilling, bloom: apply}}
lessons:
{listed}
{more}"""


def lesson(name: str, body: str, title: str = "") -> str:
    """Write a lesson file."""
    return f"---\nid: {name}\ntitle: {title or name.title()}\nobjectives: [pour]\n---\n\n{body}\n"


SINGLE = """\
```quiz id=what objective=pour
What is poured first?

- [ ] The tea
  > No. It comes after.
- [x] The milk
  > Yes, here it does.

? Think of the cup.

The milk cools the cup.
```"""


def small_module(slug: str = "tea", number: int = 0, **bodies: str) -> dict[str, str]:
    """Give the files of a module with one lesson a keyword; without any, two plain lessons."""
    bodies = bodies or {"why": "First words.", "how": "Second words."}
    files = {f"lessons/{name}.md": lesson(name, body) for name, body in bodies.items()}
    return {"module.yml": module_yml(slug, tuple(files), number=number), **files}


def loaded(files: Mapping[str, str], slug: str = "tea", petname: str = "") -> LoadedModule:
    """Read a module from memory as if it lay in a workspace."""
    key = f"imported/{petname}/{slug}" if petname else slug
    folder = ModuleFolder(key=key, path=Path("/nowhere") / key, petname=petname)
    tree = MemoryTree({path: text.encode() for path, text in files.items()})
    return LoadedModule(folder=folder, subject=read_module(tree, name=slug))


def planned(files: Mapping[str, str], slug: str = "tea", petname: str = "") -> tuple[SitePlan, ModulePlan]:
    """Plan a site of one module."""
    plan = plan_site([loaded(files, slug, petname)])
    return plan, plan.modules[0]


def page_of(module: ModulePlan, uri_end: str) -> PagePlan:
    """Find a module's page by the end of its address."""
    return next(page for page in module.pages if page.uri.endswith(uri_end))


def write_workspace(
    root: Path, modules: Mapping[str, Mapping[str, str]], config: str | None = None
) -> Workspace:
    """Write modules below `root`; a key is `tea` or `imported/ana/tea`."""
    for key, files in modules.items():
        folder = root / (key if key.startswith("imported/") else f"modules/{key}")
        for path, text in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    if config is not None:
        (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    return Workspace(root)


def build_workspace(
    workspace: Workspace,
    site_dir: Path | None = None,
    *,
    strict: bool = False,
    portable: bool = False,
    cache: Path | None = None,
) -> BuildResult:
    """Build a site; without `cache` nothing of another build is used, and nothing is kept."""
    options = BuildOptions(site_dir=site_dir, strict=strict, portable=portable, cache=cache)
    return build_site(workspace, options)
