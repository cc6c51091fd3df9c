"""Lay the lessons of a workspace out as each peer wants them: the same Markdown, the same pictures, a page a module.

What a peer does not know is made plain for all: a `quiz` fence becomes a code block without a language, the front matter
a heading. Every peer gets a page a lesson, a page a module with links to its lessons, and one with links to all modules.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FRONT = re.compile(r"---\n.*?^title: (?P<title>.*?)$.*?^---\n+", re.DOTALL | re.MULTILINE)
QUIZ = re.compile(r"^```quiz .*$", re.MULTILINE)


@dataclass(frozen=True)
class Module:
    """What the pages need of a module."""

    folder: Path
    title: str
    summary: str
    lessons: tuple[tuple[str, str], ...]
    """Name and title of each lesson."""


def read(folder: Path) -> Module:
    """Read a generated module: its module.yml has one fact a line."""
    facts = dict(
        line.split(": ", 1)
        for line in (folder / "module.yml").read_text(encoding="utf-8").splitlines()
        if re.match(r"(title|summary): ", line)
    )
    names = sorted(path.stem for path in (folder / "lessons").glob("*.md"))
    titles = (_title((folder / f"lessons/{name}.md").read_text(encoding="utf-8")) for name in names)
    return Module(folder, facts["title"], facts["summary"], tuple(zip(names, titles, strict=True)))


def _title(text: str) -> str:
    found = FRONT.match(text)
    return found["title"] if found else ""


def plain(text: str) -> str:
    """Give a lesson's Markdown without what only Chapbook knows."""
    return QUIZ.sub("```text", FRONT.sub("", text, count=1))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Form:
    """How a peer's pages differ: the name of an index page, what links end with, where pictures go, front matter."""

    index: str = "index.md"
    suffix: str = ".md"
    assets: str = ""
    front: bool = False

    def page(self, title: str, body: str) -> str:
        """Give a page's text."""
        return (f"---\ntitle: '{title}'\n---\n\n" if self.front else "") + f"# {title}\n\n{body}"


def _pages(workspace: Path, to: Path, form: Form | None = None) -> list[Module]:
    """Write a page a lesson, a page a module and one of all modules; give the modules."""
    form = form or Form()
    modules = [read(folder) for folder in sorted((workspace / "modules").iterdir())]
    for each in modules:
        key = each.folder.name
        links = "".join(f"- [{title}](lessons/{name}{form.suffix})\n" for name, title in each.lessons)
        _write(to / key / form.index, form.page(each.title, f"{each.summary}\n\n{links}"))
        for name, title in each.lessons:
            text = (each.folder / f"lessons/{name}.md").read_text(encoding="utf-8")
            _write(to / f"{key}/lessons/{name}.md", form.page(title, plain(text)))
        shutil.copytree(each.folder / "assets", (to / form.assets / key / "assets"))
    links = "".join(f"- [{each.title}]({each.folder.name}/index{form.suffix})\n" for each in modules)
    _write(to / form.index, form.page("Bench", links))
    return modules


MATERIAL = """\
site_name: Bench
docs_dir: docs
site_dir: site
theme: {name: material, font: false, features: [navigation.prune]}
plugins: {search: {}}
markdown_extensions: [tables, toc, pymdownx.superfences, pymdownx.highlight]
"""


def material(workspace: Path, to: Path) -> None:
    """MkDocs with Material: the navigation is that of the folders, pruned."""
    _pages(workspace, to / "docs")
    _write(to / "mkdocs.yml", MATERIAL)


def material_flat(workspace: Path, to: Path) -> None:
    """The same with a navigation of one page; the others are built all the same."""
    _pages(workspace, to / "docs")
    _write(to / "mkdocs.yml", MATERIAL + "nav: [index.md]\n")


HUGO = {
    "hugo.yaml": "baseURL: https://bench.example/\ntitle: Bench\nuglyURLs: true\n"
    "disableKinds: [taxonomy, term, RSS]\n",
    "layouts/_default/single.html": "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n"
    "<title>{{ .Title }}</title>\n<nav>{{ with .FirstSection }}<a href={{ .RelPermalink }}>{{ .Title }}</a>{{ end }}"
    "{{ with .Prev }} <a href={{ .RelPermalink }}>{{ .Title }}</a>{{ end }}</nav>\n<main>{{ .Content }}</main>\n</html>\n",
}


def hugo(workspace: Path, to: Path) -> None:
    """Hugo with a layout of ten lines."""
    _pages(workspace, to / "content", Form("_index.md", ".html", "../static", front=True))
    for name, text in HUGO.items():
        _write(to / name, text)
    shutil.copy(to / "layouts/_default/single.html", to / "layouts/_default/list.html")


ELEVENTY = {
    "eleventy.config.mjs": "export default function (config) {\n"
    '  config.addGlobalData("layout", "base.njk");\n'
    '  config.addGlobalData("permalink", () => (data) => `${data.page.filePathStem}.html`);\n'
    '  config.addPassthroughCopy("docs/*/assets");\n'
    '  return { markdownTemplateEngine: false, dir: { input: "docs", output: "site", includes: "_includes" } };\n}\n',
    "docs/_includes/base.njk": "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n<title>{{ page.fileSlug }}</title>\n"
    "<nav><a href=/>Bench</a></nav>\n<main>{{ content | safe }}</main>\n</html>\n",
}


def eleventy(workspace: Path, to: Path) -> None:
    """Eleventy with a layout as small."""
    _pages(workspace, to / "docs", Form(suffix=".html"))
    for name, text in ELEVENTY.items():
        _write(to / name, text)


def mdbook(workspace: Path, to: Path) -> None:
    """One book: a chapter a module, its lessons below it."""
    lines = ["# Summary\n", "[Bench](index.md)\n"]
    for each in _pages(workspace, to / "src"):
        key = each.folder.name
        lines.append(f"- [{each.title}]({key}/index.md)")
        lines += [f"  - [{title}]({key}/lessons/{name}.md)" for name, title in each.lessons]
    _write(to / "src/SUMMARY.md", "\n".join(lines) + "\n")
    _write(
        to / "book.toml",
        '[book]\ntitle = "Bench"\n[build]\nbuild-dir = "site"\n[output.html.print]\nenable = false\n',
    )


SPHINX = """\
project = "Bench"
extensions = ["myst_parser"]
html_theme = "basic"
html_sidebars = {"**": ["relations.html", "searchbox.html"]}
html_copy_source = False
html_use_index = False
"""


def sphinx(workspace: Path, to: Path) -> None:
    """Sphinx reading Markdown with MyST; no navigation over all modules on the pages, which would cost more."""
    for each in _pages(workspace, to / "docs"):
        names = "\n".join(f"lessons/{name}" for name, _ in each.lessons)
        _append(to / f"docs/{each.folder.name}/index.md", f"\n```{{toctree}}\n:hidden:\n{names}\n```\n")
    _append(to / "docs/index.md", "\n```{toctree}\n:hidden:\n:glob:\n*/index\n```\n")
    _write(to / "docs/conf.py", SPHINX)


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def chapbook(workspace: Path, to: Path) -> None:
    """The workspace as it is."""
    shutil.copytree(workspace, to)


LAYOUTS: dict[str, Callable[[Path, Path], None]] = {
    "chapbook": chapbook,
    "material": material,
    "material-flat": material_flat,
    "zensical": material_flat,
    "hugo": hugo,
    "eleventy": eleventy,
    "mdbook": mdbook,
    "sphinx": sphinx,
}


def lay_out(tool: str, workspace: Path, to: Path) -> None:
    """Write the folder that a tool builds, anew."""
    shutil.rmtree(to, ignore_errors=True)
    LAYOUTS[tool](workspace, to)


def edit(page: Path, words: str) -> None:
    """Put words into the first paragraph of a page: after the front matter and the heading."""
    text = page.read_text(encoding="utf-8")
    at = re.search(r"(?:\A---\n.*?\n---\n)?\s*(?:# .*\n+)?", text, re.DOTALL)
    place = at.end() if at else 0
    page.write_text(f"{text[:place]}{words} {text[place:]}", encoding="utf-8")
