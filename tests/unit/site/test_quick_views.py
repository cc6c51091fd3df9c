"""The short cut for views answers whatever Jinja would answer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

from chapbook.site.quick_views import with_quick_views


class Loud(dict[str, Any]):
    """A dict that has attributes too."""

    title = "attribute"


VALUES: dict[str, Any] = {
    "a view": {"title": "key", "items": "key", "none": None},
    "a dict without the key": {"other": 1},
    "a dict with attributes": Loud(title="key"),
    "an object": SimpleNamespace(title="attribute", items=["a"]),
    "a text": "words",
    "nothing": None,
}
TEMPLATES = [
    "{{ it.title }}",
    "{% for each in it.items %}{{ each }}{% endfor %}",
    "{{ it.items is callable }}",
    "{{ it.none is none }}",
    "{% if it.title is defined %}there{% endif %}",
    "{{ it.upper() }}",
    "{{ it['title'] }}",
]


def answer(template: str, value: Any, *, quick: bool) -> str:
    env = Environment(undefined=StrictUndefined, loader=DictLoader({"page": template}))
    if quick:
        env = with_quick_views(env)
    try:
        return env.get_template("page").render(it=value)
    except (TypeError, UndefinedError) as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_the_answer_is_that_of_jinja(template: str, value: Any) -> None:
    assert answer(template, value, quick=True) == answer(template, value, quick=False)


def test_the_short_cut_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, the test above might compare Jinja with itself."""
    asked: list[str] = []
    usual = Environment.getattr

    def watched(env: Environment, obj: Any, attribute: str) -> Any:
        asked.append(attribute)
        return usual(env, obj, attribute)

    monkeypatch.setattr(Environment, "getattr", watched)
    assert answer(TEMPLATES[0], VALUES["a view"], quick=True) == "key"
    assert asked == []
    assert answer(TEMPLATES[0], VALUES["a view"], quick=False) == "key"
    assert asked == ["title"]
