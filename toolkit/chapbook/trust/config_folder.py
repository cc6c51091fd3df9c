"""Where what belongs to the user stands, on this machine: keys, the own identity, whom one knows. Never a workspace."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def config_folder() -> Path:
    """Give Chapbook's folder below the system's one for settings; `XDG_CONFIG_HOME` counts where it is the custom."""
    return platformdirs.user_config_path("chapbook", appauthor=False)
