"""The MkDocs plugin `chapbook`: turns the workspace into pages. With the files beside it, the door to MkDocs.

`mkdocs build`, `mkdocs serve` and `chapbook build` all go through here and give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from chapbook.diag.diagnostic import Diagnostic
from chapbook.diag.errors import ChapbookError
from chapbook.site import notices, offline, search_index, theme
from chapbook.site.bounded import BoundedRenderer
from chapbook.site.context import Contexts, Shared
from chapbook.site.face import Faces, known_faces
from chapbook.site.facts import ModuleFacts
from chapbook.site.feed import FEED, feed_xml
from chapbook.site.front import front_of
from chapbook.site.links import Addresses
from chapbook.site.module_pages import (
    Edition,
    PageMaker,
    asset_file,
    changes_in_feed,
    write_indexes,
    write_module_files,
    write_shards,
    write_text,
)
from chapbook.site.out_folder import OutFolder
from chapbook.site.pages import ChapbookPage
from chapbook.site.plan import ModulePlan, SitePlan, plan_site
from chapbook.site.search_shards import Terms, all_shards, described, level_of, terms_of
from chapbook.site.templates import material_texts, part_of_pages
from chapbook.site.whole import Site, editions_of, site_of
from chapbook.site.words import interface_language
from chapbook.source.markup import extensions_for
from chapbook.workspace.load import load_modules
from chapbook.workspace.recovery import recover
from chapbook.workspace.workspace import Workspace, strays

log = get_plugin_logger("chapbook")


class PluginOptions(Config):  # type: ignore[no-untyped-call]
    """What `plugins: {chapbook: {…}}` may say."""

    csp = config_options.Type(bool, default=True)
    portable = config_options.Type(
        bool, default=False
    )  # pages that open from a folder, as `build --offline` sets it
    service_worker = config_options.Type(bool, default=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """All that is known of a site whose modules are built elsewhere: enough for its own pages and lists.

    `changes` gives what changed in a version of a module, as HTML; `versions` are those of the modules' lists for the
    service worker; `terms` are each module's words for the full-text search, None where somebody else writes those.
    """

    site: Site
    changes: Callable[[ModuleFacts, str], str]
    versions: tuple[str, ...]
    terms: tuple[tuple[str, Terms], ...] | None = None


class ChapbookPlugin(BasePlugin[PluginOptions]):  # type: ignore[no-untyped-call]
    """One instance a build. MkDocs calls the methods in the order in which they stand here.

    Usually it makes every page. With `around` it makes only those that belong to no module: `engine.py` does the rest.
    `templates` is a folder in which compiled templates are kept.
    """

    around: Around | None = None
    site: Site
    plan: SitePlan | None = None
    shell: offline.Shell | None = None
    templates: Path | None = None
    _workspace: Workspace
    _addresses: Addresses
    _contexts: Contexts
    _home: Navigation
    _own: dict[str, ChapbookPage]
    _editions: dict[str, Edition]
    _shared: Shared
    _serving = False
    _renderer: BoundedRenderer | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is `serve`: its reload script stands inline, so no CSP there.

        MkDocs keeps one instance for all its builds in a process, so what an engine set for its own is forgotten here.
        """
        self._serving = command == "serve"
        self.around = self.plan = self.shell = self.templates = None

    @property
    def keeps(self) -> bool:
        """Say whether a service worker keeps modules; never in the preview, and files know no workers."""
        return self.config.service_worker and not self._serving and not self.config.portable

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set up theme, Markdown and watching; whatever else mkdocs.yml says about them is overruled."""
        if config.theme.name != "material":
            raise PluginError(
                "chapbook: set `theme: {name: material}` in mkdocs.yml; the pages are made for it."
            )
        if not config.config_file_path:
            raise PluginError(
                "chapbook: the configuration needs a file name, since its folder is the workspace."
            )
        self._workspace = Workspace(Path(config.config_file_path).absolute().parent)
        theme.set_up(config, self._workspace.root)
        if self.config.portable:
            config.use_directory_urls, config.site_url = False, ""
        if self.keeps:
            config.theme.static_templates.add(offline.AWAY)
        extensions, options = extensions_for()
        config["markdown_extensions"], config["mdx_configs"] = extensions, options
        config.nav = None
        for path in (self._workspace.imported, self._workspace.settings, self._workspace.lock):
            if path.exists():
                config.watch.append(str(path))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Replace what MkDocs found in `docs_dir` by the plan's pages and assets."""
        no_modules: tuple[ModulePlan, ...] = ()
        if self.around is not None:
            self.site, editions = self.around.site, no_modules
        else:
            self.plan = self._make_plan(config)
            self.site, editions = site_of(self.plan), self.plan.editions
        faces = Faces(known_faces(each.face for each in self.site.modules))
        self._addresses = Addresses(editions, faces, config.use_directory_urls)
        self._renderer = BoundedRenderer(editions, self._addresses)
        make = PageMaker(config, self._addresses, self._renderer)
        own = (self.site.catalogue, self.site.learning, self.site.reviews)
        self._own = {planned.uri: make.page(planned) for planned in own}
        home = self._own[self.site.catalogue.uri]
        self._home = Navigation([home], [home])
        self._editions = {module.key: make.edition(module, home) for module in editions}
        kept = Files([theme.slimmed(file, config) for file in files if theme.is_wanted(file, config)])
        for page in (*self._own.values(), *(each for one in self._editions.values() for each in one.pages)):
            kept.append(page.file)
        for name in self._languages():
            kept.append(theme.words_file(name, config))
        for module in editions:
            for asset in module.assets:
                kept.append(asset_file(module, asset, config))
        return kept

    def _languages(self) -> list[str]:
        """Give the languages in which the interface is on this site."""
        tags = (edition.language for each in self.site.modules for edition in each.face.editions)
        return sorted({interface_language(tag) for tag in (self.site.catalogue.language, *tags)})

    def _make_plan(self, config: MkDocsConfig) -> SitePlan:
        try:
            recover(self._workspace.root)
            home = front_of(self._workspace, config).catalogue
            loaded = load_modules(self._workspace)
        except ChapbookError as error:
            raise PluginError(f"{error.message} {error.hint}".strip()) from error
        plan = plan_site(loaded, home.title, home.description, home.language)
        self._say(plan.diagnostics)
        self._say(tuple(notices.settings_not_read(root, paths) for root, paths in strays(self._workspace)))
        return plan

    def on_build_error(self, *, error: Exception) -> None:
        """End the renderer's child when the build does not get to its end."""
        self._end_renderer()

    def _end_renderer(self) -> None:
        if self._renderer is not None:
            self._renderer.close()

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Fix what all pages share: everything is rendered by now, and the theme's templates can be read."""
        self._end_renderer()
        env = self.with_templates(env, config)
        shared = self.shared(env, config, has_feed=self.site.has_feed)
        self._contexts = Contexts(self.site, self._addresses, shared)
        return env

    def with_templates(self, env: Any, config: MkDocsConfig) -> Any:
        """Hand templates what they use; they are compiled once and kept in the folder `templates`, if there is one."""
        if self.templates is not None:
            self.templates.mkdir(parents=True, exist_ok=True, mode=0o700)
            env.bytecode_cache = FileSystemBytecodeCache(str(self.templates), "%s.cache")
        env.globals["part"] = part_of_pages(shared=theme.is_ours_alone(config))
        env.globals["material_text"] = material_texts(env)
        env.globals["icons"] = env.get_template("chapbook/icons.html").module
        return env

    def shared(self, env: Any, config: MkDocsConfig, *, has_feed: bool) -> Shared:
        """Give what holds for every page."""
        wants_policy = self.config.csp and not self._serving
        return Shared(
            site_url=config.site_url or "",
            policy=theme.content_security_policy(env, config) if wants_policy else "",
            keeps=self.keeps,
            bundle=theme.wants_bundle(config),
            has_feed=has_feed,
        )

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Hand the page's view to the template, its strings escaped."""
        if not isinstance(page, ChapbookPage):
            return context
        self._say(page.inside.diagnostics)
        nav = self._editions[page.module.key].nav if page.module else self._home
        return self._contexts.page(context, page, nav)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Do the same for the theme's own templates, such as 404.html."""
        return self._contexts.template(context, template_name, self._home)

    @event_priority(-100)  # after all other plugins, since what they wrote belongs to the site too
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the search indexes, then what makes the site work without a network."""
        site_dir = Path(config.site_dir)
        around = self.around or self._write_modules(site_dir, config)
        feed = feed_xml(self.site, self._addresses, config.site_url or "", config.site_name, around.changes)
        if feed:
            write_text(site_dir / FEED, feed)
        catalogue = search_index.catalogue_index(self.site, self._addresses)
        level = level_of(len(self.site.modules))
        write_text(site_dir / search_index.INDEX, search_index.index_text(catalogue, described(level)))
        if around.terms is not None:
            write_shards(site_dir, all_shards(around.terms, level))
        if self._serving or self.config.portable:
            return
        home = self.site.catalogue
        offline.write_manifest(site_dir, config.site_name, home.description, home.language)
        if self.keeps:
            keys = {each.key for each in self.site.modules}
            self.shell = offline.shell_of(site_dir, keys, config.use_directory_urls)
            write_text(site_dir / offline.WORKER, offline.worker_text(self.shell, around.versions))
        else:
            write_text(site_dir / offline.WORKER, offline.no_worker_text())

    def _write_modules(self, site_dir: Path, config: MkDocsConfig) -> Around:
        """Write what stands in each module's folder besides its pages, and say what the whole site needs of it."""
        versions, changes, terms = [], {}, []
        groups = editions_of(self.plan) if self.plan else ()
        for group in groups:
            editions = [self._editions[each.key] for each in group]
            out = OutFolder(site_dir, group[0].key)
            entries = write_indexes(out, editions, self._addresses)
            terms.append((group[0].key, terms_of(entries)))
            changes[group[0].key] = dict(changes_in_feed(editions[0].pages))
            title = self.site.catalogue.title
            files = offline.files_below(site_dir / group[0].key) if self.keeps else None
            versions.append(write_module_files(out, group[0], title, config, files))
        return Around(
            site=self.site,
            changes=lambda module, version: changes[module.key].get(version, ""),
            versions=tuple(versions),
            terms=tuple(terms),
        )

    def _say(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Log for people and for `--strict`; the door reads the value that rides along."""
        for each in diagnostics:
            log.warning("%s: %s %s", each.location.path, each.message, each.hint, extra={"diagnostic": each})
