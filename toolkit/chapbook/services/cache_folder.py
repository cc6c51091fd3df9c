"""Where what can be found out again is kept: the user's folder for caches, never a workspace."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def cache_folder() -> Path:
    """Give Chapbook's folder below the system's one for caches; `XDG_CACHE_HOME` counts where it is the custom."""
    return platformdirs.user_cache_path("chapbook", appauthor=False, opinion=False)
