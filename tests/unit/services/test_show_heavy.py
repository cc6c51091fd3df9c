"""Markdown made to be slow is read and checked before an import in little time: nothing runs away, nothing crashes."""

from __future__ import annotations

import time

from chapbook.bundle.verify import open_bundle
from chapbook.diag.errors import Refused
from chapbook.services.show import check_bundle
from support.archives import LESSON, good_draft, sample_files, write
from support.heavy_markdown import heavy_texts
from support.pace import HANGS
from support.threats import Threats

SIZE = 8_000


def test_slow_pages_are_looked_at_in_little_time(threats: Threats) -> None:
    pages = heavy_texts(SIZE)
    codes = []
    for name, text in pages.items():
        started = time.process_time()
        page = f"{LESSON}\n{text}\n".encode()[: 64 * 1024]
        try:
            check_bundle(open_bundle(write(good_draft(sample_files() | {"lessons/why.md": page}))))
        except Refused as error:
            codes.append(error.code)
        assert time.process_time() - started < HANGS, name
    assert set(codes) <= {"limit-headings"}
    threats.record(
        "Texts",
        "Markdown made to be slow, read and checked before an import",
        tried=len(pages),
        refused=len(codes),
        harmless=len(pages) - len(codes),
    )
