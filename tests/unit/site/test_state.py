"""What a build leaves for the next one: it comes back as it was, or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chapbook.site.state import NOTHING, SCHEMA, ModuleState, SiteState, packs_of, read_state, write_state
from chapbook.tree.seen import Seen

MODULE = ModuleState(
    place="0 tea",
    seen=Seen("\nlessons/", "module.yml\nlessons/a b ü.md", "sign", settled=True),
    content="content",
    pack="pack",
    out=Seen("", "index.html", "other", settled=False),
    names=("module:tea", "release:sha256:0"),
    asked={"module:milk": "", "module:cups": "face"},
    face="face",
    card="card",
    version="0123456789abcdef",
    pages=7,
    has_day=True,
    said=({"code": "SIT102", "location": {"path": "modules/tea/ü.md", "line": None}},),
)
STATE = SiteState(
    target="/srv/site ü",
    environment="environment",
    pages_environment="pages",
    themes=("/srv/themes",),
    lock="lock",
    own=Seen("\nassets/", "index.html\nassets/page.js", "own", settled=True),
    own_pages=3,
    shell=("0123456789abcdef", ("./", "assets/page.js")),
    level=2,
    said=({"code": "SIT107"},),
    modules={"tea": MODULE, "imported/ana/cups": MODULE._replace(seen=NOTHING, asked={}, names=(), said=())},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "state.json"
    write_state(made, STATE)
    return made


def test_a_state_comes_back_as_it_was(path: Path) -> None:
    assert read_state(path) == STATE
    before = path.read_bytes()
    write_state(path, STATE)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "state",
    [
        SiteState(target="", environment=""),
        replace(STATE, shell=None),
        replace(STATE, shell=("v", ())),
        replace(STATE, modules={}),
        replace(STATE, said=(), themes=(), own=NOTHING),
        replace(STATE, target="/srv/\udcff"),
    ],
)
def test_whatever_is_empty_or_odd_comes_back_too(state: SiteState, tmp_path: Path) -> None:
    write_state(tmp_path / "state.json", state)
    assert read_state(tmp_path / "state.json") == state


def test_control_every_field_is_kept(tmp_path: Path) -> None:
    """Each field of the sample differs from what it is when nothing is said, so a lost one would show."""
    bare = SiteState(target="", environment="")
    for name in set(SiteState.__slots__) - {"lines"}:
        assert getattr(STATE, name) != getattr(bare, name), name
    other: dict[str, Any] = {"pages": 8, "has_day": False, "seen": NOTHING, "out": NOTHING, "asked": {}}
    for name in ModuleState._fields:
        value = other.get(name, () if name in ("names", "said") else "")
        assert value != getattr(MODULE, name)
        changed = replace(STATE, modules={"tea": MODULE._replace(**{name: value})})
        write_state(tmp_path / "state.json", changed)
        assert read_state(tmp_path / "state.json") == changed


def test_only_what_changed_is_written_anew(path: Path) -> None:
    before = read_state(path)
    assert before is not None
    tea = before.modules["tea"]._replace(pages=8)
    changed = replace(before, modules={"new": MODULE, **before.modules, "tea": tea}, lines={})
    made = write_state(path, changed, before)
    assert read_state(path) == changed
    assert made.lines["imported/ana/cups"] is before.lines["imported/ana/cups"]
    assert made.lines["tea"] != before.lines["tea"]
    whole = path.read_bytes()
    write_state(path, changed)
    assert path.read_bytes() == whole
    write_state(path, replace(made, modules={"tea": tea}), made)
    assert read_state(path) == replace(changed, modules={"tea": tea})


def test_the_packs_that_it_needs_are_known_without_reading_the_rest(path: Path) -> None:
    assert packs_of(path) == {"pack"}
    two = {"tea": MODULE, "cups": MODULE._replace(pack="other")}
    write_state(path, replace(STATE, modules=two))
    assert packs_of(path) == {"pack", "other"}
    path.write_bytes(path.read_bytes()[:60])
    assert not packs_of(path) - {"pack", "other"}
    write_state(path, replace(STATE, modules={}))
    assert packs_of(path) == frozenset()
    assert packs_of(path.with_name("nothing")) == frozenset()


def test_without_a_state_there_is_none(tmp_path: Path) -> None:
    assert read_state(tmp_path / "state.json") is None
    (tmp_path / "folder.json").mkdir()
    assert read_state(tmp_path / "folder.json") is None


def test_a_state_that_is_cut_off_gives_nothing(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(0, len(whole), 3):
        path.write_bytes(whole[:length])
        assert read_state(path) is None, length
    path.write_bytes(whole)
    assert read_state(path) == STATE


def test_damage_at_any_byte_gives_nothing(path: Path) -> None:
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 7]) + whole[at + 1 :])
        assert read_state(path) in (None, STATE), (at, whole[max(0, at - 20) : at + 20])


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b"5", b'"text"', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_state_gives_nothing(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    assert read_state(path) is None


def test_another_form_gives_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_state(path) == STATE
    monkeypatch.setattr("chapbook.site.state.SCHEMA", SCHEMA + 1)
    assert read_state(path) is None


def test_a_disk_that_refuses_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    write_state(tmp_path / "file/state.json", STATE)
    assert read_state(tmp_path / "file/state.json") is None
