"""What a check is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from chapbook.diag.codes import CODES, Profile
from chapbook.diag.suggest import nearest
from chapbook.lint.thresholds import DEFAULTS, Thresholds
from chapbook.model.module import Status
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject


@dataclass(frozen=True, slots=True)
class FileIgnore:
    """Leave out `codes` (or their beginnings) in the files that the pattern `files` names; `*` stands for anything.

    A pattern names files inside their module, `lessons/old-*`, or below the workspace, `modules/tea/lessons/*`.
    """

    files: str
    codes: frozenset[str]

    def covers(self, code: str, path: str, module: str) -> bool:
        """Say whether a finding in a file is left out."""
        if not any(each and code.startswith(each) for each in self.codes):
            return False
        return any(
            fnmatchcase(each, self.files) for each in (path, f"{module}/{path}", f"modules/{module}/{path}")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LintConfig:
    """How strict to be (`profile` None = by the module's status) and what to leave out.

    `select` and `ignore` hold codes or their beginnings: `S106`, or `Q` for all of a family. An empty `select` is
    everything; `ignore` wins. `thresholds` is what rules measure with.
    """

    profile: Profile | None = None
    ignore: frozenset[str] = frozenset()
    select: frozenset[str] = frozenset()
    ignore_in: tuple[FileIgnore, ...] = ()
    thresholds: Thresholds = DEFAULTS

    def wants(self, code: str, path: str, module: str) -> bool:
        """Say whether a finding of `code` in the file `path` of `module` is to be reported."""
        if self.select and not any(prefix and code.startswith(prefix) for prefix in self.select):
            return False
        return not self.ignores(code) and not any(each.covers(code, path, module) for each in self.ignore_in)

    def ignores(self, code: str) -> bool:
        """Say whether findings of `code` are left out."""
        return any(prefix and code.startswith(prefix) for prefix in self.ignore)

    def unknown_codes(self) -> tuple[str, ...]:
        """Give the entries of `select` and `ignore` that fit no code, sorted: most likely typing slips."""
        return tuple(sorted(entry for entry in self.ignore | self.select if not fits_a_code(entry)))


def fits_a_code(entry: str) -> bool:
    """Say whether an entry of `select` or `ignore` stands for any code."""
    return bool(entry) and any(each.code.startswith(entry) for each in CODES)


def nearest_code(entry: str) -> str:
    """Give the hint for an entry that fits no code; a rule's name stands for its code."""
    named = {each.slug: each.code for each in CODES}.get(entry.lower())
    near = named or nearest(entry.upper(), [each.code for each in CODES])
    known = "Codes are such as S106, a family such as Q; see them all with: chapbook explain"
    return f"Did you mean “{near}”?" if near else known


def profile_for(subject: Subject, config: LintConfig) -> Profile:
    """Give the profile to check with.

    A module whose file is there and cannot be read is judged like a draft: what stops the reading is an error in
    every profile, and should not stand among a hundred others.
    """
    if config.profile is not None:
        return config.profile
    if subject.module is None:
        return Profile.DRAFT if MODULE_FILE in subject.tree.paths() else Profile.PUBLISH
    return Profile.DRAFT if subject.module.status is Status.DRAFT else Profile.PUBLISH
