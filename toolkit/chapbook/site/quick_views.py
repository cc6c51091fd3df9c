"""Short cuts for Jinja. `view.title` is looked for as a key of a dict first, since dicts have no such attribute.

Views are dicts, and a page asks them two hundred times; the vain look, with its exception, takes five times as long as
the key. What a dict does have, its methods, is left to Jinja, so the answer is always the same. What all templates may
use is one dict for each, not a chain of two that every part of a page walks along: so nothing may be added later.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from jinja2 import Environment

_METHODS = frozenset(dir(dict))


def with_quick_views(env: Environment) -> Environment:
    """Let templates of `env` take the short cut."""
    usual = env.getattr

    def getattr_(obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj and attribute not in _METHODS:
            return obj[attribute]
        return usual(obj, attribute)

    def globals_of(more: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**env.globals, **(more or {})}

    env.getattr = getattr_  # type: ignore[method-assign]
    env.make_globals = globals_of  # type: ignore[method-assign,assignment]
    return env
