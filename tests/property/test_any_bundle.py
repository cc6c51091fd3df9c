"""Any name, any JSON, any manifest: refused with a code of its family, or a value that is written as it was read."""

from __future__ import annotations

import copy
import json
import unicodedata
import zipfile
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from chapbook.bundle.manifest_json import decode_manifest, encode_manifest
from chapbook.bundle.verify import open_bundle
from chapbook.diag.errors import Refused
from chapbook.source import canonical
from chapbook.tree.names import check_name, check_names
from support.archives import good_draft, manifest_for, pack, sample_files, write

SIGNS = "/\\.~: ?*\"<>|\0\n\t\x7f%$#&;'`é"
PARTS = (
    "..",
    "con",
    "NUL",
    "COM\u00b9",
    "~1",
    "\ufb01",
    "\u00df",
    "\u0130",
    "\u212a",
    "e\u0301",
    "\u202e",
    "\ufe0f",
)
MORE = (".git", "module", "META", ".md", ".txt", "a", "A", "\uff11", "\u3164", "\u0378", "\ue000", "\ud800")
ODD = st.sampled_from([*SIGNS, *PARTS, *MORE])
NAMES = st.text(max_size=12) | st.lists(ODD | st.text(max_size=3), max_size=8).map("".join)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["e\u0301", "\ud800"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
FAMILIES = ("json-", "manifest-", "name-", "limit-")


def refused_with(error: Refused, *codes: str) -> None:
    """Hold that a refusal's code begins with one of these, and that its words are fit to print."""
    assert error.code.startswith(codes)
    assert error.message.isprintable()
    assert error.message.endswith(".")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@settings(max_examples=400)
@given(NAMES)
def test_any_name_is_refused_or_means_one_file_everywhere(name: str) -> None:
    try:
        check_name(name)
    except Refused as error:
        refused_with(error, "name-")
        return
    name.encode()
    assert unicodedata.is_normalized("NFC", name)
    for path in (PurePosixPath(name), PureWindowsPath(name)):
        assert not path.is_absolute()
        assert not path.anchor
        assert "/".join(path.parts) == name
        assert ".." not in path.parts
    assert not PureWindowsPath(name).is_reserved()


@settings(max_examples=150)
@given(st.lists(NAMES, max_size=4))
def test_names_that_pass_together_differ_on_every_system(names: list[str]) -> None:
    try:
        check_names(names)
    except Refused as error:
        refused_with(error, "name-")
        return
    folded = [unicodedata.normalize("NFKC", name).casefold() for name in names]
    assert len(set(folded)) == len(names)
    folders = {str(parent) for name in folded for parent in PurePosixPath(name).parents}
    assert not folders & set(folded)


@settings(max_examples=150)
@given(NAMES, st.binary(max_size=60))
def test_a_bundle_with_any_file_reads_the_same_in_zipfile_or_is_refused(name: str, content: bytes) -> None:
    try:
        check_name(f"module/{name}.txt")
    except Refused:
        return
    files = sample_files() | {f"{name}.txt": content}
    data = write(good_draft(files, rfc8785.dumps(manifest_for(dict(sorted(files.items()))))))
    try:
        bundle = open_bundle(data)
    except Refused as error:
        refused_with(
            error,
            "type-mismatch",
            "name-clash",
            "name-file-and-folder",
            "name-too-long",
            "manifest-order",
        )
        return
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.namelist()[2:] == [f"module/{path}" for path in sorted(files)]
        for path in bundle.tree.paths():
            assert archive.read(f"module/{path}") == bundle.tree.read(path) == files[path]


@settings(max_examples=300)
@given(JSON)
def test_any_json_is_refused_or_written_as_rfc_8785_says(value: Any) -> None:
    try:
        data = canonical.encode(value)
    except (Refused, TypeError, ValueError):
        return
    if not _has_float(value):
        assert data == rfc8785.dumps(value)
        assert canonical.parse(data, name="a", max_bytes=10_000, max_depth=50) == value


def _has_float(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, float) or any(map(_has_float, inner))


@settings(max_examples=300)
@given(JSON, st.booleans(), st.booleans(), st.sampled_from([(",", ":"), (", ", ": ")]))
def test_what_is_read_is_in_the_one_form(
    value: Any, escaped: bool, in_order: bool, separators: tuple[str, str]
) -> None:
    text = json.dumps(value, ensure_ascii=escaped, sort_keys=in_order, separators=separators)
    data = text.encode("utf-8", "surrogatepass")
    try:
        read = canonical.parse(data, name="a", max_bytes=10_000, max_depth=50)
    except Refused as error:
        refused_with(error, "json-")
        return
    assert rfc8785.dumps(read) == data


WHOLE: dict[str, Any] = manifest_for(sample_files()) | {
    "requires": [{"id": "a", "range": ">=1", "optional": True}],
    "derived_from": [
        {"title": "T", "authors": ["B"], "url": "https://a.example", "license": "CC0-1.0", "changes": "c"}
    ],
}


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the way to each value inside another, and to the keys that could be there."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, each in inner for place in places(each, (*at, key)))]


@settings(max_examples=400)
@given(st.sampled_from(places(WHOLE)[1:]), JSON, st.sampled_from(["replace", "remove", "add", "repeat"]))
def test_any_change_of_a_manifest_is_refused_or_read_back_equal(
    place: tuple[Any, ...], value: Any, how: str
) -> None:
    changed = copy.deepcopy(WHOLE)
    holder: Any = changed
    for key in place[:-1]:
        holder = holder[key]
    if how == "remove":
        del holder[place[-1]]
    elif how == "add" and isinstance(holder, dict):
        holder[f"{place[-1]}x"] = value
    elif how == "repeat" and isinstance(holder, list):
        holder.append(holder[place[-1]])
    else:
        holder[place[-1]] = value
    text = json.dumps(changed, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    data = text.encode("utf-8", "surrogatepass")
    try:
        manifest = decode_manifest(data)
    except Refused as error:
        refused_with(error, *FAMILIES)
        return
    assert encode_manifest(manifest) == data == rfc8785.dumps(json.loads(data))


def test_the_whole_manifest_is_read() -> None:
    """The control: what is changed above is accepted without a change."""
    data = rfc8785.dumps(WHOLE)
    assert encode_manifest(decode_manifest(data)) == data
    assert open_bundle(pack().data).manifest == decode_manifest(rfc8785.dumps(manifest_for(sample_files())))
