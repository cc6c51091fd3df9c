"""What a page is told, and when."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from chapbook.diag.diagnostic import Diagnostic, Location, Severity, Span
from chapbook.site.preview.news import Failure, News, Shown, message_for

PAGE = "tea/index.html"


def finding(severity: Severity, line: int) -> Diagnostic:
    return Diagnostic(
        code="L301",
        slug="link",
        severity=severity,
        message="It leads nowhere.",
        location=Location("modules/tea/a.md", Span(line, 1, line, 2)),
        hint="Mend it.",
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "tea").mkdir()
    (tmp_path / PAGE).write_text("tea")
    return tmp_path


@pytest.fixture
def shown(site: Path) -> Shown:
    return Shown().after_build(site, "/", None)


def test_a_page_loads_again_only_when_it_changed(site: Path, shown: Shown) -> None:
    assert message_for(shown, PAGE, 0)["reload"] is True
    assert message_for(shown, PAGE, 1)["reload"] is False
    other = shown.after_build(site, "/", frozenset({"milk/index.html"}))
    assert message_for(other, PAGE, 1)["reload"] is False
    assert message_for(other, PAGE, 1)["files"] == []
    own = other.after_build(site, "/", frozenset({PAGE}))
    assert message_for(own, PAGE, 1)["reload"] is True
    assert message_for(own, PAGE, 2)["reload"] is True
    assert message_for(own, PAGE, 3)["reload"] is False


def test_it_hears_of_files_that_a_page_may_have_loaded(site: Path, shown: Shown) -> None:
    files = frozenset(
        {"assets/a b.css", "tea/cup.png", "sw.js", "tea/offline.json", "feed.xml", "x/index.html"}
    )
    after = shown.after_build(site, "/courses/", files)
    assert message_for(after, PAGE, 1)["files"] == ["/courses/assets/a%20b.css", "/courses/tea/cup.png"]
    assert message_for(after, PAGE, 2)["files"] == []
    many = shown.after_build(site, "/", frozenset(f"{n}.css" for n in range(500)))
    assert message_for(many, PAGE, 1)["all"] is True
    assert len(message_for(many, PAGE, 1)["files"]) <= 100


def test_a_page_that_went(site: Path, shown: Shown) -> None:
    (site / PAGE).unlink()
    gone = shown.after_build(site, "/", frozenset({PAGE}))
    told = message_for(gone, PAGE, 1)
    assert (told["gone"], told["broken"], told["reload"]) == (True, False, False)
    told = message_for(replace(gone, broken=frozenset({"tea"})), PAGE, 1)
    assert (told["gone"], told["broken"], told["reload"]) == (True, True, False)


def test_a_failure_keeps_the_page_and_is_forgotten_by_the_next_site(site: Path, shown: Shown) -> None:
    failed = replace(shown, failure=Failure("It broke.", "Mend it."))
    told = message_for(failed, PAGE, 1)
    assert told["failure"] == {"message": "It broke.", "hint": "Mend it."}
    assert told["reload"] is False
    assert message_for(failed.after_build(site, "/", frozenset()), PAGE, 1)["failure"] is None


def test_findings_of_its_module_the_worst_first_and_not_without_end(shown: Shown) -> None:
    found = (finding(Severity.INFO, 1), finding(Severity.WARNING, 2), finding(Severity.ERROR, 3))
    told = message_for(replace(shown, findings={"tea": found, "milk": found * 9}), PAGE, 1)
    assert [each["place"] for each in told["findings"]] == [f"modules/tea/a.md:{n}" for n in (3, 2, 1)]
    many = replace(shown, findings={"tea": tuple(finding(Severity.ERROR, n) for n in range(200))})
    told = message_for(many, PAGE, 1)
    assert (len(told["findings"]), told["count"]) == (50, 200)


def test_before_the_first_build_there_is_nothing_to_load() -> None:
    told = message_for(Shown(), PAGE, -1)
    assert (told["reload"], told["gone"], told["all"]) == (False, False, True)


def test_who_waits_hears_of_what_is_shown_and_of_the_end(shown: Shown) -> None:
    news, heard = News(), []

    def listen() -> None:
        serial = -1
        while (now := news.after(serial, 60)) is not None:
            serial = now.serial
            heard.append(now.version)

    thread = threading.Thread(target=listen)
    with news.looking("tea"):
        assert news.looked_at() == {"tea"}
        thread.start()
        news.show(shown)
    assert news.looked_at() == frozenset()
    news.close()
    thread.join(60)
    assert not thread.is_alive()
    assert news.shown.serial == 1
    assert set(heard) <= {0, 1}
    assert news.after(-1, 60) is None


def test_silence_ends_too(shown: Shown) -> None:
    news = News()
    now = news.after(0, 0.001)
    assert now is not None
    assert now.serial == 0
