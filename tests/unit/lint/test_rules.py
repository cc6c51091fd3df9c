"""What the pages do not show: edges of rules, and that neighbouring rules do not report the same thing."""

from __future__ import annotations

import pytest

from chapbook.diag.codes import BY_CODE, CodeEntry, Profile
from chapbook.diag.diagnostic import Severity
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.registry import RULES
from chapbook.model.subject import Neighbour
from chapbook.tree.tree import RelPath
from support.modules import found, subject

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def lines(code: str, body: str, **files: str) -> list[int]:
    return [each.location.span.line for each in found(code, body, files)]


def test_without_a_module_file_the_other_files_are_still_checked() -> None:
    broken = subject(
        {"module.yml": "title: [", "lessons/tea.md": "---\nid: tea\ntitle: t\n---\n\n![](x.png)\n"}
    )

    codes = {each.code for each in run(broken, LintConfig()).diagnostics}

    assert broken.module is None
    assert codes == {"S101", "A401", "L302"}


def test_rules_need_no_text_to_run() -> None:
    empty = subject({"module.yml": "", "lessons/tea.md": ""})
    assert {each.code for each in run(empty, LintConfig()).diagnostics} >= {"S115"}


def test_a_suggestion_names_the_file_that_is_there() -> None:
    (only,) = found("S105", files={"module.yml": "format: 1\nlessons: [lessons/teas.md]\n"})
    assert only.hint == "Did you mean “lessons/tea.md”?"


def test_a_suggested_link_is_written_from_the_linking_file() -> None:
    (page,) = found("L301", "[a](teas.md)")
    (picture,) = found("L302", "![a](pots.svg)", {"assets/pot.svg": SVG})
    assert (page.hint, picture.hint) == ("Did you mean “tea.md”?", "Did you mean “../assets/pot.svg”?")


def test_a_link_to_a_neighbours_lesson_is_written_as_a_module_link() -> None:
    neighbours = {"git": Neighbour(id="git", lessons={"first": RelPath("lessons/first.md")})}
    body = "[a](../../git/lessons/first.md) [b](../../git/module.yml) [c](../../hg/a.md)"

    hints = [each.hint for each in found("L303", body, neighbours=neighbours)]

    assert hints[:2] == ["Write module:git/first", "Write module:git"]
    assert "module:ID" in hints[2]


def test_a_file_listed_twice_is_reported_once_at_the_second_line() -> None:
    module = "format: 1\nid: make-tea\nlessons:\n  - lessons/tea.md\n  - lessons/tea.md\n"
    (only,) = found("S107", files={"module.yml": module})
    assert only.location.span.line == 5


def test_what_the_profile_turns_off_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    off = CodeEntry("A401", "image-without-alt", None, Severity.ERROR)
    monkeypatch.setitem(BY_CODE, "A401", off)
    read = subject({}, body="![](x.png)")
    draft = run(read, LintConfig(profile=Profile.DRAFT, ignore=frozenset("P"))).diagnostics
    assert [each.code for each in draft] == ["L302"]


def test_a_missing_quiz_is_reported_once() -> None:
    module = "format: 1\nid: make-tea\nlessons: [quizzes/check.yml]\ncompletion: {quiz: {id: check}}\n"
    assert found("S109", files={"module.yml": module}) == []
    assert len(found("S105", files={"module.yml": module})) == 1


def test_a_quiz_that_completion_names_is_used() -> None:
    quiz = "format: 1\nid: final\ntitle: Final\nquestions: []\n"
    completion = "format: 1\nid: make-tea\nlessons: [lessons/tea.md]\ncompletion: {quiz: {id: final}}\n"

    assert found("S106", files={"module.yml": completion, "quizzes/final.yml": quiz}) == []
    assert len(found("S106", files={"quizzes/final.yml": quiz})) == 1


@pytest.mark.parametrize(
    "body",
    [
        "[get it](../assets/a.svg)",
        "![x][pic]\n\n[pic]: ../assets/a.svg",
        '<img src="../assets/a.svg" alt="x">',
        "```quiz id=q\n![x](../assets/a.svg)\n\n- [x] a\n- [ ] b\n```",
        "![x](../assets/a.svg?v=2)",
    ],
)
def test_every_way_to_link_uses_a_file(body: str) -> None:
    assert found("S106", body, {"assets/a.svg": SVG}) == []
    assert len(found("S106", "none", {"assets/a.svg": SVG})) == 1


def test_pictures_in_quiz_files_use_files_and_need_words() -> None:
    quiz = "format: 1\nid: q\ntitle: Q\nquestions:\n  - {id: c, type: card, front: '![](../assets/a.svg)', back: b}\n"
    files = {"quizzes/q.yml": quiz, "assets/a.svg": SVG}

    assert [each.location.path for each in found("S106", files=files)] == ["quizzes/q.yml"]
    (alt,) = found("A401", files=files)
    assert (alt.location.path, alt.location.span.line) == ("quizzes/q.yml", 5)


def test_a_picture_in_a_question_has_its_own_line() -> None:
    body = "> ```quiz id=q\n> Look:\n>\n> - [x] ![](a.svg)\n> - [ ] b\n> ```\n"
    (only,) = found("A401", body)
    assert (only.location.span.line, only.location.span.column) == (9, 9)


def test_lines_that_hold_answers_are_not_markdown() -> None:
    body = "```quiz id=q type=text\nWhat?\n\n= [a](b.md)\n=~ [a](b.md)\n! [c](d.md)\n```\n"
    assert found("L301", body) == []


def test_module_links_are_judged_only_among_neighbours() -> None:
    body = "[a](module:git/first) [b](module:git/frist) [c](module:got) [d](module:make-tea/tea)"
    neighbours = {"git": Neighbour(id="git", lessons={"first": RelPath("lessons/first.md")})}

    assert found("S109", body) == []
    assert [each.hint for each in found("S109", body, neighbours=neighbours)] == [
        "Did you mean “first”?",
        "Did you mean “git”?",
    ]


def test_a_translation_may_link_to_the_originals_files() -> None:
    files = {
        "i18n/fr/lessons/tea.md": "---\nid: tea\ntitle: t\n---\n\n![x](../assets/a.svg)\n",
        "assets/a.svg": SVG,
    }
    assert found("L302", files=files) == []
    assert found("S106", files=files) == []


def test_the_same_link_is_reported_by_one_rule_only() -> None:
    body = "[a](../../x.md)\n[b](/x.md)\n[c](x.md)\n[d](x.png)\n[e](https://x.example)\n"
    by_code = {code: lines(code, body) for code in ("L303", "X804", "L301", "L302")}
    assert by_code == {"L303": [6], "X804": [7], "L301": [8], "L302": [9]}


def test_anchors_may_be_written_by_hand() -> None:
    body = '[a](#mine) [b](#own) [c](#fn:1)\n\n## Heading {#own}\n\n<span id="mine"></span>\n'
    assert found("L301", body) == []


def test_an_empty_alt_in_html_says_decoration() -> None:
    files = {"assets/a.svg": SVG}
    assert found("A401", '<img src="../assets/a.svg" alt="">', files) == []
    assert len(found("A401", '<img src="../assets/a.svg">', files)) == 1


def test_a_list_for_sorting_into_groups_may_repeat_right_sides() -> None:
    pairs = "```quiz id=q type=match\nSort\n\n- alpha => x\n- beta => x\n- Alpha => y\n```\n"
    (only,) = found("Q502", pairs)
    assert only.location.span.line == 11


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("type: number, stem: s, answer: 9, between: [1, 5]", "outside"),
        ("type: number, stem: s, answer: 3, tolerance: -1", "No number is right"),
        ("type: cloze, text: 'a [[b'", "never ends"),
        ("type: cloze, text: 'a'", "no blank"),
        ("type: text, stem: s, accept: [a], wrong: [{answer: ' A '}]", "accepts it"),
        ("type: text, stem: s, pattern: 'a.c', wrong: [{answer: abc}]", "accepts it"),
    ],
)
def test_keys_that_fail(body: str, says: str) -> None:
    quiz = f"format: 1\nid: q\ntitle: Q\nquestions:\n  - {{id: k, {body}}}\n"
    (only,) = found("Q503", files={"quizzes/q.yml": quiz})
    assert says in only.message


@pytest.mark.parametrize(
    "body",
    [
        "Hi <b OnClick = x>there</b>",
        "<img src=x onerror=alert(1)>",
        '<a href="java&#115;cript:x">a</a>',
        "[a](<javascript:x>)",
        "[a][b]\n\n[b]: javascript:x",
        "![a](data:text/html,x)",
        "<javascript:alert(1)>",
        "[a](https://x.example){: onclick=x }",
        "[a](x){href=javascript:x}",
        '<iframe srcdoc="x"></iframe>',
        "<form action=x></form>",
        "<object data=x></object>",
        "<EMBED src=x>",
        "- item\n\n    <script>x</script>\n",
        "> <script>x</script>",
        "```quiz id=q\n<script>x</script>\n\n- [x] a\n- [ ] b\n```",
        "word " * 5000 + "<b onclick=x>",
    ],
)
def test_active_content_in_markdown(body: str) -> None:
    assert {each.location.path for each in found("X801", body)} == {"lessons/tea.md"}


@pytest.mark.parametrize(
    "body",
    [
        "`<script>` and `[a](javascript:x)` and `{onclick=x}`",
        "```html\n<script>x</script>\n```",
        "a < b, on = 1, javascript: is a word, and {braces: on}",
        '<details open><summary>More</summary>Text</details>\n\n<video src="https://x.example/a.mp4"></video>',
        "[a](https://x.example/?q=javascript:x)",
    ],
)
def test_harmless_markdown(body: str) -> None:
    assert found("X801", body) == []


@pytest.mark.parametrize(
    "inside",
    [
        "<script/>",
        "<s:script xmlns:s='http://www.w3.org/2000/svg'/>",
        "<g onload='x'/>",
        "<foreignObject/>",
        "<a href='javascript:x'/>",
        "<use xlink:href='https://x.example/a.svg#b'/>",
        "<image href='//x.example/a.png'/>",
        "<image href='data:image/svg+xml,x'/>",
        "<set attributeName='href' to='x'/>",
        "<animate attributeName='xlink:href' values='x'/>",
        "<style>@import 'x'</style>",
        '<style>a{fill:url( "https://x.example")}</style>',
        "<!DOCTYPE svg>",
        "<?xml-stylesheet href='x'?>",
    ],
)
def test_active_content_in_drawings(inside: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">\n{inside}\n</svg>'
    (only,) = found("X801", "![a](../assets/a.svg)", {"assets/a.svg": svg})
    assert only.location.span.line == 2


def test_harmless_drawings() -> None:
    svg = (
        '<?xml version="1.0" encoding="UTF-8"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org">'
        '<style>a{fill:url(#b)}</style><use href="#b"/><image href="data:image/png;base64,AA"/><text>on=1</text></svg>'
    )
    assert found("X801", files={"assets/a.svg": svg}) == []


def test_active_content_in_yaml_values() -> None:
    module = "format: 1\nid: make-tea\nauthors:\n  - {name: a, url: 'javascript:x'}\nsummary: 'a <script>b'\n"
    assert [each.location.span.line for each in found("X801", files={"module.yml": module})] == [4, 5]


def test_in_an_imported_module_active_content_is_always_an_error() -> None:
    draft = subject({}, body="<script>x</script>")
    report = run(draft, LintConfig(profile=Profile.IMPORT, ignore=frozenset("P")))
    assert [each.severity for each in report.diagnostics] == [Severity.ERROR]


@pytest.mark.parametrize("value", ["en", "en-GB", "zh-Hant", "sr-Latn-RS", "gsw"])
def test_languages(value: str) -> None:
    assert found("M203", files={"module.yml": f"format: 1\nid: make-tea\nlanguage: {value}\n"}) == []


@pytest.mark.parametrize(
    "value",
    [
        "MIT",
        "LicenseRef-My.Terms-2",
        "CC-BY-4.0 AND LicenseRef-My-Terms",
        "CC-BY-4.0 AND (MIT OR Apache-2.0)",
        "EUPL-1.2",
    ],
)
def test_licences(value: str) -> None:
    assert found("M203", files={"module.yml": f"format: 1\nid: make-tea\nlicense: {value}\n"}) == []


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("license: cc by 4.0", "Write CC-BY-4.0."),
        ("license: " + "(" * 5000, "Look for its short name"),
        ("version: v2.1", "Write 2.1.0: major.minor.patch."),
        ("version: 01.2.3", "Write 1.2.3"),
        ("version: " + "9" * 5000, "three short numbers"),
        ("version: 1.0.0-" + "a" * 59, "three short numbers"),
        ("version: 1.0.1234567890", "three short numbers"),
        ("language: en-x-" + "abcdefgh-" * 3 + "abcdefgh", "Write a BCP 47 tag"),
        ('license: "( ) MIT"', "Look for its short name"),
        ('license: "( OR A OR"', "Look for its short name"),
        ("license: +WITH MIT", "Look for its short name"),
        ('license: "\'"', "Look for its short name"),
        ("license: LicenseRef-" + "a" * 300, "Look for its short name"),
        ('license: "MIT OR\\nGFDL-1.3-only"', "Look for its short name"),
        ("uid: 8B0F4C1E-6F0B-4A53-9D7E-2F5B7C1A9E10", "Write 8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10."),
        ("minutes: 9007199254740992", "or auto"),
        ("language: en_GB", "Write en-GB."),
        ("language: en-UK", "Write en-GB."),
        ("language: " + "a-" * 5000, "Write a BCP 47 tag"),
        ("uid: 8b0f4c1e6f0b4a539d7e2f5b7c1a9e10", "Write a UUID"),
        ('title: "a\\tb"', "one line"),
        ('title: "a\\u202eb"', "one line"),
        ("title: " + "a" * 301, "Shorten it."),
        ("summary: " + "a" * 10_001, "Shorten it."),
        ("authors: [{name: " + "a" * 301 + "}]", "Shorten it."),
        ("authors: [{name: a, url: 5}]", "https://example.org"),
        ("authors: [{name: a, url: 'ftp://example.org'}]", "https://example.org"),
        ("authors: [{name: a, url: 'https://a b'}]", "https://example.org"),
        ("objectives: [{id: a, text: " + "a" * 1001 + "}]", "Shorten it."),
        ('requires: [{module: "a\\nb"}]', "one line"),
        ("derived_from: [{title: a, authors: ['']}]", "take the line out"),
        ("derived_from: [{title: a, url: example.org}]", "https://example.org"),
        ('derived_from: [{title: a, changes: "a\\x1b[2J"}]', "one line"),
        ("derived_from: [{title: a, version: " + "1" * 65 + "}]", "Shorten it."),
        ("derived_from: [{title: a, release: 'sha256:abc'}]", "chapbook.lock"),
        ("derived_from: [{title: a, content: " + "a" * 64 + "}]", "chapbook.lock"),
    ],
)
def test_values_that_no_standard_knows(line: str, hint: str) -> None:
    (only,) = found("M203", files={"module.yml": f"format: 1\nid: make-tea\n{line}\n"})
    assert hint in only.hint
    assert len(only.message) < 300


@pytest.mark.parametrize(
    "lines",
    [
        "summary: |\n  Two lines\n  are fine.",
        "title: |\n  One line",
        "authors:\n  - name: a\n    url: |\n      https://example.org/é",
        "derived_from:\n  - {title: a, version: 1.0, id: 5, url: ' ', changes: ''}",
        "minutes: auto",
        'x-title: "a\\x07"',
    ],
)
def test_texts_that_a_bundle_may_carry(lines: str) -> None:
    assert not found("M203", files={"module.yml": f"format: 1\nid: make-tea\n{lines}\n"})


def test_no_rule_yields_a_code_that_is_not_its_own() -> None:
    body = "![](x.png) [a](/b) [c](../../d) <script>x TODO: y\n\n```quiz id=water\ns\n\n- [x] a\n```"
    files = {
        "lessons/more.md": "---\nid: tea\ntitle: t\n---\n[a](b.md)",
        "quizzes/q.yml": "id: q\nquestions: []\n",
    }
    messy = subject(files, body=body)
    for rule in RULES:
        assert {each.code for each in rule.check(messy)} <= {rule.code}
