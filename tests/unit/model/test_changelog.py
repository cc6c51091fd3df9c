"""What a module's CHANGELOG.md says."""

from __future__ import annotations

import pytest

from chapbook.model.changelog import MOST, Release, read_releases, releases_of
from support.sites import loaded, small_module

TEXT = """\
# Changelog

## [Unreleased]

- Not yet.

## [1.1.0] - 2026-11-20

- A lesson on *oolong*.

### Mended

- A slip.

## v1.0.0 (2026-10-01)

```text
## 0.9.0 - 2026-09-01
```

## 0.1.0
"""


def test_releases_are_read_in_their_order() -> None:
    assert read_releases(TEXT) == (
        Release(
            version="1.1.0", day="2026-11-20", changes="- A lesson on *oolong*.\n\n### Mended\n\n- A slip."
        ),
        Release(version="1.0.0", day="2026-10-01", changes="```text\n## 0.9.0 - 2026-09-01\n```"),
        Release(version="0.1.0"),
    )


@pytest.mark.parametrize(
    "text", ["", "# 1.0.0 - 2026-01-01", "## Soon\n\nx", "## 1.0 - 2026-01-01", "### 1.0.0"]
)
def test_what_is_no_release_is_passed_over(text: str) -> None:
    assert read_releases(text) == ()


def test_a_day_that_is_none_is_left_out() -> None:
    assert read_releases("## 1.0.0 - 2026-02-30")[0].day == ""


def test_of_a_version_that_stands_twice_the_first_counts() -> None:
    assert [each.changes for each in read_releases("## 1.0.0\nOne\n## 1.0.0\nTwo\n")] == ["One"]


def test_a_module_shows_no_version_after_its_own_and_the_newest_first() -> None:
    text = "## 0.9.0\n\nOld\n\n## 2.0.0\n\nNext\n\n## 1.0.0\n\nNow\n"
    subject = loaded(small_module() | {"CHANGELOG.md": text}).subject
    assert [each.version for each in releases_of(subject)] == ["1.0.0", "0.9.0"]


def test_no_file_and_a_huge_file_say_nothing() -> None:
    assert releases_of(loaded(small_module()).subject) == ()
    huge = "## 1.0.0\n" + "x" * MOST
    assert releases_of(loaded(small_module() | {"CHANGELOG.md": huge}).subject) == ()
