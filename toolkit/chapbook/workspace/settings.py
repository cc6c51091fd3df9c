"""`chapbook.yml`: the workspace's settings. Every key has a default; a workspace without the file is complete."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import DataPath, Finding, Place
from chapbook.diag.errors import OperationFailed
from chapbook.diag.report import Report
from chapbook.lint.config import FileIgnore, LintConfig, fits_a_code, nearest_code
from chapbook.lint.places import value_at
from chapbook.lint.thresholds import Thresholds, is_usable, with_numbers
from chapbook.model.fields import Field, Shape
from chapbook.model.mapping import MappingReader, Values
from chapbook.model.module import Person
from chapbook.model.subject import Subject
from chapbook.source.document import Document, YamlValue
from chapbook.source.text import decode_utf8
from chapbook.source.yaml_reader import parse_yaml
from chapbook.tree.tree import MemoryTree, RelPath
from chapbook.workspace.workspace import Workspace

SETTINGS_FILE = RelPath("chapbook.yml")


def _text(name: str, doc: str, shape: Shape = Shape.PROSE) -> Field:
    return Field(name=name, shape=shape, doc=doc)


_THRESHOLDS = tuple(
    Field(
        name=each.name,
        shape=Shape.INTEGER if isinstance(each.default, int) else Shape.NUMBER,
        doc=each.metadata["doc"],
    )
    for each in fields(Thresholds)
)

SETTINGS_FIELDS: tuple[Field, ...] = (
    Field(
        name="catalogue",
        shape=Shape.MAPPING,
        doc="The catalogue page.",
        fields=(_text("title", "Its heading."), _text("intro", "A sentence or two below it.")),
    ),
    Field(
        name="check",
        shape=Shape.MAPPING,
        doc="How `chapbook check` works here.",
        fields=(
            Field(name="profile", shape=Shape.CHOICE, doc="How strict.", choices=("draft", "publish")),
            Field(name="ignore", shape=Shape.WORDS, doc="Codes, or beginnings of codes, to leave out."),
            Field(
                name="ignore_in",
                shape=Shape.MAPPINGS,
                doc="Codes to leave out in some files only.",
                fields=(
                    Field(
                        name="files",
                        shape=Shape.WORD,
                        required=True,
                        doc="Which files, such as lessons/old-*; * stands for anything.",
                    ),
                    Field(
                        name="codes",
                        shape=Shape.WORDS,
                        required=True,
                        doc="Codes, or beginnings of codes.",
                    ),
                ),
            ),
            Field(
                name="links",
                shape=Shape.MAPPING,
                doc="How `chapbook check --links` works here.",
                fields=(
                    Field(
                        name="ignore",
                        shape=Shape.WORDS,
                        doc="Addresses that are not asked, such as https://intranet.example/*.",
                    ),
                ),
            ),
            Field(
                name="thresholds",
                shape=Shape.MAPPING,
                doc="From which number on a rule speaks.",
                fields=_THRESHOLDS,
            ),
        ),
    ),
    Field(
        name="publisher",
        shape=Shape.MAPPING,
        doc="Who publishes this site.",
        fields=(_text("name", "Your name."), _text("url", "Your page.", Shape.WORD)),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `chapbook.yml` says. `report` holds what is wrong with the file itself."""

    catalogue_title: str = ""
    catalogue_intro: str = ""
    check: LintConfig = field(default_factory=LintConfig)
    links_ignored: tuple[str, ...] = ()
    publisher: Person | None = None
    report: Report = field(default_factory=lambda: Report(()))


def read_settings(workspace: Workspace) -> Settings:
    """Read the settings; a missing file gives the defaults. `OperationFailed` when the disk says no."""
    try:
        data = workspace.settings.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        message = f"{workspace.settings} cannot be read: {error.strerror}."
        raise OperationFailed("cannot-read", message, "Look at its permissions.") from error
    return parse_settings(data)


def parse_settings(data: bytes) -> Settings:
    """Make settings of the file's bytes; what cannot be used keeps its default and is reported."""
    text, findings = decode_utf8(SETTINGS_FILE, data)
    document, more = parse_yaml(SETTINGS_FILE, text) if text is not None else (None, ())
    values: Values = {}
    problems = [*findings, *more]
    if document is not None and document.data is not None:
        reader = MappingReader(document)
        values = reader.read(document.data, (), SETTINGS_FIELDS, "the workspace")
        problems += [*reader.findings, *_unknown_ignores(document), *_unusable_thresholds(document)]
    catalogue, check, publisher = (_mapping(values, key) for key in ("catalogue", "check", "publisher"))
    name = _word(publisher, "name")
    profile = _word(check, "profile")
    return Settings(
        catalogue_title=_word(catalogue, "title"),
        catalogue_intro=_word(catalogue, "intro"),
        check=LintConfig(
            profile=Profile(profile) if profile else None,
            ignore=_codes(check.get("ignore")),
            ignore_in=_ignore_in(check.get("ignore_in")),
            thresholds=with_numbers(_mapping(check, "thresholds")),
        ),
        links_ignored=_words(_mapping(check, "links").get("ignore")),
        publisher=Person(name=name, url=_word(publisher, "url")) if name else None,
        report=_report(data, text, document, tuple(problems)),
    )


def _unknown_ignores(document: Document) -> Iterator[Finding]:
    own: list[DataPath] = [("check", "ignore")]
    listed = value_at(document, "check", "ignore_in")
    own += [("check", "ignore_in", n, "codes") for n in range(len(listed) if isinstance(listed, list) else 0)]
    for at in (place for each in own for place in _items(document, each)):
        value = value_at(document, *at)
        entry = document.plain.get(at, str(value))
        if value is not None and not isinstance(value, list | dict) and not fits_a_code(entry):
            place = Place(path=SETTINGS_FILE, data_path=at)
            message = f"There is no code “{entry}”, so this line leaves nothing out."
            yield Finding(code="S115", message=message, place=place, hint=nearest_code(entry))


def _items(document: Document, at: DataPath) -> Iterator[DataPath]:
    entries = value_at(document, *at)
    return ((*at, n) for n in range(len(entries) if isinstance(entries, list) else 0))


def _codes(value: YamlValue) -> frozenset[str]:
    return frozenset(str(each) for each in value) if isinstance(value, list) else frozenset()


def _ignore_in(value: YamlValue) -> tuple[FileIgnore, ...]:
    entries = [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    return tuple(
        FileIgnore(files, _codes(each.get("codes")))
        for each in entries
        if isinstance(files := each.get("files"), str)
    )


def _unusable_thresholds(document: Document) -> Iterator[Finding]:
    for name in (each.name for each in _THRESHOLDS if each.shape is Shape.NUMBER):
        at = ("check", "thresholds", name)
        value = value_at(document, *at)
        if isinstance(value, int | float) and not isinstance(value, bool) and not is_usable(value):
            place = Place(path=SETTINGS_FILE, data_path=at)
            message = f"“{name}” must be a number of 0 or more; nothing can be compared with {value}."
            yield Finding(code="S115", message=message, place=place, hint="Write a number such as 1.5.")


def _report(
    data: bytes, text: str | None, document: Document | None, findings: tuple[Finding, ...]
) -> Report:
    if not findings:
        return Report(())
    from chapbook.lint.engine import run  # it finds the rules

    subject = Subject(
        tree=MemoryTree({SETTINGS_FILE: data}),
        module=None,
        documents={SETTINGS_FILE: document} if document else {},
        texts={SETTINGS_FILE: text} if text is not None else {},
        findings=findings,
    )
    return Report(run(subject, LintConfig(), rules=()).diagnostics)


def _mapping(values: Values, key: str) -> Values:
    value = values.get(key)
    return value if isinstance(value, dict) else {}


def _word(values: Values, key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _words(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()
