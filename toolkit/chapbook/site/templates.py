"""Templates as Jinja gets to see them: ours and Material's without indentation. Part of the door to MkDocs.

What a template weighs is paid on every page. It is taken off when templates are read, so pages cost nothing more, and
what is kept of compiled templates follows: its key is the text that Jinja sees.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from mkdocs.theme import Theme

from chapbook.site.slim import slim_template

Source = tuple[str, str, Callable[[], bool]]
Part = Callable[..., Markup]

_MOST_PARTS = 1000
"""Parts that are kept at a time; usually there are a few dozen."""


class SlimLoader(FileSystemLoader):
    """Reads from the theme's folders; templates outside of `slim` folders, a site's own, stay as they are written."""

    def __init__(self, folders: Sequence[str], slim: Iterable[str]) -> None:
        super().__init__(folders)
        self._slim = tuple(f"{each}{os.sep}" for each in slim)

    def get_source(self, environment: Environment, template: str) -> Source:
        """Read one template."""
        text, path, is_new = super().get_source(environment, template)
        return (slim_template(text) if path.startswith(self._slim) else text), path, is_new

    def list_templates(self) -> list[str]:
        """List all but hidden ones, of which MkDocs wants none: Material has fourteen thousand icons there."""
        found = set()
        for folder in self.searchpath:
            for here, folders, names in os.walk(folder):
                folders[:] = [each for each in folders if not each.startswith(".")]
                below = os.path.relpath(here, folder).replace(os.sep, "/")
                found |= {name if below == "." else f"{below}/{name}" for name in names if name[0] != "."}
        return sorted(found)


def slim_env(theme: Theme, slim: Iterable[str]) -> Environment:
    """Give MkDocs' environment of a theme with such a loader."""
    env = type(theme).get_env(theme)
    env.loader = SlimLoader(theme.dirs, slim)
    return env


def part_of_pages(*, shared: bool) -> Part:
    """Give `part(name, *inputs)` for templates: it renders a template that hangs on `inputs` and the settings only.

    Pages with the same inputs then share what it gave, in which lies most of what templates cost. Not `shared`, it is
    rendered for each page: templates and plugins of others may look at more than that.
    """
    kept: dict[tuple[object, ...], Markup] = {}

    @pass_context
    def part(context: Context, name: str, *inputs: object) -> Markup:
        key = (name, *inputs)
        found = kept.get(key)
        if found is None:
            template = context.environment.get_template(name)
            inside = template.new_context(context.get_all(), shared=True)
            found = Markup("".join(template.root_render_func(inside)))
            if shared:
                if len(kept) >= _MOST_PARTS:
                    kept.clear()
                kept[key] = found
        return found

    return part


def material_texts(env: Environment) -> Callable[[str, str], str]:
    """Give what looks a text of Material up: in a language, else in English, else its key."""

    @cache
    def text(language: str, key: str) -> str:
        for each in (language, "en"):
            texts: Any = env.get_template(f"partials/languages/{each}.html").module
            if found := texts.t(key):
                return str(found)
        return key

    return text
