"""The codes of a build have pages too, and no check ever reports them."""

from __future__ import annotations

import inspect

import pytest

from chapbook.diag.codes import BY_CODE, SITE_CODES, CodeEntry
from chapbook.lint.pages import read_page
from chapbook.services.explain import explain
from chapbook.site import notices
from support.rule_pages import section_titles


@pytest.mark.parametrize("entry", SITE_CODES, ids=lambda entry: entry.code)
def test_each_has_a_page_that_explain_prints(entry: CodeEntry) -> None:
    page = read_page(entry.code)
    assert page.startswith(f"# {entry.code} {entry.slug}\n")
    assert section_titles(page) == ["What it does", "Why", "How to fix"]
    assert explain(entry.code.lower()) == page.rstrip("\n")
    assert entry.code not in BY_CODE


def test_every_notice_that_a_build_gives_is_in_the_table() -> None:
    source = inspect.getsource(notices)
    for entry in SITE_CODES:
        assert f'"{entry.code}"' in source
