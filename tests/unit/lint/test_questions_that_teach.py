"""Edges of the rules on how questions are written (Q505 to Q514)."""

from __future__ import annotations

from json import dumps
from zlib import crc32

import pytest

from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Severity
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.plain import holds, short, visible
from chapbook.lint.thresholds import Thresholds
from support.modules import found, subject
from support.pace import ends

MODULE = """\
format: 1
id: make-tea
language: {language}
objectives: [{{id: brew, text: Brew tea}}]
lessons: [lessons/tea.md, quizzes/q.yml]
"""
QUIZ = "format: 1\nid: q\ntitle: Q\n{head}questions:\n{questions}"


def choice(stem: str, *options: str, info: str = "") -> str:
    """Write a single choice whose first option is right."""
    lines = "\n".join(f"- [{' ' if n else 'x'}] {each}" for n, each in enumerate(options))
    return f"```quiz id=q{crc32((stem + info).encode())} objective=brew {info}\n{stem}\n\n{lines}\n```\n"


def measured(code: str, body: str, thresholds: Thresholds) -> int:
    report = run(subject({}, body=body), LintConfig(thresholds=thresholds))
    return sum(each.code == code for each in report.diagnostics)


def in_quiz(code: str, questions: str, head: str = "", language: str = "en") -> list[Severity]:
    files = {
        "module.yml": MODULE.format(language=language),
        "quizzes/q.yml": QUIZ.format(head=head, questions=questions),
    }
    return [each.severity for each in found(code, files=files)]


def test_right_options_need_no_feedback() -> None:
    body = "```quiz id=a\nWhat?\n\n- [x] a\n- [ ] b\n  > No.\n```\n"
    assert found("Q505", body) == []


def test_length_is_what_learners_see() -> None:
    link = "[Tea](https://example.org/a/very/long/address/of/a/page)"
    assert found("Q506", choice("What?", link, "Milk", "Salt")) == []
    assert len(found("Q506", choice("What?", "Tea with milk and sugar in it", "Milk", "Salt"))) == 1


def test_one_and_a_half_times_is_not_enough_for_short_options() -> None:
    assert found("Q506", choice("What?", "eighteen letters..", "a", "b" * 4)) == []
    assert len(found("Q506", choice("What?", "a" * 45, "b" * 30))) == 1
    assert found("Q506", choice("What?", "a" * 44, "b" * 30)) == []


def test_a_workspace_may_want_it_stricter() -> None:
    body = choice("What?", "a" * 40, "b" * 30)
    assert measured("Q506", body, Thresholds()) == 0
    assert measured("Q506", body, Thresholds(correct_length_ratio=1.2, correct_length_extra=5)) == 1


def test_two_options_make_the_longest_likely_by_chance() -> None:
    two = "\n".join(choice(f"What {n}?", "longer", "short") for n in "ab")
    rest = "\n".join(choice(f"What {n}?", "short", "longer") for n in "c")
    tie = choice("What d?", "same", "same")
    assert found("Q507", two + rest + tie) == []
    assert len(found("Q507", two * 3)) == 1


def test_three_questions_show_no_pattern() -> None:
    body = "\n".join(choice(f"What {n}?", "the longest", "b", "c", info="shuffle=off") for n in "abc")
    more = body + choice("What d?", "the longest", "b", "c", info="shuffle=off")
    assert found("Q507", body) + found("Q508", body) == []
    assert [len(found("Q507", more)), len(found("Q508", more))] == [1, 1]


def test_options_that_change_places_have_no_place() -> None:
    body = "\n".join(choice(f"What {n}?", "a", "b", "c") for n in "abcd")
    assert found("Q508", body) == []


OPTIONS = "    options: [{text: a}, {text: b}, {text: All of the above., correct: true%s}]\n"
QUESTION = "  - id: a\n    type: single\n    objective: brew\n    stem: What?\n"


@pytest.mark.parametrize(
    ("head", "pin", "severity"),
    [
        ("", "", Severity.ERROR),
        ("", ", pin: last", Severity.WARNING),
        ("shuffle: {options: false}\n", "", Severity.WARNING),
    ],
)
def test_all_of_the_above_is_an_error_where_it_moves(head: str, pin: str, severity: Severity) -> None:
    assert in_quiz("Q509", QUESTION + OPTIONS % pin, head) == [severity]


def test_a_question_may_say_otherwise_than_its_quiz() -> None:
    stays = QUESTION + "    shuffle: false\n" + OPTIONS % ""
    assert in_quiz("Q509", stays) == [Severity.WARNING]


def test_a_heavier_finding_is_as_heavy_in_a_draft() -> None:
    body = choice("What?", "a", "b", "none of the above")
    draft = run(subject({}, body=body), LintConfig(profile=Profile.DRAFT)).diagnostics
    assert [each.severity for each in draft if each.code == "Q509"] == [Severity.ERROR]


def test_all_of_something_is_an_option_like_others() -> None:
    assert found("Q509", choice("What?", "All of these teas", "Green tea", "Milk")) == []


@pytest.mark.parametrize(
    ("language", "option"),
    [
        ("de-AT", "Keine der genannten"),
        ("fr", "Aucune de ces réponses"),
        ("es", "Todas las anteriores"),
    ],
)
def test_other_languages_have_their_own_words(language: str, option: str) -> None:
    questions = QUESTION + OPTIONS.replace("All of the above.", option) % ", pin: last"
    assert in_quiz("Q509", questions, language=language) == [Severity.WARNING]
    assert in_quiz("Q509", questions, language="pl") == []


@pytest.mark.parametrize(
    "stem",
    [
        "Which is **NOT** tea?",
        "Which is *NOT* tea?",
        "What does `NOT` do?",
        'What does "NOT" mean?',
        "I do not like it. What now?",
        "THIS IS NOT TEA. WHAT IS IT?",
    ],
)
def test_negations_that_stand_out_or_are_none(stem: str) -> None:
    assert found("Q510", choice(stem, "a", "b", "c")) == []


@pytest.mark.parametrize(
    "stem", ["Which is NOT tea?", "All of these\nare tea EXCEPT", "Which of these is not tea?"]
)
def test_negations_that_hide(stem: str) -> None:
    assert len(found("Q510", choice(stem, "a", "b", "c"))) == 1


@pytest.mark.parametrize(("number", "kind", "count"), [(2, "", 1), (3, "", 0), (5, "", 0), (6, "", 1)])
def test_three_to_five_options(number: int, kind: str, count: int) -> None:
    assert len(found("Q511", choice("What?", *"abcdef"[:number], info=kind))) == count


def test_a_multiple_choice_may_have_many_options() -> None:
    body = (
        "```quiz id=a\nWhich?\n\n"
        + "- [x] a\n- [x] b\n"
        + "".join(f"- [ ] {c}\n" for c in "cdefgh")
        + "```\n"
    )
    assert found("Q511", body) == []


def test_true_and_false_in_any_order() -> None:
    assert found("Q511", choice("Is it?", "False.", "True")) == []


def test_a_stem_may_name_all_it_compares() -> None:
    assert found("Q512", choice("Is green tea or black tea stronger?", "Black tea", "Green tea")) == []
    assert len(found("Q512", choice("Black tea is strong. Which is strong?", "Black tea", "Mint"))) == 1


def test_an_answer_inside_a_word_is_not_told() -> None:
    body = "```quiz id=a type=text\nWhat do teapots hold?\n\n= teapot\n\n? Not cups.\n```\n"
    assert found("Q512", body) == []


@pytest.mark.parametrize(("hint", "count"), [("It is 1,200.", 1), ("Take 12000.", 0), ("1200.5 is near", 0)])
def test_numbers_in_hints(hint: str, count: int) -> None:
    body = f"```quiz id=a type=number\nHow many of 1200 are there?\n\n= 1200\n\n? {hint}\n```\n"
    assert len(found("Q512", body)) == count


@pytest.mark.parametrize(
    "stem",
    [
        "Why?",
        "Put them in order.",
        "Complete: tea is ___",
        "It is “tea.”",
        "Look:\n\n    code",
        "**Why?**",
        "![a](b.svg)",
    ],
)
def test_stems_that_ask(stem: str) -> None:
    assert found("Q514", choice(stem, "a", "b", "c")) == []


def test_a_quiz_without_questions_says_nothing_of_its_draw() -> None:
    assert in_quiz("Q513", "  []\n", "draw: 3\n") == []


def test_points_of_nothing_reach_no_mark() -> None:
    questions = QUESTION + "    points: 0\n" + OPTIONS % ""
    module = MODULE.format(language="en") + "completion: {quiz: {id: q, pass: 50}}\n"
    files = {"module.yml": module, "quizzes/q.yml": QUIZ.format(head="", questions=questions)}
    assert len(found("Q513", files=files)) == 1


def test_texts_as_learners_see_them() -> None:
    assert (
        visible("**A** [link](x.md) and `code`, <b>_so_</b> snake_case\n{: .x}")
        == "A link and code, so snake_case"
    )
    assert short("a " * 90).endswith("…")
    assert holds("The tea-pot", "TEA")
    assert not holds("The teapot", "tea")
    assert not holds("", "")


ASKED_FOR_THE_EXCEPTION = {
    "en": [
        "Which of the hot drinks does not keep?",
        "Which cup can't be washed?",
        "Which of these cannot boil?",
    ],
    "de": ["Welche der folgenden Aussagen trifft nicht zu?", "Was gehört hier nicht dazu?"],
    "fr": ["Laquelle de ces plantes n’est pas du thé ?", "Lequel n'est pas un thé ?"],
    "es": ["¿Cuál de las siguientes plantas no es té?", "¿Qué planta no es té?"],
}
NOT_ONLY_IN_PASSING = {
    "en": ["The tea is not hot. Which pot helps?", "Which pot helps when the tea in it is not hot?"],
    "de": ["Die Kanne ist kein Thermos. Was tun Sie?", "Welche Kanne hilft, wenn der Tee nicht heiß ist?"],
    "fr": [
        "Le thé n'est pas fort. Que changez-vous ?",
        "Quelle théière choisir quand le thé n'est pas fort ?",
    ],
    "es": ["El té no es fuerte. ¿Qué haces?", "¿Cuál es la causa si el agua no hierve?"],
}


def stem_findings(code: str, language: str, stem: str) -> int:
    item = f'  - id: a\n    type: single\n    stem: "{stem}"\n    options: [{{text: a, correct: true}}, {{text: b}}, {{text: c}}]\n'
    return len(in_quiz(code, item, language=language))


@pytest.mark.parametrize("language", ASKED_FOR_THE_EXCEPTION)
def test_exceptions_are_asked_for_in_each_language(language: str) -> None:
    for stem in ASKED_FOR_THE_EXCEPTION[language]:
        assert stem_findings("Q510", language, stem) == 1, stem
    for stem in NOT_ONLY_IN_PASSING[language]:
        assert stem_findings("Q510", language, stem) == 0, stem


@pytest.mark.parametrize(
    ("option", "language", "severity"),
    [
        ("All of the above", "en", Severity.ERROR),
        ("None of these answers.", "en", Severity.WARNING),
        ("A and B", "en", Severity.ERROR),
        ("Alle oben genannten Antworten", "de", Severity.ERROR),
        ("Nichts davon", "de", Severity.WARNING),
        ("Aucune de ces réponses", "fr", Severity.WARNING),
        ("Ninguna de las anteriores", "es", Severity.ERROR),
    ],
)
def test_only_what_points_at_a_place_is_wrong_once_options_move(
    option: str, language: str, severity: Severity
) -> None:
    item = f"  - id: a\n    type: single\n    stem: Why?\n    options: [{{text: x, correct: true}}, {{text: {option}}}]\n"
    assert in_quiz("Q509", item, language=language) == [severity]


def test_pairs_of_other_languages_and_languages_without_words() -> None:
    item = (
        "  - id: a\n    type: single\n    stem: Why?\n    options: [{text: %s, correct: true}, {text: %s}]\n"
    )
    assert in_quiz("Q511", item % ("'true'", "'false'"), language="de") == []
    assert in_quiz("Q511", item % ("对", "错"), language="zh") == []
    assert in_quiz("Q511", item % ("a", "b"), language="de") == [Severity.INFO]


def test_code_that_looks_like_a_tag_is_seen() -> None:
    assert visible("`<canvas>` and <b>tea</b> [`a`](b)") == "<canvas> and tea a"
    assert found("Q506", choice("What?", "A script element", "`<canvas>`", "`<article>`")) == []


def test_words_of_scripts_without_spaces_begin_anywhere() -> None:
    assert holds("使用map方法吗", "map")
    assert holds("什么是工厂函数？", "工厂函数")
    assert not holds("maps", "map")
    assert len(found("Q512", choice("绿茶为什么是绿茶？", "绿茶", "红茶", "白茶"))) == 1


def test_a_stem_in_chinese_has_as_many_words_as_signs() -> None:
    assert found("Q514", choice("绿茶是用什么做的", "a", "b", "c")) == []
    assert len(found("Q514", choice("绿茶", "a", "b", "c"))) == 1


@pytest.mark.parametrize(
    "sign", ["which ", "which of a ", "`", "? ", "NOT ", "a" * 9, "“a", "\n \n", "$a", "[["]
)
def test_stems_without_end_take_time_in_proportion(sign: str) -> None:
    with ends():
        for language in ("en", "de", "fr", "es"):
            item = f"  - id: a\n    stem: {dumps(sign * (100_000 // len(sign)))}\n    type: text\n    accept: [aaaa]\n"
            in_quiz("Q512", item, language=language)
