"""What a link aims at, as written."""

from __future__ import annotations

import pytest

from chapbook.lint.targets import Aim, Target, stand_ins, understand, unsafe_reason
from chapbook.tree.tree import RelPath

LESSON = RelPath("lessons/tea.md")


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("why.md", Target(Aim.FILE, "lessons/why.md")),
        ("why.md?x=1#top", Target(Aim.FILE, "lessons/why.md", "top")),
        ("../assets/a%20b.svg", Target(Aim.FILE, "assets/a b.svg")),
        ("#warm-%C3%BC", Target(Aim.FILE, "lessons/tea.md", "warm-ü")),
        ("./", Target(Aim.FILE, "lessons")),
        ("module:git/first#top", Target(Aim.MODULE, "git/first", "top")),
        ("https://example.org/a\\b", Target(Aim.OUTSIDE)),
        ("//example.org", Target(Aim.OUTSIDE)),
        ("mailto:ana@example.org", Target(Aim.OUTSIDE)),
        ("http://[", Target(Aim.OUTSIDE)),
        ("", Target(Aim.OUTSIDE)),
        ("../../other/lesson.md", Target(Aim.LEAVES, "../other/lesson.md")),
        ("%2e%2e/%2e%2e/x", Target(Aim.LEAVES, "../x")),
        ("../..", Target(Aim.LEAVES, "..")),
    ],
)
def test_targets(written: str, target: Target) -> None:
    assert understand(LESSON, written) == target


@pytest.mark.parametrize(
    "written",
    ["/imprint/", "C:\\a.png", "c:/a.png", "..\\a.png", "a%5Cb.png", "FILE:///etc/passwd", "/\\host"],
)
def test_unsafe_targets(written: str) -> None:
    assert understand(LESSON, written).aim is Aim.UNSAFE


@pytest.mark.parametrize(
    "path", ["/a.md", "..", "../a.md", "a/../../b.md", "C:", "D:\\x", "a\\b.md", "file:a"]
)
def test_unsafe_paths(path: str) -> None:
    assert unsafe_reason(path)


@pytest.mark.parametrize("path", ["a.md", "a/../b.md", "..a/b.md", "lessons/c:d.md"])
def test_safe_paths(path: str) -> None:
    assert unsafe_reason(path) == ""


def test_a_translation_may_use_the_original_files() -> None:
    assert stand_ins("i18n/fr/assets/a.svg") == ("i18n/fr/assets/a.svg", "assets/a.svg")
    assert stand_ins("assets/a.svg") == ("assets/a.svg",)
