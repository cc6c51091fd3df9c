"""One question of each type, as fences of lessons, for tests of what learners do with them."""

from __future__ import annotations

from support.sites import SINGLE, lesson, module_yml, small_module

MULTIPLE = """\
```quiz id=both objective=pour points=2 attempts=2
Which two belong in the cup?

- [x] Milk
  > Yes, milk belongs there.
- [ ] Sand
  > No, sand grinds.
- [x] Tea

? Only drinks.

Only drinks belong in a cup.
```"""
TEXT = """\
```quiz id=word type=text objective=pour
What is the pot made of?

= Clay
! glass
> No, glass breaks.

Clay keeps the heat.
```"""
NUMBER = """\
```quiz id=many type=number objective=pour
How far is the well?

= 2.5 +- 0.1 km

? More than two.
? Less than three.

It was measured.
```"""
CLOZE = """\
```quiz id=gaps type=cloze objective=pour
First the [[milk|cream]], then the **[[tea]]**, and at the end `[[sugar]]` or honey.
```"""
MATCH = """\
```quiz id=pairs type=match objective=pour
What is each thing for?

- Cup => to drink from
- Pot => to brew in
- Spoon => to stir with

Each thing has its task.
```"""
ORDER = """\
```quiz id=steps type=order objective=pour
Bring the steps into order.

1. Boil the water
2. Warm the pot
3. Add the tea
4. Wait

Waiting comes last.
```"""
REFLECT = """\
```quiz id=mine type=reflect objective=pour
What would you change about your own tea?

---

I would wait longer.

- Names one change
- Gives a reason
```"""
CARD = """\
```quiz id=front type=card objective=pour
How long does black tea steep?

---

Three to five minutes.
```"""
CHECKLIST = """\
```quiz id=list type=checklist objective=pour
Look at your own kitchen.

- [ ] The pot is clean.
- [ ] The tea is dry.
```"""

FENCES = {
    "single": SINGLE,
    "multiple": MULTIPLE,
    "text": TEXT,
    "number": NUMBER,
    "cloze": CLOZE,
    "match": MATCH,
    "order": ORDER,
    "reflect": REFLECT,
    "card": CARD,
    "checklist": CHECKLIST,
}
TWINS = """\
```quiz id=twin objective=pour
First of two?

- [x] Yes
- [ ] No
```

```quiz id=twin objective=pour
Second of two?

- [ ] Yes
- [x] No
```"""
QUIZ = """\
format: 1
id: check
title: Check
purpose: practice
shuffle: {options: false}
questions:
  - id: some
    type: multiple
    objective: pour
    points: 2
    scoring: partial
    stem: Which ones are drinks?
    options:
      - {text: Tea, correct: true}
      - {text: Milk, correct: true}
      - {text: Sand}
      - {text: Stone}
  - id: pinned
    type: single
    objective: pour
    shuffle: true
    stem: Which is the largest?
    options:
      - {text: Cup}
      - {text: Pot}
      - {text: Sea, correct: true}
      - {text: None of these, pin: last}
"""
RTL = """\
```quiz id=pairs type=match objective=pour
ما فائدة كل شيء؟

- كوب => للشرب
- إبريق => للتخمير
```

```quiz id=steps type=order objective=pour
رتّب الخطوات.

1. اغلِ الماء
2. أضف الشاي
3. انتظر
```

```quiz id=gaps type=cloze objective=pour
أولًا [[الحليب]] ثم [[الشاي]].
```"""


def question_modules() -> dict[str, dict[str, str]]:
    """Give a module with every type in one lesson, two questions of one id in the next, and a quiz; and one in Arabic."""
    files = small_module("tea", all="\n\n".join(FENCES.values()), twins=TWINS)
    files["module.yml"] = module_yml("tea", ("lessons/all.md", "lessons/twins.md", "quizzes/check.yml"))
    files["quizzes/check.yml"] = QUIZ
    arabic = {
        "module.yml": module_yml("chai", ("lessons/all.md",), number=1).replace(
            "language: en", "language: ar"
        )
    }
    arabic["lessons/all.md"] = lesson("all", RTL, "الشاي")
    return {"tea": files, "chai": arabic}
