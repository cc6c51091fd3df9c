"""Facts of modules through JSON and back: nothing is lost, nothing becomes something else."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from chapbook.site.facts import ModuleFacts
from chapbook.site.facts_form import face_data, face_of_data, facts_data, facts_of_data
from chapbook.site.plan import plan_site
from chapbook.site.whole import site_of
from chapbook.workspace.load import load_modules
from chapbook.workspace.workspace import Workspace
from support.languages import MODULES
from support.locks import lock_entry
from support.question_samples import FENCES
from support.sites import loaded, module_yml, small_module

ROOT = Path(__file__).resolve().parents[3]
ODD = 'Tea & <milk> "cups" \\ \u2028 ü 茶 \U0001f375'


def samples() -> tuple[ModuleFacts, ...]:
    """Give facts of this project's modules, of translated and imported ones, and of one with every odd sign."""
    own = load_modules(Workspace(ROOT))
    odd = small_module("odd", 3, why="\n\n".join(FENCES.values()))
    title = json.dumps(ODD, ensure_ascii=False).replace("\u2028", "\\u2028")
    odd["module.yml"] = (
        module_yml("odd", ("lessons/why.md",), number=3, more="review: {after_days: [1, 4]}\n")
        .replace("title: About odd", f"title: {title}")
        .replace("name: Jane Doe", f"name: {title}\n    url: https://ana.example/\n  - name: Ben")
        .replace("tags: [tea, odd]", f"tags: [{title}, tea]")
    )
    odd["CHANGELOG.md"] = "## 1.0.0 - 2026-11-20\n\n- New.\n\n## 0.9.0 - 2026-10-01\n"
    bare = {"module.yml": "format: 1\nid: bare\ntitle: Bare\nlessons: []\n"}
    imported = replace(loaded(small_module("cups", 2), "cups", "ana"), lock=lock_entry(slug="cups"))
    more = [loaded(files, key) for key, files in MODULES.items()]
    plan = plan_site([*own, *more, loaded(odd, "odd"), loaded(bare, "bare"), imported])
    return site_of(plan).modules


SAMPLES = samples()


def test_the_samples_have_what_facts_can_hold() -> None:
    assert len(SAMPLES) > 8
    assert any(each.review for each in SAMPLES)
    assert any(each.review is None for each in SAMPLES)
    assert any(len(each.releases) > 1 for each in SAMPLES)
    assert any(len(each.face.editions) > 1 for each in SAMPLES)
    assert any(each.face.release for each in SAMPLES)
    assert any(each.face.prefix for each in SAMPLES)
    assert any(not each.face.editions[0].steps for each in SAMPLES)
    assert any(
        len(each.card.authors) > 1 and each.card.authors[0] == (ODD, "https://ana.example/")
        for each in SAMPLES
    )


@pytest.mark.parametrize("facts", SAMPLES, ids=lambda facts: facts.key)
def test_facts_come_back_as_they_were(facts: ModuleFacts) -> None:
    text = json.dumps(facts_data(facts))
    found = facts_of_data(json.loads(text))
    assert found == facts
    assert hash(found) == hash(facts), "frozen through and through: no list in the place of a tuple"
    assert json.dumps(facts_data(found)) == text


@pytest.mark.parametrize("facts", SAMPLES, ids=lambda facts: facts.key)
def test_faces_come_back_as_they_were(facts: ModuleFacts) -> None:
    text = json.dumps(face_data(facts.face))
    found = face_of_data(json.loads(text))
    assert found == facts.face
    assert hash(found) == hash(facts.face)
    assert found.names == facts.face.names
    assert json.dumps(face_data(found)) == text


def changed(value: Any) -> Iterator[Any]:
    """Give what a value becomes when one thing in it is another."""
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            for other in changed(getattr(value, each.name)):
                yield replace(value, **{each.name: other})
    elif isinstance(value, tuple):
        yield (*value, value[0]) if value else ("new",)
        for at, each in enumerate(value):
            yield from ((*value[:at], other, *value[at + 1 :]) for other in changed(each))
    elif isinstance(value, str):
        yield f"{value}!"
    elif isinstance(value, int):
        yield value + 1
    else:
        assert value is None


def test_control_whatever_differs_shows_in_the_values() -> None:
    """No field is left out: each change of facts is a change of their values."""
    facts = next(each for each in SAMPLES if each.key == "odd")
    texts = {json.dumps(facts_data(facts))}
    tried = 0
    for other in changed(facts):
        if other.card.authors and any(len(each) != 2 for each in other.card.authors):
            continue  # pairs are pairs
        tried += 1
        texts.add(json.dumps(facts_data(other)))
    assert tried > 40
    assert len(texts) == tried + 1


def spoilt(data: Any) -> Iterator[Any]:
    """Give values in which one thing is missing or of another kind."""
    for key in data:
        yield {name: value for name, value in data.items() if name != key}
        for value in (None, 5, "text", [], [1], {"a": 1}, [[1, 2, 3]]):
            yield {**data, key: value}
            if isinstance(data[key], dict):
                for inner in data[key]:
                    yield {**data, key: {**data[key], inner: value}}
    yield {**data, "card": {**data["card"], "new": 1}}


def test_what_does_not_fit_raises_nothing_else() -> None:
    data = json.loads(json.dumps(facts_data(next(each for each in SAMPLES if each.key == "odd"))))
    raised = 0
    for each in (*spoilt(data), None, 5, [], "text", {}):
        try:
            facts_of_data(copy.deepcopy(each))
        except (ValueError, TypeError, KeyError):
            raised += 1
    assert raised > 50
