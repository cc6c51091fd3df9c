"""Make the folder of one module, or take it from what was kept. Part of the door to MkDocs.

Runs in the parent or in a child of it; what goes in and comes out is plain.
"""

from __future__ import annotations

import os
import shutil
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig

from chapbook.diag.plain import diagnostic_data
from chapbook.site.bounded import BoundedRenderer
from chapbook.site.context import Contexts, Shared
from chapbook.site.face import Face, Faces, known_faces
from chapbook.site.facts import facts_of
from chapbook.site.facts_form import answer_of, face_of_data, facts_data
from chapbook.site.head_start import Begun, HeadStart
from chapbook.site.links import Addresses
from chapbook.site.module_pages import (
    Edition,
    PageMaker,
    changes_in_feed,
    write_indexes,
    write_module_files,
)
from chapbook.site.out_folder import OutFolder
from chapbook.site.packs import Pack, Packs, require_inside
from chapbook.site.pages import ChapbookPage
from chapbook.site.plan import ModulePlan, SitePlan, plan_site
from chapbook.site.search_shards import terms_of
from chapbook.site.state import NOTHING
from chapbook.site.whole import Site
from chapbook.tree.disk import DirTree, content_of
from chapbook.tree.seen import Seen, look_at
from chapbook.workspace.load import load_alone
from chapbook.workspace.workspace import ModuleFolder

if TYPE_CHECKING:
    from chapbook.workspace.lock import LockEntry

Head = Mapping[str, Any]
"""What is known of a finished module: plain values, which JSON can hold."""


@dataclass(frozen=True, slots=True)
class Task:
    """A module to make, or `facts_only`. `lock` is what the lock file says of an imported one."""

    folder: ModuleFolder
    lock: LockEntry | None = None
    facts_only: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A module whose folder of the site is written, with how it looks. `reused`: it was kept, and not made anew.

    Without `out` nothing is written: the module asks for others that are not known yet.
    """

    key: str
    content: str
    pack: str
    head: Head
    out: Seen | None
    reused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Makers:
    """What making any module takes. `environment` stands for all that is not the module's own; `env` is Jinja's.

    `begun` is what a child has rendered before, which it can tell to one process only.
    """

    environment: str
    config: MkDocsConfig
    env: Any
    front: Site
    shared: Shared
    packs: Packs
    site_dir: Path
    begun: HeadStart | None = None


class ModuleMaker:
    """Makes modules; `known` are the faces of others, None as long as other modules are not known."""

    def __init__(self, makers: Makers, known: Mapping[str, Face] | None) -> None:
        self._makers = makers
        self._known = known
        self._template = makers.env.get_template("main.html")

    def make(self, task: Task) -> Made:
        """Make one. `ChapbookError` when its files cannot be read."""
        tree = DirTree(task.folder.path)
        if task.facts_only:
            return self._anew(task, tree, "", "")
        content = content_of(tree)
        name = pack_name(self._makers.environment, task, content)
        kept = self._makers.packs.find(name)
        if kept is not None and self._still_holds(kept.head):
            made = self._from_pack(task, tree, content, name, kept)
            if made is not None:
                return made
        return self._anew(task, tree, content, name)

    def _still_holds(self, head: Head) -> bool:
        asked = head["asked"]
        if self._known is None:
            return not asked
        own = known_faces([_face_of(head)] if head["facts"] else [])
        known = _Nearest(own, self._known)
        return all(answer_of(known.get(each)) == answer for each, answer in asked.items())

    def _from_pack(self, task: Task, tree: DirTree, content: str, name: str, kept: Pack) -> Made | None:
        folder = self._folder(task)
        if kept.head["facts"]:
            try:
                kept.write_files(folder)
                _copy_assets(tree, kept.head["copied"], task.folder.key, self._makers.site_dir)
            except ValueError:
                shutil.rmtree(folder, ignore_errors=True)
                return None
        return Made(task.folder.key, content, name, kept.head, _out(folder), reused=True)

    def _anew(self, task: Task, tree: DirTree, content: str, name: str) -> Made:
        begun = self._makers.begun.take(task.folder.key, content) if self._makers.begun else None
        plan = begun.plan if begun else plan_site([load_alone(task.folder, tree, task.lock)])
        head: dict[str, Any] = {
            "facts": None,
            "asked": {},
            "said": [diagnostic_data(each) for each in plan.diagnostics],
        }
        head |= {"changes": {}, "copied": [], "version": "", "pages": 0}
        if not plan.modules and not task.facts_only:
            self._makers.packs.write(name, head, "", {})
            return Made(task.folder.key, content, name, head, _out(self._folder(task)))
        if not plan.modules:
            return Made(task.folder.key, content, name, head, None)
        facts = facts_of(plan.modules[0], plan.editions)
        head["facts"] = facts_data(facts)
        if task.facts_only:
            return Made(task.folder.key, content, name, head, None)
        known = _Nearest(known_faces([facts.face]), self._known or {})
        faces = Faces(known)
        if self._known is None and any(each.module.requires for each in plan.editions):
            return Made(task.folder.key, content, name, head, None)
        written = self._write(plan, faces, begun if begun and self._fits(begun, known) else None)
        if self._known is None and not faces.asked <= set(facts.face.names):
            shutil.rmtree(self._folder(task), ignore_errors=True)
            return Made(task.folder.key, content, name, head, None)
        head |= written.head
        head["said"] += [diagnostic_data(each) for page in written.pages for each in page.inside.diagnostics]
        head["asked"] = {each: answer_of(known.get(each)) for each in sorted(faces.asked)}
        if [*DirTree(task.folder.path).stamps()] != [*tree.stamps()]:
            # It was written while it was read, so nobody knows what this is: it is made again next time.
            content, name = "", pack_name(self._makers.environment, task, os.urandom(8).hex())
        self._makers.packs.write(name, head, written.words, written.files)
        return Made(task.folder.key, content, name, head, _out(self._folder(task)))

    def _fits(self, begun: Begun, known: Mapping[str, Face]) -> bool:
        return begun.fits(known, self._makers.config.use_directory_urls)

    def _write(self, plan: SitePlan, faces: Faces, begun: Begun | None) -> _Written:
        makers, config = self._makers, self._makers.config
        addresses = Addresses(plan.editions, faces, config.use_directory_urls)
        if begun is not None:
            faces.asked.update(begun.asked)
        renderer = BoundedRenderer(plan.editions, addresses, ready=begun.insides if begun else None)
        try:
            maker = PageMaker(config, addresses, renderer)
            home = maker.page(makers.front.catalogue)
            editions = [maker.edition(each, home) for each in plan.editions]
            for page in (page for each in editions for page in each.pages):
                page.read_source(config)
        finally:
            renderer.close()
        contexts = Contexts(makers.front, addresses, makers.shared)
        original = plan.modules[0]
        out = OutFolder(makers.site_dir, original.key)
        for each in editions:
            for page in each.pages:
                out.put(page.file.dest_uri, self._page(page, each, contexts))
        for module in plan.editions:
            _publish(module, out)
        entries = write_indexes(out, editions, addresses)
        files = out.listed() if makers.shared.keeps else None
        version = write_module_files(out, original, makers.front.catalogue.title, config, files)
        pages = [page for each in editions for page in each.pages]
        head = {
            "changes": dict(changes_in_feed(editions[0].pages)),
            "copied": out.copied,
            "version": version,
            "pages": len(pages),
        }
        return _Written(head, "\n".join(terms_of(entries)), pages, out.files)

    def _page(self, page: ChapbookPage, edition: Edition, contexts: Contexts) -> bytes:
        config = self._makers.config
        page.render(config, None)  # type: ignore[arg-type]  # it asks for no files
        context = get_context(edition.nav, [], config, page)
        text: str = self._template.render(contexts.page(context, page, edition.nav))
        return text.encode("utf-8", errors="xmlcharrefreplace")

    def _folder(self, task: Task) -> Path:
        return self._makers.site_dir / task.folder.key


@dataclass(frozen=True, slots=True)
class _Written:
    """What was written of a module: `words` for the search of the whole site, `files` by their path in its folder."""

    head: Head
    words: str
    pages: list[ChapbookPage]
    files: Mapping[str, bytes]


class _Nearest(Mapping[str, Face]):
    """Answers as the site gives them: of two modules of one name the one that the site lists first."""

    def __init__(self, own: Mapping[str, Face], known: Mapping[str, Face]) -> None:
        self._own = own
        self._both = ChainMap(dict(own), known)  # type: ignore[arg-type]
        self._known = known

    def __getitem__(self, question: str) -> Face:
        own, other = self._own.get(question), self._known.get(question)
        if own is None or other is None:
            found = own or other
            if found is None:
                raise KeyError(question)
            return found
        return min(own, other, key=lambda face: face.place)

    def __iter__(self) -> Iterator[str]:
        return iter(self._both)

    def __len__(self) -> int:
        return len(self._both)


def pack_name(environment: str, task: Task, content: str) -> str:
    """Name what a module's pages are made of, but for other modules."""
    return _digest(f"{environment}\0{task.folder.key}\0{content}\0{task.lock!r}")


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _face_of(head: Head) -> Face:
    return face_of_data(head["facts"]["face"])


def _out(folder: Path) -> Seen:
    if not folder.is_dir():
        return NOTHING
    return look_at(str(folder), lambda name: False)


def _publish(module: ModulePlan, out: OutFolder) -> None:
    """Write the files that a module publishes."""
    tree = module.subject.tree
    assert isinstance(tree, DirTree)
    for asset in module.assets:
        if asset.svg:
            out.put(asset.uri, asset.svg.encode())
        else:
            out.copy(asset.uri, tree.root / asset.path, asset.path)


def _copy_assets(tree: DirTree, copied: list[list[str]], key: str, site_dir: Path) -> None:
    for uri, path in copied:
        require_inside(uri)
        if path not in tree.paths() or not uri.startswith(f"{key}/"):
            raise ValueError(f"{path} is no file of the module {key}")
        target = site_dir / uri
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tree.root / path, target)
