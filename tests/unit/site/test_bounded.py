"""Pages of strangers end, or are ended: in bounded time and memory, and no other page suffers."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chapbook.diag.diagnostic import Severity
from chapbook.site import bounded, rendering
from chapbook.site.bounded import BoundedRenderer, RenderLimits
from chapbook.site.content import Content
from chapbook.site.plan import PageKind, SitePlan, plan_site
from chapbook.site.rendering import MAX_HEADINGS, render_page
from chapbook.site.whole import addresses_of
from chapbook.source.markup import render_markdown
from support.heavy_markdown import HEAVY, heavy_texts
from support.sites import SINGLE, loaded, module_yml, small_module
from support.threats import Threats

SIZE = 5_000
SMALL = RenderLimits(processor_seconds=0.5, seconds=60, stopped=1_000)
ENDLESS = HEAVY["brackets in pairs"](16_000)
needs_timer = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no such timers here")


def site_of(**bodies: str) -> SitePlan:
    """Plan a hostile module of ana's beside a good one of hers and an own one."""
    good = small_module("cups", 1, one=f"## A\n\n*b* [c](two.md)\n\n{SINGLE}", two="d")
    return plan_site(
        [
            loaded(small_module("tea", 0)),
            loaded(small_module("evil", 2, **bodies), "evil", "ana"),
            loaded(good | {"CHANGELOG.md": "## 1.0.0\n\n- *New*"}, "cups", "ana"),
        ]
    )


@contextmanager
def renderer(plan: SitePlan, limits: RenderLimits = SMALL) -> Iterator[BoundedRenderer]:
    """Give a renderer and close it."""
    made = BoundedRenderer(plan.editions, addresses_of(plan, True), limits)
    yield made
    made.close()


def rendered(plan: SitePlan, limits: RenderLimits = SMALL) -> dict[str, Content]:
    """Render all pages but those that are put together of others."""
    with renderer(plan, limits) as made:
        return {
            page.uri: made.page(page, module)
            for page, module in plan.pages()
            if module is not None and page.kind is not PageKind.PRINT
        }


def of_others(contents: dict[str, Content]) -> dict[str, Content]:
    return {uri: each for uri, each in contents.items() if "/evil/" not in uri}


@needs_timer
def test_every_heavy_text_ends_or_is_ended_and_no_other_page_suffers(threats: Threats) -> None:
    texts = heavy_texts(SIZE)
    assert len(texts) >= 70
    plan = site_of(**{f"n{number}": text for number, text in enumerate(texts.values())})
    contents = rendered(plan)
    alone = rendered(plan_site([loaded(small_module("tea", 0)), plan.modules[1].loaded]))
    assert of_others(contents) == alone
    said = [each for content in contents.values() for each in content.diagnostics]
    assert {each.code for each in said} <= {"SIT102", "SIT103", "SIT104", "SIT105"}
    assert all(each.location.path.startswith("imported/ana/evil/lessons/n") for each in said)
    stopped = [each for each in said if each.code == "SIT105"]
    assert all(each.location.path in each.message for each in stopped)
    assert all(each.severity is Severity.ERROR for each in stopped)
    assert 3 <= len(stopped) < len(texts) / 2, "some are stopped, most come to an end by themselves"
    threats.record(
        "Pages of strangers",
        "Markdown made to be slow, deep or large",
        tried=len(texts),
        refused=0,
        harmless=len(texts),
        control="without the limits one of them does not end",
    )


def test_control_without_the_child_it_does_not_end() -> None:
    code = f"from chapbook.source.markup import render_markdown; print(1, flush=True); render_markdown({ENDLESS!r})"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"1\n", "it has begun"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2)
        process.kill()


@needs_timer
def test_after_three_stopped_pages_the_rest_of_a_module_is_not_tried() -> None:
    plan = site_of(a=ENDLESS, b=ENDLESS, c=ENDLESS, d=ENDLESS, e="fine")
    contents = rendered(plan, RenderLimits(processor_seconds=0.5, seconds=60))
    said = [each.message for content in contents.values() for each in content.diagnostics]
    assert [each.count("processor time") for each in said] == [1, 1, 1, 0, 0]
    assert "not tried" in said[3]
    assert "not tried" in said[4]
    assert "<h2" in contents["imported/ana/cups/lessons/one.md"].html


def test_patience_ends_what_takes_no_processor_time_too() -> None:
    plan = site_of(a=ENDLESS)
    limits = RenderLimits(processor_seconds=1_000, seconds=0.5)
    with renderer(plan, limits) as made:
        content = made.page(plan.modules[2].steps[0], plan.modules[2])
    assert ["0.5 seconds" in each.message for each in content.diagnostics] == [True]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts addresses")
def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "may_fork", lambda: True)
    plan = site_of(a="fine", b="greedy")

    def greedy(*args: object) -> Content:
        if args[0] is plan.modules[2].steps[1]:
            bytearray(256 * 2**20)
        return render_page(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(bounded, "render_page", greedy)
    said = [
        each.message
        for content in rendered(plan, RenderLimits(memory=32 * 2**20, seconds=60)).values()
        for each in content.diagnostics
    ]
    assert ["32 MiB of memory" in each for each in said] == [True]
    control = rendered(plan, RenderLimits(seconds=60))
    assert [content for content in control.values() if content.diagnostics] == []


@pytest.mark.skipif(sys.platform != "linux", reason="a new interpreter would not have the fault")
def test_a_fault_of_the_renderer_leaves_out_that_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "may_fork", lambda: True)
    plan = site_of(a="fault")

    def faulty(*args: object) -> Content:
        if args[0] is plan.modules[2].steps[0]:
            raise AssertionError
        return render_page(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(bounded, "render_page", faulty)
    contents = rendered(plan)
    assert [each.code for content in contents.values() for each in content.diagnostics] == ["SIT105"]


def test_a_new_interpreter_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = site_of(a=f"# A\n\n{SINGLE}\n\n$x^2$")
    expected = rendered(plan)
    monkeypatch.setattr(bounded, "may_fork", lambda: False)
    assert rendered(plan) == expected


def test_closing_ends_the_child_whatever_it_does() -> None:
    plan = site_of(a="x")
    made = BoundedRenderer(plan.editions, addresses_of(plan, True))
    child = made._child
    assert child is not None
    assert child._process.is_alive()
    made.close()
    assert not child._process.is_alive()
    made.close()


def test_without_imported_modules_there_is_no_child() -> None:
    plan = plan_site([loaded(small_module())])
    with renderer(plan) as made:
        assert made.page(plan.modules[0].steps[0], plan.modules[0]).html == "<p>First words.</p>"
        assert made._child is None


def test_an_imported_page_may_not_be_larger_than_bundles_carry() -> None:
    large = "a " * 40_000
    plan = site_of(a=large, b="# a\n\n" * (MAX_HEADINGS + 1), c="# a\n\n" * MAX_HEADINGS)
    contents = rendered(plan)
    said = [each.message for content in contents.values() for each in content.diagnostics]
    assert len(said) == 2
    assert "64 KiB are allowed" in said[0]
    assert f"more than {MAX_HEADINGS} headings" in said[1]
    own = plan_site([loaded(small_module("tea", 0, a=large, b="# a\n\n" * (MAX_HEADINGS + 1)))])
    assert [each.diagnostics for each in rendered(own).values()] == [()] * 5, "one's own may be as large"


def test_the_html_of_all_questions_of_a_page_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "MAX_OUTPUT", most := 50_000)
    hint = "&" * 4_000
    question = "  - id: q{}\n    type: reflect\n    stem: A?\n    hints: ['{}']\n    model_answer: b\n"
    quiz = "id: a\ntitle: A\nquestions:\n" + "".join(question.format(n, hint) for n in range(5))
    files = {"module.yml": module_yml("evil", ("quizzes/a.yml",)), "quizzes/a.yml": quiz}
    plan = plan_site([loaded(files, "evil", "ana")])
    module = plan.modules[0]
    content = render_page(module.steps[0], module, addresses_of(plan, True))
    assert [each.code for each in content.diagnostics] == ["SIT102"]
    assert len(content.html) < most


def test_lists_too_deep_for_the_renderer_are_refused_not_a_fault_and_spoil_nothing() -> None:
    ordinary = "*[HTML]: Markup\n\nHTML\n\n- a\n\n!!! note\n    b\n\n[^1] `c`\n\n[^1]: d"
    before = render_markdown(ordinary)
    plan = plan_site([loaded(small_module("tea", 0, a="1. " * 5_000))])
    said = rendered(plan)["tea/lessons/a.md"].diagnostics
    assert ["nested" in each.message for each in said] == [True]
    assert render_markdown(ordinary) == before
