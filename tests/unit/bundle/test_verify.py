"""What an opened bundle is, and that it stays what it was when the file under it changes."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import fields
from pathlib import Path

import pytest

from chapbook.bundle.facts import BundleFacts, facts_json, facts_of
from chapbook.bundle.verify import open_bundle
from chapbook.diag.errors import OperationFailed, Refused
from chapbook.tree.tree import rel_path
from chapbook.trust.pins import NOBODY_KNOWN
from chapbook.trust.standing import judge
from support.archives import DraftEntry, good_draft, pack, sample_files, write


def test_a_bundle_is_a_tree_like_the_folder_it_was_made_of() -> None:
    packed = pack()
    bundle = open_bundle(packed.data)
    assert {path: bundle.tree.read(path) for path in bundle.tree.paths()} == sample_files()
    for path in bundle.tree.paths():
        assert bundle.tree.size(path) == len(sample_files()[path])
    assert bundle.tree.irregular() == {}
    assert bundle.module.title == "Price your first offer"
    assert bundle.subject.findings == ()
    assert bundle.proof is None
    with pytest.raises(KeyError):
        bundle.tree.read(rel_path("nothing.md"))


def test_a_bundle_that_is_not_there_is_no_refusal_but_a_failure(tmp_path: Path) -> None:
    for path in (tmp_path / "none.chapbook.zip", tmp_path):
        with pytest.raises(OperationFailed) as caught:
            open_bundle(path)
        assert caught.value.code == "cannot-read"


def test_a_bomb_is_stopped_before_memory_fills() -> None:
    draft = good_draft()
    draft.entries.append(
        DraftEntry(
            b"META/identity.json",
            b"a" * 30_000_000,
            deflate=True,
            local={"size": 1000},
            central={"size": 1000},
        )
    )
    data = write(draft)
    del draft
    tracemalloc.start()
    with pytest.raises(Refused) as caught:
        open_bundle(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.code == "zip-size"
    assert peak < 4_000_000


def test_facts_say_everything_and_are_json() -> None:
    facts = facts_of(open_bundle(pack().data), judge(None, NOBODY_KNOWN))
    stated = json.loads(json.dumps(facts_json(facts)))
    assert stated.keys() == {field.name for field in fields(BundleFacts)}
    assert stated["authors"] == ["Ana Ruiz"]
    assert stated["standing"] == "unsigned"
    assert stated["files"][0]["path"] == "assets/dot.png"
    assert facts.unpacked_size == sum(map(len, sample_files().values()))
    assert facts.packed_size == len(pack().data)
