"""What a card says, names of files, empty pages, translations, weights: the edges."""

from __future__ import annotations

import pytest

from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.rules.translations import source_hash
from chapbook.model.reader import read_module
from chapbook.model.subject import Neighbour
from chapbook.tree.tree import MemoryTree
from support.modules import found
from support.rule_pages import base_files

GOOD = "Warm the pot, boil the water and brew a black tea that is not bitter."


def module(**changes: str) -> dict[str, str]:
    """Give a module.yml that says these things."""
    values = {"title": "Make tea", "summary": GOOD, "language": "en"} | changes
    lines = "".join(f"{key}: {value}\n" for key, value in values.items())
    return {"module.yml": f"format: 1\nid: make-tea\nlessons: [lessons/tea.md]\n{lines}"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, ""),
        ({"title": "x" * 70}, ""),
        ({"title": "x" * 71}, "71"),
        ({"summary": "x" * 50}, ""),
        ({"summary": "x" * 49}, "49"),
        ({"summary": "x" * 300}, ""),
        ({"summary": "x" * 301}, "301"),
        ({"summary": "'TODO: say it'"}, ""),
        ({"title": "'TODO: " + "x" * 90 + "'"}, ""),
        ({"summary": f"Make tea. {GOOD}"}, "title again"),
        ({"summary": f"Make teapots shine. {GOOD}"}, ""),
        ({"language": "ja", "summary": "茶" * 20}, ""),
        ({"language": "zh-Hant", "summary": "茶" * 19}, "19"),
    ],
)
def test_cards(changes: dict[str, str], says: str) -> None:
    messages = [each.message for each in found("M202", files=module(**changes))]
    assert len(messages) == bool(says)
    assert all(says in each for each in messages)


def minutes(words: int, **changes: str) -> list[str]:
    return [each.message for each in found("M205", "word " * words, module(**changes))]


def test_minutes_may_be_half_as_many_more_or_less() -> None:
    ten = 2380
    assert minutes(ten, minutes="15") == minutes(ten, minutes="5") == minutes(ten, minutes="auto") == []
    assert "about 10" in minutes(ten, minutes="16")[0]
    assert len(minutes(ten, minutes="4")) == 1
    assert minutes(238, minutes="3") == []
    assert len(minutes(238, minutes="4")) == 1


def test_work_away_from_the_page_is_not_counted_against_a_module() -> None:
    assert minutes(2380, minutes="90", kind="project") == []
    assert len(minutes(2380, minutes="3", kind="project")) == 1
    assert minutes(2380, minutes="9" * 20) == []


def test_what_a_module_lacks_to_be_found_is_said_at_once() -> None:
    (only,) = found("M206", files=module())
    assert "no tags, level or audience" in only.message
    whole = module(tags="[tea]", level="beginner", audience="Anybody")
    assert found("M206", files=whole) == []


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("assets/Tea Pot.svg", "assets/tea-pot.svg"),
        ("assets/Größe_1.svg", "assets/grosse-1.svg"),
        ("assets/tea--pot.svg", "assets/tea-pot.svg"),
        ("assets/茶.svg", "assets/file.svg"),
        ("Assets/pot.svg", "assets/pot.svg"),
        ("i18n/pt-BR/lessons/Tea.md", "i18n/pt-BR/lessons/tea.md"),
    ],
)
def test_awkward_names(name: str, better: str) -> None:
    hints = [each.hint for each in found("S111", files={name: "x"})]
    assert hints == [f"Rename it to {better}, and correct the links to it."]


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "LICENSE",
        "assets/pot.en.vtt",
        "assets/2-pots.svg",
        "i18n/pt-BR/lessons/tea.md",
        "assets/CON.svg",
        "assets/a|b.svg",
    ],
)
def test_names_that_are_fine_or_reported_as_worse(name: str) -> None:
    assert found("S111", files={name: "x"}) == []


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("", [1]),
        ("\n \n", [1]),
        ("## Only a heading\n", [1]),
        ("Tea\n===\n\n", [1]),
        ("<!-- nothing\n\n## yet -->\n", [1]),
        ("Text\n\n## Last\n", [8]),
        ("## A\n\n## B\n\nText\n", [6]),
        ("A\n---\n\nB\n---\n\nText\n", [6]),
        ("### A\n\n## B\n\nText\n", [6]),
        ("## A\n\n### B\n\nText\n", []),
        ("## A\n\n```quiz id=q\nWhy?\n\n- [x] a\n- [ ] b\n```\n", []),
        ("## A\n\n![](x.svg)\n", []),
    ],
)
def test_nothing_in_it(body: str, lines: list[int]) -> None:
    assert [each.location.span.line for each in found("S113", body)] == lines


def test_a_quiz_without_questions() -> None:
    quiz = "format: 1\nid: q\ntitle: Q\nquestions: []\n"
    (only,) = found("S113", files={"quizzes/q.yml": quiz})
    assert only.location.path == "quizzes/q.yml"
    unread = "format: 1\nid: q\ntitle: Q\nquestions:\n  - {id: a, type: nonsense}\n"
    assert found("S113", files={"quizzes/q.yml": unread}) == []
    assert found("S113", files={"quizzes/q.yml": "format: 1\nid: q\ntitle: Q\n"}) == []


def translation(noted: str) -> dict[str, str]:
    return {"i18n/fr/lessons/tea.md": f"---\nid: tea\ntitle: T\nsource_hash: {noted}\n---\n\nRincez.\n"}


def test_a_translation_notes_its_original() -> None:
    present = source_hash(base_files()["lessons/tea.md"])
    for noted in (present, present[:8], present[:12].upper()):
        assert found("M207", files=translation(noted)) == []
    (only,) = found("M207", files=translation("0" * 12))
    assert only.hint.endswith(f"source_hash: {present[:12]}")
    assert len(found("M207", files=translation(present[:7]))) == 1
    assert found("M207", files={"i18n/fr/lessons/tea.md": "---\nid: tea\n---\n\nRincez.\n"}) == []


def test_a_hash_may_look_like_a_number() -> None:
    text = next(f"x{n}\n" for n in range(10**6) if source_hash(f"x{n}\n")[:8].isdigit())
    files = translation(source_hash(text)[:8]) | {"lessons/tea.md": text}
    assert found("M207", files=files) == []


def test_a_translation_without_an_original() -> None:
    files = {"i18n/fr/lessons/gone.md": "---\nid: g\nsource_hash: 0123456789ab\n---\n\nOui.\n"}
    (only,) = found("M207", files=files)
    assert "no such file" in only.message


def heavy(**sizes: int) -> list[str]:
    files = {path: text.encode() for path, text in base_files().items()}
    contents = {f"assets/{name.replace('_', '.')}": bytes(size) for name, size in sizes.items()}
    report = run(
        read_module(MemoryTree(files | contents), name="make-tea"), LintConfig(ignore=frozenset("X"))
    )
    return [each.location.path for each in report.diagnostics if each.code == "L307"]


def test_weights() -> None:
    assert heavy(a_png=1_000_000, b_mp3=5_000_000) == []
    assert heavy(a_png=1_000_001, b_mp3=5_000_001) == ["assets/a.png", "assets/b.mp3"]
    assert heavy(**{f"x{n}_mp3": 4_100_000 for n in range(5)}) == ["module.yml"]


def requires(*ids: str) -> dict[str, str]:
    listed = "".join(f"  - {{module: {each}}}\n" for each in ids)
    return {"module.yml": f"format: 1\nid: make-tea\nrequires:\n  - text: Likes tea\n{listed}"}


def test_circles_of_requirements() -> None:
    def neighbour(name: str, *needs: str) -> Neighbour:
        return Neighbour(id=name, requires=needs)

    circle = {
        each.id: each for each in (neighbour("a", "b", "c"), neighbour("b", "make-tea"), neighbour("c", "c"))
    }
    (only,) = found("S110", files=requires("a", "c", "unknown"), neighbours=circle)
    assert only.location.span.line == 5
    assert "“make-tea” requires “a”, which requires “b”, which requires “make-tea”:" in only.message
    (itself,) = found("S110", files=requires("make-tea"))
    assert "itself" in itself.message


def test_without_the_others_nothing_is_said_of_circles() -> None:
    assert found("S110", files=requires("a")) == []


def test_one_is_not_said_in_the_plural() -> None:
    (card,) = found("M202", files={"module.yml": "format: 1\nid: make-tea\ntitle: Make tea\nsummary: x\n"})
    assert card.message.startswith("The summary has 1 character, too few")
