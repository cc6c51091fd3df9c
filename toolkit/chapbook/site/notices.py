"""What building a site may say about the content: the `SIT…` codes, one function for each.

These are not check rules: they appear only when a site is built, and each leaves the rest of the site whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chapbook.diag.codes import SITE_CODES
from chapbook.diag.diagnostic import Diagnostic, Location, Severity, Span

_SHOWN = 4
"""Things that one message names."""
_START = Span(1, 1, 1, 1)
_SLUGS = {entry.code: entry.slug for entry in SITE_CODES}


def module_left_out(root: str, reason: str) -> Diagnostic:
    """SIT101: a module could not be read, so it has no pages."""
    return _warning(
        "SIT101",
        f"{root}/module.yml",
        f"Module `{root}` is left out of the site: {reason}.",
        "Run `chapbook check` on it; the other modules are built.",
    )


def page_left_out(path: str, reason: str) -> Diagnostic:
    """SIT102: a lesson or quiz has no page."""
    return _warning(
        "SIT102",
        path,
        f"`{path}` is left out of the site: {reason}.",
        "Run `chapbook check`; the module's other pages are built.",
    )


def page_stopped(path: str, reason: str) -> Diagnostic:
    """SIT105: an imported page took too long, or too much memory, to render."""
    said = _warning(
        "SIT105",
        path,
        f"`{path}` is left out of the site: {reason}.",
        "It may have been written to do that. Remove the module, or tell the person who made it.",
    )
    return replace(said, severity=Severity.ERROR)


def link_unresolved(path: str, target: str, reason: str, line: int = 1) -> Diagnostic:
    """SIT103: a link or picture leads nowhere; its words stay as plain text."""
    return _warning(
        "SIT103",
        path,
        f"The link to `{target}` was made plain text: {reason}.",
        "Mend the link, or add what it should lead to.",
        line,
    )


def question_left_out(path: str, line: int) -> Diagnostic:
    """SIT104: a quiz fence could not be read as a question."""
    return _warning(
        "SIT104",
        path,
        "This question is left out of the page: it could not be read.",
        "Run `chapbook check`; it says what is missing.",
        line,
    )


def drawing_left_out(path: str, reason: str) -> Diagnostic:
    """SIT106: a drawing cannot be read, so it is not published."""
    hint = "Save it again from a drawing program, as “plain SVG”."
    return _warning("SIT106", path, f"The drawing `{path}` is left out of the site: {reason}.", hint)


def drawing_changed(path: str, removed: tuple[str, ...]) -> Diagnostic:
    """SIT106: a drawing is published without what would run, or ask other hosts for something."""
    shown = ", ".join(f"`{each}`" for each in removed[:_SHOWN])
    more = f" and {len(removed) - _SHOWN} more" if len(removed) > _SHOWN else ""
    message = (
        f"The drawing `{path}` is published without {shown}{more}: a drawing must not run or load anything."
    )
    return _warning(
        "SIT106", path, message, "Take it out. Drawing programs can save without it, as “plain SVG”."
    )


def settings_not_read(root: str, paths: Sequence[str]) -> Diagnostic:
    """SIT107: an imported module, or the folder around it, holds files that would set up a site."""
    shown = ", ".join(f"`{each}`" for each in paths[:_SHOWN])
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return _warning(
        "SIT107",
        f"{root}/{paths[0]}",
        f"`{root}` holds what looks like settings or programs for a site: {shown}{more}. Nothing was read or run.",
        "Ask who made it what they are for, or delete them.",
    )


def mkdocs_said(message: str) -> Diagnostic:
    """SIT201: MkDocs itself warned."""
    return _warning("SIT201", "mkdocs.yml", message, "Look at mkdocs.yml and the theme.")


def _warning(code: str, path: str, message: str, hint: str, line: int = 1) -> Diagnostic:
    span = _START if line == 1 else Span(line, 1, line, 1)
    return Diagnostic(
        code=code,
        slug=_SLUGS[code],
        severity=Severity.WARNING,
        message=message,
        location=Location(path, span),
        hint=hint,
    )
