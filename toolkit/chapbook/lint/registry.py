"""Every rule, in the order of the code table. A rule that is not named here does not exist.

Adding a rule is one row in `diag/codes.py`, one function named here, and one page `lint/pages/CODE-slug.md`.
"""

from __future__ import annotations

from chapbook.lint.rule import Rule, with_module
from chapbook.lint.rules import (
    accessibility,
    addresses,
    assessment,
    carriage,
    catalogue,
    emptiness,
    files,
    links,
    metadata,
    names,
    portability,
    release,
    requirements,
    rights,
    structure,
    translations,
    weight,
)

RULES: tuple[Rule, ...] = (
    Rule("S105", structure.listed_file_missing),
    Rule("S106", with_module(files.file_not_used)),
    Rule("S107", with_module(structure.duplicate_id)),
    Rule("S108", with_module(release.id_lost)),
    Rule("S109", with_module(structure.unknown_reference)),
    Rule("S109", with_module(links.unknown_module_link)),
    Rule("S110", with_module(requirements.prerequisite_cycle)),
    Rule("S111", names.awkward_name),
    Rule("S112", structure.placeholder_left),
    Rule("S113", with_module(emptiness.nothing_in_it)),
    Rule("M202", with_module(catalogue.unfit_for_a_card)),
    Rule("M203", with_module(metadata.not_a_standard_value)),
    Rule("M203", metadata.unfit_text),
    Rule("M204", with_module(release.version_not_raised)),
    Rule("M205", with_module(catalogue.minutes_far_off)),
    Rule("M206", with_module(catalogue.hard_to_find)),
    Rule("M207", translations.translation_outdated),
    Rule("L301", links.link_target_missing),
    Rule("L302", links.asset_missing),
    Rule("L303", links.link_leaves_module),
    Rule("L304", addresses.unsecured_link),
    Rule("L305", addresses.scheme_not_allowed),
    Rule("L306", addresses.dead_link),
    Rule("L307", weight.heavy),
    Rule("L308", addresses.bare_address),
    Rule("A401", accessibility.image_without_alt),
    Rule("Q501", with_module(assessment.correct_options)),
    Rule("Q502", with_module(assessment.duplicate_options)),
    Rule("Q503", with_module(assessment.key_fails_itself)),
    Rule("R701", with_module(rights.not_to_be_shared)),
    Rule("R702", with_module(rights.not_credited)),
    Rule("R703", with_module(rights.licenses_do_not_fit)),
    Rule("R704", with_module(rights.origin_incomplete)),
    Rule("X801", portability.active_content),
    Rule("X804", portability.unsafe_path),
    Rule("X805", carriage.type_refused),
    Rule("X806", carriage.limit_exceeded),
    Rule("X810", carriage.unportable_name),
)

READING = frozenset({"S101", "S102", "S103", "S104", "S114", "S115", "M201", "R702", "X810"})
"""Codes that reading a module yields; most have no rule."""
