"""mkdocs-quiz as its plugin reads it, and pages in the order of the site."""

from __future__ import annotations

from chapbook.model.question import SingleChoice
from support.conversion import convert


def test_text_right_below_the_options_explains_and_code_in_the_question_is_no_option() -> None:
    page = (
        "# Bills\n\n<quiz>\nWhich?\n\n```py\n- [x] code\n```\n\n* [x] A\n> Fine\n* [] B\nBelow it.\n</quiz>\n"
    )
    outcome = convert("mkdocs-quiz", {"a.md": page})
    (question,) = outcome.questions
    assert isinstance(question, SingleChoice)
    assert [(each.text, each.correct, each.feedback) for each in question.options] == [
        ("A", True, "Fine"),
        ("B", False, ""),
    ]
    assert question.stem == "Which?\n\n```py\n- [x] code\n```"
    assert question.explanation == "Below it."


def test_pages_stand_in_the_order_of_the_site() -> None:
    files = {
        "mkdocs.yml": "site_name: Bills\nnav:\n  - Z: zebra.md\n  - Rest:\n      - sub/aa.md\n",
        "docs/zebra.md": "# Z\n\nText.\n",
        "docs/bb.md": "# B\n\nText.\n",
        "docs/sub/aa.md": "# A\n\nText.\n",
        "README.md": "# About this folder\n",
    }
    outcome = convert("mkdocs-quiz", files)
    module = outcome.text("module.yml")
    order = [module.index(f"lessons/{name}.md") for name in ("zebra", "aa", "bb")]
    assert order == sorted(order)
    assert "README.md: This file was not used." in outcome.lost


def test_what_only_the_plugin_or_another_one_reads_is_named() -> None:
    page = (
        '# A\n\n<!-- mkdocs-quiz intro -->\n\n--8<-- "other.md"\n\n```md\n<!-- mkdocs-quiz results -->\n```\n'
    )
    outcome = convert("mkdocs-quiz", {"a.md": page})
    assert "a.md:3: The place for “intro”" in outcome.lost
    assert 'a.md:5: “--8<-- "other.md"” stands as text' in outcome.lost
    assert "mkdocs-quiz intro" not in outcome.text("lessons/a.md")
    assert "mkdocs-quiz results" in outcome.text("lessons/a.md")


def test_all_of_the_above_stays_a_question_whose_options_stay_in_place() -> None:
    page = "# Tea\n\n<quiz>\nWhich is tea?\n\n- [ ] Green\n- [ ] Black\n- [x] All of the above\n</quiz>\n"
    outcome = convert("mkdocs-quiz", {"a.md": page})
    (question,) = outcome.questions
    assert isinstance(question, SingleChoice)
    assert question.shuffle is False
    assert "The options stay in their places." in outcome.changed
    assert "cannot be asked" not in outcome.lost


def test_options_that_differ_in_the_capitals_of_code_are_two() -> None:
    page = "# Names\n\n<quiz>\nWhich is camel case?\n\n- [x] `teaPot`\n- [ ] `TeaPot`\n</quiz>\n"
    (question,) = convert("mkdocs-quiz", {"a.md": page}).questions
    assert isinstance(question, SingleChoice)
