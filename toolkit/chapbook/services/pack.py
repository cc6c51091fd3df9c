"""Pack a module: check as for publishing, make the bundle beside its place, put it there in one step."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from chapbook.bundle.manifest import bundle_name
from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Severity
from chapbook.diag.errors import ChapbookError, OperationFailed, UsageProblem
from chapbook.diag.report import Report
from chapbook.library.created import created_for
from chapbook.library.pack import Freight, Packed, Seal, kept_signatures, pack_into
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.registry import RULES
from chapbook.model.module import Module
from chapbook.model.subject import Subject
from chapbook.services.endorse import kept_endorsements
from chapbook.services.luggage import luggage_of
from chapbook.services.released import OUTPUT, with_release
from chapbook.services.shown import shown_path
from chapbook.services.targets import Target, one_target
from chapbook.services.version import version
from chapbook.tree.tree import RelPath, Tree
from chapbook.tree.write import new_content
from chapbook.trust.own import own_identity
from chapbook.trust.signer import Signer
from chapbook.workspace.load import load_module
from chapbook.workspace.settings import read_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class PackResult:
    """What packing came to. `packed` and `path` are None when the report has errors; nothing was written then.

    `bared` are pictures that travel without place and owner, `left_out` what lies in the folder and does not travel.
    """

    report: Report
    packed: Packed | None = None
    path: Path | None = None
    unchanged: bool = False
    bared: tuple[RelPath, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signing:
    """Whether to sign: None = when the user has a key. `before` is called before a key may ask for something."""

    wanted: bool | None = None
    before: Callable[[], None] = lambda: None


def pack(
    name: str, start: Path, output: Path | None, *, force: bool = False, signing: Signing = Signing()
) -> PackResult:
    """Pack the module called `name` (an id or a path) into `output`, by default `dist/` of the workspace.

    A bundle of the same version with other content is only replaced with `force` (`OperationFailed`
    otherwise): a version that peers may have must not change its content.
    """
    target = one_target(name, start)
    luggage = luggage_of(target.folder.path)
    subject = with_release(load_module(target.workspace, target.folder, lambda _: luggage.tree), target)
    report = _as_peers_see_it(run(subject, _config(target)), subject)
    shown = Report(report.under(shown_path(target.folder.path, start)).diagnostics, (target.folder.slug,))
    if subject.module is None or shown.has(Severity.ERROR):
        return PackResult(report=shown)
    created = created_for(target.folder.path, os.environ)
    folder = (start / output) if output else (target.workspace.root if target.workspace else start) / OUTPUT
    path = folder / bundle_name(subject.module.id, subject.module.version)
    freight = Freight(
        created, f"chapbook {version()}", _seal(path, signing), kept_endorsements(target.workspace)
    )
    packed, unchanged = _write(path, subject.module, luggage.tree, freight, force)
    return PackResult(
        report=shown,
        packed=packed,
        path=path,
        unchanged=unchanged,
        bared=luggage.bared,
        left_out=luggage.left_out,
    )


def _write(path: Path, module: Module, tree: Tree, freight: Freight, force: bool) -> tuple[Packed, bool]:
    """Make the bundle beside `path` and put it there; say whether the very same was there already."""
    with new_content(path, sum(tree.size(each) for each in tree.paths())) as new:
        packed = pack_into(new.file, lambda: new.at, module, tree, freight)
        unchanged = _same(path, new.at, packed, force)
        if not unchanged:
            new.take_place()
    return packed, unchanged


class _Announced:
    """A signer that says so before it signs, since it may ask for a passphrase or a touch."""

    def __init__(self, signer: Signer, before: Callable[[], None]) -> None:
        self.key = signer.key
        self._signer, self._before = signer, before

    def sign(self, message: bytes, namespace: str) -> bytes:
        """Give the armored signature."""
        self._before()
        return self._signer.sign(message, namespace)


def _seal(path: Path, signing: Signing) -> Seal | None:
    """Give who signs; what an equal bundle at `path` is signed with already is kept."""
    own = own_identity() if signing.wanted is not False else None
    if own is not None:
        signer = _Announced(own.signer(), signing.before)
        return Seal(own.chain, signer, kept_signatures(path, own.chain))
    if signing.wanted:
        raise UsageProblem(
            "no-own-key",
            "There is no key to sign with yet. Nothing was packed.",
            "Make one: chapbook key init",
        )
    return None


def _config(target: Target) -> LintConfig:
    own = read_settings(target.workspace).check if target.workspace else LintConfig()
    return replace(own, profile=Profile.PUBLISH)


def _as_peers_see_it(report: Report, subject: Subject) -> Report:
    """Put what an import finds of portability and security (X…) in place of what publishing finds.

    There each of them is an error, whatever this workspace leaves out: no bundle is written that peers refuse.
    """
    rules = tuple(rule for rule in RULES if rule.code.startswith("X"))
    peers = run(subject, LintConfig(profile=Profile.IMPORT), rules).diagnostics
    own = (each for each in report.diagnostics if not each.code.startswith("X"))
    return Report.of((*own, *(each for each in peers if each.code.startswith("X"))), report.checked)


def _same(path: Path, new: Path, packed: Packed, force: bool) -> bool:
    """Say whether the very bundle is there already; raise when another one of the same version is."""
    try:
        same = path.stat().st_size == packed.size and filecmp.cmp(path, new, shallow=False)
    except FileNotFoundError:
        return False
    except OSError as error:
        message = f"{path} cannot be replaced: {error.strerror}."
        raise OperationFailed("cannot-write", message, "Name another folder with --output.") from error
    if same or force or _content_of(path) == packed.manifest.content:
        return same
    raise OperationFailed(
        "version-already-packed",
        f"{path} holds version {packed.manifest.version} with other content. Peers may have it; nothing was changed.",
        "Raise `version` in module.yml (typo: 1.0.1, more or clearer: 1.1.0), or replace it with --force.",
    )


def _content_of(path: Path) -> str:
    from chapbook.bundle.verify import open_bundle

    try:
        return open_bundle(path).manifest.content
    except ChapbookError:
        return ""
