"""Questions of a quiz file: mappings to frozen questions."""

from __future__ import annotations

from typing import Any, cast

from chapbook.diag.diagnostic import DataPath, Place
from chapbook.diag.suggest import did_you_mean
from chapbook.model.fields import QUESTION_COMMON, QUESTION_FIELDS, STEMLESS, Field
from chapbook.model.mapping import MappingReader, Values
from chapbook.model.question import (
    Card,
    Checklist,
    Cloze,
    Match,
    MultipleChoice,
    NumberQuestion,
    Option,
    Order,
    Pair,
    Question,
    Reflect,
    Scoring,
    SingleChoice,
    TextQuestion,
    WrongAnswer,
)
from chapbook.source.document import YamlValue

QUESTION_TYPES = tuple(QUESTION_FIELDS)


def decode_questions(reader: MappingReader, value: YamlValue, at: DataPath) -> tuple[Question, ...]:
    """Read the list under `questions:`; questions that have no usable type or id are left out."""
    if not isinstance(value, list):
        return ()
    decoded = (_question(reader, item, (*at, n), n + 1) for n, item in enumerate(value))
    return tuple(question for question in decoded if question)


def _question(reader: MappingReader, value: YamlValue, at: DataPath, number: int) -> Question | None:
    owner = f"question {number}"
    kind = value.get("type") if isinstance(value, dict) else None
    fields: tuple[Field, ...] = QUESTION_COMMON
    if isinstance(kind, str) and kind in QUESTION_FIELDS:
        fields = (*QUESTION_COMMON, *QUESTION_FIELDS[kind])
    elif kind is not None:
        hint = did_you_mean(str(kind), QUESTION_TYPES) or f"Choose one of {', '.join(QUESTION_TYPES)}."
        reader.wrong((*at, "type"), f"There is no question type “{kind}”.", hint)
        return None
    elif isinstance(value, dict):
        fields = (*QUESTION_COMMON, *(f for own in QUESTION_FIELDS.values() for f in _optional(own)))
    values = reader.read(value, at, fields, owner)
    if not isinstance(kind, str) or not isinstance(values.get("id"), str):
        return None
    if kind not in STEMLESS and not values.get("stem"):
        reader.add(
            "M201",
            at,
            f"Question {number} has no stem, so there is nothing to answer.",
            "Add stem: the question.",
        )
    common = common_values(values, Place(path=reader.document.path, data_path=at))
    return _MAKERS[kind](reader, values, at, common)


def _optional(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(
        Field(name=f.name, shape=f.shape, doc=f.doc, choices=f.choices, fields=f.fields) for f in fields
    )


def common_values(values: Values, place: Place) -> dict[str, Any]:
    """Give the keyword arguments that all question classes share."""
    common: dict[str, Any] = {
        name: values[name]
        for name in (
            "id", "objective", "stem", "explanation", "points", "attempts", "review", "shuffle",
            "difficulty", "source", "renamed_from",
        )
        if name in values
    }  # fmt: skip
    common["hints"] = _texts(values.get("hints"))
    common["place"] = place
    return common


def _texts(value: YamlValue) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _mappings(value: YamlValue) -> list[tuple[int, Values]]:
    return [(n, cast(Values, item)) for n, item in enumerate(value)] if isinstance(value, list) else []


def _choice(reader: MappingReader, values: Values, at: DataPath, common: dict[str, Any]) -> Question:
    options = tuple(
        Option(
            text=str(item.get("text", "")),
            correct=item.get("correct") is True,
            feedback=str(item.get("feedback", "")),
            pin_last=item.get("pin") == "last",
            place=Place(path=reader.document.path, data_path=(*at, "options", n)),
        )
        for n, item in _mappings(values.get("options"))
    )
    if values["type"] == "single":
        return SingleChoice(options=options, **common)
    return MultipleChoice(
        options=options, scoring=Scoring(str(values.get("scoring", "all-or-nothing"))), **common
    )


def _text(reader: MappingReader, values: Values, at: DataPath, common: dict[str, Any]) -> Question:
    accept, pattern = _texts(values.get("accept")), str(values.get("pattern", ""))
    if not accept and not pattern:
        hint = "Add accept: with the right answers, or pattern: with a regular expression."
        reader.add("M201", at, "This text question has no answer that is right.", hint)
    wrong = tuple(
        WrongAnswer(
            answer=str(item.get("answer", "")),
            feedback=str(item.get("feedback", "")),
            place=Place(path=reader.document.path, data_path=(*at, "wrong", n)),
        )
        for n, item in _mappings(values.get("wrong"))
    )
    run = str(values.get("run", ""))
    return TextQuestion(accept=accept, pattern=pattern, wrong=wrong, run=run, **common)


def _number(reader: MappingReader, values: Values, at: DataPath, common: dict[str, Any]) -> Question:
    answer, between = values.get("answer"), values.get("between")
    unit = str(values.get("unit", ""))
    if isinstance(between, list):
        bounds = [float(each) for each in between if isinstance(each, int | float)]
        if len(bounds) != 2:
            reader.wrong(
                (*at, "between"),
                "“between” must hold two numbers, the lowest and the highest.",
                "Write [2.5, 3.5].",
            )
            return NumberQuestion(unit=unit, **common)
        shown = float(answer) if isinstance(answer, int | float) else None
        return NumberQuestion(answer=shown, low=bounds[0], high=bounds[1], unit=unit, **common)
    if not isinstance(answer, int | float):
        if "answer" not in values:
            hint = "Add answer: a number, or between: [lowest, highest]."
            reader.add("M201", at, "This number question has no answer.", hint)
        return NumberQuestion(unit=unit, **common)
    tolerance = values.get("tolerance", 0)
    width = float(tolerance) if isinstance(tolerance, int | float) else 0.0
    return NumberQuestion(answer=float(answer), low=answer - width, high=answer + width, unit=unit, **common)


def _match(reader: MappingReader, values: Values, at: DataPath, common: dict[str, Any]) -> Question:
    pairs = tuple(
        Pair(
            left=str(item.get("left", "")),
            right=str(item.get("right", "")),
            place=Place(path=reader.document.path, data_path=(*at, "pairs", n)),
        )
        for n, item in _mappings(values.get("pairs"))
    )
    return Match(pairs=pairs, **common)


def _cloze(reader: MappingReader, values: Values, at: DataPath, common: dict[str, Any]) -> Question:
    return Cloze(text=str(values.get("text", "")), **common)


def _order(reader: MappingReader, values: Values, at: DataPath, common: dict[str, Any]) -> Question:
    return Order(items=_texts(values.get("items")), **common)


def _reflect(reader: MappingReader, values: Values, at: DataPath, common: dict[str, Any]) -> Question:
    answer = str(values.get("model_answer", ""))
    return Reflect(model_answer=answer, rubric=_texts(values.get("rubric")), **common)


def _card(reader: MappingReader, values: Values, at: DataPath, common: dict[str, Any]) -> Question:
    return Card(front=str(values.get("front", "")), back=str(values.get("back", "")), **common)


def _checklist(reader: MappingReader, values: Values, at: DataPath, common: dict[str, Any]) -> Question:
    return Checklist(items=_texts(values.get("items")), **common)


_MAKERS = {
    "single": _choice,
    "multiple": _choice,
    "text": _text,
    "number": _number,
    "cloze": _cloze,
    "match": _match,
    "order": _order,
    "reflect": _reflect,
    "card": _card,
    "checklist": _checklist,
}
