"""The record of a measurement: one line of JSON for every run, so that it can be broken off and gone on with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class Store:
    """Keeps records in a file, written as they come."""

    def __init__(self, path: Path, *, resume: bool) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        if not resume:
            path.unlink(missing_ok=True)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.records: list[Record] = [json.loads(line) for line in lines]

    def add(self, record: Record) -> None:
        """Keep a record."""
        self.records.append(record)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")

    def find(self, **wanted: object) -> Iterator[Record]:
        """Give the records that have all these values."""
        return (each for each in self.records if all(each.get(key) == value for key, value in wanted.items()))

    def has(self, **wanted: object) -> bool:
        """Say whether there is such a record."""
        return any(True for _ in self.find(**wanted))

    def runs(self, **wanted: object) -> dict[int, Record]:
        """Give the runs of one job that went well, by round."""
        return {each["round"]: each for each in self.find(**wanted) if each.get("ok")}
