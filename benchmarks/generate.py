"""Make a workspace of N ordinary modules for measuring: five lessons each, short and long, ten questions, two pictures.

A lesson has 2, 4 or 7 sections of two paragraphs, with lists, quotes, notes, tables and code in five languages among them,
and two questions: on average some 530 words besides code and questions, as lessons of 2 to 6 minutes have.

    python benchmarks/generate.py FOLDER N

The same N gives the same bytes: text is drawn from a seeded generator, module by module.
"""

from __future__ import annotations

import random
import struct
import sys
import uuid
import zlib
from pathlib import Path

from wording import PLAIN, heading, paragraph, sentence

LESSONS = 5
CONFIG = "site_name: Bench\ndocs_dir: modules\ntheme: {name: material}\nplugins: {search: {}, chapbook: {}}\n"
CODE = {
    "python": "def step_{n}(price: int, days: int = {d}) -> float:\n"
    '    """Give the price of a day."""\n'
    "    if days < 1:\n"
    '        raise ValueError("no days")\n'
    "    return round(price * 1.{d} / days, 2)  # two digits are enough",
    "sh": "#!/bin/sh\nset -eu\n"
    'for file in offers/*.txt; do\n    grep -c "{w}" "$file" || echo "nothing in $file" >&2\ndone\n'
    "sort -n totals-{n}.txt | tail -{d}",
    "yaml": "{w}:\n  number: {n}\n  days: {d}\n  parts: [first, second, third]\n"
    '  note: "pay in {d} days"  # from the offer',
    "javascript": "const total{n} = (items) =>\n  items\n    .filter(({{ price }}) => price > {d})\n"
    "    .reduce((sum, {{ price, count }}) => sum + price * count, 0);\n"
    "console.log(`{w}: ${{total{n}([])}}`);",
    "sql": "SELECT client, sum(price) AS total\nFROM {w}s\nWHERE days > {d} AND paid IS NULL\n"
    "GROUP BY client\nORDER BY total DESC\nLIMIT {n};",
}


def code(dice: random.Random, number: int) -> str:
    """Give a code block."""
    language = dice.choice(sorted(CODE))
    text = CODE[language].format(n=number, d=dice.randint(2, 30), w=dice.choice(PLAIN))
    return f"```{language}\n{text}\n```"


def table(dice: random.Random) -> str:
    """Give a table of three to six rows."""
    rows = [
        f"| {dice.choice(PLAIN)} | {dice.randint(1, 99)} | {sentence(dice, 5)} |"
        for _ in range(dice.randint(3, 6))
    ]
    return "\n".join(["| what | how many | why |", "|---|---|---|", *rows])


def points(dice: random.Random) -> str:
    """Give a list, of steps or not."""
    mark = dice.choice(("-", "1."))
    return "\n".join(f"{mark} {sentence(dice, 7)}" for _ in range(dice.randint(3, 5)))


def quote(dice: random.Random) -> str:
    """Give a quote or a note."""
    return dice.choice(("> ", "> [!NOTE]\n> ")) + sentence(dice, 10)


def choice(dice: random.Random, name: str) -> str:
    """Give a question with three answers, each with its feedback."""
    right = dice.randrange(3)
    options = [
        f"- [{'x' if n == right else ' '}] {sentence(dice, 6)[:-1]} {n}\n  > {sentence(dice, 8)}"
        for n in range(3)
    ]
    body = "\n".join(options)
    return (
        f"```quiz id={name} objective=do\n{sentence(dice, 10)[:-1]}?\n\n{body}\n\n{sentence(dice, 12)}\n```"
    )


def number(dice: random.Random, name: str) -> str:
    """Give a question for a number, with a hint."""
    hours, price = dice.randint(5, 90), dice.randint(20, 120)
    return (
        f"```quiz id={name} type=number objective=do\n{hours} hours at {price} an hour: what is the sum?\n\n"
        f"= {hours * price}\n\n? {sentence(dice, 9)}\n\nIt is {hours} × {price} = {hours * price}.\n```"
    )


def lesson(dice: random.Random, module: int, place: int) -> str:
    """Give a lesson of 2, 4 or 7 sections."""
    parts = [f"---\nid: lesson-{place}\ntitle: Lesson {place} of module {module}\nobjectives: [do]\n---\n"]
    parts.append(paragraph(dice))
    parts.append("![Three boxes, each joined to the next by a line](../assets/steps.svg)")
    for section in range(dice.choice((2, 4, 7))):
        parts += [f"## {heading(dice)}", paragraph(dice)]
        if section % 2:
            parts.append(code(dice, section))
        elif dice.random() < 0.7:
            parts.append(dice.choice((table, points, quote))(dice))
        parts.append(paragraph(dice))
        if section == 3:
            parts.append("![A chart of coloured squares](../assets/chart.png)")
    if place == LESSONS - 1:
        parts += ["## Summary", points(dice)]
    parts += [choice(dice, f"q-{place}-0"), dice.choice((choice, number))(dice, f"q-{place}-1")]
    return "\n\n".join(parts) + "\n"


def steps(dice: random.Random) -> str:
    """Give a drawing of three boxes in a row."""
    boxes = "".join(
        f'<rect x="{8 + n * 64}" y="8" width="48" height="32" rx="4" fill="#{dice.getrandbits(24):06x}"/>'
        for n in range(3)
    )
    line = '<path d="M56 24h16M120 24h16" stroke="#333" stroke-width="2"/>'
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 48"><title>Three boxes</title>'
    return f"{head}{boxes}{line}</svg>\n"


def png(dice: random.Random, across: int = 240, down: int = 160, square: int = 8) -> bytes:
    """Give a picture of coloured squares, of some 4 kB."""
    rows = []
    for _ in range(down // square):
        line = b"\0" + b"".join(dice.randbytes(3) * square for _ in range(across // square))
        rows.append(line * square)
    header = struct.pack(">IIBBBBB", across, down, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def module_yml(dice: random.Random, place: int) -> str:
    """Give a module.yml without findings."""
    files = "\n".join(f"  - lessons/lesson-{n}.md" for n in range(LESSONS))
    uid = uuid.UUID(int=dice.getrandbits(128), version=4)
    return f"""\
format: 1
id: {name(place)}
uid: {uid}
title: {heading(dice)} ({place})
summary: {sentence(dice)} {sentence(dice)}
language: en
version: 1.0.0
status: published
audience: People who work for themselves
level: {dice.choice(("beginner", "intermediate", "advanced"))}
tags: [bench, number-{place % 10}]
authors:
  - name: Author {place % 50}
license: CC-BY-4.0
objectives:
  - {{id: do, text: Do what the lessons show, bloom: apply}}
lessons:
{files}
"""


def name(place: int) -> str:
    """Give the id and folder name of a module."""
    return f"module-{place:05d}"


def write_module(root: Path, place: int) -> None:
    """Write one module into its folder."""
    dice = random.Random(place)
    (root / "lessons").mkdir(parents=True, exist_ok=True)
    (root / "assets").mkdir(exist_ok=True)
    (root / "module.yml").write_text(module_yml(dice, place), encoding="utf-8")
    (root / "assets/steps.svg").write_text(steps(dice), encoding="utf-8")
    (root / "assets/chart.png").write_bytes(png(dice))
    for each in range(LESSONS):
        (root / f"lessons/lesson-{each}.md").write_text(lesson(dice, place, each), encoding="utf-8")


def generate(folder: Path, modules: int) -> None:
    """Write the workspace; files that are there already are replaced."""
    for place in range(modules):
        write_module(folder / "modules" / name(place), place)
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
