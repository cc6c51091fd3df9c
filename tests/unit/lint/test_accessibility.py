"""Edges of the rules on pictures, links, headings, media, tables and code (A402–A408)."""

from __future__ import annotations

import pytest

from chapbook.lint.rules.media import is_companion
from support.edits import applied
from support.modules import HEADER, found
from support.rule_pages import base_files

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def fixed(code: str, body: str) -> str:
    return applied(HEADER + body, found(code, body)).removeprefix(HEADER)


@pytest.mark.parametrize(
    "body",
    [
        "![stage-two](../assets/stage-two.svg)",
        "![IMG_2041](../assets/a.svg)",
        "![a.svg](../assets/a.svg)",
        "![photo of a pot](a.svg)",
        "![Image of a pot](a.svg)",
        "![A pot.](a.svg) A pot",
        "A pot\n\n![A pot](a.svg)",
        "![" + "long " * 31 + "](a.svg)",
        '<figure><img src="a.svg" alt="A pot"><figcaption>A pot.</figcaption></figure>',
    ],
)
def test_descriptions_that_say_nothing(body: str) -> None:
    assert len(found("A402", body)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "![Kettle](../assets/kettle.svg)",
        "![Photography of the last century](a.svg)",
        "![](a.svg)",
        '![""](a.svg)',
        "![A pot](a.svg)\n\nText\n\nbetween\n\nA pot",
        "A pot stands on the table. ![A pot](a.svg)",
    ],
)
def test_descriptions_that_may_stay(body: str) -> None:
    assert found("A402", body) == []


@pytest.mark.parametrize(
    ("language", "alt", "says_nothing"),
    [
        ("fr", "Capture d’écran du menu", True),
        ("fr", "Image\u00a0: une théière", True),
        ("fr", "Imagerie médicale", False),
        ("de", "Abbildung: die Kanne", True),
        ("de", "Bild einer Kanne", True),
        ("de", "Bildung in Zahlen", False),
        ("es", "Imagen del menú", True),
        ("es", "Imaginación", False),
    ],
)
def test_beginnings_are_known_in_other_languages(language: str, alt: str, says_nothing: bool) -> None:
    module = base_files()["module.yml"].replace("language: en", f"language: {language}")
    findings = found("A402", f"![{alt}](../assets/a.svg)", files={"module.yml": module})
    assert len(findings) == says_nothing


def test_a_bad_description_in_a_quiz_file_is_found() -> None:
    quiz = "format: 1\nid: q\ntitle: Q\nquestions:\n  - {id: c, type: card, front: '![a.svg](../assets/a.svg)', back: b}\n"
    (only,) = found("A402", files={"quizzes/q.yml": quiz, "assets/a.svg": SVG})
    assert only.location.path == "quizzes/q.yml"


@pytest.mark.parametrize(
    "body",
    [
        "[here](b.md)",
        "[**Here**!](b.md)",
        "[“read more” →](b.md)",
        "[ ](b.md)",
        "[](b.md)",
        "[1](b.md)",
        "[here][r]\n\n[r]: b.md",
    ],
)
def test_links_that_do_not_say_where(body: str) -> None:
    assert len(found("A405", body)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "[Here is how](b.md)",
        "[![Home](a.svg)](b.md)",
        "<https://tea.example>",
        "[茶](b.md)",
        "Text[^1].\n\n[^1]: Note",
        "`[here](b.md)`",
        '<a id="x"></a>',
        '`<a href="x">here</a>`',
    ],
)
def test_links_that_say_where(body: str) -> None:
    assert found("A405", body) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# A\n\n## B\n\n## C\n", "## A\n\n### B\n\n### C\n"),
        ("# Make a pot of tea\n\n## B\n", "## B\n"),
        ("Make a pot of tea\n=====\n\n## B\n", "## B\n"),
        ("### A\n\n#### B\n\n### C\n", "## A\n\n### B\n\n## C\n"),
        ("## A\n\n#### B\n\n##### C\n\n#### D\n", "## A\n\n### B\n\n#### C\n\n### D\n"),
        ("## A\n\n#### B ##\n", "## A\n\n### B ##\n"),
        ("A\n=====\n\nB\n---\n", "## A\n\n### B\n"),
        ("!!! note\n\n    # A\n", "!!! note\n\n    ## A\n"),
        ("> # A\n", "> ## A\n"),
        ("# A\n# B\n", "## A\n## B\n"),
    ],
)
def test_levels_are_put_in_order(before: str, after: str) -> None:
    assert fixed("A403", before) == after
    assert found("A403", after) == []


def test_headings_of_a_readme_are_its_own_matter() -> None:
    assert found("A403", files={"README.md": "# Tea\n\n#### Far down\n"}) == []


def test_a_translation_is_looked_at_too() -> None:
    french = "---\nid: tea\ntitle: Faire du thé\n---\n\n# Chauffer\n"
    (only,) = found("A403", files={"i18n/fr/lessons/tea.md": french})
    assert only.location.path == "i18n/fr/lessons/tea.md"


DEEP = "".join(f"{'#' * level} {level}\n\nText\n\n" for level in range(2, 7))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("**A**\n\nText\n", "## A\n\nText\n"),
        ("## A\n\n__B `c` d__\n\nText\n", "## A\n\n### B `c` d\n\nText\n"),
        ("###### A\n\n**B**\n\nText\n", "###### A\n\n### B\n\nText\n"),  # A403 makes “A” a ##
        (f"{DEEP}**G**\n\nText\n", f"{DEEP}###### G\n\nText\n"),
        ("<h3>A</h3>\n\n**B**\n\nText\n", "<h3>A</h3>\n\n#### B\n\nText\n"),
    ],
)
def test_bold_lines_become_headings(before: str, after: str) -> None:
    assert fixed("A404", before) == after


@pytest.mark.parametrize(
    "body",
    [
        "**A**\n",
        "**A.**\n\nText",
        "**A:**\n\nText",
        "**A** b\n\nText",
        "**A** **b**\n\nText",
        "- **A**\n\nText",
        "> **A**\n\nText",
        "**" + "long " * 11 + "x**\n\nText",
        "![**a**](b.svg)\n\nText",
        "*A*\n\nText",
    ],
)
def test_bold_that_is_no_heading(body: str) -> None:
    assert found("A404", body) == []


@pytest.mark.parametrize(
    ("body", "files"),
    [
        ('<video src="../assets/a.mp4"><track kind="captions" src="../assets/b.vtt"></video>', ()),
        ('<video>\n<source src="../assets/a.mp4">\n<track src="../assets/b.vtt">\n</video>', ()),
        ('<video muted src="../assets/a.mp4"></video>', ()),
        ("[Pour](../assets/a.mp4)", ("assets/a.vtt",)),
        ("[Pour](../assets/a.mp4)", ("assets/a.de.srt",)),
        ("[Listen](../assets/a.mp3)", ("assets/a.txt",)),
        ("[Listen](../assets/a.mp3), [transcript](https://tea.example/a)", ()),
        ("[Listen](../assets/a.mp3)\n\n<details><summary>Transcript</summary>Ssss</details>", ()),
        ("[Pour](https://tea.example/a.mp4)", ()),
    ],
)
def test_media_with_a_text(body: str, files: tuple[str, ...]) -> None:
    assert found("A406", body, dict.fromkeys(files, "WEBVTT\n")) == []


@pytest.mark.parametrize(
    ("body", "files"),
    [
        ('<video src="../assets/a.mp4"><track kind="chapters" src="../assets/b.vtt"></video>', ()),
        ('<video src="https://tea.example/a.mp4"></video>', ()),
        ("[Pour](../assets/a.mp4) and [again](../assets/a.mp4)", ("assets/ab.vtt",)),
        ("[Pour](../assets/a.mp4)", ("assets/a.txt",)),
        ("![Pour](../assets/a.webm)", ()),
        ('<audio><source src="../assets/a.ogg"></audio>', ()),
    ],
)
def test_media_without_a_text(body: str, files: tuple[str, ...]) -> None:
    assert len(found("A406", body, dict.fromkeys(files, "WEBVTT\n"))) == 1


def test_captions_beside_a_video_are_used() -> None:
    files = dict.fromkeys(("assets/a.vtt", "assets/a.fr.vtt", "assets/b.vtt"), "WEBVTT\n")
    unused = found("S106", "[Pour](../assets/a.mp4)", files)
    assert [each.location.path for each in unused] == ["assets/b.vtt"]


def test_companions_stand_in_the_same_folder() -> None:
    assert is_companion("assets/a.en.vtt", "assets/a.mp4")
    assert not is_companion("a.vtt", "assets/a.mp4")
    assert not is_companion("assets/a.vtt", "assets/a.svg")


@pytest.mark.parametrize(
    "body",
    [
        "| a | |\n|---|---|\n| 1 | 2 |",
        "|---|---|\n| 1 | 2 |",
        "| 1 | 2 |\n| 3 | 4 |",
        "| a | b |\n|---|---|\n| ![x](x.svg) | ![y](y.svg) |",
        "<table>\n<tr><td>1</td></tr>\n\n<tr><td>2</td></tr>\n</table>",
        "> | | |\n> |---|---|\n> | 1 | 2 |",
        "```quiz id=q objective=brew\nWhat?\n\n| | |\n|---|---|\n| 1 | 2 |\n\n- [x] a\n- [ ] b\n```",
    ],
)
def test_tables_without_headings(body: str) -> None:
    assert len(found("A407", body)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "a | b\n--|--\n1 | 2",
        "| a | b |\n|---|---|\n| ![x](x.svg) | word |",
        "either | or",
        "```text\n| | |\n|--|--|\n```",
        "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>",
        "| |x| | is written so |",
    ],
)
def test_tables_with_headings_and_what_is_none(body: str) -> None:
    assert found("A407", body) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("```\na\n```\n", "```text\na\n```\n"),
        ("~~~~  \na\n~~~~\n", "~~~~text  \na\n~~~~\n"),
        ("> ```\n> a\n> ```\n", "> ```text\n> a\n> ```\n"),
        ("- x\n\n    ```\n    a\n    ```\n", "- x\n\n    ```text\n    a\n    ```\n"),
        (
            "````quiz id=q objective=brew\nWhat?\n\n```\na\n```\n\n- [x] a\n- [ ] b\n````\n",
            "````quiz id=q objective=brew\nWhat?\n\n```text\na\n```\n\n- [x] a\n- [ ] b\n````\n",
        ),
    ],
)
def test_code_gets_a_language(before: str, after: str) -> None:
    assert fixed("A408", before) == after
    assert found("A408", after) == []


def test_code_in_a_yaml_file_is_found_and_left_to_its_author() -> None:
    quiz = (
        'format: 1\nid: q\ntitle: Q\nquestions:\n  - {id: c, type: card, front: "```\\na\\n```", back: b}\n'
    )
    (only,) = found("A408", files={"quizzes/q.yml": quiz})
    assert (only.location.path, only.location.span.line, only.fix) == ("quizzes/q.yml", 5, ())
