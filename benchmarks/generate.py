"""Make a workspace of N ordinary modules for measuring: five lessons each, short and long, ten questions, a picture.

A lesson has 2, 4 or 7 sections of about 110 words, code in every other one, sometimes a table, and two questions: on
average some 530 words besides code and questions, as lessons of 2 to 6 minutes have.

    python benchmarks/generate.py FOLDER N

The same N gives the same bytes: text is drawn from a seeded generator.
"""

from __future__ import annotations

import random
import sys
import uuid
from pathlib import Path

WORDS = [
    "price",
    "scope",
    "client",
    "invoice",
    "offer",
    "deposit",
    "reminder",
    "margin",
    "estimate",
    "project",
    "week",
    "answer",
    "question",
    "reason",
    "change",
    "contract",
    "clause",
    "version",
    "commit",
    "branch",
    "review",
    "result",
    "lesson",
    "example",
    "number",
    "table",
    "picture",
    "value",
    "risk",
    "promise",
]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A box</title><path d="M1 1h7v7H1z"/></svg>\n'
LESSONS = 5


def sentence(dice: random.Random) -> str:
    """Give a sentence of 8 to 16 words."""
    words = [dice.choice(WORDS) for _ in range(dice.randint(8, 16))]
    return f"{' '.join(words).capitalize()}."


def paragraph(dice: random.Random) -> str:
    """Give three to six sentences."""
    return " ".join(sentence(dice) for _ in range(dice.randint(3, 6)))


def question(dice: random.Random, name: str) -> str:
    """Give a quiz fence."""
    options = [f"- [{'x' if n == 1 else ' '}] {sentence(dice)} {n}\n  > {sentence(dice)}" for n in range(3)]
    return (
        f"```quiz id={name} objective=do\n{sentence(dice)[:-1]}?\n\n"
        + "\n".join(options)
        + f"\n\n{sentence(dice)}\n```"
    )


def code(dice: random.Random, number: int) -> str:
    """Give a code block."""
    return f"```python\ndef step_{number}(price: int) -> int:\n    return price * {dice.randint(2, 9)}\n```"


def table(dice: random.Random) -> str:
    """Give a table of four rows."""
    rows = [f"| {dice.choice(WORDS)} | {dice.randint(1, 99)} |" for _ in range(4)]
    return "\n".join(["| what | how many |", "|---|---|", *rows])


def lesson(dice: random.Random, module: int, number: int) -> str:
    """Give a lesson of 2, 4 or 7 sections."""
    parts = [f"---\nid: lesson-{number}\ntitle: Lesson {number} of module {module}\nobjectives: [do]\n---\n"]
    parts.append("![A plain box with nothing in it](../assets/box.svg)")
    for section in range(dice.choice((2, 4, 7))):
        parts += [f"## {sentence(dice)[:-1]}", paragraph(dice), paragraph(dice)]
        if section % 2:
            parts.append(code(dice, section))
        elif dice.random() < 0.2:
            parts.append(table(dice))
    parts += [question(dice, f"q-{number}-{n}") for n in range(2)]
    return "\n\n".join(parts) + "\n"


def module_yml(dice: random.Random, number: int) -> str:
    """Give a module.yml without findings."""
    files = "\n".join(f"  - lessons/lesson-{n}.md" for n in range(LESSONS))
    uid = uuid.UUID(int=dice.getrandbits(128), version=4)
    return f"""\
format: 1
id: module-{number:05d}
uid: {uid}
title: Module {number}
summary: {sentence(dice)} {sentence(dice)}
language: en
version: 1.0.0
status: published
level: beginner
tags: [bench, number-{number % 10}]
authors:
  - name: Author {number % 50}
license: CC-BY-4.0
objectives:
  - {{id: do, text: Do what the lessons show, bloom: apply}}
lessons:
{files}
"""


def generate(folder: Path, modules: int) -> None:
    """Write the workspace; files that are there already are replaced."""
    for number in range(modules):
        dice = random.Random(number)
        root = folder / "modules" / f"module-{number:05d}"
        (root / "lessons").mkdir(parents=True, exist_ok=True)
        (root / "assets").mkdir(exist_ok=True)
        (root / "module.yml").write_text(module_yml(dice, number), encoding="utf-8")
        (root / "assets" / "box.svg").write_text(SVG, encoding="utf-8")
        for each in range(LESSONS):
            (root / "lessons" / f"lesson-{each}.md").write_text(lesson(dice, number, each), encoding="utf-8")
    config = (
        "site_name: Bench\ndocs_dir: modules\ntheme: {name: material}\nplugins: {search: {}, chapbook: {}}\n"
    )
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    plain = (
        "site_name: Bench\ndocs_dir: modules\nsite_dir: site-plain\ntheme: {name: material, font: false}\n"
    )
    extensions = "markdown_extensions: [tables, admonition, pymdownx.superfences, pymdownx.highlight]\n"
    (folder / "mkdocs-plain.yml").write_text(plain + "plugins: {search: {}}\n" + extensions, encoding="utf-8")


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
