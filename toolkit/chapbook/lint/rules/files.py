"""Files that nothing uses (S106), and settings of a site, which nothing reads (S118)."""

from __future__ import annotations

from collections.abc import Iterator

from chapbook.diag.diagnostic import Finding, Place
from chapbook.lint.links import references
from chapbook.lint.places import strings
from chapbook.lint.rules.media import CAPTIONS, is_companion
from chapbook.lint.targets import Aim, stand_ins
from chapbook.model.module import Module
from chapbook.model.reader import CREDITS_FILE, MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.tree.settings import sets_up_a_site
from chapbook.tree.tree import RelPath

_COMMON = (
    "readme",
    "license",
    "licence",
    "copying",
    "notice",
    "changelog",
    "contributing",
    "authors",
    "citation",
)


_TEXTS = CAPTIONS | {".txt"}


def file_not_used(subject: Subject, module: Module) -> Iterator[Finding]:
    """S106: a lesson or quiz that is no step, or an asset that no page links to."""
    used = _used(subject)
    listed = frozenset(module.listed)
    unlisted = {each.path: each.id for each in module.unlisted_quizzes}
    counts = module.completion.quiz if module.completion else ""
    for path in subject.tree.paths():
        if path in listed or _needs_no_link(path):
            continue
        if path.endswith((".md", ".markdown")):
            yield _not_listed(path, "lesson")
        elif path in unlisted:
            if unlisted[path] != counts:
                yield _not_listed(path, "quiz")
        elif path not in used and not path.startswith("quizzes/") and not _accompanies(path, used):
            message = f"No page of the module links to “{path}”, so learners never see it."
            hint = "Link to it where it helps, or delete it. It makes the module larger for everyone."
            yield Finding(code="S106", message=message, place=Place(path=path), hint=hint)


def settings_not_read(subject: Subject) -> Iterator[Finding]:
    """S118: a file that would set up a site, if anything read it."""
    for path in subject.tree.paths():
        if sets_up_a_site(path):
            message = (
                f"“{path}” looks like settings of a site. In a module nothing reads it, so it has no effect."
            )
            hint = "Delete it. Settings belong in the workspace, and are never taken from a module."
            yield Finding(code="S118", message=message, place=Place(path=path), hint=hint)


def _accompanies(path: RelPath, used: set[str]) -> bool:
    """Say whether a file is the text of a video or a recording that is used: `pour.en.vtt` of `pour.mp4`."""
    return path.lower().endswith((*CAPTIONS, ".txt")) and any(
        is_companion(path, each, _TEXTS) for each in used
    )


def _not_listed(path: RelPath, what: str) -> Finding:
    message = f"The {what} “{path}” is not listed in module.yml, so learners never reach it."
    return Finding(
        code="S106",
        message=message,
        place=Place(path=path),
        hint=f"Add “- {path}” to lessons:, or delete the file.",
    )


def _needs_no_link(path: RelPath) -> bool:
    is_other = is_common(path) or path.startswith("i18n/") or sets_up_a_site(path)
    return path in (MODULE_FILE, CREDITS_FILE) or is_other


def is_common(path: RelPath) -> bool:
    """Say whether a file is one of those that repositories have beside their content, such as README.md."""
    return "/" not in path and path.lower().startswith(_COMMON)


def _used(subject: Subject) -> set[str]:
    """Give the files that pages link to, and those that YAML files name."""
    used: set[str] = set()
    for each in references(subject):
        if each.target.aim is Aim.FILE:
            used.update(stand_ins(each.target.path))
    for path, document in subject.documents.items():
        if path != CREDITS_FILE:
            used.update(text for _, text in strings(document))
    return used
