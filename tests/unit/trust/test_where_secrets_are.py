"""Few files touch keys: what is not one of them imports no cryptography and starts no OpenSSH."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import chapbook

PACKAGE = Path(chapbook.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))


def files_with(pattern: str) -> set[str]:
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in SOURCES
        if re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
    }


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        (r"^\s*(?:from|import) cryptography", {"trust/crypto.py"}),
        (r"BEGIN OPENSSH PRIVATE KEY", {"trust/key_files.py"}),
        (r"which\(\"ssh-", {"trust/ssh_keygen.py"}),
        (r"\.openssh\(\)", {"trust/own.py", "services/recovery.py"}),
        (r"\bmd5\b|\bsha1\b", set()),
    ],
)
def test_only_these_files_do_it(pattern: str, files: set[str]) -> None:
    assert files_with(pattern) == files
