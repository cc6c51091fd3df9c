"""The one layout of YAML files: what changes, and above all what does not."""

from __future__ import annotations

from textwrap import dedent

import pytest

from chapbook.model.fields import CREDITS_FIELDS, MODULE_FIELDS, QUIZ_FIELDS
from chapbook.model.yaml_format import WIDTH, CannotFormat, format_yaml
from chapbook.source.document import same
from chapbook.source.yaml_reader import parse_yaml


def module(text: str) -> str:
    return format_yaml(dedent(text).lstrip("\n"), MODULE_FIELDS)


def is_unchanged(text: str) -> bool:
    text = dedent(text).lstrip("\n")
    return format_yaml(text, MODULE_FIELDS) == text


def test_keys_stand_in_the_order_of_the_table_and_comments_go_along() -> None:
    assert module("""
        # The whole file.

        # how it is called
        title: Tea   # short
        # the format
        format: 1

        id: make-tea
        # the end
        """) == dedent("""\
        # The whole file.

        # the format
        format: 1

        id: make-tea
        # how it is called
        title: Tea   # short
        # the end
        """)


def test_what_stands_above_the_first_key_without_a_blank_line_stays_at_the_top() -> None:
    text = "# yaml-language-server: $schema=x.json\ntitle: Tea\nformat: 1\n"
    expected = "# yaml-language-server: $schema=x.json\nformat: 1\ntitle: Tea\n"
    assert format_yaml(text, MODULE_FIELDS) == expected


def test_own_and_unknown_keys_stay_below_the_key_they_stand_below() -> None:
    assert module("""
        x-first: 1
        title: Tea
        x-note: {a: 1}
        tittle: a slip
        format: 1
        """) == dedent("""\
        x-first: 1
        format: 1
        title: Tea
        x-note: {a: 1}
        tittle: a slip
        """)


def test_sentences_leave_their_brackets_and_ids_stay_in_them() -> None:
    assert module("""
        objectives: [{id: brew, text: Brew a pot of tea, bloom: apply}]
        requires:
        - {range: ">=1,<3",   module: water}
        tags: [ tea,milk ]
        derived_from:
          - {title: T, authors: [A, B]}
        """) == dedent("""\
        tags: [tea, milk]
        derived_from:
          - {title: T, authors: [A, B]}
        objectives:
          - id: brew
            text: Brew a pot of tea
            bloom: apply
        requires:
          - {module: water, range: ">=1,<3"}
        """)


@pytest.mark.parametrize(
    ("written", "formatted"),
    [
        ('title: "Tea"', "title: Tea"),
        ("title: 'Tea'", "title: Tea"),
        ("title: 'It''s: hot'", "title: 'It''s: hot'"),
        ('title: "12:30"', 'title: "12:30"'),
        ('title: "yes"', 'title: "yes"'),
        ('title: "Tea" # why', 'title: "Tea" # why'),
        ("title: yes", "title: yes"),
        ("version: 1.10", "version: 1.10"),
        ("title:   Tea", "title: Tea"),
        ("title:\n  Tea", "title: Tea"),
        ("title:   # why\n  Tea", "# why\ntitle: Tea"),
        ("title: Tea\n   and milk", "title: Tea and milk"),
        ("summary: >-\n    Tea\n    and milk", "summary: >-\n  Tea\n  and milk"),
        ("summary: |\n    Tea\n      and milk\n\n", "summary: |\n  Tea\n    and milk"),
        ("summary: |2-  # why\n    Tea\n\n", "summary: |2-  # why\n    Tea"),
        ("title: |-\n       \nid: a", "id: a\ntitle: |-"),
        ("tags: []", "tags: []"),
        ("tags:\n- a\n- b", "tags:\n  - a\n  - b"),
        ("tags: [a, # first\n  b]", "tags: [a, # first\n  b]"),
        ("authors:", "authors:"),
    ],
)
def test_single_values(written: str, formatted: str) -> None:
    assert format_yaml(written + "\n", MODULE_FIELDS) == formatted + "\n"
    assert format_yaml(formatted + "\n", MODULE_FIELDS) == formatted + "\n"


def test_long_prose_is_folded_and_reads_the_same() -> None:
    text = f"summary: {'many words ' * 20}end\n"
    formatted = format_yaml(text, MODULE_FIELDS)
    before, after = parse_yaml("", text)[0], parse_yaml("", formatted)[0]

    assert formatted.startswith("summary: >-\n  many words")
    assert max(map(len, formatted.splitlines())) <= WIDTH
    assert before is not None
    assert after is not None
    assert before.data == after.data


@pytest.mark.parametrize(
    "text",
    [
        "summary: >-\n  Short\n  lines\n",
        f"license: {'a ' * 80}b\n",
        f"summary: >-\n  {'a' * 120}\n",
        f"summary: |\n  {'a b ' * 40}c\n",
        "x-own: {a:   1,  b: 'c'}  # c\n".replace("   1,  b", " 1, b"),
        "---\ntitle: Tea\n",
        "title: Tea\n\n# end\n",
        "authors:\n  - name: A\n    # url: later\n  # - name: B\nlicense: MIT\n",
        "authors:\n  # the first\n  - name: A\n\n  # the second\n  - name: B\n",
        "lessons:\n  - a.md  # one\n  - b.md\n",
    ],
)
def test_what_is_well_laid_out_stays(text: str) -> None:
    assert is_unchanged(text)


def test_a_comment_indented_under_a_list_stays_with_it_when_keys_move() -> None:
    formatted = module("""
        license: MIT
        authors:
        - name: A
          # url: later
        title: T
        """)
    assert formatted == "title: T\nauthors:\n  - name: A\n    # url: later\nlicense: MIT\n"


def test_a_question_has_its_answers_below_its_stem() -> None:
    text = dedent("""\
        questions:
          - explanation: Why
            options:
              - {correct: true, text: A cup}
              - {text: B}
            stem: What
            type: single
            id: q
        """)
    assert format_yaml(text, QUIZ_FIELDS) == dedent("""\
        questions:
          - id: q
            type: single
            stem: What
            options:
              - text: A cup
                correct: true
              - {text: B}
            explanation: Why
        """)


def test_a_comment_never_ends_up_beside_a_dash() -> None:
    text = "authors:\n  - url: a\n    # who\n    name: A\n  - # what\n    name: B\n"
    assert format_yaml(text, MODULE_FIELDS) == (
        "authors:\n  - url: a\n    # who\n    name: A\n  # what\n  - name: B\n"
    )


def test_credits_are_formatted_too() -> None:
    text = "credits:\n- {title: A b, file: a.png}\n"
    assert format_yaml(text, CREDITS_FIELDS) == "credits:\n  - file: a.png\n    title: A b\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title: [Tea\n", "line 1 cannot be read as YAML"),
        ("title: a\ntitle: b\n", "line 2 cannot be read as YAML"),
        ("title: a\n...\n", "line 2 is laid out in an unusual way"),
        ("? title\n: a\n", "line 1 is laid out in an unusual way"),
        ("title: 'a\u2028b'\n", "line 1 is laid out in an unusual way"),
        ("{title: a}\n", "line 1 is laid out in an unusual way"),
    ],
)
def test_what_cannot_be_followed_is_left(text: str, reason: str) -> None:
    with pytest.raises(CannotFormat) as caught:
        format_yaml(text, MODULE_FIELDS)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a: 1.10", "a: 1.1"),
        ("a: 1", "a: true"),
        ("a: 1", 'a: "1"'),
        ("a: b # c", "a: b"),
        ("a: [1, 2]", "a: [2, 1]"),
        ("a: b", "a: b\nc:"),
        ("a:", "a: null"),
    ],
)
def test_the_guard_tells_documents_apart(one: str, other: str) -> None:
    before, after = parse_yaml("", one)[0], parse_yaml("", other)[0]
    assert before is not None
    assert after is not None
    assert same(before, before)
    assert not same(before, after)


def test_the_guard_does_not_mind_layout() -> None:
    before, after = parse_yaml("", "a: b c\nd: 1")[0], parse_yaml("", 'd: 1\na: "b c"')[0]
    assert before is not None
    assert after is not None
    assert same(before, after)
