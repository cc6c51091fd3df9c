"""An identity of the tests' own: planned and made in a folder of the test; `tests/unit/services/conftest.py` gives it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from chapbook.diag.errors import ChapbookError
from chapbook.services.key_change import Change, plan_init
from chapbook.services.key_loss import Loss

NOW = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
STOLEN = Loss(reason="stolen", since="2026-11-20")


def planned(config: Path, **changes: object) -> Change:
    """Plan a first identity in the folder `config`, its sheet beside that."""
    options = {"name": "Ana Ruiz", "sheet_file": config.parent / "sheet.txt", "folder": config} | changes
    return plan_init(**options)  # type: ignore[arg-type]


def code_of(act: object, *arguments: object, **named: object) -> str:
    """Give the code of the error that an act ends with."""
    assert callable(act)
    with pytest.raises(ChapbookError) as caught:
        act(*arguments, **named)
    return caught.value.code
