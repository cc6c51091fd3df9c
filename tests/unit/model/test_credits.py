"""`assets/credits.yml`: whose works are among the assets."""

from __future__ import annotations

from chapbook.diag.diagnostic import DataPath
from chapbook.model.module import Credit
from support.base import base_files, read_files

CREDITS = """\
credits:
  - file: harbour.jpg
    title: Harbour at dawn
    author: Lena Berg
    source: https://example.org/harbour
    license: CC-BY-4.0
    changes: Cropped
"""


def found(text: str) -> list[tuple[str, DataPath]]:
    subject = read_files(base_files() | {"assets/credits.yml": text})
    return [(each.code, each.place.data_path) for each in subject.findings]


def test_credits_are_part_of_the_module() -> None:
    subject = read_files(base_files() | {"assets/credits.yml": CREDITS})
    assert subject.findings == ()
    assert subject.module is not None
    assert subject.module.credits == (
        Credit(
            file="harbour.jpg",
            title="Harbour at dawn",
            author="Lena Berg",
            source="https://example.org/harbour",
            license="CC-BY-4.0",
            changes="Cropped",
        ),
    )
    assert subject.module.credits[0].place.data_path == ("credits", 0, "file")


def test_what_a_credit_lacks_is_said() -> None:
    assert found(CREDITS.replace("    author: Lena Berg\n", "")) == [("R702", ("credits", 0))]
    assert found(CREDITS.replace("license:", "licence:"))[0] == ("S102", ("credits", 0, "licence"))
    assert found("- harbour.jpg\n")[0] == ("S115", ())
    assert found("credits: harbour.jpg\n")[0] == ("S115", ("credits",))
