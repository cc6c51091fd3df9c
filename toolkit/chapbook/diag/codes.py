"""The table of codes. A code is permanent: never reused, never renamed.

One row a rule: code, slug, severity in the `draft` and in the `publish` profile (None = off). The text that
explains a code is its page, `chapbook/lint/pages/CODE-slug.md`, which is also its test.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chapbook.diag.diagnostic import Severity

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741


class Profile(StrEnum):
    """How strict a check is: a draft, something to publish, or a peer's bundle."""

    DRAFT = "draft"
    PUBLISH = "publish"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One row of the table."""

    code: str
    slug: str
    draft: Severity | None
    publish: Severity | None

    def severity(self, profile: Profile) -> Severity | None:
        """Give the severity in a profile. In `import`, security rules (X…) are always errors."""
        if profile is Profile.DRAFT:
            return self.draft
        if profile is Profile.IMPORT and self.code.startswith("X"):
            return Severity.ERROR
        return self.publish


CODES: tuple[CodeEntry, ...] = (
    CodeEntry("S101", "yaml-unreadable", E, E),
    CodeEntry("S102", "unknown-key", E, E),
    CodeEntry("S103", "yaml-feature-refused", E, E),
    CodeEntry("S104", "prose-misread", W, E),
    CodeEntry("S105", "listed-file-missing", E, E),
    CodeEntry("S106", "file-not-used", W, W),
    CodeEntry("S107", "duplicate-id", E, E),
    CodeEntry("S108", "id-lost", None, E),
    CodeEntry("S109", "unknown-reference", E, E),
    CodeEntry("S110", "prerequisite-cycle", W, E),
    CodeEntry("S111", "awkward-file-name", W, W),
    CodeEntry("S112", "placeholder-left", I, E),
    CodeEntry("S113", "nothing-in-it", W, W),
    CodeEntry("S114", "block-unreadable", E, E),
    CodeEntry("S115", "wrong-kind-of-value", E, E),
    CodeEntry("S116", "ignore-without-reason", W, W),
    CodeEntry("S117", "ignore-unused", W, W),
    CodeEntry("S118", "settings-not-read", W, W),
    CodeEntry("M201", "required-missing", W, E),
    CodeEntry("M202", "unfit-for-a-card", I, W),
    CodeEntry("M203", "not-a-standard-value", E, E),
    CodeEntry("M204", "version-not-raised", None, W),
    CodeEntry("M205", "minutes-far-off", I, W),
    CodeEntry("M206", "hard-to-find", I, I),
    CodeEntry("M207", "translation-outdated", None, W),
    CodeEntry("L301", "link-target-missing", W, E),
    CodeEntry("L302", "asset-missing", W, E),
    CodeEntry("L303", "link-leaves-module", W, E),
    CodeEntry("L304", "link-not-encrypted", W, W),
    CodeEntry("L305", "link-kind-not-kept", E, E),
    CodeEntry("L306", "link-dead", None, W),
    CodeEntry("L307", "heavy-file", I, W),
    CodeEntry("L308", "bare-address", I, I),
    CodeEntry("A401", "image-without-alt", W, E),
    CodeEntry("A402", "weak-alt", W, W),
    CodeEntry("A403", "heading-levels", W, E),
    CodeEntry("A404", "bold-as-heading", I, W),
    CodeEntry("A405", "generic-link", W, W),
    CodeEntry("A406", "media-without-text", W, E),
    CodeEntry("A407", "table-headings", I, W),
    CodeEntry("A408", "code-without-language", I, I),
    CodeEntry("A409", "picture-only", W, E),
    CodeEntry("A410", "by-look-only", I, I),
    CodeEntry("A411", "long-text", I, I),
    CodeEntry("A412", "page-fails-axe", None, W),
    CodeEntry("Q501", "correct-options", E, E),
    CodeEntry("Q502", "duplicate-options", E, E),
    CodeEntry("Q503", "key-fails-itself", E, E),
    CodeEntry("Q504", "output-differs", None, E),
    CodeEntry("Q505", "wrong-without-feedback", W, W),
    CodeEntry("Q506", "correct-longest", I, W),
    CodeEntry("Q507", "correct-often-longest", I, W),
    CodeEntry("Q508", "correct-in-one-place", I, W),
    CodeEntry("Q509", "all-or-none-of-the-above", I, W),
    CodeEntry("Q510", "hidden-negation", I, I),
    CodeEntry("Q511", "number-of-options", I, I),
    CodeEntry("Q512", "answer-given-away", I, I),
    CodeEntry("Q513", "unreachable-score", E, E),
    CodeEntry("Q514", "stem-no-sentence", I, I),
    CodeEntry("P601", "number-of-objectives", W, W),
    CodeEntry("P602", "unobservable-verb", I, W),
    CodeEntry("P603", "objective-without-question", I, W),
    CodeEntry("P604", "question-without-objective", I, W),
    CodeEntry("P605", "only-recalled", I, I),
    CodeEntry("P606", "too-long", I, W),
    CodeEntry("P607", "long-reading", I, W),
    CodeEntry("P608", "exercise-without-solution", W, W),
    CodeEntry("P609", "nothing-comes-back", I, I),
    CodeEntry("P610", "long-video", I, I),
    CodeEntry("R701", "not-to-be-shared", W, E),
    CodeEntry("R702", "work-not-credited", W, E),
    CodeEntry("R703", "licences-do-not-fit", W, E),
    CodeEntry("R704", "origin-incomplete", W, W),
    CodeEntry("X801", "active-content", E, E),
    CodeEntry("X802", "raw-frame", W, E),
    CodeEntry("X803", "remote-content", W, W),
    CodeEntry("X804", "unsafe-path", E, E),
    CodeEntry("X805", "file-type-refused", None, E),
    CodeEntry("X806", "limit-exceeded", None, E),
    CodeEntry("X807", "newer-format", E, E),
    CodeEntry("X808", "foreign-syntax", W, W),
    CodeEntry("X809", "not-for-everybody", W, E),
    CodeEntry("X810", "unportable-text-or-name", E, E),
)

SITE_CODES: tuple[CodeEntry, ...] = (
    CodeEntry("SIT101", "module-left-out", W, W),
    CodeEntry("SIT102", "page-left-out", W, W),
    CodeEntry("SIT103", "link-unresolved", W, W),
    CodeEntry("SIT104", "question-left-out", W, W),
    CodeEntry("SIT105", "page-stopped", E, E),
    CodeEntry("SIT106", "drawing-not-as-it-is", W, W),
    CodeEntry("SIT107", "settings-not-read-here", W, W),
    CodeEntry("SIT201", "mkdocs-warning", W, W),
)
"""What building a site may say; not rules, so `check` never reports them."""

BY_CODE: dict[str, CodeEntry] = {entry.code: entry for entry in CODES}
