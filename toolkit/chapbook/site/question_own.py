"""Questions that only learners can judge: reflect, card, checklist. Pure."""

from __future__ import annotations

from chapbook.model.question import Card, Checklist, Reflect
from chapbook.site.html import Attributes, element
from chapbook.site.question_parts import Frame, Setting, button, framed, tick_boxes


def reflect(question: Reflect, it: Setting) -> tuple[Attributes, str]:
    """Show a place to write; the model answer, and the points to compare by, behind a summary."""
    name = f"q-{it.name}--answer"
    label = element("label", {"for": name, "class": "cb-typed__label"}, it.t("question.your_thoughts"))
    note = f"q-{it.name}--note"
    field = element("textarea", {"id": name, "rows": "5", "maxlength": "20000", "aria-describedby": note}, "")
    kept = element("p", {"class": "cb-stays", "id": note}, it.t("question.stays_here"))
    answer = element("div", {"class": "cb-model"}, it.rich(question.model_answer))
    if question.rubric:
        title = element("legend", {}, it.t("question.look_for"))
        boxes = tick_boxes(it, "checkbox", [(point, {}) for point in question.rubric])
        answer += element("fieldset", {"class": "cb-rubric"}, title, boxes)
    frame = Frame(
        stem=question.stem,
        inside=element("div", {"class": "cb-written"}, label, field, kept),
        answer=answer,
        summary=it.t("question.model_answer"),
        actions=(button("check", it.t("question.model_answer")),),
    )
    return {}, framed(question, it, frame)


def card(question: Card, it: Setting) -> tuple[Attributes, str]:
    """Show the front; the back, and the learner's own word about it, come when it is turned."""
    frame = Frame(
        stem=question.front,
        inside="",
        answer=element("div", {"class": "cb-back"}, it.rich(question.back)),
        summary=it.t("question.turn_card"),
        actions=(
            button("check", it.t("question.turn_card")),
            button("knew", it.t("question.knew"), hidden=True),
            button("missed", it.t("question.missed"), quiet=True, hidden=True),
            button("retry", it.t("question.turn_back"), quiet=True, hidden=True),
        ),
    )
    return {}, framed(question, it, frame)


def checklist(question: Checklist, it: Setting) -> tuple[Attributes, str]:
    """Show points to tick; nothing is judged, so the explanation is no secret."""
    boxes = tick_boxes(it, "checkbox", [(item, {}) for item in question.items])
    frame = Frame(
        stem=question.stem,
        inside=boxes,
        summary=it.t("question.why"),
    )
    return {}, framed(question, it, frame)
