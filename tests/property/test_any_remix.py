"""However a module.yml is laid out: its keys are set and the rest stays, or it is said that this cannot be done."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chapbook.services.edit_list import CannotEdit
from chapbook.services.yaml_keys import with_keys
from chapbook.source.yaml_reader import parse_yaml
from support.layouts import yaml_files

BLOCKS = {"version": "version: 0.1.0\n", "status": "status: draft\n", "renamed_from": ""}


@given(yaml_files("module.yml"), st.sampled_from(["\n", "\r\n"]))
def test_other_lines_stay(made: tuple[str, list[str]], ending: str) -> None:
    text, comments = made
    raw = text.replace("\n", ending)
    before, _ = parse_yaml("", text)
    try:
        edited = with_keys(raw, BLOCKS)
    except CannotEdit:
        return
    after, findings = parse_yaml("", edited.replace("\r\n", "\n"))
    assert after is not None
    assert not findings
    assert isinstance(after.data, dict)
    data = before.data if before is not None and isinstance(before.data, dict) else {}
    kept = {key: value for key, value in data.items() if key not in BLOCKS}
    assert after.data == {**kept, "version": "0.1.0", "status": "draft"}
    assert ("\r\n" in edited) == ("\r\n" in raw)
    if not any(isinstance(data.get(key), list | dict | str) for key in BLOCKS):
        assert all(comment in edited for comment in comments)
