"""Inserting an item changes nothing but the list, in whatever style the file is written."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chapbook.services.edit_list import CannotEdit, insert_item, move_item

ITEM = "- new.md\n"

CASES = {
    "in the middle": ("l:\n  - a\n  - b\nk: 1\n", 1, "l:\n  - a\n  - new.md\n  - b\nk: 1\n"),
    "first": ("l:\n  - a\n", 0, "l:\n  - new.md\n  - a\n"),
    "last": ("l:\n  - a\n\nk: 1\n", 1, "l:\n  - a\n  - new.md\n\nk: 1\n"),
    "no line end at the end": ("l:\n  - a", 1, "l:\n  - a\n  - new.md\n"),
    "blank lines at the end": ("l:\n  - a\n\n\n", 1, "l:\n  - a\n  - new.md\n\n\n"),
    "not indented": ("l:\n- a\n- b\n", 2, "l:\n- a\n- b\n- new.md\n"),
    "wide dashes": ("l:\n    -   a\n", 1, "l:\n    -   a\n    -   new.md\n"),
    "comment on the line": (
        "l:\n  - a  # the start\n  - b\n",
        1,
        "l:\n  - a  # the start\n  - new.md\n  - b\n",
    ),
    "comment above the next": ("l:\n  - a\n  # last\n  - b\n", 1, "l:\n  - a\n  - new.md\n  # last\n  - b\n"),
    "comment above the next key": ("l:\n  - a\n# k\nk: 1\n", 1, "l:\n  - a\n  - new.md\n# k\nk: 1\n"),
    "quoted": ("l:\n  - 'a'\n  - \"b\"\n", 1, "l:\n  - 'a'\n  - new.md\n  - \"b\"\n"),
    "brackets": ("l: [a, b]  # all\n", 1, "l: [a, new.md, b]  # all\n"),
    "brackets, first": ("l: [a]\n", 0, "l: [new.md, a]\n"),
    "brackets over lines": ("l: [\n  a,\n  b\n]\n", 2, "l: [\n  a,\n  b, new.md\n]\n"),
    "empty brackets": ("l: []\nk: 1\n", 0, "l:\n  - new.md\nk: 1\n"),
    "empty": ("l:  # none yet\nk: 1\n", 0, "l:  # none yet\n  - new.md\nk: 1\n"),
    "quoted key": ("'l': []\n", 0, "'l':\n  - new.md\n"),
    "byte order mark": ("\ufeffl:\n  - a\n", 1, "\ufeffl:\n  - a\n  - new.md\n"),
    "document start": ("---\nl:\n  - a\n", 1, "---\nl:\n  - a\n  - new.md\n"),
    "text over two lines": ("l:\n  - a\n    b\n  - c\n", 1, "l:\n  - a\n    b\n  - new.md\n  - c\n"),
    "folded text before": ("s: >-\n  a\n  b\nl:\n  - a\n", 1, "s: >-\n  a\n  b\nl:\n  - a\n  - new.md\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_item_is_put_in_the_style_of_the_list(name: str) -> None:
    text, index, wanted = CASES[name]
    assert insert_item(text, "l", index, ITEM) == wanted


@pytest.mark.parametrize("name", CASES)
def test_windows_line_ends_stay(name: str) -> None:
    text, index, wanted = CASES[name]
    edited = insert_item(text.replace("\n", "\r\n"), "l", index, ITEM)
    assert edited == wanted.replace("\n", "\r\n")


MAPPINGS = {
    "folded text in the last item": "q:\n  - id: a\n    text: >-\n      one\n      two\nk: 1\n",
    "literal text with a hash at the end": "q:\n  - id: a\n    text: |\n      one\n      # two\n",
    "wide dashes": "q:\n-   id: a\n    n: [1, 2]\n",
    "an item in braces": "q:\n  - {id: a, n: 1}\n",
    "blank lines between": "q:\n  - id: a\n\n  - id: b\n\n# next\nk: 1\n",
    "empty": "id: x\nq: []\n",
}


@pytest.mark.parametrize("name", MAPPINGS)
def test_an_item_of_several_lines_goes_below_the_last_one(name: str) -> None:
    text = MAPPINGS[name]
    before = yaml.safe_load(text)
    item = "- id: new\n  options:\n    - text: one\n\n    - text: two\n"
    edited = insert_item(text, "q", len(before["q"]), item)
    added = {"id": "new", "options": [{"text": "one"}, {"text": "two"}]}
    assert yaml.safe_load(edited) == {**before, "q": [*before["q"], added]}
    if name != "empty":
        assert [line for line in text.splitlines() if line not in edited.splitlines()] == []


UNSAFE = {
    "no such key": "k: 1\n",
    "not a list": "l: a\n",
    "not a mapping": "- a\n",
    "broken": "l: [a\n",
    "twice": "l: [a]\nl: [b]\n",
    "old Macintosh line ends": "l:\r  - a\r",
    "a line separator": "t: 'a\u2028b'\nl:\n  - a\n",
    "empty over lines": "l: [\n]\n",
    "an alias": "l: &x\n  - a\nk: *x\n",
    "end mark": "l:\n  - a: |\n      b\n...\n",
}


@pytest.mark.parametrize("name", UNSAFE)
def test_what_cannot_be_done_safely_is_refused_with_a_reason(name: str) -> None:
    with pytest.raises(CannotEdit) as caught:
        insert_item(UNSAFE[name], "l", 1, ITEM)
    assert caught.value.reason


WORDS = st.lists(st.sampled_from(["a", "'b c'", "lessons/d.md", '"e"', "x # note"]), max_size=5)
BETWEEN = st.sampled_from(["", "\n", "  # note\n", "# note\n"])


@given(WORDS, st.integers(0, 5), st.sampled_from(["", "  ", "    "]), BETWEEN, BETWEEN)
def test_only_the_list_changes_or_nothing(
    items: list[str], at: int, indent: str, between: str, after: str
) -> None:
    listed = between.join(f"{indent}- {item}\n" for item in items)
    text = f"# top\nid: x\nl:\n{listed}{after}k: 1\n"
    index = min(at, len(items))
    try:
        edited = insert_item(text, "l", index, ITEM)
    except CannotEdit:
        return
    before = yaml.safe_load(text)
    assert yaml.safe_load(edited)["l"] == [
        *(before["l"] or [])[:index],
        "new.md",
        *(before["l"] or [])[index:],
    ]
    kept = edited.split("\n")
    kept.remove(next(line for line in kept if "new.md" in line))
    assert kept == text.split("\n")


MOVES = {
    "down": ("l:\n  - a\n  - b\n  - c\nk: 1\n", 0, 2, "l:\n  - b\n  - c\n  - a\nk: 1\n"),
    "up": ("l:\n  - a\n  - b\n  - c\n", 2, 0, "l:\n  - c\n  - a\n  - b\n"),
    "with its notes": ("l:\n  - a\n  # of b\n  - b  # so\n", 1, 0, "l:\n  # of b\n  - b  # so\n  - a\n"),
    "blank lines stay": ("l:\n  - a\n\n  - b\n", 1, 0, "l:\n  - b\n\n  - a\n"),
    "no line end at the end": ("l:\n  - a\n  - b", 1, 0, "l:\n  - b\n  - a"),
    "in brackets": ("l: [a, 'b c', d]  # all\n", 0, 2, "l: ['b c', d, a]  # all\n"),
    "nowhere": ("l: [a]\n", 0, 0, "l: [a]\n"),
}


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_an_item_is_moved_and_nothing_else(name: str, ending: str) -> None:
    text, old, new, wanted = MOVES[name]
    assert move_item(text.replace("\n", ending), "l", old, new) == wanted.replace("\n", ending)


@pytest.mark.parametrize("text", ["k: 1\n", "l: 1\n", "l:\n  - a\n    b\n  - c\n", "l:\n  - a\r  - b\n"])
def test_a_list_that_cannot_be_put_in_order_is_refused(text: str) -> None:
    with pytest.raises(CannotEdit):
        move_item(text, "l", 0, 1)
