"""Microsoft Learn: pages that include pages, pictures, zones, checks; nothing outside the source is read."""

from __future__ import annotations

import pytest

from chapbook.convert.links import rebased
from chapbook.model.question import MultipleChoice, SingleChoice
from support.conversion import Outcome, convert

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>A</title><path d="M0 0"/></svg>'
UNIT = "### YamlMime:ModuleUnit\nuid: m.one\ntitle: One\ncontent: |\n  [!include[](includes/one.md)]\n"


def learn(files: dict[str, str], index: str = "", unit: str = UNIT) -> Outcome:
    head = "### YamlMime:Module\nuid: m\ntitle: Bread\nunits:\n- m.one\n"
    return convert("mslearn", {"bread/index.yml": head + index, "bread/one.yml": unit} | files)


def test_included_pages_include_others_and_their_links_still_lead_somewhere() -> None:
    outcome = learn(
        {
            "bread/includes/one.md": "---\nms.date: 1\n---\n# First\n\nA.\n\n[!include[](../../common/two.md)]\n\nB.\n",
            "common/two.md": "Shared ![Jar](media/jar.svg) and [!INCLUDE [words](deep/three.md)].\n",
            "common/deep/three.md": "[a page](../two.md#x)",
            "common/media/jar.svg": SVG,
        }
    )
    text = outcome.text("lessons/one.md")
    assert "![Jar](../assets/jar.svg)" in text
    assert text.index("A.") < text.index("Shared") < text.index("B.")
    assert "The heading “First” of an included page was left out." in outcome.changed
    assert "one.md: The head of this included page was left out: ms.date" in outcome.lost


@pytest.mark.parametrize(
    "target", ["../../../../../../../../etc/passwd", "/etc/passwd", "one.md", "../one.yml", "missing.md"]
)
def test_what_cannot_be_included_is_named_and_nothing_outside_is_read(target: str) -> None:
    outcome = learn({"bread/includes/one.md": f"A.\n\n[!include[]({target})]\n"})
    assert "root:" not in outcome.text("lessons/one.md")
    assert target in outcome.lost or "../one.yml" in target


def test_circles_and_floods_of_includes_end() -> None:
    both = "[!include[](a.md)]\n\n[!include[](b.md)]\n"
    files = {f"bread/includes/{name}.md": f"Words of {name}.\n\n{both}" for name in ("one", "a", "b")}
    outcome = learn(files)
    assert "includes itself, or too many levels" in outcome.lost
    chain = {
        f"bread/includes/{n}.md": f"[!include[]({n + 1}.md)]\n\nPage {n}.\n\n[!include[]({n + 1}.md)]"
        for n in range(9)
    }
    chain |= {"bread/includes/one.md": "Words.\n\n[!include[](0.md)]", "bread/includes/9.md": "end " * 1000}
    outcome = learn(chain)
    assert "too many levels" in outcome.lost or "includes too much" in outcome.lost
    assert len(outcome.text("lessons/one.md")) < 2**21


def test_includes_in_code_are_shown() -> None:
    outcome = learn({"bread/includes/one.md": "```md\n[!include[](two.md)]\n```\n"})
    assert "[!include[](two.md)]" in outcome.text("lessons/one.md")


def test_pictures_with_long_descriptions_zones_and_larger_forms() -> None:
    page = (
        ':::image type="complex" source="../media/jar.svg" alt-text="A jar" lightbox="../media/big.png":::\n'
        "   It is half full.\n:::image-end:::\n\n"
        '::: zone pivot="rye"\n\nRye.\n\n::: zone-end\n'
    )
    outcome = learn({"bread/includes/one.md": page, "bread/media/jar.svg": SVG})
    text = outcome.text("lessons/one.md")
    assert "![A jar](../assets/jar.svg)" in text
    assert "It is half full." in text
    assert "Rye." in text
    assert ":::" not in text
    assert "“../media/big.png”, has no place" in outcome.lost
    assert "zone pivot" in outcome.lost


def test_a_check_keeps_explanations_and_pictures_of_its_choices() -> None:
    unit = (
        "### YamlMime:ModuleUnit\nuid: m.one\ntitle: Check\nquiz:\n  questions:\n"
        "  - content: Which?\n    weight: 2\n    choices:\n"
        '    - content: \':::image source="media/jar.svg" alt-text="A jar":::\'\n      isCorrect: "true"\n'
        "      explanation: Yes.\n    - content: None\n      isCorrect: false\n      explanation: No.\n"
        "  - content: Both?\n    choices:\n    - {content: a, isCorrect: true}\n    - {content: b, isCorrect: true}\n"
        "    - {content: c}\n"
    )
    outcome = learn({"bread/media/jar.svg": SVG}, unit=unit)
    first, second = outcome.questions
    assert isinstance(first, SingleChoice)
    assert [(each.text, each.correct, each.feedback) for each in first.options] == [
        ("![A jar](../assets/jar.svg)", True, "Yes."),
        ("None", False, "No."),
    ]
    assert isinstance(second, MultipleChoice)
    assert "“weight” of question 1 has no place" in outcome.lost


def test_objectives_keep_their_lines_and_the_words_around_them_are_named() -> None:
    index = "abstract: |\n  By the end you can:\n  - Feed a starter\n    every day\n  - Bake\n"
    outcome = learn({"bread/includes/one.md": "A.\n"}, index)
    module = outcome.text("module.yml")
    assert "text: Feed a starter every day" in module
    assert "text: Bake" in module
    assert "The words around a list were left out: By the end you can:" in outcome.changed


@pytest.mark.parametrize(
    ("old", "new", "written", "moved"),
    [
        ("a", "b", "x.png", "../a/x.png"),
        ("a/b", "a", "../x.png", "x.png"),
        ("", "a/b", "x.png", "../../x.png"),
        ("", "a", "../x.png", "../../x.png"),
        ("a", "b", "https://x.example/y", "https://x.example/y"),
        ("a", "b", "#here", "#here"),
        ("a", "a", "x.png", "x.png"),
    ],
)
def test_links_move_with_their_page(old: str, new: str, written: str, moved: str) -> None:
    assert rebased(f"[t]({written}) `[t]({written})`", old, new) == f"[t]({moved}) `[t]({written})`"
