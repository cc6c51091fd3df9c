"""The pages of the codes: what `chapbook explain` prints, the docs show, and the tests run."""

from __future__ import annotations

from importlib.resources import files

from chapbook.diag.codes import BY_CODE, CODES, SITE_CODES, CodeEntry

BASE = "base.md"
"""The small module that every example of a page is laid over."""


def page_names() -> tuple[str, ...]:
    """Give the file names of all pages, in the order of the code table."""
    return tuple(_name(entry) for entry in (*CODES, *SITE_CODES))


def read_page(code: str) -> str:
    """Give the page of a code as Markdown; KeyError when there is no such code."""
    site = {entry.code: entry for entry in SITE_CODES}
    return _read(_name(site.get(code) or BY_CODE[code]))


def read_base() -> str:
    """Give the page that shows the examples' module."""
    return _read(BASE)


def severity_line(entry: CodeEntry) -> str:
    """Give the line below a page's title."""
    if entry.draft is entry.publish:
        return f"Severity: {entry.publish or 'off'}."
    return f"Severity: {entry.publish or 'off'}; in a draft {entry.draft or 'off'}."


def _name(entry: CodeEntry) -> str:
    return f"{entry.code}-{entry.slug}.md"


def _read(name: str) -> str:
    return (files("chapbook.lint") / "pages" / name).read_text(encoding="utf-8")
