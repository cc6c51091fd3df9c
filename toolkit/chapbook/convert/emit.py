"""Write a draft as a module: ids, files, links; then let the checker judge, and mend what it finds."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from chapbook.convert.draft import Body, Converted, Draft, DraftLesson, DraftQuiz, Facts
from chapbook.convert.links import Links
from chapbook.convert.mend import Made, MadeQuiz, mend, text_block
from chapbook.convert.notes import Log, Note
from chapbook.convert.question_fence import fence_text
from chapbook.convert.question_values import question_values, unfit, with_texts
from chapbook.convert.seen import SeenTree, note_unread
from chapbook.convert.sources import clean, one_line
from chapbook.model.mapping import MAX_ID, free_id, slugify
from chapbook.model.module import FORMAT
from chapbook.model.question import Question
from chapbook.model.yaml_text import yaml_block, yaml_item
from chapbook.tree.tree import RelPath, Tree

NO_LICENSE = "LicenseRef-not-stated"
NO_AUTHOR = "TODO: who wrote this"
NO_SUMMARY = (
    "TODO: Say in one or two sentences what learners can do afterwards and why that is worth their time."
)
NO_OBJECTIVE = "TODO: name one thing that learners do at the end and that one can see"
_WORDS_OF_ID = 6
_MOST_QUESTIONS = 500
_QUOTED = re.compile("“([^”]+)”")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the user wants: an id, and facts that stand above those of the source. `dialect` is for people."""

    id: str
    dialect: str
    facts: Facts = field(default_factory=Facts)
    uid: str = ""


def emit(draft: Draft, tree: SeenTree, wish: Wish, log: Log) -> Converted:
    """Give the module's files. What fits nowhere is left readable in a lesson and noted as lost."""
    named = _named(_in_parts(draft.steps, log))
    pages: dict[str, str] = {}
    for path, step in named:
        pages.setdefault(step.origin, path)
    links = Links(tree, pages, log)
    objectives = _objectives(draft)
    build = _Build(links, log, {text: identity for identity, text in objectives})
    lessons, quizzes, order = {}, {}, []
    for path, step in named:
        order.append(path)
        if isinstance(step, DraftQuiz):
            quizzes[path] = build.quiz(path, step)
        else:
            lessons[path], extra = build.lesson(path, step)
            if extra:
                beside = (
                    f"quizzes/{free_id(_stem(path) + '-questions', [_stem(each) for each, _ in named])}.yml"
                )
                quizzes[beside] = extra
                order.append(beside)
    facts = _facts(draft.facts, wish.facts)
    made = Made(
        id=wish.id,
        head=_head(draft, facts, wish, objectives),
        lessons=lessons,
        quizzes=quizzes,
        order=order,
        assets={new: tree.read(RelPath(old)) for new, old in sorted(links.assets.items())},
    )
    _note_facts(draft, facts, made, log)
    note_unread(tree, log)
    files = mend(made, log)
    return Converted(
        files=files,
        title=facts.title,
        kept=tuple(dict.fromkeys(log.kept)),
        changed=_placed(log.changed, tree),
        lost=_placed(log.lost, tree),
    )


def _placed(notes: Iterable[Note], tree: Tree) -> tuple[Note, ...]:
    """Give the notes, each once, with the line where what they quote stands in the source."""
    there, texts = set(tree.paths()), dict[str, bytes]()
    placed = []
    for note in dict.fromkeys(notes):
        quoted = _QUOTED.search(note.text)
        if note.path in there and not note.line and quoted:
            data = texts.setdefault(note.path, b"\n" + tree.read(RelPath(note.path)).replace(b"\r\n", b"\n"))
            at = max(data.find(f"\n{quoted[1]}:".encode()) + 1, 0) or data.find(quoted[1].encode())
            note = replace(note, line=data.count(b"\n", 0, at) if at > 0 else 0)
        placed.append(note)
    return tuple(placed)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _in_parts(steps: Iterable[DraftLesson | DraftQuiz], log: Log) -> Iterator[DraftLesson | DraftQuiz]:
    """Give the steps with quizzes of very many questions cut into several."""
    for step in steps:
        if isinstance(step, DraftLesson) or len(step.questions) <= _MOST_QUESTIONS:
            yield step
            continue
        log.change(
            f"{len(step.questions)} questions stand in quizzes of {_MOST_QUESTIONS} each.", step.origin
        )
        for part, at in enumerate(range(0, len(step.questions), _MOST_QUESTIONS), 1):
            questions = step.questions[at : at + _MOST_QUESTIONS]
            yield replace(step, title=f"{step.title} ({part})", questions=questions)


def _named(steps: Iterable[DraftLesson | DraftQuiz]) -> list[tuple[str, DraftLesson | DraftQuiz]]:
    """Give each step its path; names are unique in the module."""
    taken: set[str] = set()
    named: list[tuple[str, DraftLesson | DraftQuiz]] = []
    for step in steps:
        is_quiz = isinstance(step, DraftQuiz)
        wanted = slugify(step.name) or slugify(step.title) or ("quiz" if is_quiz else "lesson")
        wanted = wanted[:60].strip("-")
        name = free_id(f"{wanted}-quiz" if is_quiz and wanted in taken else wanted, taken)
        taken.add(name)
        named.append((f"quizzes/{name}.yml" if is_quiz else f"lessons/{name}.md", step))
    return named


def _objectives(draft: Draft) -> list[tuple[str, str]]:
    texts = dict.fromkeys(filter(None, (one_line(text, 900) for text in draft.objectives)))
    named: list[tuple[str, str]] = []
    for text in texts:
        words = "-".join(slugify(text).split("-")[:_WORDS_OF_ID]) or "objective"
        named.append((free_id(words, [identity for identity, _ in named]), text))
    return named


class _Build:
    """Writes steps; question ids are unique in the module."""

    def __init__(self, links: Links, log: Log, objectives: dict[str, str]) -> None:
        self._links = links
        self._log = log
        self._objectives = objectives
        self._taken: set[str] = set()
        self._next: dict[tuple[str, int], int] = {}

    def quiz(self, path: str, step: DraftQuiz) -> MadeQuiz:
        questions = [self._question(each, path, step.origin) for each in step.questions]
        title = one_line(step.title) or "Questions"
        head: dict[str, object] = {
            "format": FORMAT,
            "id": _stem(path),
            "title": title,
            "purpose": step.purpose.value,
        }
        if step.shuffled:
            head["shuffle"] = {"questions": True}
        self._log.keep(
            f"The quiz “{title}” with {_counted(len(questions), 'question')}: {path}.", step.origin
        )
        return MadeQuiz(head=head, questions=questions, origin=step.origin)

    def lesson(self, path: str, step: DraftLesson) -> tuple[str, MadeQuiz | None]:
        served = [
            self._objectives[key]
            for text in step.objectives
            if (key := one_line(text, 900)) in self._objectives
        ]
        title = one_line(step.title) or "Untitled"
        head: dict[str, object] = {"id": _stem(path), "title": title}
        if served:
            head["objectives"] = list(dict.fromkeys(served))
        parts, apart, fences = self._parts(path, step.body, step.origin)
        text = f"---\n{yaml_block(head)}---\n\n" + "\n\n".join(parts) + "\n"
        with_fences = f" with {_counted(fences, 'question')}" if fences else ""
        self._log.keep(f"The lesson “{title}”{with_fences}: {path}.", step.origin)
        if not apart:
            return text, None
        what = "One question stands" if len(apart) == 1 else f"{len(apart)} questions stand"
        self._log.change(
            f"{what} in a quiz behind “{title}”: a fence in the lesson cannot say it all.", step.origin
        )
        quiz_head = {"format": FORMAT, "id": "", "title": f"Questions: {title}"[:200], "purpose": "practice"}
        return text, MadeQuiz(head=quiz_head, questions=apart, origin=step.origin)

    def _parts(self, path: str, body: Body, origin: str) -> tuple[list[str], list[Question], int]:
        parts: list[str] = []
        apart: list[Question] = []
        fences = 0
        for piece in body:
            if isinstance(piece, str):
                if text := self._links.rewrite(clean(piece), origin).strip("\n"):
                    parts.append(text)
                continue
            question = self._question(piece, path, origin)
            if why := unfit(question):
                self._log.lose(f"The question “{question.id}” stands as text: {why}.", origin)
                parts.append(text_block(yaml_item(question_values(question)), "yaml"))
                continue
            fence = fence_text(question)
            if fence is None:
                apart.append(question)
            else:
                parts.append(fence)
                fences += 1
        return parts, apart, fences

    def _question(self, question: Question, path: str, origin: str) -> Question:
        wanted = slugify(question.id)[: MAX_ID - 8].strip("-")
        identity = self._free(wanted, 0) if wanted else self._free(_stem(path)[: MAX_ID - 8].strip("-"), 1)
        if name := one_line(question.id, 100):
            parts = [slugify(word) for word in re.findall(r"\w+", name)]
            if "" in parts or any(part not in identity for part in parts):
                self._log.change(f"The question “{name}” has the id {identity} now.", origin)
        named = replace(question, id=identity)
        return with_texts(named, lambda text: self._links.rewrite(clean(text), origin).strip())

    def _free(self, wanted: str, number: int) -> str:
        """Give `wanted` with the first number that makes it free; 1 is left out when it may be."""
        key = (wanted, number)
        at = self._next.get(key, number)
        while (made := f"{wanted}-{at}" if at else wanted) in self._taken:
            at = max(at + 1, 2) if number == 0 else at + 1
        self._next[key] = at
        self._taken.add(made)
        return made


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _facts(source: Facts, wish: Facts) -> Facts:
    return Facts(
        title=one_line(wish.title or source.title) or "Untitled",
        summary=source.summary,
        language=source.language or wish.language or "en",
        authors=wish.authors or source.authors,
        license=wish.license or source.license,
        url=source.url,
    )


def _head(draft: Draft, facts: Facts, wish: Wish, objectives: list[tuple[str, str]]) -> dict[str, object]:
    """Give module.yml but for its `lessons`."""
    source = draft.facts
    head: dict[str, object] = {
        "format": FORMAT,
        "id": wish.id,
        "uid": wish.uid or str(uuid.uuid4()),
        "title": facts.title,
        "summary": one_line(facts.summary, 2000) or NO_SUMMARY,
        "language": facts.language,
        "version": "0.1.0",
        "status": "draft",
        "authors": [{"name": name} for name in facts.authors] or [{"name": NO_AUTHOR}],
        "license": facts.license or NO_LICENSE,
    }
    if source.authors or source.url or source.license:
        origin: dict[str, object] = {"title": source.title or facts.title}
        origin |= {"authors": list(source.authors)} if source.authors else {}
        origin |= {"url": source.url} if source.url else {}
        origin |= {"license": source.license} if source.license else {}
        head["derived_from"] = [origin | {"changes": f"Converted from {wish.dialect}."}]
    listed = objectives or [("first-objective", NO_OBJECTIVE)]
    head["objectives"] = [{"id": identity, "text": text} for identity, text in listed]
    if requires := [one_line(text, 900) for text in draft.requires if one_line(text)]:
        head["requires"] = [{"text": text} for text in requires]
    return head


def _note_facts(draft: Draft, facts: Facts, made: Made, log: Log) -> None:
    if not facts.license:
        log.lose(
            f"The source names no licence, so module.yml says {NO_LICENSE}; ask its authors, and use --license."
        )
    elif draft.facts.license and facts.license != draft.facts.license:
        log.change(f"The licence is {facts.license} as you said; the source says {draft.facts.license}.")
    if not facts.authors:
        log.lose("The source names no author; write who it is in module.yml, or use --author.")
    elif draft.facts.authors and facts.authors != draft.facts.authors:
        log.change(f"The authors of the source ({', '.join(draft.facts.authors)}) stand under derived_from.")
    if not draft.objectives:
        log.change("The source states no objectives: module.yml has a place marked TODO: for them.")
    if not made.order:
        log.lose("Nothing in the source could be made a lesson or a quiz.")
