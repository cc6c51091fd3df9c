"""Modules in several languages: one in German, one in Arabic, one in English with a French translation."""

from __future__ import annotations

from support.sites import SINGLE, lesson, module_yml, small_module

_KINDS = """\
{single}

```quiz id=word type=text objective=pour
{text}

= {word}
```

```quiz id=many type=number objective=pour
{number}

= 1250 +- 50 g
```

```quiz id=gaps type=cloze objective=pour
{cloze}
```

```quiz id=pairs type=match objective=pour
{match}

- {one} => 1
- {two} => 2
```

```quiz id=line type=order objective=pour
{order}

1. {one}
2. {two}
3. {three}
```

```quiz id=front type=card objective=pour
{text}

---

{word}
```
"""

ARABIC = _KINDS.format(
    single="```quiz id=what objective=pour\nماذا يُسكب أولاً؟\n\n- [ ] الشاي\n  > لا، يأتي بعده.\n- [x] الحليب\n  > نعم.\n\n? فكّر في الفنجان.\n\nالحليب يبرّد الفنجان.\n```",
    text="ممّ صُنع الإبريق؟",
    word="الطين",
    number="كم يزن الإبريق؟",
    cloze="نسكب [[الشاي]] في [[الفنجان|الكأس]].",
    match="صِل كل كلمة برقمها.",
    order="رتّب الخطوات.",
    one="الماء",
    two="الشاي",
    three="السكر",
)
GERMAN = _KINDS.format(
    single="```quiz id=what objective=pour\nWas kommt zuerst?\n\n- [ ] Der Tee\n  > Nein, der kommt danach.\n- [x] Die Milch\n  > Ja.\n\n? Denk an die Tasse.\n\nDie Milch kühlt die Tasse.\n```",
    text="Woraus ist die Kanne?",
    word="Ton",
    number="Wie schwer ist die Kanne?",
    cloze="Man gießt [[Tee]] in die [[Tasse|Schale]].",
    match="Finde die Zahl.",
    order="Ordne die Schritte.",
    one="Wasser",
    two="Tee",
    three="Zucker",
)
CODE = "```python\nprint('tea')  # a comment\n```\n\n| الشاي | الوقت |\n| --- | --- |\n| أخضر | 3 |\n\n> [!TIP]\n> اقرأ [المزيد](why.md).\n\n- [x] تم\n"

_FRENCH_MODULE = """\
title: Le thé, pas à pas
summary: Tout ce qu'il faut savoir pour servir le thé sans rien renverser, en deux courtes leçons.
objectives:
  - {id: pour, text: Verser sans rien renverser}
"""
_FRENCH_SINGLE = SINGLE.replace("What is poured first?", "Que verse-t-on en premier ?").replace(
    "The milk", "Le lait"
)


def translated(language: str, original: dict[str, str], **words: str) -> dict[str, str]:
    """Say that a module is written in another language."""
    text = original["module.yml"].replace("language: en", f"language: {language}")
    for key, value in words.items():
        lines = [f"{key}: {value}" if line.startswith(f"{key}: ") else line for line in text.splitlines()]
        text = "\n".join(lines) + "\n"
    return {**original, "module.yml": text}


MODULES = {
    "tee": translated(
        "de",
        small_module("tee", 3, why=f"Hallo.\n\n{GERMAN}", how="Zweite Worte."),
        title="Tee kochen",
        summary="Alles, was man über Tee wissen muss, in zwei kurzen Lektionen erzählt, damit die Karte etwas zeigt.",
    ),
    "shay": translated(
        "ar",
        {
            "module.yml": module_yml("shay", ("lessons/why.md", "lessons/how.md"), number=4),
            "lessons/why.md": lesson("why", f"أهلاً بك.\n\n{ARABIC}", "لماذا الشاي"),
            "lessons/how.md": lesson(
                "how", f"## الخطوة الأولى\n\nثلاث دقائق من الصبر.\n\n## الخطوة الثانية\n\n{CODE}", "كيف"
            ),
        },
        title="إعداد الشاي",
        summary="كل ما ينبغي معرفته عن الشاي في درسين قصيرين، مع أسئلة للتدرّب.",
    ),
    "tea": {
        **small_module(
            "tea", 5, why=f"![A cup](../assets/cup.svg)\n\n{SINGLE}", how="Second words, see [why](why.md)."
        ),
        "assets/cup.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h5v5H1z"/></svg>\n',
        "i18n/fr/module.yml": _FRENCH_MODULE,
        "i18n/fr/lessons/why.md": lesson(
            "why", f"![Une tasse](../assets/cup.svg) Voir [la suite](how.md).\n\n{_FRENCH_SINGLE}", "Pourquoi"
        ),
    },
}
"""By slug. `tea` is translated in part: the lesson `how` is there in English only."""
