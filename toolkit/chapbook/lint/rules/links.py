"""Links and pictures: what they aim at is there and travels with the module (L…; `module:` links of S109)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import PurePosixPath

from chapbook.diag.diagnostic import Finding
from chapbook.diag.suggest import did_you_mean, nearest_path
from chapbook.lint.html import opening_tags
from chapbook.lint.links import Reference, references
from chapbook.lint.targets import Aim, stand_ins
from chapbook.model.module import Module
from chapbook.model.subject import Subject
from chapbook.source.outline import Outline
from chapbook.tree.tree import RelPath

_PAGES = (".md", ".markdown", ".yml", ".yaml", ".html")
_OWN_ANCHORS = ("fn:", "fnref:")


def link_target_missing(subject: Subject) -> Iterator[Finding]:
    """L301: a link to a page or to a heading that is not there."""
    there = frozenset(subject.tree.paths())
    pages = sorted(path for path in there if path.endswith(_PAGES))
    folders = _folders(there)
    anchors: dict[RelPath, frozenset[str]] = {}
    for each in references(subject):
        if each.target.aim is not Aim.FILE or each.is_image:
            continue
        if not _is_there(each.target.path, there):
            if each.target.path in folders:
                yield _folder(each)
            elif _is_page(each.target.path):
                yield _missing(each, pages)
        elif each.target.fragment:
            yield from _anchor(subject, each, anchors)


def _folders(there: frozenset[RelPath]) -> frozenset[str]:
    with_files = {path.rpartition("/")[0] for path in there}
    return frozenset(
        str(each) for path in with_files for each in (PurePosixPath(path), *PurePosixPath(path).parents)
    )


def _folder(each: Reference) -> Finding:
    message = (
        f"This link leads to “{each.written}”, a folder, and a folder has no page that readers could see."
    )
    return Finding(code="L301", message=message, place=each.place, hint="Link to one of the files in it.")


def _missing(each: Reference, pages: list[RelPath]) -> Finding:
    near = nearest_path(each.target.path, pages)
    otherwise = "Correct the link, or write the page it should lead to."
    hint = f"Did you mean “{_way(each, near)}”?" if near else otherwise
    message = f"This link leads to “{each.written}”, but the module has no file {each.target.path}."
    return Finding(code="L301", message=message, place=each.place, hint=hint)


def _anchor(subject: Subject, each: Reference, known: dict[RelPath, frozenset[str]]) -> Iterator[Finding]:
    """Look for the heading; `known` keeps the anchors of pages that were asked before."""
    wanted = each.target.fragment
    path = next((RelPath(p) for p in stand_ins(each.target.path) if p in subject.outlines), None)
    if path is None or wanted.startswith(_OWN_ANCHORS):
        return
    if path not in known:
        known[path] = subject.outlines[path].anchors() | _html_ids(subject.outlines[path])
    anchors = known[path]
    if wanted not in anchors:
        page = "this page" if each.target.path == each.place.path else each.target.path
        otherwise = "Correct the part after #, or leave it out to link to the page's top."
        hint = did_you_mean(wanted, sorted(anchors), otherwise)
        message = f"This link leads to “#{wanted}”, but {page} has no such heading."
        yield Finding(code="L301", message=message, place=each.place, hint=hint)


def _html_ids(outline: Outline) -> frozenset[str]:
    tags = (tag for html in outline.html for tag in opening_tags(html.text))
    return frozenset(value for tag in tags for name, value in tag.attributes if name == "id")


def asset_missing(subject: Subject) -> Iterator[Finding]:
    """L302: a picture or another file that is not there, or is spelled otherwise on disk."""
    there = frozenset(subject.tree.paths())
    assets = sorted(path for path in there if not path.endswith(_PAGES))
    folders = _folders(there)
    for each in references(subject):
        is_asset = each.is_image or not (_is_page(each.target.path) or each.target.path in folders)
        if each.target.aim is Aim.FILE and is_asset and not _is_there(each.target.path, there):
            yield _missing_asset(each, assets)
    for credit in subject.module.credits if subject.module else ():
        if f"assets/{credit.file}" not in there:
            names = [path.removeprefix("assets/") for path in assets]
            hint = did_you_mean(credit.file, names, "Correct the name, or take the entry out.")
            message = f"The credits name “{credit.file}”, but there is no file assets/{credit.file}."
            yield Finding(code="L302", message=message, place=credit.place, hint=hint)


def _missing_asset(each: Reference, assets: list[RelPath]) -> Finding:
    wanted = each.target.path
    near = nearest_path(wanted, assets)
    way = _way(each, near) if near else ""
    if near is not None and near.casefold() == wanted.casefold():
        message = f"The file is called “{near}”, not “{wanted}”; most web servers tell capitals apart."
        return Finding(code="L302", message=message, place=each.place, hint=f"Write {way} as it is on disk.")
    what = "picture" if each.is_image else "file"
    message = f"The {what} “{wanted}” is not in the module, so readers see a gap."
    otherwise = "Add the file, or correct the name. Files usually live in assets/."
    hint = f"Did you mean “{way}”?" if near else otherwise
    return Finding(code="L302", message=message, place=each.place, hint=hint)


def link_leaves_module(subject: Subject) -> Iterator[Finding]:
    """L303: a relative link climbs out of the module folder."""
    for each in references(subject):
        if each.target.aim is Aim.LEAVES:
            message = f"“{each.written}” leaves the module, so it breaks when the module is packed or moved."
            yield Finding(code="L303", message=message, place=each.place, hint=_instead(subject, each))


def _instead(subject: Subject, each: Reference) -> str:
    """Say what to write for a link that leaves: the same lesson as `module:` link, when it is a neighbour's."""
    _, _, way = each.target.path.partition("../")
    folder, _, path = way.partition("/")
    neighbour = (subject.neighbours or {}).get(folder)
    if neighbour is None:
        return "Link to another module with module:ID, and copy files that you need into assets/."
    lesson = next((name for name, its in neighbour.lessons.items() if its == path), "")
    return f"Write module:{folder}/{lesson}" if lesson else f"Write module:{folder}"


def unknown_module_link(subject: Subject, module: Module) -> Iterator[Finding]:
    """S109: a `module:` link names a module or a lesson that is not there."""
    if subject.neighbours is None:
        return
    own = {each.id: each.path for each in module.steps}
    known = subject.neighbours
    for each in references(subject):
        if each.target.aim is not Aim.MODULE:
            continue
        name, _, lesson = each.target.path.partition("/")
        if name not in known and name != module.id:
            message = f"There is no module with the id “{name}” in this workspace."
            hint = did_you_mean(
                name, sorted({*known, module.id}), "Correct the id, or import that module first."
            )
            yield Finding(code="S109", message=message, place=each.place, hint=hint)
        elif lesson and lesson not in (lessons := own if name == module.id else known[name].lessons):
            message = f"The module “{name}” has no lesson with the id “{lesson}”."
            hint = did_you_mean(lesson, sorted(lessons), f"Link to the module itself: module:{name}")
            yield Finding(code="S109", message=message, place=each.place, hint=hint)


def _way(each: Reference, path: str) -> str:
    """Give a file of the module as the linking file would write it."""
    return posixpath.relpath(path, posixpath.dirname(each.place.path) or ".")


def _is_there(path: str, there: frozenset[RelPath]) -> bool:
    return any(each in there for each in stand_ins(path))


def _is_page(path: str) -> bool:
    return path.endswith(_PAGES) or "." not in path.rpartition("/")[2]
