"""Load the workspace's MkDocs configuration, or stand one in. Part of the door to MkDocs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.config_options import MarkdownExtensions, Plugins
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from chapbook.diag.errors import OperationFailed
from chapbook.site.listener import listening
from chapbook.workspace.workspace import Workspace

DEFAULT_CONFIG = """\
site_name: Learning modules
docs_dir: modules
theme: {name: material}
plugins: {search: {}, chapbook: {}}
"""
"""What a workspace without mkdocs.yml is built with."""

_PLUGINS = next(option for key, option in MkDocsConfig._schema if isinstance(option, Plugins))
"""MkDocs' own reader of `plugins:`, which keeps those that want to hear of its start."""
_EXTENSIONS = next(option for key, option in MkDocsConfig._schema if isinstance(option, MarkdownExtensions))
"""MkDocs' own reader of `markdown_extensions:`."""


def load(workspace: Workspace, empty_docs: Path, *, portable: bool = False, **options: Any) -> MkDocsConfig:
    """Load `mkdocs.yml`; `empty_docs` stands in when there is no `modules/`. `OperationFailed` when it is no good."""
    path = workspace.mkdocs_config
    if not workspace.modules.is_dir():
        options["docs_dir"] = str(empty_docs)
    _EXTENSIONS.builtins = []  # it would load each to see that it works, and our plugin names others
    _PLUGINS.plugin_cache.clear()  # else two sites in one process would share our plugin, and its settings
    with listening() as heard:
        try:
            if path.is_file():
                config = load_config(config_file=str(path), **options)
            else:
                stream = io.BytesIO(DEFAULT_CONFIG.encode())
                config = load_config(config_file=stream, config_file_path=str(path), **options)
        except (MkDocsException, Abort) as error:
            raise OperationFailed(
                "site-config-unusable",
                f"{path} cannot be used: {heard.said or error}",
                "Mend it; `chapbook init` writes one that works. Nothing was changed.",
            ) from error
    if "chapbook" not in config.plugins:
        raise OperationFailed(
            "site-plugin-missing",
            f"{path} does not name the plugin `chapbook`, so no module would become a page.",
            "Write `plugins: {search: {}, chapbook: {}}` in it. Nothing was changed.",
        )
    if portable:
        config.plugins["chapbook"].config["portable"] = True
    return config
