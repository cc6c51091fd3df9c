"""Make a workspace of N ordinary modules for measuring: five pages each, seven code blocks a page, questions, a picture.

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
LESSONS = 4


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


def lesson(dice: random.Random, module: int, number: int) -> str:
    """Give a lesson of about 900 words with seven code blocks."""
    parts = [f"---\nid: lesson-{number}\ntitle: Lesson {number} of module {module}\nobjectives: [do]\n---\n"]
    parts.append("![A plain box with nothing in it](../assets/box.svg)")
    for section in range(7):
        parts += [f"## {sentence(dice)[:-1]}", paragraph(dice), paragraph(dice)]
        parts.append(
            f"```python\ndef step_{section}(price: int) -> int:\n    return price * {dice.randint(2, 9)}\n```"
        )
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
