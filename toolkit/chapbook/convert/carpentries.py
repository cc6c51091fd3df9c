"""A lesson of The Carpentries (Workbench): config.yaml, episodes with teaching and exercise minutes, fenced divs."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace

from chapbook.convert.carpentries_divs import Episode, read_episode
from chapbook.convert.draft import Draft, DraftLesson, Facts
from chapbook.convert.markdown import language, pages
from chapbook.convert.notes import Log
from chapbook.convert.sources import facts_of, one_line, page, read_yaml, spdx, title_of_path, web
from chapbook.source.document import YamlValue
from chapbook.tree.tree import RelPath, Tree

_CONFIG = ("config.yaml", "config.yml")
_ABOUT = frozenset({"title", "license", "source", "lang", "language", "episodes"})
_CLERICAL = frozenset(
    {"carpentry", "life_cycle", "created", "contact", "branch", "sandpaper", "workbench-beta", "url"}
)
_RUN = re.compile(r"^```\{r\b", re.MULTILINE)
_TIMES = ("teaching", "exercises")


def convert_carpentries(tree: Tree, log: Log) -> Draft:
    """Make a draft of the episodes in order, after the page that says what to set up."""
    facts, config = _facts(facts_of(tree, log), tree, log)
    steps: list[DraftLesson] = []
    objectives: list[str] = []
    for path in _in_order(tree, config.get("episodes"), log):
        read = page(tree, path, log)
        if read is None:
            continue
        header, body, first_line = read
        episode = read_episode(body, first_line, path, log)
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
        if key not in _ABOUT | _CLERICAL:
            log.lose(f"The setting “{one_line(key, 60)}” has no place in a module.", name)
    title = one_line(config.get("title"))
    return replace(
        facts,
        title=title or facts.title,
        license=spdx(config.get("license")) or facts.license,
        url=web(config.get("source")) or facts.url,
        language=language(config.get("lang") or config.get("language")),
    ), config


def _in_order(tree: Tree, listed: YamlValue, log: Log) -> list[str]:
    there = [str(path) for path in pages(tree) if path.startswith("episodes/") and path.count("/") == 1]
    there += [
        str(path) for path in tree.paths() if path.startswith("episodes/") and path.lower().endswith(".rmd")
    ]
    named = (
        [posixpath.join("episodes", one_line(each)) for each in listed] if isinstance(listed, list) else []
    )
    for path in named:
        if path not in there:
            log.lose("This episode is listed, but it is not in the source.", path)
    for path in there if named else ():
        if path not in named:
            log.lose("This episode is not listed in config.yaml, so it was left out.", path)
    setup = [each for each in ("learners/setup.md", "setup.md") if RelPath(each) in tree.paths()]
    return setup[:1] + ([path for path in dict.fromkeys(named) if path in there] or there)


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
    """Give the first paragraph of the lesson's front page."""
    read = page(tree, "index.md", log) if RelPath("index.md") in tree.paths() else None
    paragraphs = [each for each in re.split(r"\n\s*\n", read[1]) if each.strip()] if read else []
    plain = (each for each in paragraphs if not re.match(r"\s*(?:[#:>!\[<{|-]|\*\s)", each))
    return one_line(next(plain, ""), 2000)
