"""Record what was tried against a protection; `tests/threats/*.json` and the table in docs/pages/security.md say it.

A test that throws many things at one protection counts them and hands the counts to the fixture `threats`:

    def test_no_vector_runs(threats: Threats) -> None:
        ...
        threats.record("Pages in a browser", "Script in a title", tried=340, refused=12, harmless=328,
                       control="300 or more ran without the allow-list")

One test, one row. `tried` = `refused` + `harmless` + `survived`:

- `refused`: stopped with a message (an error code, a signature that is not believed);
- `harmless`: taken, and nothing came of it: the same content, nothing ran, the old state or the new one;
- `survived`: got through. It must be 0, else the test fails whatever the file says. It is worked out when left out.

`control` says in words what happens without the protection; write "100 or more" where it varies, and assert it.
Count things that are the same on every machine (cases, vectors, points of a list), never what happened to occur.

The numbers must be those of the committed file. After a change rewrite your own rows, then the table:

    CHAPBOOK_THREATS=write python -m pytest TESTFILE && python docs/generate.py

and commit `tests/threats/AREA.json` and `docs/pages/security.md` with the test. Each area has a file of its own, and
each test checks its own rows only, so tests run in any order, alone or side by side.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "threats"
VARIABLE = "CHAPBOOK_THREATS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table. `test` is the file and function that counted it."""

    threat: str
    tried: int
    refused: int
    harmless: int
    survived: int
    control: str
    test: str


@dataclass(frozen=True, slots=True)
class Threats:
    """What one test records. `write` rewrites the rows in `folder` instead of comparing them."""

    test: str
    folder: Path = FOLDER
    write: bool = False

    def record(
        self,
        area: str,
        threat: str,
        *,
        tried: int,
        refused: int,
        harmless: int = 0,
        survived: int | None = None,
        control: str = "",
    ) -> None:
        """Hold the row of `area` and `threat` true; AssertionError says what differs and how to rewrite it."""
        through = tried - refused - harmless if survived is None else survived
        assert tried > 0, f"{area}, {threat}: nothing was tried"
        assert through == 0, f"{area}, {threat}: {through} of {tried} got through"
        assert refused + harmless == tried, f"{area}, {threat}: the counts do not add up to {tried}"
        row = Row(
            threat=threat,
            tried=tried,
            refused=refused,
            harmless=harmless,
            survived=through,
            control=control,
            test=self.test,
        )
        if self.write:
            self._write(area, row)
        else:
            self._compare(area, row)

    def _compare(self, area: str, row: Row) -> None:
        stated = next((each for each in read_rows(self.folder, area) if each.threat == row.threat), None)
        command = (
            f"{VARIABLE}=write python -m pytest {row.test.partition('::')[0]} && python docs/generate.py"
        )
        assert stated == row, f"tests/threats is out of date for {area}, {row.threat}. Run: {command}"

    def _write(self, area: str, row: Row) -> None:
        path = self.folder / file_name(area)
        self.folder.mkdir(exist_ok=True)
        with FileLock(Path(tempfile.gettempdir(), f"chapbook-threats-{path.stem}.lock")):
            others = [each for each in read_rows(self.folder, area) if each.threat != row.threat]
            rows = sorted([*others, row], key=lambda each: each.threat)
            said = {"area": area, "rows": [asdict(each) for each in rows]}
            path.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def file_name(area: str) -> str:
    """Give the name of an area's file."""
    return re.sub(r"[^a-z0-9]+", "-", area.lower()).strip("-") + ".json"


def read_rows(folder: Path, area: str) -> list[Row]:
    """Read the committed rows of an area; none when it has no file."""
    path = folder / file_name(area)
    if not path.exists():
        return []
    return [Row(**each) for each in json.loads(path.read_text(encoding="utf-8"))["rows"]]


@pytest.fixture
def threats(request: pytest.FixtureRequest) -> Threats:
    """Give the recorder of this test."""
    file = Path(request.node.path).relative_to(ROOT).as_posix()
    name = getattr(request.node, "originalname", None) or request.node.name
    return Threats(f"{file}::{name}", write=os.environ.get(VARIABLE) == "write")
