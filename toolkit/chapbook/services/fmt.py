"""Format modules: decide on every file's text, see with the checker's eyes that nothing else changes, then write."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from chapbook.diag.codes import Profile
from chapbook.diag.errors import OperationFailed, UsageProblem
from chapbook.diag.report import Report
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.model.fence_format import format_lesson
from chapbook.model.fields import CREDITS_FIELDS, MODULE_FIELDS, QUIZ_FIELDS, Field
from chapbook.model.module import Module
from chapbook.model.reader import CREDITS_FILE, MODULE_FILE, read_module
from chapbook.model.subject import Subject
from chapbook.model.yaml_format import CannotFormat, format_yaml
from chapbook.services.edit_list import CannotEdit
from chapbook.services.edits import Overlay
from chapbook.services.released import is_imported
from chapbook.services.shown import shown_path
from chapbook.services.targets import Target, targets_of
from chapbook.services.text_edits import as_on_disk
from chapbook.services.writing import Change, write_changes
from chapbook.tree.tree import RelPath
from chapbook.workspace.load import load_module

UNREADABLE = frozenset({"S101", "S103", "X810"})
"""Codes of files that are not formatted: what they say is not known, or some of it would be lost."""

_MARKDOWN = (".md", ".markdown")
_TABLES: dict[str, tuple[Field, ...]] = {MODULE_FILE: MODULE_FIELDS, CREDITS_FILE: CREDITS_FIELDS}
_LINE_NUMBER = re.compile(r"\b(lines?) [0-9]+")

Formatter = Callable[[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FmtOptions:
    """What to format; none named means all modules of the workspace. `formatter` is for tests of the guard."""

    start: Path
    names: tuple[str, ...] = ()
    write: bool = True
    formatter: Formatter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormattedFile:
    """One file whose text changes: its name as messages show it, where it lies, its text before and after."""

    shown: str
    place: Path
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """What came of it. `refused` says why files could not be read, `left` why others stay as they are."""

    files: tuple[FormattedFile, ...] = ()
    refused: Report = field(default_factory=lambda: Report(()))
    left: tuple[tuple[str, str], ...] = ()
    looked: int = 0
    written: bool = False


def format_text(path: str, text: str) -> str:
    """Give one file of a module in the one layout; `CannotFormat` when it is to stay as it is.

    `text` is as readers see it: `\\n` only, no byte order mark. Files of other kinds come back unchanged.
    """
    if path.endswith(_MARKDOWN):
        return format_lesson(text)
    fields = _fields_of(path)
    return format_yaml(text, fields) if fields else text


def _fields_of(path: str) -> tuple[Field, ...]:
    """Give the table of a YAML file, which is that of the original for a translation; none for other files."""
    parts = path.split("/", 2)
    inside = parts[2] if parts[0] == "i18n" and len(parts) == 3 else path
    if inside in _TABLES:
        return _TABLES[inside]
    return QUIZ_FIELDS if inside.startswith("quizzes/") and inside.endswith((".yml", ".yaml")) else ()


def fmt(options: FmtOptions) -> Formatted:
    """Format, and with `write` write all files or none.

    `UsageProblem` when a module is a peer's; `OperationFailed` when a module would not be the same after it.
    """
    targets = targets_of(options.names, options.start)
    for target in {each.folder.path: each for each in targets}.values():
        _refuse_imported(target, options.start)
    work = [_ModuleWork(target, options) for target in targets]
    files = {each.place: each for one in work for each in one.files}
    if options.write:
        write_changes(
            [Change(each.place, each.after.encode(), each.before.encode()) for each in files.values()]
        )
    return Formatted(
        files=tuple(files.values()),
        refused=Report.merged(one.refused for one in work),
        left=tuple(dict.fromkeys(left for one in work for left in one.left)),
        looked=sum(one.looked for one in work),
        written=options.write and bool(files),
    )


class _ModuleWork:
    """One module, or a part of it."""

    def __init__(self, target: Target, options: FmtOptions) -> None:
        self.target = target
        self.start = options.start
        self.format = options.formatter or format_text
        self.left: list[tuple[str, str]] = []
        subject = load_module(target.workspace, target.folder)
        report = run(subject, LintConfig(profile=Profile.PUBLISH))
        unread = [
            each
            for each in report.diagnostics
            if each.code in UNREADABLE and self._is_mine(each.location.path)
        ]
        self.refused = Report.of(unread).under(shown_path(target.folder.path, self.start))
        refused = {each.location.path for each in unread}
        texts = {
            path: text
            for path, text in subject.texts.items()
            if self._is_mine(path) and path not in refused and (path.endswith(_MARKDOWN) or _fields_of(path))
        }
        self.looked = len(texts)
        changed = dict(self._changed(subject, texts))
        if changed:
            self._refuse_difference(subject, report, changed)
        self.files = [
            FormattedFile(
                shown=self._shown(path),
                place=target.folder.path / path,
                before=subject.tree.read(path).decode("utf-8"),
                after=after,
            )
            for path, after in changed.items()
        ]

    def _is_mine(self, path: str) -> bool:
        only = self.target.only
        return not only or path == only or path.startswith(only + "/")

    def _shown(self, path: str) -> str:
        return shown_path(self.target.folder.path / path, self.start)

    def _changed(self, subject: Subject, texts: Mapping[RelPath, str]) -> Iterator[tuple[RelPath, str]]:
        for path, text in texts.items():
            try:
                formatted = self.format(path, text)
                raw = subject.tree.read(path).decode("utf-8")
                after = raw if formatted == text else as_on_disk(raw, formatted)
            except (CannotFormat, CannotEdit) as problem:
                self.left.append((self._shown(path), problem.reason))
                continue
            if after != raw:
                yield path, after

    def _refuse_difference(self, before: Subject, report: Report, changed: Mapping[RelPath, str]) -> None:
        """Read the module as it will be, and compare everything but where it stands."""
        tree = Overlay(before.tree, {path: text.encode() for path, text in changed.items()})
        after = replace(
            read_module(tree, name=self.target.folder.slug),
            neighbours=before.neighbours,
            released=before.released,
        )
        is_same = _content(before) == _content(after) and _findings(report) == _findings(
            run(after, LintConfig(profile=Profile.PUBLISH))
        )
        if not is_same:
            shown = shown_path(self.target.folder.path, self.start)
            message = f"Formatting {shown} would change what the module says. Nothing was changed."
            hint = "This is a slip of Chapbook; please report it. The files are as they were."
            raise OperationFailed("format-changes-meaning", message, hint)


def _content(subject: Subject) -> tuple[Module | None, dict[str, object]]:
    module = subject.module
    if module is not None:
        module = replace(module, extra=tuple(sorted(module.extra, key=lambda pair: pair[0])))
    return module, {path: repr(_sorted(document.data)) for path, document in subject.documents.items()}


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return [(key, _sorted(value[key])) for key in sorted(value)]
    return [_sorted(each) for each in value] if isinstance(value, list) else value


def _findings(report: Report) -> Counter[tuple[str, str, str]]:
    return Counter(
        (each.code, each.location.path, _LINE_NUMBER.sub(r"\1", each.message)) for each in report.diagnostics
    )


def _refuse_imported(target: Target, start: Path) -> None:
    if is_imported(target):
        shown = shown_path(target.folder.path, start)
        message = f"{shown} is a peer's module: what is changed there no longer is what they sent."
        hint = "Format the modules of your own, those in modules/. An import stays as it came."
        raise UsageProblem("imported-module", f"{message} Nothing was changed.", hint)
