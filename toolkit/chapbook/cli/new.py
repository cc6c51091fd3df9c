"""`chapbook new`: a module, a lesson, a quiz, a question."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chapbook.cli.ask import ask, may_ask
from chapbook.cli.group import OrderedGroup
from chapbook.cli.screen import good, say

if TYPE_CHECKING:
    from chapbook.services.edits import Added
    from chapbook.services.new_module import ModuleOptions


@click.group(
    cls=OrderedGroup, epilog="Example: chapbook new module price-a-project --title 'Price a project'"
)
def new() -> None:
    """Start a module, lesson, quiz or question.

    What is written passes the check of a draft; what you must fill in is marked TODO:
    """


_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@new.command(
    epilog="Examples: chapbook new module   ·   "
    "chapbook new module price-a-project --title 'Price a project' --kind exercise --no-input"
)
@click.argument("identity", metavar="[ID]", default="")
@click.option("--title", default="", help="Title; by default made of the id.")
@click.option(
    "--author", default="", help="Author; by default the publisher in chapbook.yml, else Git's user.name."
)
@click.option(
    "--kind",
    type=click.Choice(("standard", "concept", "exercise", "project", "wrapper")),
    default="standard",
    show_default=True,
    help="What sort of module it is.",
)
@click.option("--license", "license_", default="CC-BY-4.0", show_default=True, help="Licence, an SPDX name.")
@click.option("--language", default="", help="Language of the module; by default the site's.")
@click.option("--no-input", is_flag=True, help="Ask nothing; take the defaults.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON; asks nothing.")
def module(
    identity: str,
    title: str,
    author: str,
    kind: str,
    license_: str,
    language: str,
    no_input: bool,
    as_json: bool,
) -> None:
    """Start a module.

    ID becomes its folder in modules/ and its address: a–z, 0–9 and hyphens.

    Each kind has pages and questions of its own, and notes that say what each part is for. standard: a lesson and a
    quiz. concept: one idea, recalled from memory. exercise: a skill, seen, practised with help, done alone. project:
    a brief, milestones and criteria. wrapper: a guide to material that others made.
    """
    from chapbook.model.module import Kind
    from chapbook.services.new_module import ModuleOptions, new_module

    options = ModuleOptions(
        start=Path.cwd(),
        id=identity,
        title=title,
        author=author,
        license=license_,
        language=language,
        kind=Kind(kind),
    )
    if may_ask(no_input or as_json):
        options = _asked(options)
    made = new_module(options)
    if as_json:
        facts = {
            "schema": 1,
            "id": made.id,
            "title": made.title,
            "kind": kind,
            "folder": made.folder,
            "files": list(made.files),
        }
        say(json.dumps(facts, ensure_ascii=False))
        return
    say(good(f"Made the module “{made.title}” in {made.folder}/"))
    for name in made.files:
        say(f"  wrote {name}")
    say()
    say("Next: replace each TODO: in these files. While you write,")
    check = f"chapbook check {made.id}"
    say(f"  {'chapbook serve':<{len(check)}}  shows the pages")
    say(f"  {check}  says what is left to do")


def _asked(options: ModuleOptions) -> ModuleOptions:
    """Ask for what was not given: title, id, author."""
    from chapbook.model.mapping import slugify
    from chapbook.services.new_module import chosen_id, module_defaults, refuse_taken
    from chapbook.services.scaffold import clean_text, title_of_id

    author = options.author or module_defaults(options.start).author
    if options.id:
        refuse_taken(chosen_id(options), options.start)
    title = options.title or ask(
        "Title of the module", title_of_id(options.id), lambda text: clean_text(text, "title")
    )

    def check_id(text: str) -> None:
        refuse_taken(chosen_id(replace(options, id=text)), options.start)

    identity = options.id or ask("Its id, for folder and address", slugify(title), check_id)
    if not options.author:
        author = ask("Author", author, lambda text: clean_text(text, "author"))
    return replace(options, id=identity, title=title, author=author)


_objective = click.option(
    "--objective", default="", metavar="ID", help="Objective it serves; by default the first."
)


@new.command(epilog="Example: chapbook new lesson price-a-project 'Ask what it is worth'")
@click.argument("module")
@click.argument("title")
@click.option("--id", "identity", default="", help="Its id and file name; by default made of the title.")
@_objective
@_json
def lesson(module: str, title: str, identity: str, objective: str, as_json: bool) -> None:
    """Add a lesson to a module, after its last lesson.

    MODULE is a module's id or folder. The lesson is written to lessons/ and listed in module.yml.
    """
    _step("lesson", module, title, identity, objective, as_json)


@new.command(epilog="Example: chapbook new quiz price-a-project 'Knowledge check'")
@click.argument("module")
@click.argument("title")
@click.option("--id", "identity", default="", help="Its id and file name; by default made of the title.")
@_objective
@_json
def quiz(module: str, title: str, identity: str, objective: str, as_json: bool) -> None:
    """Add a quiz with one question to a module, at its end.

    MODULE is a module's id or folder. The quiz is written to quizzes/ and listed in module.yml.
    """
    _step("quiz", module, title, identity, objective, as_json)


def _step(kind: str, module: str, title: str, identity: str, objective: str, as_json: bool) -> None:
    from chapbook.services.new_step import StepOptions, new_step

    options = StepOptions(
        start=Path.cwd(), kind=kind, module=module, title=title, id=identity, objective=objective
    )
    _show(f"Added the {kind}", new_step(options), as_json)


@new.command(
    epilog="Examples: chapbook new question price-a-project/check --type number   ·   "
    "chapbook new question modules/price-a-project/lessons/first-steps.md --type cloze --id year-in-days"
)
@click.argument("target")
@click.option(
    "--type",
    "kind",
    default="single",
    show_default=True,
    metavar="TYPE",
    help="single, multiple, text, number, cloze, match, order, reflect, card or checklist.",
)
@click.option("--id", "identity", default="", help="Its id; by default a free one.")
@_objective
@_json
def question(target: str, kind: str, identity: str, objective: str, as_json: bool) -> None:
    """Add a question to a lesson or a quiz, at its end.

    TARGET is a lesson's or quiz's file, or MODULE/LESSON-ID.
    """
    from chapbook.services.new_question import QuestionOptions, new_question

    options = QuestionOptions(start=Path.cwd(), target=target, type=kind, id=identity, objective=objective)
    _show(f"Added the {kind} question", new_question(options), as_json)


def _show(what: str, added: Added, as_json: bool) -> None:
    if as_json:
        facts = {"schema": 1, "id": added.id, "path": added.path, "files": list(added.files)}
        say(json.dumps(facts, ensure_ascii=False))
        return
    say(good(f"{what} “{added.id}” in {added.path}"))
    for name in added.files:
        if name != added.path:
            say(f"  listed it in {name}")
    say(f"Next: replace each TODO: in {added.path}")
