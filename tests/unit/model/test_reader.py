"""A module's files to the frozen model; every problem is collected with its place."""

from __future__ import annotations

import pytest

from chapbook.diag.diagnostic import Place
from chapbook.model.module import Bloom, Completion, Feedback, Lesson, Level, Quiz, Status
from chapbook.model.question import NumberQuestion, SingleChoice
from support.base import MODULE, QUIZ, base_files, read_files


def problems(**changes: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.message) for finding in read_files(base_files(**changes)).findings]


def test_a_module_that_is_right_has_no_findings_and_all_its_parts() -> None:
    subject = read_files(base_files())
    module = subject.module
    assert subject.findings == ()
    assert module is not None
    assert (module.id, module.version, module.status) == ("base", "1.0.0", Status.PUBLISHED)
    assert [type(step) for step in module.steps] == [Lesson, Quiz]
    assert module.objectives[0].bloom is Bloom.UNDERSTAND
    assert module.completion == Completion(lessons=None, quiz="check", pass_percent=70)
    assert [question.id for question in module.questions()] == ["what-is-staged", "staging-why"]
    question = module.questions()[0]
    assert isinstance(question, SingleChoice)
    assert [option.correct for option in question.options] == [False, True, False]
    assert question.options[0].feedback == "No. Only what you added."
    assert question.hints == ("Look at the middle box.",)
    assert question.explanation == "The next commit is exactly what is staged."


def test_a_fence_and_a_quiz_file_give_the_same_question() -> None:
    fence = """\
---
id: why
title: Why
---

```quiz id=staging-why objective=stage
Why does Git have a staging area?

- [x] To choose what goes into the next commit
  > Yes.
- [ ] To keep a second copy in case the disk fails
  > No. It is not a backup.
```
"""
    module = read_files(base_files(lesson=fence)).module
    assert module is not None
    from_fence, from_file = module.questions()
    assert from_fence == from_file


@pytest.mark.parametrize(
    "key",
    [
        "format",
        "id",
        "uid",
        "title",
        "summary",
        "language",
        "version",
        "license",
        "authors",
        "objectives",
        "lessons",
    ],
)
def test_each_required_key_is_asked_for(key: str) -> None:
    lines = MODULE.splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = next((n for n in range(start + 1, len(lines)) if not lines[n].startswith((" ", "-"))), len(lines))
    found = problems(module="".join(lines[:start] + lines[end:]))
    assert ("M201", f"The module has no “{key}”.") in found


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("title: Make", "titel: Make", "S102", "no key “titel”"),
        ("id: base", "id: Base Module", "S115", "an id has only"),
        ("id: base", "id: other", "S115", "folder is called “base”"),
        ("id: base", "id: search", "S115", "site needs that address"),
        ("format: 1", "format: 2", "X807", "reads formats up to 1"),
        ("status: published", "status: publisht", "S115", "cannot be “publisht”"),
        ("bloom: understand", "bloom: understood", "S115", "cannot be"),
        ("pass: 70", "pass: most", "S115", "whole number"),
        (
            "lessons:\n  - lessons/why.md\n  - quizzes/check.yml",
            "lessons: lessons/why.md",
            "S115",
            "must be a list",
        ),
        ("title: Make your first commit", "title: {Make: commit}", "S115", "must be a text"),
        ("title: Make your first commit", "title: 12:30", "S104", "a number of seconds"),
        ("title: Make your first commit", "title: no", "S104", "a yes/no value"),
        ("title: Make your first commit", "title: 1.10", "S104", "a number"),
        ("title: Make your first commit", "title: =", "S104", "a sign of its own"),
        ("title: Make your first commit", "title: What does # mean", "S104", "cut at the #"),
        ("language: en", "language: no", "S104", "a yes/no value"),
        ("language: en", "language: en\ntags:\n- tea\n  - milk", "S104", "one entry “tea - milk”"),
        (
            "  - name: Jane Doe",
            "  - Jane Doe",
            "S115",
            "Author 1 is only “Jane Doe”; it needs lines that begin with name:.",
        ),
        ("title: Make your first commit", "title:", "M201", "empty “title”"),
        ("title: Make your first commit", "title: #one", "M201", "from the # sign on"),
        (
            "  - lessons/why.md",
            "  -lessons/why.md\n  -x.md",
            "S115",
            "must be a list; its lines start with “-”",
        ),
    ],
)
def test_what_is_wrong_in_module_yml_is_said(old: str, new: str, code: str, words: str) -> None:
    assert old in MODULE
    found = problems(module=MODULE.replace(old, new))
    assert any(each == code and words in message for each, message in found), found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The module is empty; it needs lines that begin with format:, id:"),
        ("- a\n", "The module is a list;"),
    ],
)
def test_a_module_without_lines_of_keys(text: str, words: str) -> None:
    (only,) = [message for code, message in problems(module=text) if code == "S115"]
    assert only.startswith(words)
    assert "mapping" not in only


def test_prose_stays_what_the_author_wrote() -> None:
    module = read_files(
        base_files(module=MODULE.replace("title: Make your first commit", "title: 1.10"))
    ).module
    assert module is not None
    assert module.title == "1.10"


def test_keys_of_ones_own_are_kept() -> None:
    subject = read_files(base_files(module=MODULE + "x-note: mine\n"))
    assert subject.findings == ()
    assert subject.module is not None
    assert subject.module.extra == (("x-note", "mine"),)


def test_a_near_miss_gets_a_suggestion() -> None:
    subject = read_files(base_files(module=MODULE.replace("summary:", "sumary:")))
    hints = [finding.hint for finding in subject.findings if finding.code == "S102"]
    assert hints == ["Did you mean “summary”?"]


def test_a_folder_without_module_yml_says_so() -> None:
    subject = read_files({"module.yaml": MODULE})
    assert subject.module is None
    assert subject.findings[0].code == "M201"
    assert "Rename module.yaml" in subject.findings[0].hint


def test_one_bad_file_does_not_hide_the_others() -> None:
    files = base_files(quiz=QUIZ.replace("title:", "title: `x`\nfoo:")) | {"lessons/why.md": "no header\n"}
    codes = {(finding.place.path, finding.code) for finding in read_files(files).findings}
    assert ("quizzes/check.yml", "S101") in codes
    assert ("lessons/why.md", "M201") in codes


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("type: single", "type: singel", "S115", "no question type “singel”"),
        ("    type: single\n", "", "M201", "Question 1 has no “type”"),
        ("  - id: staging-why\n    type", "  - type", "M201", "Question 1 has no “id”"),
        ("    stem: Why does Git have a staging area?\n", "", "M201", "no stem"),
        ("        correct: true", "        correct: sure", "S115", "true or false"),
        ("    options:", "    optoins:", "S102", "optoins"),
        ("id: staging-why", "id: Staging Why", "S115", "an id has only"),
    ],
)
def test_what_is_wrong_in_a_quiz_file_is_said(old: str, new: str, code: str, words: str) -> None:
    assert old in QUIZ
    found = problems(quiz=QUIZ.replace(old, new))
    assert any(each == code and words in message for each, message in found), found


def test_questions_of_every_type_are_read_from_a_quiz_file() -> None:
    body = """\
format: 1
id: check
title: All types
feedback: end
shuffle: {questions: true, options: false}
draw: 3
questions:
  - {id: q1, type: multiple, stem: S, scoring: partial, options: [{text: a, correct: true}, {text: b, pin: last}]}
  - {id: q2, type: text, stem: S, accept: [yes it is], pattern: "y.*", wrong: [{answer: never, feedback: Why}]}
  - {id: q3, type: number, stem: S, answer: 3, tolerance: 0.5, unit: km}
  - {id: q4, type: number, stem: S, between: [2.5, 3.5]}
  - {id: q5, type: cloze, text: "A [[b|c]] d"}
  - {id: q6, type: match, stem: S, pairs: [{left: a, right: b}]}
  - {id: q7, type: order, stem: S, items: [a, b]}
  - {id: q8, type: reflect, stem: S, model_answer: M, rubric: [r]}
  - {id: q9, type: card, front: F, back: B}
  - {id: q10, type: checklist, stem: S, items: [a], hints: [h], points: 2, attempts: 1, review: true}
"""
    subject = read_files(base_files(quiz=body))
    assert subject.findings == ()
    assert subject.module is not None
    quiz = subject.module.quizzes[0]
    assert (quiz.shuffle_questions, quiz.shuffle_options, quiz.draw) == (True, False, 3)
    assert quiz.feedback is Feedback.END
    kinds = [question.type for question in quiz.questions]
    assert kinds == [
        "multiple",
        "text",
        "number",
        "number",
        "cloze",
        "match",
        "order",
        "reflect",
        "card",
        "checklist",
    ]
    assert quiz.questions[2] == NumberQuestion(id="q3", stem="S", answer=3.0, low=2.5, high=3.5, unit="km")
    assert quiz.questions[3] == NumberQuestion(id="q4", stem="S", low=2.5, high=3.5)
    assert quiz.questions[9].place == Place(path="quizzes/check.yml", data_path=("questions", 9))


def test_level_and_minutes_and_the_rest_arrive() -> None:
    more = MODULE + (
        "level: beginner\nminutes: 25\ntags: [git, 2024]\nrequires:\n  - {module: other, range: '>=1', optional: true}\n"
        "derived_from:\n  - {title: T, authors: [A], license: CC0-1.0, changes: Shortened}\nreview: {after_days: [2, 7]}\n"
    )
    module = read_files(base_files(module=more)).module
    assert module is not None
    assert (module.level, module.minutes, module.tags) == (Level.BEGINNER, 25, ("git", "2024"))
    assert module.requires[0].optional
    assert module.derived_from[0].authors == ("A",)
    assert module.review_after_days == (2, 7)
