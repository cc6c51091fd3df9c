"""A module with quizzes of every kind, for tests of quiz pages and of the record."""

from __future__ import annotations

from support.sites import SINGLE, lesson, module_yml

LESSONS = ("lessons/why.md", "lessons/how.md")
QUIZZES = ("quizzes/start.yml", "quizzes/check.yml", "quizzes/final.yml", "quizzes/bank.yml")
CONFIG = """\
site_name: Academy of tea
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""


def _choice(name: str, objective: str = "pour", points: int = 1) -> str:
    return f"""\
  - id: {name}
    type: single
    objective: {objective}
    points: {points}
    shuffle: false
    stem: Which one is right in {name}?
    options:
      - text: The right one
        correct: true
        feedback: Yes, that one.
      - text: The wrong one
        feedback: No, the other.
    explanation: It says so in the lesson.
"""


def _quiz(name: str, more: str, *questions: str) -> str:
    return f"format: 1\nid: {name}\ntitle: The {name} quiz\n{more}questions:\n{''.join(questions)}"


NUMBER = """\
  - id: minutes
    type: number
    objective: brew
    stem: How many minutes?
    answer: 3
"""
TEXT = """\
  - id: pot
    type: text
    objective: brew
    stem: What is the pot made of?
    accept: [clay]
"""
ORDER = """\
  - id: steps
    type: order
    objective: brew
    stem: Bring the steps into order.
    items: [Heat, Pour, Wait]
"""
OWN = """\
  - id: thoughts
    type: reflect
    stem: What will you do differently?
    model_answer: Wait longer.
"""

FILES = {
    "module.yml": module_yml(
        "tea",
        (*LESSONS, *QUIZZES),
        more="completion:\n  lessons: all\n  quiz: {id: check, pass: 70}\n",
    ).replace("lessons:\n", "  - {id: brew, text: Brew for long enough, bloom: apply}\nlessons:\n", 1),
    "lessons/why.md": lesson("why", f"Words about pouring.\n\n{SINGLE}"),
    "lessons/how.md": lesson("how", "Words about brewing.").replace("[pour]", "[brew]"),
    "quizzes/start.yml": _quiz(
        "start", "purpose: pretest\n", _choice("s-one"), _choice("s-two"), _choice("s-three", "brew")
    ),
    "quizzes/check.yml": _quiz(
        "check", "purpose: summative\n", _choice("c-one", points=2), NUMBER, OWN, _choice("c-two", "brew")
    ),
    "quizzes/final.yml": _quiz(
        "final", "purpose: summative\nfeedback: end\nattempts: 2\n", _choice("f-one", points=2), TEXT, ORDER
    ),
    "quizzes/bank.yml": _quiz(
        "bank",
        "draw: 2\nshuffle: {questions: true}\n",
        *(_choice(f"b-{name}") for name in ("one", "two", "three", "four", "five")),
    ),
}
