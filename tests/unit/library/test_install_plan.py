"""Plans: what is said before anything is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chapbook.bundle.manifest import entry_of
from chapbook.bundle.verify import Bundle, open_bundle
from chapbook.diag.diagnostic import Diagnostic, Location, Severity, Span
from chapbook.diag.errors import Refused, UsageProblem
from chapbook.diag.report import Report
from chapbook.library.folder_state import FolderState
from chapbook.library.install_plan import Change, InstallPlan, earlier, plan_install
from chapbook.tree.tree import MemoryTree
from chapbook.workspace.lock import Lock, LockEntry
from support.archives import pack, sample_files
from support.locks import lock_entry

CLEAN = Report(())
NOTHING = FolderState()
EMPTY = Lock()


def _bundle(**changes: str) -> Bundle:
    return open_bundle(pack(sample_files(**changes)).data)


def _entry(bundle: Bundle, **changes: str) -> LockEntry:
    said = bundle.manifest
    facts = {"uid": said.uid, "version": said.version, "release": bundle.release, "content": said.content}
    return replace(lock_entry(**facts), **changes)  # type: ignore[arg-type]


def _folder(files: dict[str, bytes]) -> FolderState:
    tree = MemoryTree(files)
    return FolderState(tuple(entry_of(tree, path) for path in tree.paths()))


def _plan(
    bundle: Bundle, lock: Lock = EMPTY, found: FolderState = NOTHING, report: Report = CLEAN
) -> InstallPlan:
    return plan_install(bundle, report, lock, found, petname="ana", allow_unsigned=True)


def _codes(plan: InstallPlan) -> list[str]:
    return [each.code for each in plan.conflicts]


def _report(severity: Severity) -> Report:
    place = Location("module.yml", Span(1, 1, 1, 1))
    return Report.of([Diagnostic(code="X801", slug="x", severity=severity, message="m", location=place)])


def test_a_first_import_adds_everything() -> None:
    plan = _plan(_bundle())
    assert plan.change is Change.NEW
    assert plan.key == "ana/pricing-basics"
    assert set(plan.added) == sample_files().keys()
    assert (plan.replaced, plan.removed, plan.unchanged, plan.conflicts) == ((), (), (), ())
    assert plan.size == sum(map(len, sample_files().values()))
    assert [each.code for each in plan.notices] == ["unsigned"]
    assert plan.writes


def test_an_update_says_what_is_replaced_and_what_changed() -> None:
    old, new = _bundle(), _bundle(version="1.3.0", license="CC0-1.0", title="Other")
    entry = replace(_entry(old), authors=("Eve",))
    found = _folder({**sample_files(), "assets/old.txt": b"x"})
    plan = _plan(new, Lock((replace(entry, content=found.content),)), found)
    assert plan.change is Change.UPGRADE
    assert plan.replaced == ("module.yml",)
    assert plan.removed == ("assets/old.txt",)
    assert set(plan.unchanged) == {"assets/dot.png", "lessons/why.md"}
    assert [each.code for each in plan.notices] == [
        "unsigned",
        "license-changed",
        "authors-changed",
        "title-changed",
    ]
    assert plan.conflicts == ()


def test_the_same_release_again_writes_nothing() -> None:
    bundle = _bundle()
    plan = _plan(bundle, Lock((_entry(bundle),)), _folder(sample_files()))
    assert plan.change is Change.SAME
    assert not plan.writes
    assert plan.conflicts == ()


def test_a_release_whose_folder_was_deleted_is_written_again() -> None:
    bundle = _bundle()
    plan = _plan(bundle, Lock((_entry(bundle),)), NOTHING)
    assert plan.writes
    assert plan.conflicts == ()


def test_local_edits_are_never_overwritten_unasked() -> None:
    old, new = _bundle(), _bundle(version="1.3.0")
    edited = _folder({**sample_files(), "lessons/why.md": b"mine"})
    for bundle in (old, new):
        plan = _plan(bundle, Lock((_entry(old),)), edited)
        assert _codes(plan) == ["local-edits"]
        with pytest.raises(Refused, match="Nothing was changed") as caught:
            plan.require(frozenset())
        assert caught.value.code == "local-edits"
        plan.require(frozenset({"local-edits"}))


def test_hidden_notes_count_as_edits() -> None:
    bundle = _bundle()
    found = replace(_folder(sample_files()), others=(".notes.md",))
    assert _codes(_plan(bundle, Lock((_entry(bundle),)), found)) == ["local-edits"]


def test_edits_that_come_with_the_update_are_no_loss() -> None:
    old, new = _bundle(), _bundle(version="1.3.0")
    assert _codes(_plan(new, Lock((_entry(old),)), _folder(sample_files(version="1.3.0")))) == []


def test_a_folder_that_was_not_imported_is_not_replaced_unasked() -> None:
    assert _codes(_plan(_bundle(), Lock(), _folder({"notes.md": b"mine"}))) == ["folder-not-imported"]
    assert _codes(_plan(_bundle(), Lock(), FolderState(()))) == []


def test_an_older_version_another_text_and_another_module_need_a_yes() -> None:
    old = _bundle(version="1.1.0")
    now = _folder(sample_files())
    entry = _entry(_bundle())
    assert _codes(_plan(old, Lock((entry,)), now)) == ["older-version"]
    assert _plan(old, Lock((entry,)), now).change is Change.DOWNGRADE
    reused = _bundle(summary="Other words.")
    assert _codes(_plan(reused, Lock((entry,)), now)) == ["version-reused"]
    other = _bundle(uid="00000000-0000-4000-8000-000000000000", version="1.3.0")
    assert _codes(_plan(other, Lock((entry,)), now)) == ["other-module"]


def test_a_repacked_version_with_the_same_content_is_no_conflict() -> None:
    bundle = _bundle()
    plan = _plan(bundle, Lock((_entry(bundle, release="sha256:" + "9" * 64),)), _folder(sample_files()))
    assert plan.change is Change.SAME_VERSION
    assert plan.conflicts == ()
    assert plan.writes


def test_the_same_module_under_another_petname_is_said() -> None:
    bundle = _bundle()
    plan = _plan(bundle, Lock((_entry(bundle, petname="ben"),)))
    assert "ben/pricing-basics" in next(
        each.message for each in plan.notices if each.code == "also-imported-as"
    )


def test_errors_of_the_check_forbid_and_warnings_are_said() -> None:
    with pytest.raises(Refused) as caught:
        _plan(_bundle(), report=_report(Severity.ERROR))
    assert caught.value.code == "bundle-fails-check"
    assert "check-warnings" in [
        each.code for each in _plan(_bundle(), report=_report(Severity.WARNING)).notices
    ]


A, B = "a" * 26, "b" * 26
UID, OTHER = "8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10", "00000000-0000-4000-8000-000000000000"


def _there(petname: str, slug: str, uid: str, publisher: str) -> LockEntry:
    return lock_entry(petname=petname, slug=slug, uid=uid, publisher=publisher)


@pytest.mark.parametrize(
    ("publisher", "there", "found"),
    [
        (A, [], ""),
        (A, [_there("ana", "pricing-basics", UID, A)], ""),
        (A, [_there("ana", "pricing-basics", UID, "")], ""),
        (A, [_there("ana", "pricing-basics", UID, B)], "ana/pricing-basics"),
        ("", [_there("ana", "pricing-basics", UID, B)], "ana/pricing-basics"),
        ("", [_there("ana", "pricing-basics", UID, "")], ""),
        (A, [_there("ben", "pricing-basics", UID, B)], "ben/pricing-basics"),
        (A, [_there("ben", "other-name", UID, B)], "ben/other-name"),
        (A, [_there("ben", "pricing-basics", OTHER, B)], ""),
        (A, [_there("ana", "other", OTHER, B)], "ana/other"),
        ("", [_there("ana", "other", OTHER, B)], "ana/other"),
        (A, [_there("ana", "other", OTHER, ""), _there("ana", "more", OTHER, A)], ""),
        (A, [_there("ana", "pricing-basics", UID, A), _there("ben", "pricing-basics", UID, B)], ""),
        (A, [_there("ana", "pricing-basics", UID, ""), _there("ana", "other", OTHER, B)], "ana/other"),
    ],
)
def test_what_somebody_else_signed_is_found_in_the_lock_file(
    publisher: str, there: list[LockEntry], found: str
) -> None:
    bundle = _bundle()
    said = replace(bundle.manifest, id=f"{publisher}/pricing-basics" if publisher else "pricing-basics")
    before = earlier(Lock(tuple(there)), replace(bundle, manifest=said), "ana")
    assert (before.key if before else "") == found


def test_policy_and_petname_come_first() -> None:
    with pytest.raises(Refused) as caught:
        plan_install(_bundle(), CLEAN, Lock(), NOTHING, petname="ana", allow_unsigned=False)
    assert caught.value.code == "unsigned-bundle"
    with pytest.raises(UsageProblem):
        plan_install(_bundle(), CLEAN, Lock(), NOTHING, petname="../ana", allow_unsigned=True)
