"""Read a whole module from a tree: text, YAML, Markdown, then the model. Content never makes it raise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chapbook.diag.diagnostic import Finding, Place, Span
from chapbook.diag.errors import ChapbookError
from chapbook.model.fence_decoder import decode_fence
from chapbook.model.module import Credit, Lesson, Quiz, Step
from chapbook.model.module_decoder import (
    decode_credits,
    decode_lesson,
    decode_module,
    decode_quiz,
    listed_paths,
)
from chapbook.model.question import Question
from chapbook.model.subject import Neighbour, Subject
from chapbook.source.document import Document
from chapbook.source.markdown_reader import read_outline
from chapbook.source.outline import Outline
from chapbook.source.text import decode_utf8, split_front_matter
from chapbook.source.yaml_reader import parse_yaml
from chapbook.tree.tree import RelPath, Tree

MODULE_FILE = RelPath("module.yml")
CREDITS_FILE = RelPath("assets/credits.yml")
_YAML = (".yml", ".yaml")
_MARKDOWN = (".md", ".markdown")


def is_read(path: RelPath) -> bool:
    """Say whether a file is read as text: its source is in `Subject.texts`, or a finding says why not."""
    return path.endswith((*_YAML, *_MARKDOWN)) or path.lower().endswith(".svg")


@dataclass(slots=True)
class _Reading:
    tree: Tree
    texts: dict[RelPath, str] = field(default_factory=dict)
    documents: dict[RelPath, Document] = field(default_factory=dict)
    outlines: dict[RelPath, Outline] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    questions: dict[RelPath, tuple[Question, ...]] = field(default_factory=dict)
    headless: set[RelPath] = field(default_factory=set)


def read_module(
    tree: Tree, *, name: str | None = None, neighbours: Mapping[str, Neighbour] | None = None
) -> Subject:
    """Read one module. `name` is its folder's name, compared with the id; None skips that.

    Everything wrong in it becomes a finding of the subject. `module` is None when `module.yml` cannot be read.
    """
    reading = _Reading(tree)
    for path in tree.paths():
        if is_read(path):
            _read_text(reading, path)
    for path in reading.texts:
        if path.endswith(_MARKDOWN):
            _read_markdown(reading, path)
        elif path.endswith(_YAML):
            _read_yaml(reading, path)
    if MODULE_FILE not in tree.paths():
        reading.findings.append(_no_module_file(tree))
    document = reading.documents.get(MODULE_FILE)
    module = None
    if document is not None:
        steps, unlisted = _decode_steps(reading, document)
        module, findings = decode_module(document, name, steps, unlisted)
        reading.findings += findings
        module = replace(module, credits=_credits(reading))
    return Subject(
        tree=tree,
        module=module,
        documents=reading.documents,
        outlines=reading.outlines,
        texts=reading.texts,
        findings=tuple(reading.findings),
        neighbours=neighbours,
    )


def _credits(reading: _Reading) -> tuple[Credit, ...]:
    document = reading.documents.get(CREDITS_FILE)
    if document is None:
        return ()
    found, findings = decode_credits(document)
    reading.findings += findings
    return found


def _no_module_file(tree: Tree) -> Finding:
    near = next((path for path in tree.paths() if path.lower() in ("module.yaml", "module.yml")), None)
    hint = f"Rename {near} to module.yml." if near else "Write one with: chapbook new module"
    message = "This folder has no module.yml, so it is not a module."
    return Finding(
        code="M201", message=message, place=Place(path=MODULE_FILE, span=Span(1, 1, 1, 1)), hint=hint
    )


def _read_text(reading: _Reading, path: RelPath) -> None:
    try:
        data = reading.tree.read(path)
    except ChapbookError as error:
        finding = Finding(code="X810", message=error.message, place=Place(path=path), hint=error.hint)
        reading.findings.append(finding)
        return
    text, findings = decode_utf8(path, data)
    reading.findings += findings
    if text is not None:
        reading.texts[path] = text


def _read_yaml(reading: _Reading, path: RelPath) -> None:
    document, findings = parse_yaml(path, reading.texts[path])
    reading.findings += findings
    if document is not None:
        reading.documents[path] = document


def _read_markdown(reading: _Reading, path: RelPath) -> None:
    matter = split_front_matter(reading.texts[path])
    if matter.header is not None:
        document, findings = parse_yaml(path, matter.header, matter.header_line)
        reading.findings += findings
        if document is not None:
            reading.documents[path] = document
    else:
        reading.headless.add(path)
    outline = read_outline(path, matter.body, matter.body_line)
    reading.outlines[path] = outline
    decoded = [decode_fence(path, fence) for fence in outline.quiz_fences]
    reading.questions[path] = tuple(question for question, _ in decoded if question)
    reading.findings += [finding for _, findings in decoded for finding in findings]


def _decode_steps(reading: _Reading, document: Document) -> tuple[dict[str, Step], tuple[Quiz, ...]]:
    """Decode every listed lesson and quiz, and the quiz files that are not listed."""
    listed = {path for _, path in listed_paths(document)}
    steps: dict[str, Step] = {}
    for path in reading.tree.paths():
        if path in listed and path.endswith(_MARKDOWN) and path in reading.outlines:
            steps[path] = _lesson(reading, path)
    quizzes = {
        path: _quiz(reading, path)
        for path in reading.documents
        if path.endswith(_YAML) and (path in listed or path.startswith("quizzes/"))
    }
    steps.update({path: quiz for path, quiz in quizzes.items() if path in listed})
    return steps, tuple(quiz for path, quiz in quizzes.items() if path not in listed)


def _lesson(reading: _Reading, path: RelPath) -> Lesson:
    known = reading.documents.get(path)
    document = known or Document(path=path, data={}, spans={(): Span(1, 1, 1, 1)}, key_spans={})
    lesson, findings = decode_lesson(document, path, reading.questions.get(path, ()))
    if path in reading.headless:
        message = "This lesson has no front matter (the lines between two --- at the top)."
        hint = "Start the file with: ---, id: a-short-name, title: The title, ---"
        place = Place(path=path, span=Span(1, 1, 1, 1))
        reading.findings.append(Finding(code="M201", message=message, place=place, hint=hint))
    elif known is not None:
        reading.findings += findings
    return lesson


def _quiz(reading: _Reading, path: RelPath) -> Quiz:
    quiz, findings = decode_quiz(reading.documents[path], path)
    reading.findings += findings
    return quiz
