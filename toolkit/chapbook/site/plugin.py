"""The MkDocs plugin `chapbook`: turns the workspace into pages. With the files beside it, the door to MkDocs.

`mkdocs build`, `mkdocs serve` and `chapbook build` all go through here and give the same bytes.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from chapbook.diag.diagnostic import Diagnostic
from chapbook.diag.errors import ChapbookError
from chapbook.site import notices, offline, published, search_index, theme
from chapbook.site.assets import AssetPlan
from chapbook.site.bounded import BoundedRenderer
from chapbook.site.feed import entries_of
from chapbook.site.head import head_view
from chapbook.site.html import escaped
from chapbook.site.links import Addresses
from chapbook.site.pages import ChapbookPage
from chapbook.site.plan import ModulePlan, PagePlan, SitePlan, plan_site
from chapbook.site.views import page_view
from chapbook.site.words import ORIGINAL, direction, words
from chapbook.source.markup import extensions_for
from chapbook.tree.disk import DirTree
from chapbook.workspace.load import load_modules
from chapbook.workspace.recovery import recover
from chapbook.workspace.settings import read_settings
from chapbook.workspace.workspace import Workspace, strays

log = get_plugin_logger("chapbook")


class PluginOptions(Config):  # type: ignore[no-untyped-call]
    """What `plugins: {chapbook: {…}}` may say."""

    csp = config_options.Type(bool, default=True)
    portable = config_options.Type(
        bool, default=False
    )  # pages that open from a folder, as `build --offline` sets it
    service_worker = config_options.Type(bool, default=True)


class ChapbookPlugin(BasePlugin[PluginOptions]):  # type: ignore[no-untyped-call]
    """One instance a build. MkDocs calls the methods in the order in which they stand here."""

    plan: SitePlan
    _workspace: Workspace
    _addresses: Addresses
    _strays: tuple[tuple[str, tuple[str, ...]], ...]
    _navs: dict[str, Navigation]
    _pages: dict[str, ChapbookPage]
    _csp: str
    _has_feed: bool
    _bundle: bool
    _serving = False
    _renderer: BoundedRenderer | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is `serve`: its reload script stands inline, so no CSP there."""
        self._serving = command == "serve"

    @property
    def _keeps(self) -> bool:
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
        self._bundle = theme.wants_bundle(config)
        if self.config.portable:
            config.use_directory_urls, config.site_url = False, ""
        if self._keeps:
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
        self._make_plan(config)
        renderer = self._renderer = BoundedRenderer(self.plan, self._addresses)
        kept = Files([theme.slimmed(file, config) for file in files if theme.is_wanted(file, config)])
        self._pages = pages = {}
        for planned, module in self.plan.pages():
            file = File.generated(config, planned.uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            pages[planned.uri] = ChapbookPage(planned, module, file, config, self._addresses, renderer)
            kept.append(file)
        for module in self.plan.editions:
            for asset in module.assets:
                kept.append(_asset_file(module, asset, config))
        self._connect(pages)
        self._say(self.plan.diagnostics)
        self._say(tuple(notices.settings_not_read(root, paths) for root, paths in self._strays))
        return kept

    def _make_plan(self, config: MkDocsConfig) -> None:
        try:
            recover(self._workspace.root)
            settings = read_settings(self._workspace)
            loaded = load_modules(self._workspace)
        except ChapbookError as error:
            raise PluginError(f"{error.message} {error.hint}".strip()) from error
        title = settings.catalogue_title or config.site_name
        intro = settings.catalogue_intro or config.site_description or ""
        self._strays = strays(self._workspace)
        self.plan = plan_site(loaded, title, intro, str(config.theme.get("language") or ORIGINAL))
        self._addresses = Addresses(self.plan, config.use_directory_urls)
        self._has_feed = bool(entries_of(self.plan))

    def _connect(self, pages: dict[str, ChapbookPage]) -> None:
        """Give each module its own navigation and its pages their neighbours, None at the module's borders."""
        home = pages[self.plan.catalogue.uri]
        self._navs = {"": Navigation([home], [home])}
        for module in self.plan.editions:
            for planned in module.steps:
                before, after = module.neighbours(planned)
                pages[planned.uri].previous_page = pages[before.uri] if before else None
                pages[planned.uri].next_page = pages[after.uri] if after else None
            pages[module.printed.uri].steps = [pages[planned.uri] for planned in module.steps]
            own: list[Any] = [home, *(pages[planned.uri] for planned in module.pages)]
            self._navs[module.key] = Navigation(own, own)

    def on_build_error(self, *, error: Exception) -> None:
        """End the renderer's child when the build does not get to its end."""
        self._end_renderer()

    def _end_renderer(self) -> None:
        if self._renderer is not None:
            self._renderer.close()

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Work out the content security policy: all pages are rendered, and the theme's templates can be read."""
        self._end_renderer()
        self._csp = "" if self._serving or not self.config.csp else theme.content_security_policy(env, config)
        return env

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Hand the page's view to the template, its strings escaped."""
        if not isinstance(page, ChapbookPage):
            return context
        self._say(page.inside.diagnostics)
        view = page_view(self.plan, page.planned, page.module, self._addresses, page.inside)
        view["head"] = head_view(
            self.plan,
            page.planned,
            page.module,
            self._addresses,
            config.site_url or "",
            has_feed=self._has_feed,
        )
        return self._fill(context, view, page.module, page.url, page.planned.language)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Do the same for 404.html, which stands at no fixed address, and for the page shown without a network."""
        base = str(context["base_url"]).rstrip("/")
        language = self.plan.catalogue.language
        kind, texts = ("away", "offline") if template_name == offline.AWAY else ("missing", "missing")
        title = words(language).t(f"{texts}.document_title")
        view = {"kind": kind, "title": title, "home": f"{base}/", "toc": []}
        view |= {"learning": self._seen_from(base, self.plan.learning)}
        view |= {"reviews": self._seen_from(base, self.plan.reviews)}
        return self._fill(
            context, view | {"catalogue_title": self.plan.catalogue.title}, None, "./", language
        )

    def _seen_from(self, base: str, page: PagePlan) -> str:
        return f"{base}/{self._addresses.url(page)}"

    def _fill(
        self,
        context: TemplateContext,
        view: dict[str, Any],
        module: ModulePlan | None,
        url: str,
        language: str,
    ) -> TemplateContext:
        texts = words(language)
        theme.name_palette(context["config"], texts)
        values: dict[str, Any] = {"chapbook": escaped(view), "csp": self._csp}
        values |= {"t": texts.markup, "interface": texts, "direction_of": direction}
        values |= {"keeps": self._keeps, "bundle": self._bundle}
        values["nav"] = self._navs[module.key if module else ""]
        for key, value in values.items():
            context[key] = value  # type: ignore[literal-required]
        return context

    @event_priority(-100)  # after all other plugins, since what they wrote belongs to the site too
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the search indexes, then what makes the site work without a network."""
        inside = {uri: page.inside.html for uri, page in self._pages.items()}
        steps = [page.planned for page in self._pages.values()]
        site_dir = Path(config.site_dir)
        changes = {
            module.key: self._pages[module.overview.uri].inside.changes for module in self.plan.modules
        }
        published.write_files(
            site_dir, self.plan, self._addresses, config.site_url or "", config.site_name, changes
        )
        search_index.write_indexes(site_dir, self.plan, self._addresses, inside, steps)
        if not self._serving and not self.config.portable:
            language = self.plan.catalogue.language
            offline.write_manifest(site_dir, config.site_name, self.plan.catalogue.description, language)
            offline.write_offline(site_dir, self.plan, self._addresses, enabled=self._keeps)

    def _say(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Log for people and for `--strict`; the door reads the value that rides along."""
        for each in diagnostics:
            log.warning("%s: %s %s", each.location.path, each.message, each.hint, extra={"diagnostic": each})


def _asset_file(module: ModulePlan, asset: AssetPlan, config: MkDocsConfig) -> File:
    tree = module.subject.tree
    made = partial(File.generated, config, asset.uri, inclusion=InclusionLevel.NOT_IN_NAV)
    if asset.svg:
        return made(content=asset.svg)
    if isinstance(tree, DirTree):  # a video is copied, never held in memory
        return made(abs_src_path=str(tree.root / asset.path))
    return made(content=tree.read(asset.path))
