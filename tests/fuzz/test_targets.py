"""The fuzzed functions over their corpora and some hundred mutations, without a fuzzer; a bug put in is found."""

from __future__ import annotations

import pytest

from fuzz.mutations import mutated
from fuzz.targets import TARGETS
from support.pace import ends

COUNT = 300


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_is_uncaught(name: str) -> None:
    target = TARGETS[name]
    corpus = list(target.corpus())
    assert corpus
    with ends():
        for data in (b"", *corpus, *mutated(corpus, target.words, COUNT, seed=7)):
            target.run(data)


def test_a_bug_put_into_the_reader_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the comparison of the two headers, zipfile reads something else, or does not read at all."""
    monkeypatch.setattr("chapbook.bundle.zip_reader.check_local", lambda *_: None)
    target = TARGETS["bundle"]
    found = set()
    for data in mutated(list(target.corpus())[:1], target.words, 2000, seed=7):
        try:
            target.run(data)
        except Exception as error:  # noqa: BLE001  whatever the bug does
            found.add(type(error).__name__)
    assert found


def test_a_bug_put_into_the_yaml_reader_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chapbook.source.yaml_reader.MAX_DEPTH", 10_000)
    with pytest.raises(RecursionError):
        TARGETS["yaml"].run(b"[" * 5000)


def test_mutations_are_the_same_each_time() -> None:
    corpus = [b"abcdef", b"123"]
    assert list(mutated(corpus, (b"x",), 50, 1)) == list(mutated(corpus, (b"x",), 50, 1))
    assert len(set(mutated(corpus, (b"x",), 50, 1))) > 40
