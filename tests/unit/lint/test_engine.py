"""The engine: places, severities, ignores, order."""

from __future__ import annotations

from collections.abc import Iterator

from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import DataPath, Finding, Place, Severity, Span
from chapbook.lint.config import LintConfig, profile_for
from chapbook.lint.engine import run
from chapbook.lint.rule import Rule, with_module
from chapbook.model.module import Module, Status
from chapbook.model.reader import read_module
from chapbook.model.subject import Subject
from chapbook.source.document import Document
from chapbook.tree.tree import MemoryTree, RelPath

FILE = RelPath("module.yml")
TEXT = "id: git\nlessons:\n  - a.md\n"


def finding(code: str, place: Place, message: str = "Something is wrong.") -> Finding:
    return Finding(code=code, message=message, place=place)


def subject(*findings: Finding, status: Status | None = Status.PUBLISHED) -> Subject:
    spans: dict[DataPath, Span] = {
        (): Span(1, 1, 4, 1),
        ("id",): Span(1, 5, 1, 8),
        ("lessons",): Span(3, 3, 4, 1),
        ("lessons", 0): Span(3, 5, 3, 9),
    }
    document = Document(
        path="module.yml",
        data={"id": "git", "lessons": ["a.md"]},
        spans=spans,
        key_spans={("id",): Span(1, 1, 1, 3)},
    )
    return Subject(
        tree=MemoryTree({"module.yml": TEXT.encode()}),
        module=None if status is None else Module(id="git", status=status),
        documents={FILE: document},
        texts={FILE: TEXT},
        findings=findings,
    )


def resolved(place: Place) -> tuple[Span, str]:
    (only,) = run(subject(finding("S105", place)), LintConfig(), rules=()).diagnostics
    return only.location.span, only.excerpt


def test_a_data_path_becomes_the_span_of_its_value() -> None:
    assert resolved(Place(path="module.yml", data_path=("lessons", 0))) == (Span(3, 5, 3, 9), "  - a.md")


def test_a_key_becomes_the_span_of_the_key() -> None:
    assert resolved(Place(path="module.yml", data_path=("id",), key=True)) == (Span(1, 1, 1, 3), "id: git")


def test_a_missing_value_falls_back_to_its_nearest_parent() -> None:
    assert resolved(Place(path="module.yml", data_path=("lessons", 7, "id")))[0] == Span(3, 3, 4, 1)


def test_what_has_no_place_is_the_whole_file_without_an_excerpt() -> None:
    assert resolved(Place(path="module.yml", data_path=("title",))) == (Span(1, 1, 1, 1), "")
    assert resolved(Place(path="assets/a.png")) == (Span(1, 1, 1, 1), "")


def test_a_span_from_the_reader_wins() -> None:
    span = Span(2, 1, 2, 4)
    assert resolved(Place(path="module.yml", data_path=("id",), span=span)) == (span, "lessons:")


def test_a_span_behind_the_end_of_the_file_has_no_excerpt() -> None:
    assert resolved(Place(path="module.yml", span=Span(99, 1, 99, 1)))[1] == ""


def severity(code: str, config: LintConfig, status: Status | None) -> Severity:
    (only,) = run(
        subject(finding(code, Place(path="module.yml")), status=status), config, rules=()
    ).diagnostics
    return only.severity


def test_the_profile_follows_the_status_unless_it_is_given() -> None:
    by_status = LintConfig()
    assert severity("L301", by_status, Status.DRAFT) is Severity.WARNING
    assert severity("L301", by_status, Status.PUBLISHED) is Severity.ERROR
    assert severity("L301", by_status, None) is Severity.WARNING
    assert severity("L301", LintConfig(profile=Profile.PUBLISH), Status.DRAFT) is Severity.ERROR


def test_ignored_codes_and_families_are_left_out() -> None:
    place = Place(path="module.yml")
    found = subject(finding("S105", place), finding("S106", place), finding("Q501", place))

    def codes(*ignore: str) -> list[str]:
        return [each.code for each in run(found, LintConfig(ignore=frozenset(ignore)), rules=()).diagnostics]

    assert codes() == ["Q501", "S105", "S106"]
    assert codes("S105") == ["Q501", "S106"]
    assert codes("S") == ["Q501"]
    assert codes("") == ["Q501", "S105", "S106"]


def test_entries_that_ignore_nothing_are_named() -> None:
    assert LintConfig(ignore=frozenset({"S105", "Q", "S999", ""})).unknown_codes() == ("", "S999")


def test_findings_of_reading_and_of_rules_are_sorted_together() -> None:
    def check(_: Subject) -> Iterator[Finding]:
        yield finding("S106", Place(path="a.md"))
        yield finding("S106", Place(path="module.yml", data_path=("id",)))

    read = subject(finding("S105", Place(path="module.yml", data_path=("lessons", 0))))

    report = run(read, LintConfig(), rules=(Rule("S106", check),))

    assert [(each.location.path, each.location.span.line) for each in report.diagnostics] == [
        ("a.md", 1),
        ("module.yml", 1),
        ("module.yml", 3),
    ]
    assert report.checked == ("git",)


def test_a_module_that_cannot_be_read_is_judged_like_a_draft() -> None:
    unreadable = read_module(MemoryTree({"module.yml": b"title: Tea: a start"}), name="tea")
    assert profile_for(unreadable, LintConfig()) is Profile.DRAFT
    assert profile_for(unreadable, LintConfig(profile=Profile.IMPORT)) is Profile.IMPORT
    assert profile_for(read_module(MemoryTree({}), name="tea"), LintConfig()) is Profile.PUBLISH


def test_rules_that_need_the_module_rest_when_it_is_unreadable() -> None:
    def check(_: Subject, module: Module) -> Iterator[Finding]:
        yield finding("S106", Place(path=module.id))

    rules = (Rule("S106", with_module(check)),)

    assert run(subject(status=None), LintConfig(), rules=rules).diagnostics == ()
    assert len(run(subject(), LintConfig(), rules=rules).diagnostics) == 1
