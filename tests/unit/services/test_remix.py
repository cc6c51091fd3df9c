"""A remix is a module of one's own that says what it was made from, in its original's words and layout."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from chapbook.diag.errors import ChapbookError, OperationFailed, Refused, UsageProblem
from chapbook.lint.fits import CHOICES, fitting, may_be_remixed
from chapbook.model.module import Module, Origin, Person, Status
from chapbook.model.reader import read_module
from chapbook.services.check import CheckOptions, check
from chapbook.services.remix import RemixOptions, RemixPlan, plan, write
from chapbook.tree.disk import DirTree
from chapbook.workspace.lock import Lock, read_lock, write_lock
from support.base import LESSON, MODULE, base_files
from support.imported import with_imported

CREDITS = """\
credits:
  - {file: pot.txt, title: Pot, author: Lena, source: https://pot.example, license: CC-BY-4.0, changes: cut}
"""


def remixed(root: Path, **options: str) -> tuple[RemixPlan, Module]:
    chosen = RemixOptions(**{"start": root, "name": "ana/base", **options})  # type: ignore[arg-type]
    planned = plan(chosen)
    write(planned, root)
    module = read_module(DirTree(planned.target), name=planned.target.name).module
    assert module is not None
    return planned, module


def codes(root: Path, name: str) -> list[str]:
    found = check(CheckOptions(start=root, names=(name,))).diagnostics
    return sorted(each.code for each in found if each.code.startswith(("R", "S")) and each.code != "S106")


def test_it_is_new_and_says_where_it_comes_from(tmp_path: Path) -> None:
    workspace = with_imported(tmp_path)
    entry = read_lock(workspace.lock).entries[0]
    planned, module = remixed(tmp_path)
    assert planned.target == tmp_path / "modules" / "base"
    assert (module.id, module.version, module.status, module.license) == (
        "base",
        "0.1.0",
        Status.DRAFT,
        "CC-BY-4.0",
    )
    assert module.uid not in ("", entry.uid)
    assert module.authors == (Person(name="Ben Stone", url="https://ben.example"),)
    assert module.derived_from == (
        Origin(
            title="Make your first commit",
            authors=("Jane Doe",),
            license="CC-BY-4.0",
            id="base",
            version="1.0.0",
            release=entry.release,
            content=entry.content,
        ),
    )
    assert [question.id for question in module.questions()] == ["what-is-staged", "staging-why"]
    assert codes(tmp_path, "base") == ["R704"]


def test_the_note_stands_behind_the_licence(tmp_path: Path) -> None:
    with_imported(tmp_path)
    planned, _ = remixed(tmp_path)
    lines = (planned.target / "module.yml").read_text(encoding="utf-8").split("\n")
    at = lines.index("license: CC-BY-4.0")
    assert lines[at + 1 : at + 3] == ["derived_from:", "  - title: Make your first commit"]
    assert lines[at + 6].startswith("    changes:  # Say what you changed")
    assert lines[at + 11] == "objectives:"


def test_its_changes_are_the_one_thing_to_fill_in(tmp_path: Path) -> None:
    with_imported(tmp_path)
    planned, _ = remixed(tmp_path)
    file = planned.target / "module.yml"
    text = file.read_text(encoding="utf-8")
    assert text.count("changes:") == 1
    start, _, rest = text.partition("changes:")
    file.write_text(f"{start}changes: New examples\n{rest.partition(chr(10))[2]}", encoding="utf-8")
    assert codes(tmp_path, "base") == []


def test_all_other_lines_stay_as_their_writer_left_them(tmp_path: Path) -> None:
    text = (
        "# Ana's own notes\r\nformat: 1\r\nid: base   # the folder\r\nuid: 8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10\r\n"
        "title:   'Make  it'\r\nsummary: >-\r\n   Two\r\n   lines\r\nlanguage: en\r\nversion: \"1.0.0\"  # see below\r\n"
        "\r\n# who\r\nauthors:\r\n- name: Jane Doe\r\n# what for\r\nlicense:  CC-BY-4.0\r\nstatus: published\r\n"
        "renamed_from: tea\r\nx-shelf: [a,  b]\r\nobjectives:\r\n  - {id: stage, text: Explain it}\r\nlessons: [lessons/why.md]\r\n"
    )
    files: dict[str, str | bytes] = {"module.yml": text, "lessons/why.md": LESSON.replace("\n", "\r\n")}
    with_imported(tmp_path, {**files, "assets/credits.yml": CREDITS, "assets/pot.txt": b"pot"})
    planned, module = remixed(tmp_path, id="mine")
    after = (planned.target / "module.yml").read_bytes().decode().split("\r\n")
    before = text.split("\r\n")
    assert [line for line in before if line not in after] == [
        "id: base   # the folder",
        "uid: 8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10",
        'version: "1.0.0"  # see below',
        "- name: Jane Doe",
        "status: published",
        "renamed_from: tea",
    ]
    assert "id: mine   # the folder" in after
    assert "version: 0.1.0  # see below" in after
    assert "\n" not in "".join(after)
    assert module.extra == (("x-shelf", ["a", "b"]),)
    assert (planned.target / "assets/credits.yml").read_text(encoding="utf-8") == CREDITS


@pytest.mark.parametrize(
    "earlier",
    [
        "derived_from:\n  - title: First   # the first\n    license: CC0-1.0\n    changes: Cut\n    url: https://a.example\n",
        "derived_from:\n- {title: First, license: CC0-1.0, changes: Cut, url: https://a.example}\n",
        "derived_from: [{title: First, license: CC0-1.0, changes: Cut, url: 'https://a.example'}]\n",
    ],
)
def test_the_origins_of_the_original_are_kept_behind_it(tmp_path: Path, earlier: str) -> None:
    with_imported(tmp_path, base_files(module=MODULE + earlier))
    planned, module = remixed(tmp_path)
    assert [each.title for each in module.derived_from] == ["Make your first commit", "First"]
    assert module.derived_from[1].url == "https://a.example"
    assert ("# the first" in (planned.target / "module.yml").read_text("utf-8")) == ("# the first" in earlier)


def test_a_file_that_cannot_be_edited_is_not_guessed_at(tmp_path: Path) -> None:
    text = (
        "{format: 1, id: base, uid: 8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10, title: T, summary: S, language: en, "
        "version: 1.0.0, authors: [{name: A}], license: CC-BY-4.0, objectives: [{id: stage, text: E}], "
        "lessons: [lessons/why.md]}\n"
    )
    with_imported(tmp_path, base_files(module=text))
    with pytest.raises(OperationFailed) as problem:
        remixed(tmp_path)
    assert problem.value.code == "cannot-remix"
    assert not (tmp_path / "modules").exists()


def test_a_taken_id_gets_another_and_own_links_follow(tmp_path: Path) -> None:
    link = "\nSee [it](module:base/why#x) and [others](module:other).\n"
    with_imported(tmp_path, base_files(lesson=LESSON + link))
    first, _ = remixed(tmp_path)
    second, module = remixed(tmp_path)
    third, _ = remixed(tmp_path)
    assert [each.target.name for each in (first, second, third)] == ["base", "base-remix", "base-remix-2"]
    assert module.id == "base-remix"
    assert "(module:base/why#x)" in (first.target / "lessons/why.md").read_text("utf-8")
    text = (second.target / "lessons/why.md").read_text("utf-8")
    assert "(module:base-remix/why#x) and [others](module:other)" in text


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    with_imported(tmp_path)
    (tmp_path / "modules" / "mine").mkdir(parents=True)
    with pytest.raises(UsageProblem) as taken:
        remixed(tmp_path, id="mine")
    assert taken.value.code == "already-there"
    planned = plan(RemixOptions(start=tmp_path, name="ana/base", id="other"))
    (tmp_path / "modules" / "other").mkdir()
    with pytest.raises(UsageProblem) as meanwhile:
        write(planned, tmp_path)
    assert meanwhile.value.code == "already-there"
    assert list((tmp_path / "modules" / "other").iterdir()) == []


def test_local_edits_are_said_and_taken(tmp_path: Path) -> None:
    with_imported(tmp_path, {**base_files(), "CHANGELOG.md": "# Changes\n\n## 1.0.0\n\nFirst.\n"})
    lesson = tmp_path / "imported/ana/base/lessons/why.md"
    lesson.write_text(LESSON + "\nMine.\n", encoding="utf-8")
    (tmp_path / "imported/ana/base/module.yml").write_text(
        MODULE.replace("CC-BY-4.0", "CC0-1.0").replace("Jane Doe", "Eve"), encoding="utf-8"
    )
    planned, module = remixed(tmp_path)
    assert [note.code for note in planned.notes] == ["local-edits", "history-left-out", "same-id"]
    assert (planned.target / "lessons/why.md").read_text("utf-8").endswith("Mine.\n")
    assert not (planned.target / "CHANGELOG.md").exists()
    origin = module.derived_from[0]
    assert (origin.license, origin.authors, module.license) == ("CC-BY-4.0", ("Jane Doe",), "CC-BY-4.0")


def test_without_edits_nothing_is_said_of_them(tmp_path: Path) -> None:
    with_imported(tmp_path)
    planned, _ = remixed(tmp_path, id="mine")
    assert planned.notes == ()


def test_what_changed_since_the_plan_is_not_copied(tmp_path: Path) -> None:
    with_imported(tmp_path)
    planned = plan(RemixOptions(start=tmp_path, name="ana/base"))
    (tmp_path / "imported/ana/base/lessons/why.md").write_text(LESSON + "\nMore.\n", encoding="utf-8")
    with pytest.raises(OperationFailed) as problem:
        write(planned, tmp_path)
    assert problem.value.code == "changed-meanwhile"
    assert not (tmp_path / "modules" / "base").exists()


@pytest.mark.parametrize(
    ("name", "code", "hint"),
    [
        ("ana/bass", "no-such-module", "Did you mean “ana/base”?"),
        ("ben/other-thing", "no-such-module", "Imported are: ana/base."),
        ("own", "own-module", "copy its folder"),
        ("eve/stray", "not-imported", "chapbook import"),
    ],
)
def test_only_what_was_imported_can_be_remixed(tmp_path: Path, name: str, code: str, hint: str) -> None:
    with_imported(tmp_path)
    for folder in ("modules/own", "imported/eve/stray"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "module.yml").write_text(MODULE, encoding="utf-8")
    with pytest.raises(UsageProblem) as problem:
        plan(RemixOptions(start=tmp_path, name=name))
    assert problem.value.code == code
    assert hint in problem.value.hint


@pytest.mark.parametrize("name", ["ana/base", "imported/ana/base/", "base"])
def test_ways_to_name_it(tmp_path: Path, name: str) -> None:
    with_imported(tmp_path)
    assert plan(RemixOptions(start=tmp_path, name=name)).key == "ana/base"


def test_a_signed_original_is_named_with_its_publisher(tmp_path: Path) -> None:
    workspace = with_imported(tmp_path)
    entry = read_lock(workspace.lock).entries[0]
    signed = replace(entry, publisher="a" * 26, known_since="2026-11-22T08:00:00Z", standing="known")
    write_lock(workspace.lock, Lock((signed,)))
    _, module = remixed(tmp_path)
    assert module.derived_from[0].id == f"{'a' * 26}/base"
    assert codes(tmp_path, "base") == ["R704"]


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    workspace = with_imported(tmp_path)
    (tmp_path / "imported/ana/base").rename(tmp_path / "elsewhere")
    assert read_lock(workspace.lock).entries
    with pytest.raises(UsageProblem) as problem:
        plan(RemixOptions(start=tmp_path, name="ana/base"))
    assert problem.value.code == "not-there"


@pytest.mark.parametrize(
    ("source", "wanted", "credit", "earlier", "code", "says"),
    [
        ("CC-BY-4.0", "CC-BY-SA-4.0", "", "", "", ""),
        ("CC-BY-4.0", "cc by-sa 4.0", "", "", "", ""),
        ("CC0-1.0", "CC-BY-NC-4.0", "", "", "", ""),
        ("CC-BY-SA-4.0", "", "", "", "", ""),
        ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "", "", "", ""),
        ("CC-BY-SA-4.0", "CC-BY-4.0", "", "", "licence-does-not-fit", "stays under CC-BY-SA-4.0"),
        ("CC-BY-NC-4.0", "CC-BY-SA-4.0", "", "", "licence-does-not-fit", "forbids commercial use"),
        ("CC-BY-NC-SA-4.0", "CC-BY-NC-4.0", "", "", "licence-does-not-fit", "stays under CC-BY-NC-SA-4.0"),
        (
            "CC-BY-ND-4.0",
            "",
            "",
            "",
            "remix-not-allowed",
            "(ND) does not allow others to publish changed versions",
        ),
        ("CC-BY-NC-ND-4.0", "CC-BY-4.0", "", "", "remix-not-allowed", "(ND)"),
        ("CC-BY-4.0", "", "", "CC-BY-SA-4.0", "licence-does-not-fit", "of “First”, CC-BY-SA-4.0 (SA)"),
        ("CC-BY-4.0", "CC-BY-SA-4.0", "", "CC-BY-SA-4.0", "", ""),
        (
            "CC-BY-SA-4.0",
            "",
            "",
            "CC-BY-NC-4.0",
            "licences-exclude-each-other",
            "of “First”, CC-BY-NC-4.0 (NC)",
        ),
        ("CC-BY-4.0", "", "CC-BY-NC-4.0", "", "licence-does-not-fit", "of pot.txt, CC-BY-NC-4.0 (NC)"),
        ("CC-BY-4.0", "CC-BY-NC-4.0", "CC-BY-NC-4.0", "", "", ""),
        ("CC-BY-SA-4.0 OR CC-BY-4.0", "CC-BY-NC-4.0", "", "", "", ""),
        ("CC-BY-4.0", "CC-BY-AS-4.0", "", "", "not-valid", "not a licence name"),
        ("CC-BY-4.0", "All rights reserved", "", "", "not-valid", "lets nobody"),
    ],
)
def test_licences(
    tmp_path: Path, source: str, wanted: str, credit: str, earlier: str, code: str, says: str
) -> None:
    module = MODULE.replace("license: CC-BY-4.0", f"license: {source}")
    if earlier:
        module += (
            f"derived_from:\n  - {{title: First, license: {earlier}, changes: Cut, url: https://a.example}}\n"
        )
    files = base_files(module=module)
    if credit:
        files |= {"assets/credits.yml": CREDITS.replace("CC-BY-4.0", credit), "assets/pot.txt": "pot"}
    with_imported(tmp_path, files)
    if code:
        with pytest.raises(ChapbookError) as problem:
            remixed(tmp_path, license=wanted)
        assert problem.value.code == code
        assert isinstance(problem.value, Refused) == (code not in ("licence-does-not-fit", "not-valid"))
        assert says in problem.value.message
        assert not (tmp_path / "modules").exists()
    else:
        _, remix = remixed(tmp_path, license=wanted)
        assert remix.license == (wanted.replace(" ", "-").upper() if wanted else source)
        assert "R703" not in codes(tmp_path, "base")


def test_a_slip_in_the_licence_is_recognised(tmp_path: Path) -> None:
    with_imported(tmp_path)
    with pytest.raises(UsageProblem) as problem:
        remixed(tmp_path, license="CC-BY-SB-4.0")
    assert "Did you mean “CC-BY-SA-4.0”?" in problem.value.hint


def test_the_check_sees_what_the_remix_refuses(tmp_path: Path) -> None:
    with_imported(tmp_path, base_files(module=MODULE.replace("license: CC-BY-4.0", "license: CC-BY-SA-4.0")))
    planned, _ = remixed(tmp_path)
    file = planned.target / "module.yml"
    file.write_text(
        file.read_text("utf-8").replace("\nlicense: CC-BY-SA-4.0", "\nlicense: CC-BY-4.0"), "utf-8"
    )
    assert codes(tmp_path, "base") == ["R703", "R704"]


def test_a_remix_that_lost_its_credits_is_reported(tmp_path: Path) -> None:
    name = "assets/pot-unsplash.txt"
    named = CREDITS.replace("pot.txt", "pot-unsplash.txt")
    with_imported(
        tmp_path,
        {**base_files(lesson=LESSON + f"\n[P](../{name})\n"), name: "pot", "assets/credits.yml": named},
    )
    planned, _ = remixed(tmp_path)
    assert codes(tmp_path, "base") == ["R704"]
    (planned.target / "assets/credits.yml").unlink()
    assert codes(tmp_path, "base") == ["R702", "R704"]


def test_nobody_known_leaves_a_place_to_fill_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(tmp_path / "none"))
    (tmp_path / "chapbook.yml").write_text("", encoding="utf-8")
    with_imported(tmp_path)
    planned, _ = remixed(tmp_path)
    assert "no-author" in [note.code for note in planned.notes]
    assert "S112" in codes(tmp_path, "base")
    _, module = remixed(tmp_path, author="Cleo Park")
    assert module.authors == (Person(name="Cleo Park"),)


def test_one_table_says_what_fits() -> None:
    assert fitting([Origin(title="", license="CC-BY-4.0")], []) == CHOICES
    assert fitting([Origin(title="", license="CC-BY-SA-4.0")], []) == ("CC-BY-SA-4.0",)
    assert fitting([Origin(title="", license="CC-BY-NC-4.0")], []) == ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0")
    both = [Origin(title="", license="CC-BY-SA-4.0"), Origin(title="", license="CC-BY-NC-SA-4.0")]
    assert fitting(both, []) == ()
    assert may_be_remixed("MIT") == ""
    assert "under which licence" in may_be_remixed(" ")
    assert "all rights" in may_be_remixed("NONE")
    assert "ND" in may_be_remixed("CC-BY-ND-4.0")
