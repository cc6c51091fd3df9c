"""Which version this is."""

from __future__ import annotations


def version() -> str:
    """Give the installed version, such as `0.1.0`."""
    from importlib.metadata import version as installed

    return installed("chapbook")
