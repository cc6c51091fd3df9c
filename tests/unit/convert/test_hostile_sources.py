"""Sources that point out of themselves: nothing outside is read; the same within the source is."""

from __future__ import annotations

from pathlib import Path

import pytest

from chapbook.services.convert import ConvertOptions, Plan, plan

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>A</title><path d="M0 0"/></svg>'


def planned(start: Path, source: str) -> Plan:
    return plan(ConvertOptions(start=start, dialect="markdown", path=source, into="out"))


@pytest.mark.parametrize("source", ["course", "course/a.md"])
def test_links_of_the_disk_are_followed_only_within_the_source(tmp_path: Path, source: str) -> None:
    course = tmp_path / "course"
    course.mkdir()
    (tmp_path / "secret.svg").write_text(SVG.replace("A", "SECRET"), encoding="utf-8")
    (course / "real.svg").write_text(SVG, encoding="utf-8")
    (course / "inside.svg").symlink_to("real.svg")
    (course / "outside.svg").symlink_to("../secret.svg")
    (course / "a.md").write_text("# A\n\n![In](inside.svg)\n\n![Out](outside.svg)\n", encoding="utf-8")
    made = planned(tmp_path, source).made
    assert made.files["assets/inside.svg"] == SVG.encode()
    assert not any(b"SECRET" in content for content in made.files.values())
    assert "outside.svg" in "\n".join(map(str, made.lost))


@pytest.mark.parametrize("target", ["../secret.svg", "/secret.svg", "%2e%2e/secret.svg", "..%2fsecret.svg"])
def test_pictures_outside_the_source_are_not_copied(tmp_path: Path, target: str) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "secret.svg").write_text(SVG.replace("A", "SECRET"), encoding="utf-8")
    (tmp_path / "course/near.svg").write_text(SVG, encoding="utf-8")
    page = f"# A\n\n![In](near.svg)\n\n![Out]({target})\n"
    (tmp_path / "course/a.md").write_text(page, encoding="utf-8")
    for source in ("course", "course/a.md"):
        made = planned(tmp_path, source).made
        assert made.files["assets/near.svg"] == SVG.encode()
        assert not any(b"SECRET" in content for content in made.files.values())
        assert "points out of the source" in "\n".join(map(str, made.lost))
