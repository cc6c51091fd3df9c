"""MkDocs, opened for a build: its configuration, its templates, our plugin. Part of the door to MkDocs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from chapbook.diag.errors import OperationFailed
from chapbook.site import mkdocs_config, theme
from chapbook.site.listener import Listener
from chapbook.site.plugin import Around, ChapbookPlugin
from chapbook.site.quick_views import with_quick_views
from chapbook.workspace.workspace import Workspace


class Door:
    """One workspace's MkDocs. `OperationFailed` when its configuration cannot be used."""

    def __init__(self, workspace: Workspace, empty: Path, *, portable: bool, preview: bool = False) -> None:
        os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's banner about another product
        self.config: MkDocsConfig = mkdocs_config.load(workspace, empty, portable=portable, strict=False)
        self.plugin: ChapbookPlugin = self.config.plugins["chapbook"]  # type: ignore[assignment]
        self.site_dir = Path(self.config.site_dir)
        theme.switch_search_off(self.config)  # before it compiles templates that nobody renders
        if preview:
            self.plugin.config["service_worker"] = False

    @property
    def has_others(self) -> bool:
        """Say whether other plugins or hooks may want to see every page, so that MkDocs has to make them all."""
        return theme.has_others(self.config)

    def start(self) -> None:
        """Tell the plugins that a build begins."""
        self.config.plugins.on_startup(command="build", dirty=False)

    def open(self, templates: Path | None) -> None:
        """Set MkDocs up as for a build; compiled templates are kept in the folder `templates`."""
        self.config = self.config.plugins.on_config(self.config)
        self.plugin.templates = templates
        env = self.plugin.with_templates(self.config.theme.get_env(), self.config)
        self.env = with_quick_views(env)

    def build(self, site_dir: Path, around: Around | None) -> None:
        """Let MkDocs build into a folder: only the site's own pages if what is `around` them is known."""
        from mkdocs.commands.build import build

        self.config.site_dir = str(site_dir)
        self.plugin.around = around
        build(self.config)

    def close(self) -> None:
        """Tell the plugins that all is over."""
        self.config.plugins.on_shutdown()


@contextmanager
def door_errors(heard: Listener) -> Iterator[None]:
    """Turn what MkDocs raises into one clear message."""
    try:
        yield
    except (MkDocsException, Abort) as error:
        raise OperationFailed(
            "site-not-built",
            f"MkDocs could not build the site: {heard.said or error}",
            "The old site, if there was one, is unchanged.",
        ) from error
