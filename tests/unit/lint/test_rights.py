"""Licences: which fit together, and what a module must say of other people's works."""

from __future__ import annotations

import pytest

from chapbook.lint.licenses import forbids_sharing, inclusion_problem, remix_problem
from support.modules import found


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("CC-BY-4.0", "LicenseRef-x"),
        ("CC-BY-4.0", "CC-BY-NC-ND-4.0"),
        ("CC-BY-3.0-DE", "MIT"),
        ("CC0-1.0", "CC-BY-4.0"),
        ("public domain", "CC-BY-4.0"),
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0"),
        ("CC-BY-SA-3.0", "CC-BY-SA-4.0"),
        ("CC-BY-SA-4.0", "GPL-3.0-or-later"),
        ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"),
        ("CC-BY-NC-SA-4.0", "CC-BY-NC-SA-4.0"),
        ("CC-BY-SA-4.0 OR MIT", "CC-BY-4.0"),
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0 AND MIT"),
        ("MIT", "CC-BY-4.0"),
        ("(CC-BY-SA-4.0 AND MIT) OR CC0-1.0", "CC-BY-4.0"),
        ("(CC-BY-SA-4.0", "CC-BY-4.0"),
        ("CC-BY-SA-4.0 OR", "CC-BY-4.0"),
        ("CC-BY-SA-4.0 ) MIT", "CC-BY-4.0"),
        ("CC-BY-SA-4.0", "CC-BY-SA"),
        ("CC-BY-SA-4.0", "(MIT OR CC-BY-SA-4.0) AND CC-BY-SA-4.0"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "CC-BY-4.0"),
        ("AND".join([" (A OR B) "] * 10), "CC-BY-4.0"),
        ("CC-BY-SA-4.0" + " " * 200, "CC-BY-4.0"),
        ("CC-BY-XX-4.0", "CC-BY-4.0"),
    ],
)
def test_licences_that_may_be_remixed(source: str, target: str) -> None:
    assert remix_problem(source, target) == ""


@pytest.mark.parametrize(
    ("source", "target", "says"),
    [
        ("CC-BY-SA-4.0", "CC-BY-4.0", "SA"),
        ("CC-BY-SA-4.0", "CC0-1.0", "SA"),
        ("CC-BY-SA-4.0", "CC-BY-SA-3.0", "SA"),
        ("CC-BY-SA-4.0", "CC-BY-NC-SA-4.0", "SA"),
        ("CC-BY-SA-4.0", "MIT", "SA"),
        ("CC-BY-SA-3.0", "GPL-3.0-or-later", "SA"),
        ("CC-BY-NC-4.0", "CC-BY-4.0", "NC"),
        ("CC-BY-NC-4.0", "CC-BY-SA-4.0", "NC"),
        ("CC-BY-NC-SA-4.0", "CC-BY-NC-4.0", "SA"),
        ("CC-BY-ND-4.0", "CC-BY-ND-4.0", "ND"),
        ("cc-by-nc-nd-4.0", "CC-BY-4.0", "ND"),
        ("All rights reserved", "CC-BY-4.0", "all rights"),
        ("CC-BY-SA-4.0 AND MIT", "CC-BY-4.0", "SA"),
        ("CC-BY-SA-4.0 OR CC-BY-NC-4.0", "CC-BY-4.0", "SA"),
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0 OR MIT", "SA"),
        ("(CC-BY-SA-4.0)", "CC-BY-4.0", "SA"),
        ("MIT AND (CC-BY-SA-4.0 OR CC-BY-NC-4.0)", "CC-BY-4.0", "SA"),
        ("MIT AND CC-BY-SA-4.0 OR CC-BY-ND-4.0", "CC-BY-4.0", "SA"),
        ("CC BY-SA 4.0", "CC-BY-4.0", "SA"),
        ("cc by nc", "MIT", "would allow it"),
        ("CC-BY-NC-4.0", "CC0-1.0", "would allow it"),
        ("CC-BY-NC-4.0", "LicenseRef-x", "does not say by its name"),
        ("CC-BY-SA-4.0", "LicenseRef-x", "SA"),
    ],
)
def test_licences_that_may_not(source: str, target: str, says: str) -> None:
    assert says in remix_problem(source, target)


@pytest.mark.parametrize(
    ("source", "target", "changed", "says"),
    [
        ("CC-BY-SA-4.0", "CC-BY-4.0", True, ""),
        ("CC-BY-ND-4.0", "CC-BY-4.0", False, ""),
        ("CC-BY-ND-4.0", "CC-BY-4.0", True, "ND"),
        ("CC-BY-NC-4.0", "CC-BY-SA-4.0", False, "NC"),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0", False, ""),
        ("CC-BY-NC-4.0", "LicenseRef-x", False, ""),
        ("CC-BY-NC-4.0", "CC0-1.0", False, "NC"),
        ("CC-BY-NC-4.0", "MIT", False, "NC"),
        ("CC-BY-NC-4.0", "GPL-3.0-only", False, "NC"),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0 OR MIT", False, "NC"),
        ("CC-BY-NC-4.0 AND MIT", "CC-BY-4.0", False, "NC"),
        ("CC-BY-NC-4.0 OR CC-BY-4.0", "CC-BY-4.0", False, ""),
        ("NONE", "CC-BY-4.0", False, "all rights"),
        ("CC-BY-NC-4.0", "x" * 200, False, ""),
    ],
)
def test_a_file_keeps_its_own_licence(source: str, target: str, changed: bool, says: str) -> None:
    problem = inclusion_problem(source, target, changed)
    assert says in problem
    assert bool(says) == bool(problem)


@pytest.mark.parametrize(
    "text",
    [
        "NONE",
        "noassertion",
        "All rights reserved",
        "© Ana, alle Rechte vorbehalten",
        "Proprietary",
        "LicenseRef-Proprietary AND MIT",
        "All rights reserved by Ana or her heirs",
    ],
)
def test_words_that_keep_all_rights(text: str) -> None:
    assert forbids_sharing(text)
    module = f"format: 1\nid: make-tea\nlicense: {text}\n"
    assert len(found("R701", files={"module.yml": module})) == 1
    assert found("M203", files={"module.yml": module}) == []


@pytest.mark.parametrize(
    "text",
    ["CC-BY-4.0", "MIT", "LicenseRef-none-such", "None of your business", "MIT OR LicenseRef-Proprietary"],
)
def test_words_that_do_not(text: str) -> None:
    assert not forbids_sharing(text)


def test_a_licence_of_ones_own_needs_its_text() -> None:
    module = {"module.yml": "format: 1\nid: make-tea\nlicense: LicenseRef-Tea\n"}
    (only,) = found("R701", files=module)
    assert "LICENSE.md" in only.hint
    for name in ("LICENSE.md", "licence.txt", "LICENSES/LicenseRef-Tea.txt"):
        assert found("R701", files=module | {name: "Share it."}) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("CC-BY-4.0 AND LicenseRef-Tea", 1),
        ("CC-BY-4.0 OR LicenseRef-Tea", 0),
        ("(LicenseRef-Tea OR LicenseRef-Pot)", 1),
    ],
)
def test_a_licence_of_ones_own_among_others(text: str, count: int) -> None:
    module = f"format: 1\nid: make-tea\nlicense: {text}\n"
    assert len(found("R701", files={"module.yml": module})) == count


@pytest.mark.parametrize(
    ("name", "library"),
    [
        ("ana-xYz1-unsplash.jpg", "unsplash"),
        ("pexels-ana-123.jpg", "pexels"),
        ("AdobeStock_1.jpg", "adobestock"),
    ],
)
def test_names_of_picture_libraries(name: str, library: str) -> None:
    (only,) = found("R702", files={f"assets/{name}": "x"})
    assert library in only.message
    assert found("R702", files={f"lessons/{name}": "x"}) == []


@pytest.mark.parametrize("name", ["splash.jpg", "flickering.png", "restock.jpg", "unsplashed.svg"])
def test_other_names_are_left_alone(name: str) -> None:
    assert found("R702", files={f"assets/{name}": "x"}) == []


@pytest.mark.parametrize(
    ("source", "count"),
    [("Unbekannt", 1), ("inconnu", 1), ("Google Imágenes", 1), ("https://tea.example", 0)],
)
def test_sources_that_are_none_in_other_languages(source: str, count: int) -> None:
    entry = f"  - {{file: a.svg, title: A, author: B, source: '{source}', license: CC0-1.0}}\n"
    files = {"assets/a.svg": "<svg/>", "assets/credits.yml": f"credits:\n{entry}"}
    assert len(found("R702", files=files)) == count


def test_an_origin_of_which_nothing_but_the_title_is_known() -> None:
    head = "format: 1\nid: make-tea\nlicense: CC-BY-4.0\nderived_from:\n  - title: Tea\n"
    (only,) = found("R704", files={"module.yml": head})
    assert "(url), what was changed (changes) or its licence" in only.message
    assert found("R703", files={"module.yml": head}) == []
    whole = head + "    id: abc/tea\n    license: CC0-1.0\n    changes: Shortened\n"
    assert found("R704", files={"module.yml": whole}) == []


def test_what_keeps_all_rights_is_not_compared_as_well() -> None:
    head = "format: 1\nid: make-tea\nlicense: NONE\nderived_from:\n  - {title: Tea, license: CC-BY-SA-4.0}\n"
    assert found("R703", files={"module.yml": head}) == []


def test_the_way_out_fits_the_licence() -> None:
    head = "format: 1\nid: make-tea\nlicense: CC-BY-4.0\nderived_from:\n  - {title: Tea, license: %s}\n"
    (nd,) = found("R703", files={"module.yml": head % "CC-BY-ND-4.0"})
    (sa,) = found("R703", files={"module.yml": head % "CC-BY-SA-4.0"})
    assert "permission" in nd.hint
    assert sa.hint.startswith("Put this module under CC-BY-SA-4.0")
    (spoken,) = found("R703", files={"module.yml": head % "cc by-sa 4.0"})
    assert spoken.hint == sa.hint
