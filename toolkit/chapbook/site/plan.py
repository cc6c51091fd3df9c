"""Which pages a site has, as frozen values: modules in, `SitePlan` out. Pure; knows nothing of MkDocs.

Addresses follow the author's files. `uri` is the Markdown file that a page pretends to be (`slug/lessons/why.md`);
own modules stand at `/slug/…`, imported ones at `/imported/petname/slug/…`. What cannot be built is left out
with a warning and never takes another page with it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from chapbook.diag.diagnostic import Diagnostic
from chapbook.model.minutes import step_minutes
from chapbook.model.module import Lesson, Module, Quiz, Step
from chapbook.model.subject import Subject
from chapbook.site import notices
from chapbook.site.assets import AssetPlan, plan_assets, say_settings
from chapbook.site.comes_back import comes_back
from chapbook.site.translations import FOLDER, languages_of, original_path, shared_hashes, translated
from chapbook.site.words import ORIGINAL, words
from chapbook.workspace.load import LoadedModule
from chapbook.workspace.workspace import ModuleFolder

CATALOGUE_URI = "index.md"
LEARNING_URI = "learning.md"
REVIEWS_URI = "review.md"
RESERVED_SLUGS = frozenset(
    {
        *("assets", "imported", "learning", "review", "search", "stylesheets", "javascripts"),
        *(
            "index.html",
            "404.html",
            "offline.html",
            "learning.html",
            "review.html",
            "sitemap.xml",
            "sitemap.xml.gz",
        ),
        *("feed.xml", "sw.js", "manifest.webmanifest"),
    }
)
"""First folders, and files, of addresses that the site itself uses."""


class PageKind(StrEnum):
    """What a page shows."""

    CATALOGUE = "catalogue"
    MODULE = "module"
    LESSON = "lesson"
    QUIZ = "quiz"
    COMPLETION = "completion"
    LEARNING = "learning"
    REVIEW = "review"
    REVIEWS = "reviews"
    ATTRIBUTION = "attribution"
    PRINT = "print"


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePlan:
    """One page. `number` counts a module's steps from 1; `minutes` is 0 where it makes no sense.

    `language` is the page's, from which the interface has its own; `text_language` is the text's, where that is not
    translated.
    """

    kind: PageKind
    uri: str
    title: str
    description: str = ""
    step: Step | None = None
    number: int = 0
    minutes: int = 0
    language: str = ORIGINAL
    text_language: str = ""

    @property
    def is_translated(self) -> bool:
        """Say whether the text is in the page's language."""
        return self.text_language in ("", self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModulePlan:
    """One module's part of the site, in one language. `steps` are the pages of its lessons and quizzes, in order.

    A translation names the key of its original as `source`, and by `hashes` the questions that share their answers.
    """

    key: str
    petname: str
    module: Module
    loaded: LoadedModule
    overview: PagePlan
    completion: PagePlan
    attribution: PagePlan
    printed: PagePlan
    steps: tuple[PagePlan, ...]
    assets: tuple[AssetPlan, ...]
    minutes: int
    review: PagePlan | None = None
    source: str = ""
    hashes: Mapping[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> Subject:
        """Give what was read of the module."""
        return self.loaded.subject

    @property
    def imported(self) -> bool:
        """Say whether it came from a peer."""
        return bool(self.petname)

    @property
    def pages(self) -> tuple[PagePlan, ...]:
        """Give all pages: overview, steps, review where there is one, completion, attribution, the whole to print."""
        review = (self.review,) if self.review else ()
        return (self.overview, *self.steps, *review, self.completion, self.attribution, self.printed)

    def neighbours(self, page: PagePlan) -> tuple[PagePlan | None, PagePlan | None]:
        """Give the steps before and after a step; None at the module's borders and for other pages."""
        if page not in self.steps:
            return None, None
        at = self.steps.index(page)
        before = self.steps[at - 1] if at else None
        return before, self.steps[at + 1] if at + 1 < len(self.steps) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlan:
    """The whole site; `modules` are the own ones, then the imported ones, each sorted by key.

    `translations` are the same modules in other languages.
    """

    modules: tuple[ModulePlan, ...]
    catalogue: PagePlan
    learning: PagePlan
    reviews: PagePlan
    diagnostics: tuple[Diagnostic, ...] = ()
    translations: tuple[ModulePlan, ...] = ()

    @property
    def editions(self) -> tuple[ModulePlan, ...]:
        """Give every module in every language."""
        return self.modules + self.translations

    def pages(self) -> Iterator[tuple[PagePlan, ModulePlan | None]]:
        """Give every page with its module (None for the catalogue and the learner's own pages)."""
        yield self.catalogue, None
        yield self.learning, None
        yield self.reviews, None
        for module in self.editions:
            for page in module.pages:
                yield page, module


def source_root(folder: ModuleFolder) -> str:
    """Give the module's folder as the workspace has it: `modules/SLUG` or `imported/PETNAME/SLUG`."""
    return f"imported/{folder.petname}/{folder.slug}" if folder.petname else f"modules/{folder.slug}"


def plan_site(
    loaded: Iterable[LoadedModule], title: str = "Modules", description: str = "", language: str = ORIGINAL
) -> SitePlan:
    """Decide which pages there are and where; own modules should come first in `loaded`."""
    planned: list[ModulePlan] = []
    translations: list[ModulePlan] = []
    said: list[Diagnostic] = []
    for each in sorted(loaded, key=lambda one: (bool(one.folder.petname), one.folder.key)):
        say_settings(each, source_root(each.folder), said)
        result = _plan_module(each, said)
        if result is not None:
            planned.append(result)
            translations += _plan_translations(result, said)
    catalogue, learning, reviews = own_pages(title, description, language)
    return SitePlan(
        modules=tuple(planned),
        catalogue=catalogue,
        learning=learning,
        reviews=reviews,
        diagnostics=tuple(said),
        translations=tuple(translations),
    )


def own_pages(title: str, description: str, language: str) -> tuple[PagePlan, PagePlan, PagePlan]:
    """Give the site's own pages: the catalogue, what the learner has begun, what is due."""
    catalogue = PagePlan(
        kind=PageKind.CATALOGUE, uri=CATALOGUE_URI, title=title, description=description, language=language
    )
    learning = _own_page(PageKind.LEARNING, LEARNING_URI, language)
    return catalogue, learning, _own_page(PageKind.REVIEWS, REVIEWS_URI, language)


def _own_page(kind: PageKind, uri: str, language: str) -> PagePlan:
    t = words(language).t
    name = kind.value
    return PagePlan(
        kind=kind, uri=uri, title=t(f"{name}.title"), description=t(f"{name}.lead"), language=language
    )


def _plan_module(loaded: LoadedModule, said: list[Diagnostic]) -> ModulePlan | None:
    folder, module = loaded.folder, loaded.subject.module
    root = source_root(folder)
    if module is None:
        said.append(notices.module_left_out(root, "its module.yml is missing or cannot be read"))
        return None
    if not folder.petname and folder.slug in RESERVED_SLUGS:
        reason = f"the site uses the address /{folder.slug}/ itself; give the folder another name"
        said.append(notices.module_left_out(root, reason))
        return None
    title = module.title or module.id or folder.slug
    taken = {f"{folder.key}/{name}" for name in ("index", "completion", "attribution", "print", "review")}
    steps = tuple(_plan_steps(loaded, module, taken, said))
    total = module.minutes if module.minutes is not None else sum(page.minutes for page in steps)
    return ModulePlan(
        key=folder.key,
        petname=folder.petname,
        module=module,
        loaded=loaded,
        overview=PagePlan(
            kind=PageKind.MODULE,
            uri=f"{folder.key}/index.md",
            title=title,
            description=module.summary,
            minutes=total,
            language=module.language,
        ),
        completion=PagePlan(
            kind=PageKind.COMPLETION,
            uri=f"{folder.key}/completion.md",
            title=words(module.language).t("completion.title"),
            description=module.title,
            language=module.language,
        ),
        attribution=PagePlan(
            kind=PageKind.ATTRIBUTION,
            uri=f"{folder.key}/attribution.md",
            title=words(module.language).t("credits.title_of", title=title),
            language=module.language,
        ),
        printed=PagePlan(
            kind=PageKind.PRINT,
            uri=f"{folder.key}/print.md",
            title=words(module.language).t("print.title_of", title=title),
            description=module.summary,
            language=module.language,
        ),
        review=_plan_review(folder.key, title, module, steps),
        steps=steps,
        assets=tuple(plan_assets(loaded, source_root(loaded.folder), said)),
        minutes=total,
    )


def _plan_review(key: str, title: str, module: Module, steps: tuple[PagePlan, ...]) -> PagePlan | None:
    if not any(comes_back(question) for page in steps if page.step for question in page.step.questions):
        return None
    texts = words(module.language)
    return PagePlan(
        kind=PageKind.REVIEW,
        uri=f"{key}/review.md",
        title=texts.t("review.title_of", title=title),
        description=texts.t("review.lead"),
        language=module.language,
    )


def _plan_translations(original: ModulePlan, said: list[Diagnostic]) -> Iterator[ModulePlan]:
    for language in languages_of(original.subject):
        key = f"{original.key}/{language}"
        if any(page.uri.startswith(f"{key}/") for page in original.pages):
            path = f"{source_root(original.loaded.folder)}/{FOLDER}/{language}"
            said.append(notices.page_left_out(path, f"a lesson has the address {language}/"))
            continue
        # What was said about the original is not said again about each translation.
        plan = _plan_module(translated(original.loaded, language), [])
        if plan is None:
            continue
        steps = tuple(
            page
            if page.step is None or page.step.path.startswith(f"{FOLDER}/")
            else replace(page, text_language=original.module.language)
            for page in plan.steps
        )
        hashes = shared_hashes(original.module, plan.module)
        assets = tuple(
            plan_assets(plan.loaded, source_root(plan.loaded.folder), said, f"{FOLDER}/{language}/")
        )
        yield replace(plan, source=original.key, steps=steps, hashes=hashes, assets=assets)


def _plan_steps(
    loaded: LoadedModule, module: Module, taken: set[str], said: list[Diagnostic]
) -> Iterator[PagePlan]:
    key, root, number = loaded.folder.key, source_root(loaded.folder), 0
    readable = {step.path for step in module.steps}
    for path in module.listed:
        if path not in readable:
            said.append(notices.page_left_out(f"{root}/{path}", "the file is missing or cannot be read"))
    for step in (*module.steps, *module.unlisted_quizzes):
        address = f"{key}/{_stem(original_path(step.path))}"
        if address in taken:
            said.append(notices.page_left_out(f"{root}/{step.path}", "another page has the same address"))
            continue
        if isinstance(step, Lesson) and step.path not in loaded.subject.outlines:
            said.append(notices.page_left_out(f"{root}/{step.path}", "its text cannot be read"))
            continue
        taken.add(address)
        number += 1
        yield PagePlan(
            kind=PageKind.QUIZ if isinstance(step, Quiz) else PageKind.LESSON,
            uri=f"{address}.md",
            title=step.title or step.id or posixpath.basename(address),
            description=module.title,
            step=step,
            number=number,
            minutes=step_minutes(loaded.subject, step),
            language=module.language,
        )


def _stem(path: str) -> str:
    stem = posixpath.splitext(path)[0]
    # MkDocs makes a folder's index page of README.md too, so the two names are one address.
    folder, name = posixpath.split(stem)
    return posixpath.join(folder, "index") if name == "README" else stem
