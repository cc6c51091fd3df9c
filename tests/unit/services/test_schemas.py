"""The editor schemas say what the decoder says: on the sample modules, and on files that the decoder refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from chapbook.diag.errors import UsageProblem
from chapbook.model.fields import QUESTION_FIELDS
from chapbook.model.module_decoder import decode_credits, decode_lesson, decode_module, decode_quiz
from chapbook.services.scaffold import fill
from chapbook.services.schemas import FOLDER, SCHEMAS, schema_files, schema_line, schema_text
from chapbook.source.document import Document
from chapbook.source.text import split_front_matter
from chapbook.source.yaml_reader import parse_yaml
from chapbook.tree.tree import RelPath
from chapbook.workspace.settings import parse_settings

ROOT = Path(__file__).resolve().parents[3]
REFUSED = {"S102", "S115", "M201", "R702", "X807"}

MODULE = """\
format: 1
id: a
uid: 3b1c0f6e-6f0b-4a53-9d7e-2f5b7c1a9e10
title: A
summary: A summary
language: en
version: 1.0.0
authors:
  - name: Ada
license: CC-BY-4.0
objectives:
  - id: one
    text: Do one thing
lessons: [lessons/a.md]
completion:
  lessons: all
  quiz: {id: check, pass: 70}
review: {after_days: [2, 7]}
minutes: auto
"""
QUIZ = "format: 1\nid: check\ntitle: Check\nquestions:\n"
CREDITS = "credits:\n  - {file: a.svg, title: A, author: Ada, source: here, license: CC0-1.0}\n"
LESSON = "id: a\ntitle: A\nobjectives: [one]\n"
SETTINGS = "check:\n  profile: publish\ncatalogue:\n  title: Ours\n"


def document(text: str) -> Document:
    read, findings = parse_yaml("file.yml", text)
    assert read is not None, findings
    return read


def refused_by_decoder(name: str, text: str) -> bool:
    """Say whether the decoder refuses the file by one of the codes that schemas stand for."""
    if name == "workspace":
        return any(each.code in REFUSED for each in parse_settings(text.encode()).report.diagnostics)
    read = document(text)
    findings = {
        "module": lambda: decode_module(read, None, {}, ())[1],
        "quiz": lambda: decode_quiz(read, RelPath("quizzes/check.yml"))[1],
        "lesson": lambda: decode_lesson(read, RelPath("lessons/a.md"), ())[1],
        "credits": lambda: decode_credits(read)[1],
    }[name]()
    return any(each.code in REFUSED for each in findings)


def refused_by_schema(name: str, text: str) -> bool:
    return not Draft7Validator(SCHEMAS[name]()).is_valid(document(text).data)


def sample_files() -> Iterator[tuple[str, Path]]:
    """Give every file of the sample modules that has a schema, with its schema's name."""
    yield "workspace", ROOT / "chapbook.yml"
    for folder in sorted((ROOT / "modules").iterdir()):
        yield "module", folder / "module.yml"
        yield from (("quiz", path) for path in sorted(folder.glob("quizzes/*.yml")))
        yield from (("credits", path) for path in sorted(folder.glob("assets/credits.yml")))
        yield from (("lesson", path) for path in sorted(folder.glob("lessons/*.md")))


@pytest.mark.parametrize(
    ("name", "path"), list(sample_files()), ids=lambda each: each if isinstance(each, str) else each.name
)
def test_every_file_of_the_samples_is_taken(name: str, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if name == "lesson":
        text = split_front_matter(text).header or ""
    assert not refused_by_decoder(name, text)
    errors = [each.message for each in Draft7Validator(SCHEMAS[name]()).iter_errors(document(text).data)]
    assert errors == []


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_a_schema_is_a_draft_7_schema_and_describes_every_key(name: str) -> None:
    schema = json.loads(schema_text(name))
    Draft7Validator.check_schema(schema)
    assert schema["$schema"].startswith("http://json-schema.org/draft-07/")
    assert all(each.get("description") for each in schema["properties"].values())


def question(kind: str) -> str:
    """Give a quiz file with the scaffold's question of a type."""
    item = fill(f"questions/{kind}.yml", {"id": "q", "objective": "\n  objective: one"})
    return QUIZ + "".join(f"  {line}\n" for line in item.splitlines())


@pytest.mark.parametrize("kind", list(QUESTION_FIELDS))
def test_a_question_of_each_type_is_taken_and_knows_only_its_own_keys(kind: str) -> None:
    good = question(kind)
    assert not refused_by_decoder("quiz", good)
    assert not refused_by_schema("quiz", good)
    for key, value in (("rubrik", ["a"]), ("front", 3), ("pairs", 3), ("points", -1), ("hints", "one")):
        data: Any = deepcopy(document(good).data)
        data["questions"][0][key] = [value] if key == "front" else value
        bad, line = json.dumps(data), key
        assert refused_by_decoder("quiz", bad), line
        assert refused_by_schema("quiz", bad), line


TAKEN = [
    ("module", MODULE),
    ("module", MODULE + "x-mine: {a: [1]}\ntags:\naudience: ''\n"),
    ("module", MODULE.replace("minutes: auto", "minutes: 20").replace("lessons: all", "lessons: [a]")),
    ("module", MODULE.replace("id: a\n", "id: 2024\n") + "tags: [2024, git]\nlevel:\n"),
    ("quiz", QUIZ + "  - {id: q, type: number, stem: How many?, between: [2, 3.5]}\n"),
    ("quiz", QUIZ + "  - {id: q, type: text, stem: Who?, pattern: a+}\n"),
    ("quiz", QUIZ + "  - {id: q, type: card, front: a, back: b, x-own: 1}\n"),
    ("credits", CREDITS),
    ("lesson", LESSON),
    ("workspace", SETTINGS),
    ("workspace", "# nothing yet\n"),
]
BAD = [
    ("module", MODULE + "tilte: x\n"),
    ("module", MODULE.replace("title: A\n", "")),
    ("module", MODULE.replace("title: A\n", "title:\n")),
    ("module", MODULE.replace("title: A\n", "title: ' '\n")),
    ("module", MODULE.replace("title: A\n", "title: [a]\n")),
    ("module", MODULE.replace("id: a\n", "id: Not An Id\n")),
    ("module", MODULE.replace("format: 1", "format: 2")),
    ("module", MODULE.replace("format: 1", "format: 0")),
    ("module", MODULE.replace("lessons: [lessons/a.md]", "lessons: []")),
    ("module", MODULE.replace("lessons: [lessons/a.md]", "lessons: lessons/a.md")),
    ("module", MODULE.replace("minutes: auto", "minutes: soon")),
    ("module", MODULE.replace("lessons: all", "lessons: some")),
    ("module", MODULE.replace("pass: 70", "pass: high")),
    ("module", MODULE.replace("pass: 70", "marks: 70")),
    ("module", MODULE.replace("  - name: Ada", "  - Ada")),
    ("module", MODULE.replace("  - name: Ada", "  - url: https://ada.example")),
    ("module", MODULE + "status: done\n"),
    ("module", MODULE + "kind: kurs\n"),
    ("module", MODULE + "requires: [{module: b, optional: perhaps}]\n"),
    ("quiz", QUIZ + "  - {type: card, front: a, back: b}\n"),
    ("quiz", QUIZ + "  - {id: q, front: a, back: b}\n"),
    ("quiz", QUIZ + "  - {id: q, type: crad, front: a, back: b}\n"),
    ("quiz", QUIZ + "  - {id: q, type: card, front: a}\n"),
    ("quiz", QUIZ + "  - {id: q, type: order, items: [a, b]}\n"),
    ("quiz", QUIZ + "  - {id: q, type: order, stem: '', items: [a, b]}\n"),
    ("quiz", QUIZ + "  - {id: q, type: text, stem: Who?}\n"),
    ("quiz", QUIZ + "  - {id: q, type: text, stem: Who?, accept: []}\n"),
    ("quiz", QUIZ + "  - {id: q, type: number, stem: How many?}\n"),
    ("quiz", QUIZ + "  - {id: q, type: number, stem: How many?, answer: three}\n"),
    ("quiz", QUIZ + "  - {id: q, type: number, stem: How many?, between: [1, 2, 3]}\n"),
    ("quiz", QUIZ + "  - {id: q, type: single, stem: Which?, options: [{text: a, corect: true}]}\n"),
    ("quiz", QUIZ + "  - {id: q, type: single, stem: Which?, options: [{text: a, pin: first}]}\n"),
    ("quiz", QUIZ + "  - just a text\n"),
    ("quiz", QUIZ.replace("questions:\n", "questions: []\n")),
    ("credits", "credits: []\n"),
    ("credits", CREDITS.replace("author: Ada, ", "")),
    ("lesson", LESSON.replace("[one]", "one")),
    ("lesson", LESSON + "order: 3\n"),
    ("workspace", SETTINGS.replace("publish", "strict")),
    ("workspace", SETTINGS + "chek: {}\n"),
]


@pytest.mark.parametrize(("name", "text"), TAKEN)
def test_what_the_decoder_takes_the_schema_takes(name: str, text: str) -> None:
    assert not refused_by_decoder(name, text)
    assert not refused_by_schema(name, text)


@pytest.mark.parametrize(("name", "text"), BAD)
def test_what_the_decoder_refuses_the_schema_refuses(name: str, text: str) -> None:
    assert refused_by_decoder(name, text)
    assert refused_by_schema(name, text)


MUTATIONS: tuple[Any, ...] = (None, "", "Not An Id", [], ["a"], {}, {"a": 1}, True, -1, 3, 2.5)


def mutated(data: Any, at: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Give the file's data with each value, at any depth, left out or replaced by something else."""
    inner = data
    for step in at:
        inner = inner[step]
    keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
    for key in keys:
        for value in MUTATIONS:
            copy = deepcopy(data)
            target = copy
            for step in at:
                target = target[step]
            target[key] = value
            yield copy
        copy = deepcopy(data)
        target = copy
        for step in at:
            target = target[step]
        del target[key]
        yield copy
        if isinstance(inner[key], dict | list):
            yield from mutated(data, (*at, key))


@pytest.mark.parametrize(
    ("name", "text"),
    [("module", MODULE), ("credits", CREDITS), ("lesson", LESSON), ("workspace", SETTINGS)]
    + [("quiz", question(kind)) for kind in QUESTION_FIELDS],
)
def test_mutated_files_are_judged_alike(name: str, text: str) -> None:
    """Two known differences: the schema refuses texts that YAML misreads (S104) and empty items in lists of texts."""
    validator = Draft7Validator(SCHEMAS[name]())
    for data in mutated(document(text).data):
        source = json.dumps(data, ensure_ascii=False)
        refused = refused_by_decoder(name, source)
        if refused:
            assert not validator.is_valid(data), source
        elif not validator.is_valid(data):
            assert "S104" in codes(name, source) or has_empty_item(data), source


def codes(name: str, text: str) -> set[str]:
    """Give the codes of what the decoder says about the file."""
    if name == "workspace":
        return {each.code for each in parse_settings(text.encode()).report.diagnostics}
    read = document(text)
    if name == "module":
        return {each.code for each in decode_module(read, None, {}, ())[1]}
    if name == "quiz":
        return {each.code for each in decode_quiz(read, RelPath("quizzes/check.yml"))[1]}
    if name == "lesson":
        return {each.code for each in decode_lesson(read, RelPath("lessons/a.md"), ())[1]}
    return {each.code for each in decode_credits(read)[1]}


def has_empty_item(data: Any) -> bool:
    if isinstance(data, dict):
        return any(has_empty_item(each) for each in data.values())
    return isinstance(data, list) and any(each is None or has_empty_item(each) for each in data)


def test_an_unknown_name_gets_a_suggestion() -> None:
    with pytest.raises(UsageProblem) as caught:
        schema_text("modul")
    assert "“module”" in caught.value.hint


def test_the_line_for_editors_is_relative_and_only_there_when_the_schema_is(tmp_path: Path) -> None:
    file = tmp_path / "modules" / "a" / "quizzes" / "check.yml"
    assert schema_line(tmp_path, file, "quiz") == ""
    for name, text in schema_files().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    line = schema_line(tmp_path, file, "quiz")
    assert line == f"# yaml-language-server: $schema=../../../{FOLDER}/quiz.json\n"
    way = line.partition("=")[2].strip()
    assert (file.parent / way).resolve() == (tmp_path / FOLDER / "quiz.json").resolve()
    assert schema_line(tmp_path / "other", file, "quiz") == ""
