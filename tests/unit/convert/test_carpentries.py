"""Lessons of The Carpentries: the form of today, and the older one that Jekyll builds."""

from __future__ import annotations

from chapbook.convert.dialects import recognise
from chapbook.model.question import Reflect
from chapbook.tree.tree import MemoryTree
from support.conversion import Outcome, convert

CONFIG = "title: Rain\nlicense: CC-BY 4.0\n"
OLD_CONFIG = "title: Rain\nrepo: https://rain.example/lesson\n"
OLD_PAGE = """---
title: Drops
questions:
- "How big is a `drop`?"
objectives:
- Measure a drop.
keypoints:
- Drops are round.
---

See [next]({{ page.root }}/02-rain/), [a term]({{ page.root }}{% link reference.md %}#drop) and [this][manual].

~~~
$ ls
~~~
{: .language-bash}

![A drop](../fig/a.svg){:width="50%"}

> ## Mind the step
>
> It is wet.
{: .callout}

> A plain quote

> ## Choose
>
> 1. ~~~
>    $ one
>    ~~~
>    {: .output}
> 2. Two
>
> > ## Solution
> > See [the manual][manual].
> {: .solution}
{: .challenge}

| a | b |
|---|---|
| 1 | 2 |
{: .table}

{% for each in rows %}

{% include links.md %}
"""


def today(page: str, **files: str) -> Outcome:
    return convert("carpentries", {"config.yaml": CONFIG, "episodes/drops.md": page, **files})


def old() -> Outcome:
    files = {
        "_config.yml": OLD_CONFIG,
        "_episodes/01-drops.md": OLD_PAGE,
        "_episodes/02-rain.md": "---\ntitle: Rain\n---\nWet.\n",
        "_includes/links.md": "[manual]: https://rain.example/manual\n",
        "_extras/guide.md": "# For instructors\n",
        "reference.md": "## Glossary\n\ndrop\n:   Some water.\n",
        "fig/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>A</title><path d="M0 0"/></svg>',
        "LICENSE.md": "Creative Commons Attribution 4.0\n\nCode: MIT License\n",
    }
    assert (dialect := recognise(MemoryTree({key: text.encode() for key, text in files.items()})))
    assert dialect.name == "carpentries"
    return convert("carpentries", files)


def test_the_front_matter_and_boxes_of_an_old_lesson_are_those_of_today() -> None:
    outcome = old()
    text = outcome.text("lessons/drops.md")
    assert "**Questions**\n\n- How big is a `drop`?" in text
    assert "~~~bash\n$ ls\n~~~" in text
    assert "> [!NOTE]\n> **Mind the step**" in text
    assert "> A plain quote" in text
    assert text.rstrip().endswith("## Key points\n\n- Drops are round.")
    assert "text: Measure a drop." in outcome.text("module.yml")


def test_a_quoted_challenge_becomes_a_question_with_its_solution() -> None:
    (question,) = old().questions
    assert isinstance(question, Reflect)
    assert question.id == "choose"
    assert "1. ~~~output\n   $ one\n   ~~~" in question.stem
    assert question.model_answer == "**Solution**\n\nSee [the manual](https://rain.example/manual)."


def test_links_of_jekyll_lead_to_the_lessons() -> None:
    text = old().text("lessons/drops.md")
    assert "[next](rain.md)" in text
    assert "[a term](reference.md#drop)" in text
    assert "[this](https://rain.example/manual)" in text
    assert "![A drop](../assets/a.svg)\n" in text
    assert "{%" not in text.replace("{% for each in rows %}", "")


def test_what_an_old_lesson_loses_is_named() -> None:
    lost = old().lost
    for words in (
        "“{% for each in rows %}” stands as text",
        "“{: .table}” says how something looks",
        '“{:width="50%"}” says how something looks',
        "_extras/guide.md: This file was not used.",
        "LICENSE.md: It also names MIT",
    ):
        assert words in lost


def test_the_glossary_is_the_last_lesson() -> None:
    outcome = today("Rain.\n", **{"learners/reference.md": "# Terms\n\ndrop\n:   Some water.\n"})
    module = outcome.text("module.yml")
    assert module.index("lessons/drops.md") < module.index("lessons/reference.md")


def test_shared_links_are_written_into_text_and_questions() -> None:
    page = (
        "See [this][manual], [manual][] and\n[over two\nlines][manual].\n\n`[code][manual]`\n\n"
        "::: challenge\n\n## Ask\n\nRead [it][own].\n\n::: solution\n\n[Here][manual].\n\n:::\n:::\n\n"
        "[own]: https://rain.example/own\n"
    )
    outcome = today(
        page, **{"links.md": "[manual]: https://rain.example/manual\n[other]: https://x.example\n"}
    )
    (question,) = outcome.questions
    assert isinstance(question, Reflect)
    assert "Read [it](https://rain.example/own)." in question.stem
    assert question.model_answer == "[Here](https://rain.example/manual)."
    text = outcome.text("lessons/drops.md")
    assert "`[code][manual]`" in text
    assert "[manual]: https://rain.example/manual" in text
    assert "x.example" not in text


def test_code_in_a_list_does_not_swallow_what_follows() -> None:
    page = "::: challenge\n\nWhich?\n\n1. ```output\n   a\n   ```\n\n::: solution\n\nThe first.\n\n:::\n:::\n\nEnd.\n"
    outcome = today(page)
    (question,) = outcome.questions
    assert isinstance(question, Reflect)
    assert question.model_answer == "The first."
    assert "End." in outcome.text("lessons/drops.md")
    assert "is not closed" not in outcome.lost


def test_objectives_in_a_sentence_are_kept() -> None:
    outcome = today("::: objectives\n\nMeasure a drop.\n\n:::\n\nText.\n")
    assert "text: Measure a drop." in outcome.text("module.yml")
