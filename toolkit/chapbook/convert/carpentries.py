"""A lesson of The Carpentries: settings, episodes with their minutes, fenced divs; also its older form for Jekyll."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace

from chapbook.convert.carpentries_divs import Episode, read_episode, workbench_divs
from chapbook.convert.carpentries_jekyll import LISTS, jekyll_divs
from chapbook.convert.draft import Draft, DraftLesson, Facts
from chapbook.convert.links import outside_code
from chapbook.convert.markdown import language, pages
from chapbook.convert.notes import Log
from chapbook.convert.sources import facts_of, one_line, page, read_text, read_yaml, spdx, title_of_path, web
from chapbook.source.document import YamlValue
from chapbook.tree.tree import RelPath, Tree

_CONFIG = ("config.yaml", "config.yml", "_config.yml")
_GLOSSARY = ("learners/reference.md", "reference.md")
_SHARED_LINKS = ("links.md", "_includes/links.md")
_ABOUT = frozenset({"title", "license", "source", "repo", "lang", "language", "episodes", "episode_order"})
_RUN = re.compile(r"^```\{r\b", re.MULTILINE)
_OLD = "_episodes/"
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]+)\]:[ \t]*(<[^<>\n]*>|\S+).*$", re.MULTILINE)
_REFERENCE = re.compile(r"\[([^\[\]\n]+)\]\[([^\[\]\n]*)\]")
_TIMES = ("teaching", "exercises")


def convert_carpentries(tree: Tree, log: Log) -> Draft:
    """Make a draft of the episodes in order, after the page that says what to set up."""
    facts, config = _facts(facts_of(tree, log), tree, log)
    shared = _shared_links(tree, log)
    steps: list[DraftLesson] = []
    objectives: list[str] = []
    for path in _in_order(tree, config.get("episodes") or config.get("episode_order"), log):
        read = page(tree, path, log)
        if read is None:
            continue
        header, body, first_line = read
        body = _with_links(body, shared)
        if any(each.startswith(_OLD) for each in tree.paths()):
            root = jekyll_divs(header, body, first_line, path, log)
            header = {key: value for key, value in header.items() if key not in LISTS}
        else:
            root = workbench_divs(body.split("\n"), first_line, path, log)
        episode = read_episode(root, path, log)
        objectives += episode.objectives
        _note_header(header, path, log)
        if match := _RUN.search(body):
            line = first_line + body.count("\n", 0, match.start())
            log.lose("Code that the Workbench runs stands as text, without its output.", path, line)
        steps.append(_lesson(header, episode, path))
    _note_others(tree, {step.origin for step in steps}, log)
    return Draft(
        facts=replace(facts, summary=facts.summary or _summary(tree, log)),
        steps=tuple(steps),
        objectives=tuple(objectives),
    )


def _lesson(header: dict[str, YamlValue], episode: Episode, path: str) -> DraftLesson:
    title = one_line(header.get("title")) or title_of_path(path)
    objectives = tuple(episode.objectives)
    return DraftLesson(
        title=title, body=tuple(episode.body), origin=path, name=title_of_path(path), objectives=objectives
    )


def _facts(facts: Facts, tree: Tree, log: Log) -> tuple[Facts, dict[str, YamlValue]]:
    name = next((each for each in _CONFIG if each in tree.paths()), "")
    config = read_yaml(tree, name, log) if name else {}
    for key in config:
        if key not in _ABOUT:
            log.lose(f"The setting “{one_line(key, 60)}” has no place in a module.", name)
    title = one_line(config.get("title"))
    return replace(
        facts,
        title=title or facts.title,
        license=spdx(config.get("license")) or facts.license,
        url=web(config.get("source")) or web(config.get("repo")) or facts.url,
        language=language(config.get("lang") or config.get("language")),
    ), config


def _shared_links(tree: Tree, log: Log) -> dict[str, str]:
    """Give the addresses that the pages of a lesson share, by name."""
    found: dict[str, str] = {}
    for name in _SHARED_LINKS:
        if name in tree.paths() and (text := read_text(tree, name, log)):
            found |= {key.casefold(): address for key, address in _DEFINITION.findall(text)}
    return found


def _with_links(body: str, shared: dict[str, str]) -> str:
    """Write the addresses of links by name into the text, since questions and boxes stand apart from their page."""
    own = {key.casefold(): address for key, address in _DEFINITION.findall(body) if key[0] != "^"}
    addresses = shared | own

    def swap(match: re.Match[str]) -> str:
        address = addresses.get((match[2] or match[1]).casefold())
        return f"[{match[1]}]({address})" if address else match[0]

    body = outside_code(body, lambda part: _REFERENCE.sub(swap, part))
    left = [key for key in shared if key not in own and f"[{key}]" in body.casefold()]
    return "\n".join([body.rstrip("\n"), "", *(f"[{key}]: {shared[key]}" for key in left)]) if left else body


def _in_order(tree: Tree, listed: YamlValue, log: Log) -> list[str]:
    old = any(path.startswith(_OLD) for path in tree.paths())
    folders = (_OLD, "_episodes_rmd/") if old else ("episodes/",)
    found = [str(path) for path in pages(tree)] + [
        path for path in tree.paths() if path.lower().endswith(".rmd")
    ]
    there = [path for path in found if path.startswith(folders) and path.count("/") == 1]
    named = (
        [posixpath.join(folders[0], one_line(each)) for each in listed] if isinstance(listed, list) else []
    )
    if old:
        made = {path.rpartition("/")[2].rpartition(".")[0] for path in there if path.startswith(_OLD)}
        there = [path for path in there if path.startswith(_OLD) or path[13:].rpartition(".")[0] not in made]
        named = [path if path in there else f"{path}.md" for path in named]
    for path in named:
        if path not in there:
            log.lose("This episode is listed, but it is not in the source.", path)
    for path in there if named else ():
        if path not in named:
            log.lose("This episode is not listed in config.yaml, so it was left out.", path)
    setup = [each for each in ("learners/setup.md", "setup.md") if RelPath(each) in tree.paths()]
    last = [each for each in _GLOSSARY if RelPath(each) in tree.paths()]
    chosen = [path for path in dict.fromkeys(named) if path in there] or there
    return setup[:1] + chosen + last[:1]


def _note_header(header: dict[str, YamlValue], path: str, log: Log) -> None:
    times = [f"{one_line(header.get(key))} minutes of {key}" for key in _TIMES if one_line(header.get(key))]
    if times:
        log.change(f"{' and '.join(times)}: Chapbook counts the minutes of learners who read alone.", path)
    for key in header:
        if key not in (*_TIMES, "title"):
            log.lose(f"The setting “{one_line(key, 60)}” has no place in a lesson.", path)


def _note_others(tree: Tree, taken: set[str], log: Log) -> None:
    for path in tree.paths():
        folder = path.partition("/")[0]
        if folder in ("instructors", "profiles", "learners") and path not in taken and path.endswith(".md"):
            log.lose("This page is not part of the episodes, so it was left out.", path)


def _summary(tree: Tree, log: Log) -> str:
    """Give the first paragraph of the lesson's front page, and note the rest."""
    read = page(tree, "index.md", log) if RelPath("index.md") in tree.paths() else None
    paragraphs = [each for each in re.split(r"\n\s*\n", read[1]) if each.strip()] if read else []
    first = next(
        (n for n, each in enumerate(paragraphs) if not re.match(r"\s*(?:[#:>!\[<{|-]|\*\s)", each)), None
    )
    if rest := " ".join(each for n, each in enumerate(paragraphs) if n != first):
        log.lose(f"The rest of this page has no place: {one_line(rest, 500)}", "index.md")
    return "" if first is None else one_line(paragraphs[first], 2000)
