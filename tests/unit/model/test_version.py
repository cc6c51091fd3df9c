"""Versions: the order and the examples of semver.org."""

from __future__ import annotations

from itertools import pairwise

import pytest

from chapbook.model.version import parse_version

ASCENDING = (
    "0.0.1 0.9.0 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 "
    "1.0.0 1.2.0 1.10.0 2.0.0"
)


def test_the_order_is_that_of_semver() -> None:
    for low, high in pairwise(ASCENDING.split()):
        left, right = parse_version(low), parse_version(high)
        assert left is not None
        assert right is not None
        assert left < right
        assert not right < left


def test_build_metadata_has_no_order() -> None:
    assert parse_version("1.0.0+a.1") == parse_version("1.0.0+b")


@pytest.mark.parametrize(
    "text",
    ["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "v1.0.0", "1.0.0\n", "1" * 70, "１.0.0"],
)
def test_other_texts_are_no_versions(text: str) -> None:
    assert parse_version(text) is None
