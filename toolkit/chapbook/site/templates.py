"""Templates as Jinja gets to see them: ours and Material's without indentation. Part of the door to MkDocs.

What a template weighs is paid on every page. It is taken off when templates are read, so pages cost nothing more, and
what is kept of compiled templates follows: its key is the text that Jinja sees.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from jinja2 import BaseLoader, Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from chapbook.site.slim import slim_template

Source = tuple[str, str | None, Callable[[], bool] | None]
Part = Callable[..., Markup]


class SlimLoader(BaseLoader):
    """Reads through another loader; templates of a site's own stay as they are written."""

    def __init__(self, loader: BaseLoader, folders: Iterable[str]) -> None:
        """Slim what lies in `folders`."""
        self._loader = loader
        self._folders = tuple(f"{each}{os.sep}" for each in folders)

    def get_source(self, environment: Environment, template: str) -> Source:
        """Read one template."""
        text, path, is_new = self._loader.get_source(environment, template)
        if path is not None and path.startswith(self._folders):
            text = slim_template(text)
        return text, path, is_new

    def list_templates(self) -> list[str]:
        """List all."""
        return self._loader.list_templates()


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
                kept[key] = found
        return found

    return part
