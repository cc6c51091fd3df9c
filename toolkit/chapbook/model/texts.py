"""What the short texts of a module's description may be: checks say it at the author's line, manifests refuse.

Titles and names are shown in terminals and lists, so nothing in them may move the cursor, reorder other text or break
the line. Lengths count characters of Unicode form NFC, in which manifests are written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from chapbook.model.version import MAX_VERSION

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters but the line feed, and what reorders text on a screen."""

UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LANGUAGE = re.compile(r"[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*")
WEB_ADDRESS = re.compile(r"https?://\S+")
_TIME = "%Y-%m-%dT%H:%M:%SZ"
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")

SHORT = 300
LONG = 10_000
SENTENCE = 1_000
MAX_LANGUAGE = 35
MAX_MINUTES = 2**53 - 1
"""The largest whole number that every reader of a manifest understands exactly."""


@dataclass(frozen=True, slots=True)
class TextRule:
    """One kind of text: at most `most` characters; `lines` allows line feeds, `web` wants an http(s) address.

    `digest` wants one as bundles have them: `sha256:` and 64 hexadecimal digits.
    """

    most: int = SHORT
    lines: bool = False
    web: bool = False
    digest: bool = False


TEXT_RULES: dict[tuple[str, ...], TextRule] = {
    ("title",): TextRule(),
    ("summary",): TextRule(LONG, lines=True),
    ("objectives", "*", "text"): TextRule(SENTENCE),
    ("authors", "*", "name"): TextRule(),
    ("authors", "*", "url"): TextRule(SENTENCE, web=True),
    ("requires", "*", "module"): TextRule(),
    ("requires", "*", "range"): TextRule(),
    ("derived_from", "*", "title"): TextRule(),
    ("derived_from", "*", "authors", "*"): TextRule(),
    ("derived_from", "*", "url"): TextRule(SENTENCE, web=True),
    ("derived_from", "*", "license"): TextRule(),
    ("derived_from", "*", "changes"): TextRule(LONG, lines=True),
    ("derived_from", "*", "id"): TextRule(),
    ("derived_from", "*", "version"): TextRule(MAX_VERSION),
    ("derived_from", "*", "release"): TextRule(digest=True),
    ("derived_from", "*", "content"): TextRule(digest=True),
}
"""The free texts of `module.yml` that its manifest repeats, by their way to them; `*` is any place in a list."""


def text_problem(text: str, rule: TextRule) -> str:
    """Say what is wrong with a text, completing “it …”; empty when nothing is."""
    written = unicodedata.normalize("NFC", text)
    if not written.strip():
        return "must be a text that is not empty"
    if len(written) > rule.most:
        return f"has {len(written)} characters; {rule.most} are allowed"
    if not written.isprintable() and (_CONTROL.search(written) or ("\n" in written and not rule.lines)):
        return "holds a line break, a control character or one that reorders text on a screen"
    if rule.web and not WEB_ADDRESS.fullmatch(written):
        return "must be an http or https address"
    if rule.digest and not DIGEST.fullmatch(written):
        return "must be a digest: sha256: and 64 hexadecimal digits"
    return ""


def is_time(text: str) -> bool:
    """Say whether a text is a moment as Chapbook writes it: UTC, whole seconds, such as 2026-11-21T19:00:00Z."""
    try:
        return datetime.strptime(text, _TIME).strftime(_TIME) == text
    except ValueError:
        return False
