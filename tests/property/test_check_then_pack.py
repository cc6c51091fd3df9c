"""What passes a check for publishing can be packed: no author learns from `pack` what `check` could have said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Severity
from chapbook.diag.errors import Refused
from chapbook.library.pack import pack_module
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.registry import RULES
from chapbook.lint.rule import Rule
from chapbook.model.reader import read_module
from chapbook.model.subject import Subject
from chapbook.tree.tree import MemoryTree
from support.archives import CREATED, TOOL
from support.base import base_files

BASE = {path: text.encode() for path, text in base_files().items()}
PNG = b"\x89PNG\r\n\x1a\n\0"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'

NEW = frozenset({"M203", "X805", "X806", "X810"})
"""Rules without which `check` accepts what `pack` refuses."""

TEXTS = st.one_of(
    st.text(max_size=12),
    st.text("aé\u0301 \t\n\x07\u200f\u202e\u2028\ufeffΩ\u212b😀", max_size=6),
    st.sampled_from(["a" * 300, "a" * 301, "a" * 1001, "\u0958" * 151, "a" * 10_001]),
)
URLS = st.one_of(
    TEXTS, st.sampled_from(["https://a.example/é", "http://x", "HTTP://x", "javascript:x", "www.a.b"])
)
VERSIONS = st.one_of(
    TEXTS, st.from_regex(r"[0-9]{1,10}\.[0-9]{1,10}\.[0-9](-[a-z0-9]{1,60})?(\+[a-z]+)?", fullmatch=True)
)
UIDS = st.one_of(TEXTS, st.uuids().map(str), st.uuids().map(lambda uid: str(uid).upper()))
LANGUAGES = st.one_of(
    TEXTS, st.sampled_from(["en", "pt-BR", "EN_gb", "x-a", "en-x-" + "abcdefgh-" * 3 + "abcdefgh"])
)
LICENSES = st.one_of(
    TEXTS, st.sampled_from(["MIT", "mit or gpl-3.0-only", "LicenseRef-" + "a" * 300, "MIT\nOR\tMIT"])
)
PEOPLE = st.fixed_dictionaries({"name": TEXTS}, optional={"url": URLS})
ORIGINS = st.fixed_dictionaries(
    {"title": TEXTS},
    optional={
        "authors": st.lists(TEXTS, max_size=2),
        "url": URLS,
        "license": LICENSES,
        "changes": TEXTS,
        "id": TEXTS,
        "version": VERSIONS,
    },
)
METADATA = st.fixed_dictionaries(
    {},
    optional={
        "uid": UIDS,
        "title": TEXTS,
        "summary": TEXTS,
        "language": LANGUAGES,
        "version": VERSIONS,
        "minutes": st.one_of(st.integers(), st.sampled_from([2**53 - 1, 2**53, "auto"])),
        "license": LICENSES,
        "authors": st.lists(PEOPLE, max_size=2),
        "objectives": st.lists(st.fixed_dictionaries({"id": st.just("stage"), "text": TEXTS}), max_size=1),
        "requires": st.lists(
            st.fixed_dictionaries({}, optional={"module": TEXTS, "range": TEXTS, "optional": st.booleans()}),
            max_size=2,
        ),
        "derived_from": st.lists(ORIGINS, max_size=2),
    },
)
FITTING = {
    ".yml": b"a: 1\n",
    ".svg": SVG,
    ".SVG": SVG,
    ".png": PNG,
    ".txt": b"a",
    ".csv": b"a,b",
    ".vtt": b"WEBVTT",
    ".markdown": b"a",
    ".html": b"<p>",
    ".exe": b"MZ",
    "": b"a",
}
PARTS = st.one_of(
    st.sampled_from(["assets", "img", "a", "A", "straße", "é", "b" * 60]),
    st.sampled_from(["STRASSE", "con", "aux.d", "a~1", " a", "a.", ".a", "a" * 121, "Assets", "lessons"]),
    st.text("aAéß\u0301ſK-_1漢", min_size=1, max_size=4),
    st.text("aA:\u202e~. ", min_size=1, max_size=4),
)
ODD = st.one_of(
    st.sampled_from([PNG, SVG, b"", b"a\0b", b"\xff", b"a\n\n" * 23_000, b"<html>"]), st.binary(max_size=8)
)


@st.composite
def added_files(draw: st.DrawFn) -> dict[str, bytes]:
    """Give a few files in `assets/`, most of them with a content that fits their ending."""
    files: dict[str, bytes] = {}
    for _ in range(draw(st.integers(1, 2))):
        folders, name = draw(st.lists(PARTS, max_size=2)), draw(PARTS)
        ending = draw(st.sampled_from([*FITTING]))
        content = draw(ODD) if draw(st.integers(0, 4)) == 0 else FITTING[ending]
        files["/".join(["assets", *folders, name + ending])] = content
    return files


def module_files(changes: Mapping[str, object], more: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the base module's files with keys of module.yml changed and files added; JSON is YAML."""
    kept = [
        block
        for block in base_files()["module.yml"].replace("\n  ", "\0").split("\n")
        if block.partition(":")[0] not in changes
    ]
    written = "".join(f"{key}: {json.dumps(value)}\n" for key, value in changes.items())
    return {**more, **BASE, "module.yml": (written + "\n".join(kept).replace("\0", "\n  ")).encode()}


def tree_of(files: Mapping[str, bytes]) -> MemoryTree | None:
    """Make a tree, or None where no folder could hold these files."""
    try:
        return MemoryTree(files)
    except ValueError:
        return None


def passes(subject: Subject, rules: Iterable[Rule] = RULES) -> bool:
    return not run(subject, LintConfig(profile=Profile.PUBLISH), rules).has(Severity.ERROR)


def packs(subject: Subject) -> bool:
    assert subject.module is not None
    try:
        pack_module(subject.module, subject.tree, created=CREATED, tool=TOOL)
    except Refused:
        return False
    return True


def hold(files: Mapping[str, bytes]) -> None:
    tree = tree_of(files)
    if tree is None:
        return
    subject = read_module(tree, name="base")
    if passes(subject):
        assert subject.module is not None
        pack_module(subject.module, tree, created=CREATED, tool=TOOL)


FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FEW
@given(METADATA)
@example({"title": "a\u202eb"})
@example({"requires": [{"module": "e\u0301"}]})
@example({"minutes": 2**53})
def test_metadata_that_passes_packs(changes: dict[str, object]) -> None:
    hold(module_files(changes, {}))


@FEW
@given(st.sampled_from(["title", "summary", "version", "license", "language", "uid"]), st.data())
def test_one_text_that_passes_packs(key: str, data: st.DataObject) -> None:
    kinds = {"version": VERSIONS, "license": LICENSES, "language": LANGUAGES, "uid": UIDS}
    hold(module_files({key: data.draw(kinds.get(key, TEXTS))}, {}))


@FEW
@given(added_files())
@example({"README.md": b"a\n\n" * 23_000})
def test_files_that_pass_pack(more: dict[str, bytes]) -> None:
    hold(module_files({}, more))


def test_the_base_module_passes_and_packs() -> None:
    subject = read_module(MemoryTree(module_files({"title": "Other"}, {"assets/dot.svg": SVG})), name="base")
    assert passes(subject)
    assert packs(subject)


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ({"uid": "8B0F4C1E-6F0B-4A53-9D7E-2F5B7C1A9E10"}, {}),
        ({"title": "a\u202eb"}, {}),
        ({"version": "1.0.12345678901"}, {}),
        ({"authors": [{"name": "Ana", "url": "www.example.org"}]}, {}),
        ({"objectives": [{"id": "stage", "text": "a\nb"}]}, {}),
        ({"derived_from": [{"title": "a", "authors": [""]}]}, {}),
        ({"minutes": 2**53}, {}),
        ({}, {"assets/con.svg": SVG}),
        ({}, {"Assets/a.svg": SVG, "assets/b.svg": SVG}),
        ({}, {"assets/run.exe": b"MZ"}),
        ({}, {"assets/a.png": b"<html>"}),
        ({}, {"README.md": b"a\n\n" * 23_000}),
    ],
    ids=repr,
)
def test_without_these_rules_check_would_accept_what_pack_refuses(
    changes: dict[str, object], more: dict[str, bytes]
) -> None:
    subject = read_module(MemoryTree(module_files(changes, more)), name="base")

    assert not packs(subject)
    assert not passes(subject)
    assert passes(subject, [rule for rule in RULES if rule.code not in NEW])
