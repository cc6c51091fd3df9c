"""What templates get to see: plain dicts made from the plan. Pure.

Strings are plain text here; `html.escaped` is applied to the whole value at the door.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from chapbook.model.module import Lesson, Module, Origin, Quiz, Requirement
from chapbook.site.catalogue_view import facets, own_name
from chapbook.site.completion_view import completion_view
from chapbook.site.content import Content
from chapbook.site.facts import CardFacts, card_of
from chapbook.site.language_view import language_view
from chapbook.site.learning_view import learning_rows
from chapbook.site.links import Addresses
from chapbook.site.module_detail import module_detail
from chapbook.site.plan import ModulePlan, PageKind, PagePlan
from chapbook.site.questions import player_scripts
from chapbook.site.quiz_view import quiz_view
from chapbook.site.review_view import review_rows
from chapbook.site.whole import Site
from chapbook.site.words import words

View = dict[str, Any]

LICENCE_PAGES: Mapping[str, tuple[str, str]] = {
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC-BY-NC-4.0": ("CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    "CC-BY-NC-SA-4.0": ("CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
    "CC-BY-ND-4.0": ("CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
    "CC-BY-NC-ND-4.0": ("CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
    "MIT": ("MIT", "https://spdx.org/licenses/MIT.html"),
}
"""Licences with their usual name and page; others are shown as written."""

COVERS = 6
"""How many cover colours and patterns the theme draws."""


def page_view(
    site: Site, page: PagePlan, module: ModulePlan | None, addresses: Addresses, content: Content
) -> View:
    """Give all that the template of one page needs."""
    view: View = {
        "kind": page.kind.value,
        "title": page.title,
        "language": page.language,
        "home": addresses.between(page, site.catalogue),
        "catalogue_title": site.catalogue.title,
        "description": page.description,
        "toc": [{"level": h.level, "id": h.id, "title": h.title} for h in content.headings],
    }
    view["learning"] = addresses.between(page, site.learning)
    view["reviews"] = addresses.between(page, site.reviews)
    if page.kind is PageKind.LEARNING:
        return view | {"mine": learning_rows(site, page, addresses)}
    if page.kind is PageKind.REVIEWS:
        return view | {"mine": review_rows(site, page, addresses)}
    if module is None:
        view["modules"] = [
            {"url": addresses.to(page, each.card.uri)} | _card(each.card, page.language)
            for each in site.modules
        ]
        view["facets"] = facets(view["modules"], words(site.catalogue.language))
        return view
    view |= language_view(page, module, addresses)
    view["module"] = module_view(module, page, addresses)
    view["review"] = addresses.between(page, module.review) if module.review else ""
    if page.kind is PageKind.COMPLETION:
        view["record"] = completion_view(module, page, addresses)
    if isinstance(page.step, Quiz):
        view["quiz"] = quiz_view(page.step, page, module, addresses)
    if page.kind is PageKind.MODULE:
        view["detail"] = module_detail(module, page, site.catalogue, addresses, content.changes)
    if page.step is not None:
        before, after = module.neighbours(page)
        view |= _step_view(page, module)
        view["previous"] = _link(before, page, addresses)
        view["next"] = _link(after, page, addresses)
    return view


def _card(facts: CardFacts, language: str) -> View:
    return {
        "title": facts.title,
        "summary": facts.summary,
        "minutes": facts.minutes,
        "lessons": facts.lessons,
        "level": facts.level,
        "level_name": words(language).t(f"levels.{facts.level}") if facts.level else "",
        "language": facts.language,
        "language_name": own_name(facts.language),
        "status": facts.status,
        "version": facts.version,
        "tags": list(facts.tags),
        "authors": [name for name, _ in facts.authors],
        "petname": facts.petname,
        "uid": facts.uid,
        "cover": cover(facts.identity),
        "words": " ".join(facts.objectives),
    }


def cover(name: str) -> View:
    """Choose a cover's colour and pattern from a module's id, always the same for the same id."""
    digest = hashlib.sha256(f"cover:{name}".encode()).digest()
    return {"hue": digest[0] % COVERS, "pattern": digest[2] % COVERS}


def module_view(module: ModulePlan, page: PagePlan, addresses: Addresses) -> View:
    """Give what is shown of a module and hangs on the page: links, and the steps with the page's own."""
    facts = module.module
    return {
        "url": addresses.between(page, module.overview),
        "requires": [_requirement(each, page, addresses) for each in facts.requires],
        "steps": [_step_row(each, page, addresses) for each in module.steps],
        "first": _link(module.steps[0], page, addresses) if module.steps else None,
        "attribution": addresses.between(page, module.attribution),
        "print": addresses.between(page, module.printed),
        "completion": addresses.between(page, module.completion),
        "origins": [_origin(each, page, addresses) for each in facts.derived_from],
    }


def facts_view(module: ModulePlan, language: str) -> View:
    """Give what is shown of a module on all its pages in a language."""
    facts = module.module
    licence = LICENCE_PAGES.get(facts.license, (facts.license, ""))
    return _card(card_of(module), language) | {
        "version": facts.version,
        "audience": facts.audience,
        "authors": [{"name": person.name, "url": _web(person.url)} for person in facts.authors],
        "licence": {"name": licence[0], "url": licence[1]},
        "objectives": [objective.text for objective in facts.objectives],
        "credits": _credits(facts),
        "imported": _imported(module),
        "question_count": len(facts.questions()),
    }


def _requirement(each: Requirement, page: PagePlan, addresses: Addresses) -> View:
    other = addresses.faces.module(each.module) if each.module else None
    return {
        "text": each.text or (other.title if other else each.module),
        "url": addresses.to(page, other.uri) if other else "",
        "optional": each.optional,
    }


def _step_row(step: PagePlan, page: PagePlan, addresses: Addresses) -> View:
    return {
        "title": step.title,
        "url": addresses.between(page, step),
        "kind": step.kind.value,
        "minutes": step.minutes,
        "current": step == page,
        "language": step.text_language or step.language,
        "questions": len(step.step.questions) if step.step else 0,
        "id": step.step.id if step.step else "",
    }


def _step_view(page: PagePlan, module: ModulePlan) -> View:
    same = [each for each in module.steps if each.kind is page.kind]
    texts, name = words(page.language), page.kind.value
    place = texts.t(f"step.{name}")
    if len(same) > 1:
        place = texts.t(f"step.{name}_of", number=same.index(page) + 1, total=len(same))
    view: View = {"place": place, "minutes": page.minutes, "number": page.number, "total": len(module.steps)}
    if page.step is not None:
        view["players"] = list(player_scripts(page.step))
    if isinstance(page.step, Quiz):
        view["questions"] = len(page.step.questions)
        view["purpose"] = texts.t(f"purposes.{page.step.purpose.value}")
    if isinstance(page.step, Lesson):
        goals = {objective.id: objective.text for objective in module.module.objectives}
        view["objectives"] = [goals[each] for each in page.step.objectives if each in goals]
    return view


def _link(target: PagePlan | None, page: PagePlan, addresses: Addresses) -> View | None:
    return {"title": target.title, "url": addresses.between(page, target)} if target else None


def _origin(origin: Origin, page: PagePlan, addresses: Addresses) -> View:
    """Give the attribution of a work; one that is on this site as it came is linked to, if it has no address."""
    name, licence_url = LICENCE_PAGES.get(origin.license, (origin.license, ""))
    here = addresses.faces.release(origin.release) if origin.release else None
    return {
        "title": origin.title,
        "authors": ", ".join(origin.authors),
        "url": _web(origin.url) or (addresses.to(page, here.uri) if here else ""),
        "source": "" if _web(origin.url) else _spoken(origin.id),
        "licence": name,
        "licence_url": licence_url,
        "changes": origin.changes,
        "version": origin.version,
    }


def _credits(facts: Module) -> list[View]:
    return [
        {
            "file": credit.file,
            "title": credit.title,
            "author": credit.author,
            "url": _web(credit.source),
            "source": _spoken(credit.source),
            "licence": LICENCE_PAGES.get(credit.license, (credit.license, ""))[0],
            "licence_url": LICENCE_PAGES.get(credit.license, ("", ""))[1],
            "changes": credit.changes,
        }
        for credit in facts.credits
    ]


def _imported(module: ModulePlan) -> View | None:
    """Say where an imported module came from; what the lock does not know is left empty."""
    if not module.imported:
        return None
    lock = module.loaded.lock
    return {
        "petname": module.petname,
        "version": module.module.version,
        "licence": LICENCE_PAGES.get(module.module.license, (module.module.license, ""))[0],
        "signed": lock.signed if lock else False,
        "known_since": lock.known_since[:10] if lock else "",
        "date": lock.imported[:10] if lock else "",
    }


def _web(url: str) -> str:
    """Let only web addresses through: these come from YAML and no sanitiser sees them."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def _spoken(source: str) -> str:
    """Give a source that is no address, such as the name of an archive."""
    return "" if ":" in source else source
