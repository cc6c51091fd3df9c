"""What every conversion says of files that it does not use, and of licences."""

from __future__ import annotations

from chapbook.convert.notes import Log
from chapbook.convert.seen import SeenTree, note_unread
from chapbook.tree.tree import MemoryTree, RelPath
from support.conversion import convert


def test_files_that_nothing_reads_are_lost_by_name() -> None:
    outcome = convert("gift", {"a.gift": "One? {T}", "notes/b.md": "# Notes", "pic.png": b"\x89PNG"})
    assert "notes/b.md: This file was not used." in outcome.lost
    assert "pic.png: This file was not used." in outcome.lost
    assert "a.gift: This file" not in outcome.lost


def test_many_unused_files_are_named_by_folder() -> None:
    log = Log()
    note_unread(SeenTree(MemoryTree({f"pics/{n:02}.png": b"" for n in range(30)})), log)
    assert [str(note) for note in log.lost] == [
        "pics: Not used: 00.png, 01.png, 02.png, 03.png, 04.png and 25 more."
    ]


def test_a_look_at_the_start_of_a_file_is_no_reading() -> None:
    tree = SeenTree(MemoryTree({"a": b"abc", "b": b""}))
    assert (tree.head(RelPath("a"), 1), tree.size(RelPath("a")), dict(tree.irregular())) == (b"a", 3, {})
    assert tree.seen == set()
    tree.read(RelPath("a"))
    assert tree.seen == {"a"}


def test_a_licence_of_the_code_is_named_apart() -> None:
    files = {
        "LICENSE": "Creative Commons Attribution 4.0 International",
        "LICENSE-CODE": "MIT License",
        "a.gift": "One? {T}",
    }
    outcome = convert("gift", files)
    assert "license: CC-BY-4.0\n" in outcome.text("module.yml")
    assert "LICENSE-CODE: The code of the source has a licence of its own, MIT" in outcome.lost


def test_a_page_between_two_rules_has_no_front_matter() -> None:
    page = "---\n\n# Well done\n\nThe kettle whistles; it is hot.\n\n---\n"
    outcome = convert("markdown", {"done.md": page, "empty.md": "---\n---\nText.\n"})
    assert "it is hot" in outcome.text("lessons/done.md")
    assert outcome.text("lessons/empty.md").count("---") == 2


def test_a_bank_of_very_many_questions_is_cut_into_quizzes() -> None:
    outcome = convert("gift", {"a.gift": "::Same::Is it? {T}\n\n" * 501})
    assert len(outcome.questions) == 501
    assert sum(path.startswith("quizzes/") for path in outcome.made.files) == 2
    assert [each.id for each in outcome.questions[:3]] == ["same", "same-2", "same-3"]
    assert "501 questions stand in quizzes of 500 each." in outcome.changed
