"""Render what an edit changed in a child, while its parent imports MkDocs, which takes longer than the rendering.

The parent takes what it would have made itself: of the same bytes, for addresses of the same kind, and with the same
answers from other modules. Whatever goes wrong in the child, its parent renders as if there had been none.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO, NamedTuple

from chapbook.site.child import end_with, may_fork, processors
from chapbook.site.content import Content
from chapbook.site.face import Face, Faces, known_faces
from chapbook.site.facts import face_of
from chapbook.site.facts_form import answer_of
from chapbook.site.links import Addresses
from chapbook.site.look import Look
from chapbook.site.plan import PageKind, SitePlan, plan_site
from chapbook.site.rendering import render_page
from chapbook.site.result import BuildOptions
from chapbook.tree.disk import DirTree, content_of
from chapbook.workspace.load import load_alone
from chapbook.workspace.workspace import ModuleFolder

_MOST = 7
"""Modules that are begun with; more are made on all processors anyway (`pool.py`)."""


class Begun(NamedTuple):
    """A module whose pages are rendered: `insides` by the page's `uri`, made with these answers of other modules.

    `content` stands for the bytes that it was read from. `plan` holds whether they can be used or not.
    """

    content: str
    plan: SitePlan
    insides: Mapping[str, Content]
    directory_urls: bool
    asked: Mapping[str, str]

    def fits(self, known: Mapping[str, Face], directory_urls: bool) -> bool:
        """Say whether its pages would be rendered alike with these faces and addresses."""
        return directory_urls == self.directory_urls and all(
            answer_of(known.get(question)) == answer for question, answer in self.asked.items()
        )


class HeadStart:
    """What a child tells of the modules that it renders, in their order, as they are done."""

    def __init__(self, told: BinaryIO) -> None:
        self._told = told
        self._begun: dict[str, Begun] = {}
        self._is_over = False

    def take(self, key: str, content: str) -> Begun | None:
        """Give a module that was made of this content, once it is rendered; None when the child does not have it."""
        while key not in self._begun and not self._is_over:
            try:
                name, begun = pickle.load(self._told)
                self._begun[name] = begun
            except (EOFError, OSError, pickle.UnpicklingError):  # it is through, or gone
                self._is_over = True
        found = self._begun.get(key)
        return found if found is not None and found.content == content else None


@contextmanager
def head_start(options: BuildOptions, look: Look | None) -> Iterator[HeadStart | None]:
    """Begin with the few modules that changed, where a processor is free for it; None elsewhere."""
    folders = _worth_it(options, look)
    if not folders or not may_fork():
        yield None
        return
    reading, writing = os.pipe()
    parent = os.getpid()
    try:
        child = os.fork()
    except OSError:  # there are too many processes
        os.close(reading)
        os.close(writing)
        yield None
        return
    if not child:
        try:
            os.close(reading)
            _render_all(parent, folders, not options.portable, writing)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        try:
            yield HeadStart(told)
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _worth_it(options: BuildOptions, look: Look | None) -> Sequence[ModuleFolder]:
    """Give the modules to begin with. Those of strangers are rendered within limits only: `bounded.py`."""
    if look is None or look.whole or len(look.dirty) > _MOST or (options.jobs or processors()) < 2:
        return ()
    return [each for each in look.folders if each.key in look.dirty and not each.petname]


def _render_all(parent: int, folders: Sequence[ModuleFolder], directory_urls: bool, writing: int) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    end_with(parent)
    with os.fdopen(writing, "wb") as told:
        for folder in folders:
            begun = None
            with suppress(Exception):  # the parent meets it as well, and says what is wrong
                begun = begun_with(folder, directory_urls)
            if begun is not None:
                pickle.dump((folder.key, begun), told, pickle.HIGHEST_PROTOCOL)
                told.flush()


def begun_with(folder: ModuleFolder, directory_urls: bool) -> Begun | None:
    """Render a module's pages; None when it has none, or somebody wrote to it meanwhile."""
    tree = DirTree(folder.path)
    content = content_of(tree)
    plan = plan_site([load_alone(folder, tree)])
    if not plan.modules:
        return None
    known = known_faces([face_of(plan.modules[0], plan.editions)])
    faces = Faces(known)
    addresses = Addresses(plan.editions, faces, directory_urls)
    insides = {
        page.uri: render_page(page, module, addresses)
        for module in plan.editions
        for page in module.pages
        if page.kind is not PageKind.PRINT  # which is put together from the others
    }
    if [*DirTree(folder.path).stamps()] != [*tree.stamps()]:
        return None
    asked = {question: answer_of(known.get(question)) for question in faces.asked}
    return Begun(content, plan, insides, directory_urls, asked)
