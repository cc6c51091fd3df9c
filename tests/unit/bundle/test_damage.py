"""No damage gives a traceback, and none that changes content is accepted."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapbook.bundle.verify import Bundle, open_bundle
from chapbook.bundle.zip_reader import read_archive
from chapbook.diag.errors import Refused
from support.archives import MODULE_YML, good_draft, manifest_for, pack, sample_files, write

SMALL = write(good_draft({"module.yml": MODULE_YML.encode()}))


def _opened(data: bytes) -> Bundle | None:
    try:
        return open_bundle(data)
    except Refused:
        return None


def _contents(bundle: Bundle) -> dict[str, bytes]:
    return {path: bundle.tree.read(path) for path in bundle.tree.paths()}


def test_a_truncation_is_said_plainly() -> None:
    data = pack().data
    for length in (30, 100, len(data) - 1):
        with pytest.raises(Refused, match="cut off") as caught:
            open_bundle(data[:length])
        assert caught.value.code == "bundle-truncated"


def test_no_flipped_bit_of_packed_data_changes_what_is_accepted() -> None:
    """The other bits are flipped in `test_every_damage.py`, where no byte depends on the machine's zlib."""
    good = open_bundle(SMALL)
    accepted = 0
    for entry in read_archive(SMALL).entries[1:]:
        for position in range(entry.start * 8, (entry.start + entry.packed) * 8):
            flipped = bytearray(SMALL)
            flipped[position // 8] ^= 1 << position % 8
            bundle = _opened(bytes(flipped))
            if bundle is not None:
                accepted += 1
                assert (bundle.release, _contents(bundle)) == (good.release, _contents(good))
    assert accepted < 32, "only padding bits of deflate may differ"


@given(st.binary(max_size=400))
def test_no_bytes_give_a_traceback(data: bytes) -> None:
    assert _opened(data) is None


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_patch_gives_a_traceback_and_what_is_accepted_reads_the_same_in_zipfile(
    data: st.DataObject,
) -> None:
    good = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(good) - 1))
        patch = data.draw(st.binary(min_size=1, max_size=8))
        good[at : at + data.draw(st.integers(0, 8))] = patch
    bundle = _opened(bytes(good))
    if bundle is not None:
        with zipfile.ZipFile(BytesIO(bytes(good))) as archive:
            for path in bundle.tree.paths():
                assert archive.read(f"module/{path}") == bundle.tree.read(path)


ANYTHING = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=2)
)
KEYS = st.sampled_from(sorted(manifest_for(sample_files()))) | st.text(max_size=3)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        KEYS, ANYTHING | st.lists(st.dictionaries(KEYS, ANYTHING, max_size=2), max_size=2), max_size=2
    )
)
def test_no_manifest_gives_a_traceback(changes: dict[str, object]) -> None:
    stated = manifest_for(sample_files()) | changes
    text = json.dumps(stated, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    bundle = _opened(write(good_draft(manifest=text.encode("utf-8", "surrogatepass"))))
    unproved = {key: stated[key] for key in ("created", "tool")}  # no file of the module says those
    assert bundle is None or json.loads(text) == manifest_for(sample_files()) | unproved


def test_what_is_accepted_reads_the_same_in_zipfile() -> None:
    packed = pack()
    bundle = open_bundle(packed.data)
    with zipfile.ZipFile(BytesIO(packed.data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:3] == ["mimetype", "META/manifest.json", "META/attribution.txt"]
        assert {name: archive.read(name) for name in archive.namelist()[3:]} == {
            f"module/{path}": data for path, data in _contents(bundle).items()
        }
