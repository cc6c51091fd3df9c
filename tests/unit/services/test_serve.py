"""The rounds of a preview: build, tell, check, tell again. The builder is a fake; files, rules and server are real."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from chapbook.diag.diagnostic import Diagnostic
from chapbook.diag.errors import OperationFailed
from chapbook.services.serve import Round, Rounds, ServeOptions, _names
from chapbook.services.serve_findings import Findings, key_of, modules_of
from chapbook.site import notices
from chapbook.site.preview.builds import Built
from chapbook.site.preview.gathering import Changes
from chapbook.site.preview.news import News
from chapbook.site.preview.scope import Scope
from chapbook.site.preview.server import open_server
from chapbook.site.preview.watch import Watcher
from support.sites import small_module, write_workspace

TROUBLE = "\n![](nothing.png)\n"


@dataclass
class Builder:
    """Gives what it is told to; remembers what it was asked."""

    site: Path
    diagnostics: tuple[Diagnostic, ...] = ()
    failure: str = ""
    asked: list[frozenset[Path] | None] = field(default_factory=list)

    def build(self, changed: frozenset[Path] | None) -> Built:
        self.asked.append(changed)
        if self.failure:
            raise OperationFailed("site-not-built", self.failure, "Mend it.")
        return Built(
            site=self.site, changed=None if changed is None else frozenset(), diagnostics=self.diagnostics
        )


@dataclass
class Desk:
    """A preview of a workspace with two modules, one round at a time."""

    root: Path
    builder: Builder
    news: News
    watcher: Watcher
    rounds: Rounds
    told: list[Round]

    @property
    def lesson(self) -> Path:
        return self.root / "modules" / "tea" / "lessons" / "why.md"

    def save(self, path: Path, text: str) -> Round:
        path.write_text(text)
        return self.changed(path)

    def changed(self, *paths: Path) -> Round:
        self.rounds.step(Changes(frozenset(paths)))
        return self.told[-1]

    def codes(self, module: str = "tea") -> list[str]:
        return [each.code for each in self.news.shown.findings.get(module, ())]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    workspace = write_workspace(
        tmp_path, {"tea": small_module(), "imported/ana/cups": small_module("cups", 1)}
    )
    (tmp_path / "site").mkdir()
    news, told = News(), list[Round]()
    server = open_server("127.0.0.1", 0, news)
    watcher, builder = Watcher(Scope(workspace.root)), Builder(tmp_path / "site")
    options = ServeOptions(start=tmp_path / "modules")
    rounds = Rounds(builder, server, watcher, options, told.append)
    rounds.step(Changes(everything=True))
    yield Desk(tmp_path, builder, news, watcher, rounds, told)
    server.server_close()


def test_only_what_changed_is_checked_and_only_what_is_new_is_told(desk: Desk) -> None:
    assert (desk.told[0].number, desk.told[0].changed, desk.builder.asked) == (1, (), [None])
    good = desk.lesson.read_text()
    desk.save(desk.lesson, good)
    before = len(desk.codes())
    done = desk.save(desk.lesson, good + TROUBLE)
    assert done.changed == ("tea/lessons/why.md",)
    assert done.found is not None
    new = [(each.code, each.location.path) for each in done.found.new.diagnostics]
    assert ("L302", "tea/lessons/why.md") in new
    assert desk.codes("imported/ana/cups") == []
    assert len(desk.codes()) == before + len(new)
    again = desk.save(desk.lesson, good.replace("---\n\n", "---\n\n\n\n") + TROUBLE).found
    assert again is not None
    assert (again.new.diagnostics, again.mended) == ((), 0), "the same, some lines below"
    mended = desk.save(desk.lesson, good).found
    assert mended is not None
    assert mended.mended == len(new)
    assert len(desk.codes()) == before


def test_a_module_is_checked_when_somebody_looks_at_it(desk: Desk) -> None:
    cups = desk.root / "imported" / "ana" / "cups" / "lessons" / "why.md"
    cups.write_text(cups.read_text() + TROUBLE)
    assert desk.codes("imported/ana/cups") == []
    with desk.news.looking("imported/ana/cups"):
        desk.rounds.step(Changes())
        assert "L302" in desk.codes("imported/ana/cups")
        assert len(desk.told) == 1, "nobody saved anything"
        cups.write_text(cups.read_text().replace(TROUBLE, ""))
        desk.changed(desk.lesson)
        assert "L302" not in desk.codes("imported/ana/cups")


def test_a_change_that_waits_comes_before_the_check(desk: Desk) -> None:
    desk.watcher.gathering.add(desk.lesson)
    done = desk.save(desk.lesson, desk.lesson.read_text() + TROUBLE)
    assert done.found is None
    assert desk.codes() == []
    desk.rounds.step(desk.watcher.gathering.take())
    assert "L302" in desk.codes()


def test_a_failure_keeps_the_site_and_the_next_build_forgets_it(desk: Desk) -> None:
    version = desk.news.shown.version
    desk.builder.failure = "mkdocs.yml cannot be used."
    done = desk.save(desk.root / "mkdocs.yml", "site_name: [")
    assert done.failure is not None
    assert desk.news.shown.failure == done.failure
    assert desk.news.shown.version == version
    desk.builder.failure = ""
    assert desk.save(desk.root / "mkdocs.yml", "site_name: Tea").failure is None
    assert desk.news.shown.failure is None


def test_what_is_left_out_is_broken_while_its_folder_is_there(desk: Desk) -> None:
    desk.builder.diagnostics = (
        notices.module_left_out("modules/tea", "its module.yml cannot be read"),
        notices.page_left_out("modules/gone/lessons/a.md", "its text cannot be read"),
        notices.link_unresolved("imported/ana/cups/lessons/why.md", "x.md", "there is no such page"),
    )
    desk.changed(desk.lesson)
    assert desk.news.shown.broken == {"tea"}
    assert "SIT101" in desk.codes()
    assert desk.codes("imported/ana/cups") == ["SIT103"]


def test_a_build_does_not_repeat_what_the_check_says_better(desk: Desk) -> None:
    text = desk.lesson.read_text() + "\n[there](nowhere.md)\n"
    line = text.count("\n")
    said = notices.link_unresolved("modules/tea/lessons/why.md", "nowhere.md", "no such page", line)
    desk.builder.diagnostics = (said,)
    desk.save(desk.lesson, text)
    assert "L301" in desk.codes()
    assert "SIT103" not in desk.codes()


def test_a_module_that_is_deleted_has_no_findings_any_more(desk: Desk) -> None:
    desk.save(desk.lesson, desk.lesson.read_text() + TROUBLE)
    folder = desk.root / "modules" / "tea"
    folder.rename(desk.root / "away")
    done = desk.changed(folder)
    assert done.changed == ("tea (removed)",)
    assert desk.codes() == []
    assert done.found is not None
    assert done.found.mended == 0


def test_settings_are_heard_of_too(desk: Desk) -> None:
    done = desk.save(desk.root / "chapbook.yml", "chek: {}\n")
    assert done.found is not None
    assert [each.location.path for each in done.found.new.diagnostics] == ["../chapbook.yml"]


def test_why_it_looks_itself_is_said_once(desk: Desk) -> None:
    desk.watcher.reason = "The limit is reached."
    desk.changed(desk.lesson)
    desk.changed(desk.lesson)
    assert [each.notice.message for each in desk.told if each.notice] == [
        "The limit is reached. Changes are found by looking at all files now and then, which takes longer."
    ]


def test_names_of_what_changed(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).touch()
    paths = frozenset(tmp_path / name for name in ("a.md", "helper.tmp", "b.md", "gone/c.md"))
    assert _names(paths, tmp_path) == ("a.md", "b.md", "gone/c.md (removed)")


def test_whose_file_it_is(tmp_path: Path) -> None:
    paths = (
        "modules/tea/a.md",
        "modules/tea",
        "modules",
        "imported/ana",
        "imported/ana/cups/x",
        "mkdocs.yml",
    )
    assert modules_of((tmp_path / path for path in paths), tmp_path) == {"tea", "imported/ana/cups"}
    assert modules_of([Path("/elsewhere/modules/tea")], tmp_path) == frozenset()
    assert key_of(Path("modules/tea/a.md")) == "tea"


def test_a_module_without_anything_in_it_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "modules" / "empty").mkdir(parents=True)
    findings = Findings(tmp_path, tmp_path)
    findings.after_build(())
    findings.check("empty")
    findings.check("nowhere")
    assert "nowhere" not in findings.shown
