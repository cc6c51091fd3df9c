"""The manifest: taken from the module, written canonically, read back equal."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
import rfc8785

from chapbook.bundle.manifest import Author, Maker, Manifest, manifest_of, role_of
from chapbook.bundle.manifest_json import decode_manifest, encode_manifest
from chapbook.diag.errors import Refused
from chapbook.model.module import Origin, Requirement
from chapbook.model.reader import read_module
from chapbook.model.texts import is_time
from chapbook.tree.tree import MemoryTree
from support.archives import CREATED, MODULE_YML, TOOL, manifest_for, pack, sample_files

PUBLISHER = "p7k2" + "a" * 22


def _manifest(text: str = MODULE_YML, maker: Maker | None = None) -> Manifest:
    tree = MemoryTree(sample_files() | {"module.yml": text.encode()})
    module = read_module(tree).module
    assert module is not None
    return manifest_of(module, tree, CREATED, TOOL, maker)


def test_it_is_what_a_person_would_write_by_hand() -> None:
    assert encode_manifest(_manifest()) == rfc8785.dumps(manifest_for(sample_files()))


def test_the_release_can_be_computed_with_sha256sum() -> None:
    packed = pack()
    assert packed.release == "sha256:" + hashlib.sha256(encode_manifest(packed.manifest)).hexdigest()


def test_everything_survives_a_round_trip() -> None:
    origin = Origin(title="Old", authors=("A", "B"), url="http://x.example", license="CC0-1.0")
    origin = replace(origin, changes="a\nb", id="x", version="1.0.0")
    full = replace(
        _manifest(),
        minutes=None,
        id=f"{PUBLISHER}/pricing-basics",
        authors=(
            Author(name="Ana Ruiz", publisher=PUBLISHER),
            Author(name="李雷", url="https://li.example"),
        ),
        requires=(
            Requirement(module="invoicing", range=">=1,<3", optional=True),
            Requirement(module="terminal"),
        ),
        derived_from=(
            Origin(
                title="Old",
                authors=("A", "B"),
                url="http://x.example",
                license="CC0-1.0",
                changes="a\nb",
                id="x",
                version="1.0.0",
                release="sha256:" + "1" * 64,
                content="sha256:" + "2" * 64,
            ),
        ),
    )
    assert decode_manifest(encode_manifest(full)) == full


def test_texts_are_written_in_nfc_and_addresses_of_authors_are_not_copied() -> None:
    text = MODULE_YML.replace("Ana Ruiz", "Ane\u0301 Ruiz").replace(
        "url: https://ana.example", "email: ana@ana.example"
    )
    data = encode_manifest(_manifest(text))
    assert "Ané Ruiz".encode() in data
    assert b"ana@ana.example" not in data


def test_empty_optional_keys_are_left_out() -> None:
    stated = json.loads(encode_manifest(replace(_manifest(), minutes=None)))
    assert not {"minutes", "requires", "derived_from"} & stated.keys()


def test_a_manifest_that_would_be_refused_is_not_written() -> None:
    with pytest.raises(Refused, match="version"):
        encode_manifest(replace(_manifest(), version="soon"))
    with pytest.raises(Refused, match=r"authors\[0\].url"):
        encode_manifest(replace(_manifest(), authors=(Author(name="Eve", url="javascript:alert(1)"),)))


def test_the_identity_that_signs_stands_in_the_id_and_beside_the_author_of_its_name() -> None:
    both = MODULE_YML.replace(
        "  - name: Ana Ruiz", "  - name: Ben\n  - name: Ane\u0301 Ruiz\n  - name: Ané Ruiz"
    )
    stated = json.loads(encode_manifest(_manifest(both, Maker(PUBLISHER, "Ane\u0301 Ruiz"))))
    assert stated["id"] == f"{PUBLISHER}/pricing-basics"
    assert [each.get("publisher", "") for each in stated["authors"]] == ["", PUBLISHER, ""]
    other = _manifest(maker=Maker(PUBLISHER, "Somebody else"))
    assert (other.publisher, other.authors[0].publisher) == (PUBLISHER, "")
    assert _manifest().publisher == ""


@pytest.mark.parametrize(
    ("identity", "author"),
    [
        ("other", ""),
        ("/pricing-basics", ""),
        ("ana/pricing-basics", ""),
        (f"{PUBLISHER}1/pricing-basics", ""),
        (f"{PUBLISHER.upper()}/pricing-basics", ""),
        (f"{PUBLISHER}/other", ""),
        (f"x/{PUBLISHER}/pricing-basics", ""),
        ("pricing-basics", PUBLISHER),
        (f"{PUBLISHER}/pricing-basics", "b" * 26),
    ],
)
def test_an_id_and_authors_that_disagree_are_refused(identity: str, author: str) -> None:
    said = replace(_manifest(), id=identity, authors=(Author(name="Ana Ruiz", publisher=author),))
    with pytest.raises(Refused, match=r"`id`|authors\[0\].publisher") as caught:
        encode_manifest(said)
    assert caught.value.code == "manifest-field"


def test_what_is_not_a_file_cannot_be_packed() -> None:
    tree = MemoryTree(
        sample_files(), irregular={"assets/link": "it is a symbolic link that leaves the module"}
    )
    module = read_module(tree).module
    assert module is not None
    with pytest.raises(Refused, match="assets/link") as caught:
        manifest_of(module, tree, CREATED, TOOL)
    assert caught.value.code == "irregular-file"


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("module.yml", "module"),
        ("lessons/a.md", "lesson"),
        ("lessons/deep/a.md", "lesson"),
        ("lessons/a.png", "other"),
        ("quizzes/a.yml", "quiz"),
        ("assets/credits.yml", "credits"),
        ("assets/a.md", "asset"),
        ("i18n/fr/lessons/a.md", "translation"),
        ("README.md", "other"),
        ("assets", "other"),
    ],
)
def test_a_role_follows_from_the_path(path: str, role: str) -> None:
    assert role_of(path) == role


@pytest.mark.parametrize(
    "text", ["2026-11-21T19:00:00+00:00", "2026-11-21", "2026-1-1T00:00:00Z", "2026-11-21T19:00:60Z", ""]
)
def test_times_have_one_spelling(text: str) -> None:
    assert not is_time(text)
