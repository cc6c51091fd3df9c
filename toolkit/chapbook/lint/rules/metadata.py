"""Metadata: values that other programs and other people must understand (M…)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chapbook.diag.diagnostic import DataPath, Edit, Finding, Place
from chapbook.diag.suggest import did_you_mean
from chapbook.lint.licenses import forbids_sharing
from chapbook.lint.places import values
from chapbook.model.module import Module
from chapbook.model.reader import MODULE_FILE
from chapbook.model.subject import Subject
from chapbook.model.texts import LANGUAGE, MAX_LANGUAGE, MAX_MINUTES, TEXT_RULES, UID, TextRule, text_problem
from chapbook.model.version import MAX_VERSION, parse_version

_TEXT_HINTS = (
    ("must be a text", "Write it, or take the line out."),
    ("must be an http", "Write the whole address, such as https://example.org."),
    (
        "must be a digest",
        "Copy it from chapbook.lock or from what chapbook show prints, or take the line out.",
    ),
    ("has", "Shorten it."),
    ("holds", "Write it in one line, typed anew: copied text often brings signs that nobody sees."),
)
_LONGEST = 120
"""Characters of the longest licence or language tag that is looked up; both come from strangers too."""

_COMMON_LANGUAGES = re.compile(
    r"(ar|bg|bn|ca|cs|cy|da|de|el|en|es|et|eu|fa|fi|fr|ga|gl|he|hi|hr|hu|hy|id|is|it|ja|ka|ko|lt|lv|ms|mt|nb|nl|nn|"
    r"no|pl|pt|ro|ru|sk|sl|sq|sr|sv|sw|ta|th|tr|uk|ur|vi|zh)(-(AT|AU|BE|BR|CA|CH|CN|DE|ES|FR|GB|IE|IN|IT|MX|NL|NZ|PT|"
    r"TW|US|ZA|Hans|Hant))?"
)
_COMMON_LICENSES = (
    "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-4.0", "CC0-1.0",
    "CC-BY-3.0", "CC-BY-SA-3.0", "MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "GPL-3.0-or-later",
    "GFDL-1.3-or-later", "MPL-2.0",
)  # fmt: skip
_OWN_LICENSE = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")
_SPDX_CHARACTERS = re.compile(r"[A-Za-z0-9.:+() -]+")
"""What SPDX expressions are written in."""
_SPDX_TOKEN = re.compile(r"[()]|[^() ]+")
_SHORT_VERSION = re.compile(r"v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?")
_LONG_NUMBER = re.compile(r"[0-9]{10}")


@dataclass(frozen=True, slots=True)
class _Problem:
    """What is wrong with a value, what to do, and what to write `instead` when there is only one thing it can mean."""

    message: str
    hint: str
    instead: str = ""


def not_a_standard_value(subject: Subject, module: Module) -> Iterator[Finding]:
    """M203: language, version, licence or uid is not what the standard for it says; minutes beyond all numbers."""
    checks = (
        ("uid", module.uid, _uid),
        ("language", module.language, _language),
        ("version", module.version, _version),
        ("license", module.license, _license),
    )
    for key, value, check in checks:
        if value and (problem := check(value)) is not None:
            place = Place(path=MODULE_FILE, data_path=(key,))
            fix = _written(subject, key, problem.instead)
            yield Finding(code="M203", message=problem.message, place=place, hint=problem.hint, fix=fix)
    if (module.minutes or 0) > MAX_MINUTES:
        place = Place(path=MODULE_FILE, data_path=("minutes",))
        message = f"{module.minutes} minutes are more than programs can count."
        yield Finding(
            code="M203", message=message, place=place, hint="Write how long a learner needs, or auto."
        )


def _written(subject: Subject, key: str, value: str) -> tuple[Edit, ...]:
    """Give the edit that writes a value of module.yml as the standard wants it, when that is certain."""
    document = subject.documents[MODULE_FILE]
    span = document.spans.get((key,))
    if not value or span is None or span.line != span.end_line:
        return ()
    return (Edit(MODULE_FILE, span, value if (key,) in document.plain else f'"{value}"'),)


def unfit_text(subject: Subject) -> Iterator[Finding]:
    """M203: a text of module.yml that a manifest may not repeat: too long, invisible signs, no web address."""
    document = subject.documents.get(MODULE_FILE)
    if document is None:
        return
    for at, value in values(document):
        rule = TEXT_RULES.get(tuple("*" if isinstance(step, int) else step for step in at))
        if rule is None or value is None or isinstance(value, list | dict):
            continue
        text = document.plain.get(at, str(value)).strip("\n")
        is_absent = not text.strip() and isinstance(at[-1], str)
        if not is_absent and (problem := text_problem(text, rule)):
            yield _unfit(at, problem)


def _unfit(at: DataPath, problem: str) -> Finding:
    name = next(step for step in reversed(at) if isinstance(step, str))
    hint = next(hint for start, hint in _TEXT_HINTS if problem.startswith(start))
    message = f"“{name}” {problem}. It is shown to others in lists and terminals, so no bundle may carry it."
    return Finding(code="M203", message=message, place=Place(path=MODULE_FILE, data_path=at), hint=hint)


def _uid(value: str) -> _Problem | None:
    if UID.fullmatch(value):
        return None
    if UID.fullmatch(lower := value.lower()):
        message = "The uid has capital letters, so programs may take it for another one."
        return _Problem(message, f"Write {lower}.", lower)
    hint = "Write a UUID such as 8b0f4c1e-6f0b-4a53-9d7e-2f5b7c1a9e10; “chapbook new module” mints one."
    return _Problem(f"The uid “{_cut(value)}” is not a UUID, so learners' progress cannot hang on it.", hint)


def _language(value: str) -> _Problem | None:
    if value.lower().replace("_", "-") == "en-uk":  # a common slip, which looks like a tag
        message = f"“{value}” is not a language tag: the United Kingdom is GB in it."
        return _Problem(message, "Write en-GB.", "en-GB")
    if _COMMON_LANGUAGES.fullmatch(value):
        return None
    if len(value) <= MAX_LANGUAGE and LANGUAGE.fullmatch(value):
        import langcodes

        if langcodes.tag_is_valid(value):
            return None
    message = (
        f"“{_cut(value)}” is not a language tag, so browsers and screen readers cannot tell the language."
    )
    if _COMMON_LANGUAGES.fullmatch(tag := value.replace("_", "-")):
        return _Problem(message, f"Write {tag}.", tag)
    return _Problem(message, "Write a BCP 47 tag, such as en, de or pt-BR.")


def _version(value: str) -> _Problem | None:
    if parse_version(value) is not None:
        return None
    if len(value) > MAX_VERSION or _LONG_NUMBER.search(value):
        message = f"The version “{_cut(value)}” is too long to compare: {MAX_VERSION} characters, 9 digits a number."
        return _Problem(message, "Write three short numbers, such as 1.2.0.")
    short = _SHORT_VERSION.fullmatch(value[:_LONGEST])
    numbers = ".".join(str(int(part or 0)) for part in short.groups()) if short else "1.0.0"
    message = f"The version “{_cut(value)}” is not three numbers, so nobody can tell which of two is newer."
    return _Problem(message, f"Write {numbers}: major.minor.patch.", numbers if short else "")


def _license(value: str) -> _Problem | None:
    if forbids_sharing(value):
        return None  # R701 says what matters more
    known = value in _COMMON_LICENSES or _OWN_LICENSE.fullmatch(value) or _is_spdx(value)
    if known and not text_problem(value, TextRule()):
        return None
    near = value.replace(" ", "-").upper()
    otherwise = "Look for its short name at https://spdx.org/licenses, such as CC-BY-4.0."
    message = f"“{_cut(value)}” is not a licence name from the SPDX list, so programs cannot compare it."
    if near in _COMMON_LICENSES:
        return _Problem(message, f"Write {near}.", near)
    return _Problem(message, did_you_mean(near, _COMMON_LICENSES, otherwise))


def _is_spdx(value: str) -> bool:
    if len(value) > _LONGEST or not _is_expression(value):
        return False
    from license_expression import ExpressionError, get_spdx_licensing

    try:
        listed = _OWN_LICENSE.sub("MIT", value)  # the list cannot know licences of one's own
        return get_spdx_licensing().parse(listed, validate=True, strict=True) is not None
    except ExpressionError:
        return False


def _is_expression(value: str) -> bool:
    """Say whether names, words and brackets take turns; `license_expression` crashes on some texts where not."""
    depth, wants_name = 0, True
    for token in _SPDX_TOKEN.findall(value):
        opens, joins = token == "(", token.upper() in ("AND", "OR", "WITH")
        if wants_name != (opens or not (joins or token == ")")):
            return False
        depth += opens - (token == ")")
        wants_name = opens or joins
        if depth < 0:
            return False
    return depth == 0 and not wants_name and _SPDX_CHARACTERS.fullmatch(value) is not None


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
