"""Translations of modules: pages, links, words, what is shared with the original."""

from __future__ import annotations

import json

import pytest

from chapbook.model.reader import read_module
from chapbook.site.content import page_content
from chapbook.site.language_view import language_view
from chapbook.site.learning import ModuleBlock
from chapbook.site.plan import ModulePlan, SitePlan, plan_site
from chapbook.site.translations import languages_of, original_path, translated_path
from chapbook.site.views import page_view
from chapbook.site.whole import addresses_of, site_of
from chapbook.tree.tree import MemoryTree
from support.languages import MODULES
from support.sites import SINGLE, lesson, loaded, page_of, small_module

TEA = MODULES["tea"]


def editions(files: dict[str, str], petname: str = "") -> tuple[SitePlan, ModulePlan, ModulePlan]:
    plan = plan_site([loaded(files, petname=petname)])
    assert len(plan.translations) == 1
    return plan, plan.modules[0], plan.translations[0]


def content(plan: SitePlan, module: ModulePlan, end: str) -> str:
    return page_content(page_of(module, end), module, addresses_of(plan, True)).html


def test_paths_of_a_translation_and_back() -> None:
    assert translated_path("lessons/a.md", "fr") == "i18n/fr/lessons/a.md"
    assert original_path("i18n/pt-BR/lessons/a.md") == "lessons/a.md"
    assert original_path("lessons/i18n/a.md") == "lessons/i18n/a.md"
    assert original_path("i18n/README.md") == "i18n/README.md"


def test_languages_are_those_with_a_translated_step_or_title() -> None:
    more = {
        "i18n/de/module.yml": "title: Tee\n",
        "i18n/en/lessons/why.md": lesson("why", "The original's own language."),
        "i18n/es/lessons/gone.md": lesson("gone", "No such step."),
        "i18n/it/notes.yml": "a: 1\n",
        "i18n/not a tag/lessons/why.md": lesson("why", "x"),
        "i18n/pt-BR/lessons/how.md": lesson("how", "Sim."),
    }
    assert languages_of(loaded({**TEA, **more}).subject) == ("de", "fr", "pt-BR")
    assert languages_of(read_module(MemoryTree({"a.md": b"x"}))) == ()


def test_a_translation_has_all_pages_below_its_language() -> None:
    _, original, french = editions(TEA)
    assert {page.uri.replace("tea/fr/", "tea/") for page in french.pages} == {
        page.uri for page in original.pages
    }
    assert {page.language for page in french.pages} == {"fr"}
    assert french.source == "tea"


def test_words_of_module_yml_and_titles_of_lessons_are_translated_ids_are_not() -> None:
    _, original, french = editions(TEA)
    assert french.module.title == "Le thé, pas à pas"
    assert [each.text for each in french.module.objectives] == ["Verser sans rien renverser"]
    assert [each.id for each in french.module.objectives] == [each.id for each in original.module.objectives]
    assert [page.title for page in french.steps] == ["Pourquoi", "How"]
    assert [step.id for step in french.module.steps] == [step.id for step in original.module.steps]
    assert french.module.uid == original.module.uid


def test_words_that_are_no_texts_are_passed_over() -> None:
    odd = {**TEA, "i18n/fr/module.yml": "title: 7\nsummary: '  '\nobjectives: [pour, {id: 1, text: 2}]\n"}
    _, original, french = editions(odd)
    assert (french.module.title, french.module.summary) == (original.module.title, original.module.summary)
    assert french.module.objectives == original.module.objectives


def test_what_is_not_translated_is_shown_in_the_original_language_and_says_so() -> None:
    plan, _, french = editions(TEA)
    why, how = french.steps
    assert (why.is_translated, how.is_translated, how.text_language) == (True, False, "en")
    view = page_view(
        site_of(plan),
        how,
        french,
        addresses_of(plan, True),
        page_content(how, french, addresses_of(plan, True)),
    )
    assert (view["language"], view["untranslated"]) == ("en", "English")
    assert "Second words" in content(plan, french, "how.md")


def test_links_and_pictures_lead_to_the_translation_or_else_to_the_original() -> None:
    plan, _, french = editions(TEA)
    html = content(plan, french, "why.md")
    assert 'href="../how/"' in html  # the French page, though its text is English
    assert 'src="../../../assets/cup.svg"' in html
    own = {**TEA, "i18n/fr/assets/cup.svg": TEA["assets/cup.svg"]}
    plan, _, french = editions(own)
    assert 'src="../../assets/cup.svg"' in content(plan, french, "why.md")
    assert [asset.uri for asset in french.assets] == ["tea/fr/assets/cup.svg"]


def test_links_that_name_the_original_file_are_understood() -> None:
    files = {
        **TEA,
        "i18n/fr/lessons/why.md": lesson(
            "why", "![Tasse](../../../assets/cup.svg) [x](../../../lessons/how.md)"
        ),
    }
    plan, _, french = editions(files)
    html = content(plan, french, "why.md")
    assert 'href="../how/"' in html
    assert 'src="../../../assets/cup.svg"' in html


def test_a_link_to_another_module_leads_to_its_translation() -> None:
    milk = small_module("milk", 1, why="[tea](module:tea/why)")
    french_milk = {**milk, "i18n/fr/lessons/why.md": lesson("why", "[thé](module:tea/why)")}
    plan = plan_site([loaded(TEA), loaded(french_milk, "milk")])
    original = next(each for each in plan.modules if each.key == "milk")
    french = next(each for each in plan.translations if each.key == "milk/fr")
    assert 'href="../../../tea/lessons/why/"' in content(plan, original, "why.md")
    assert 'href="../../../../tea/fr/lessons/why/"' in content(plan, french, "why.md")


def test_imported_modules_stand_below_their_own_address() -> None:
    _, _, french = editions(TEA, petname="ana")
    assert french.overview.uri == "imported/ana/tea/fr/index.md"


@pytest.mark.parametrize("name", ["fr", "FR"])
def test_a_lesson_in_a_folder_named_like_the_language_keeps_its_address(name: str) -> None:
    files = {**TEA, f"{name}/x.md": lesson("x", "x")}
    files["module.yml"] = TEA["module.yml"].replace("lessons:\n", f"lessons:\n  - {name}/x.md\n")
    plan = plan_site([loaded(files)])
    assert len(plan.translations) == (name == "FR")
    assert [each.code for each in plan.diagnostics] == (["SIT102"] if name == "fr" else [])


def test_the_switch_keeps_the_place_and_search_engines_learn_of_translated_pages_only() -> None:
    plan, original, french = editions(TEA)
    addresses = addresses_of(plan, True)
    shown = language_view(page_of(original, "tea/lessons/how.md"), original, addresses)["languages"]
    assert [(each["name"], each["url"], each["current"]) for each in shown] == [
        ("English", "./", True),
        ("Français", "../../fr/lessons/how/", False),
    ]
    assert [(each["alternate"], each["original"]) for each in shown] == [(True, True), (False, False)]
    back = language_view(page_of(french, "lessons/why.md"), french, addresses)["languages"]
    assert [each["url"] for each in back] == ["../../../lessons/why/", "./"]
    alone = plan_site([loaded(small_module())])
    assert (
        language_view(alone.modules[0].overview, alone.modules[0], addresses_of(alone, True))["languages"]
        == []
    )


def hashes(module: ModulePlan, plan: SitePlan) -> dict[str, str]:
    facts = json.loads(ModuleBlock(module, addresses_of(plan, True)).text(module.overview))
    return {each["id"]: each["hash"] for step in facts["steps"] for each in step["questions"]}


def test_an_answer_counts_in_both_languages_when_the_same_option_is_right() -> None:
    plan, original, french = editions(TEA)
    assert hashes(original, plan) == hashes(french, plan)
    assert f'data-hash="{hashes(original, plan)["what"]}"' in content(plan, french, "why.md")


def test_a_translation_in_which_another_option_is_right_is_a_changed_question() -> None:
    turned = SINGLE.replace("- [ ]", "- [?]").replace("- [x]", "- [ ]").replace("- [?]", "- [x]")
    plan, original, french = editions({**TEA, "i18n/fr/lessons/why.md": lesson("why", turned)})
    assert hashes(original, plan) != hashes(french, plan)


def test_words_typed_in_one_language_are_not_judged_in_another() -> None:
    word = "```quiz id=w type=text objective=pour\nWhat?\n\n= {}\n```"
    files = {**TEA, "lessons/why.md": lesson("why", word.format("Clay"))}
    files["i18n/fr/lessons/why.md"] = lesson("why", word.format("Argile"))
    plan, original, french = editions(files)
    assert hashes(original, plan) != hashes(french, plan)


def test_what_is_wrong_in_an_original_is_said_once() -> None:
    plan, original, french = editions({**TEA, "lessons/how.md": lesson("how", "[x](gone.md)")})
    addresses = addresses_of(plan, True)
    said = [page_content(page_of(each, "how.md"), each, addresses).diagnostics for each in (original, french)]
    assert [len(each) for each in said] == [1, 0]


def test_alerts_without_a_title_have_the_usual_one_in_the_page_s_language() -> None:
    alert = "> [!TIP]\n> Words.\n\n- [x] a\n"
    files = small_module("tea", 0, why=alert)
    german = {**files, "module.yml": files["module.yml"].replace("language: en", "language: de")}
    html = {}
    for name, each in {"en": files, "de": german}.items():
        plan = plan_site([loaded(each)])
        html[name] = content(plan, plan.modules[0], "why.md")
    assert ">Tip</p>" in html["en"]
    assert ">Tipp</p>" in html["de"]
    assert 'aria-label="done"' in html["en"]
    assert 'aria-label="erledigt"' in html["de"]


def test_parts_of_questions_that_are_the_interface_s_say_their_language_where_the_text_has_another() -> None:
    plan, original, french = editions(
        {**TEA, "lessons/how.md": lesson("how", SINGLE.replace("id=what", "id=how"))}
    )
    html = content(plan, french, "how.md")
    for start in (
        '<p class="cb-question__label"',
        '<details class="cb-answer"><summary',
        '<details class="cb-hint"><summary',
    ):
        assert f'{start} lang="fr" dir="ltr">' in html
    assert html.count('lang="fr"') == 4
    assert "lang=" not in content(plan, french, "why.md")
    assert "lang=" not in content(plan, original, "how.md")
