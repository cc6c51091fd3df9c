"""The attribution that travels with a bundle says what the module's files say, and nothing else."""

from __future__ import annotations

import pytest

from chapbook.bundle.attribution import ATTRIBUTION_NAME, attribution_of
from chapbook.bundle.verify import open_bundle
from chapbook.bundle.zip_reader import read_archive
from chapbook.diag.errors import Refused
from chapbook.model.module import Credit, Module, Origin, Person
from support.archives import DraftEntry, good_draft, pack, write

TEXT = """\
Tea for schools
  Version: 0.1.0
  By: Ben Stone (https://ben.example), Cleo Park
  Licence: CC-BY-SA-4.0

Made from

Make tea
  Version: 1.2.0
  By: Ana Ruiz, Eve Ray
  Source: make-tea sha256:11
  Licence: CC-BY-SA-4.0
  Changes: Translated; two lessons

Works of others in it

Pot
  File: assets/pot.jpg
  By: Lena Berg
  Source: https://pot.example
  Licence: CC-BY-4.0
  Changes: cropped
"""
CREDIT = Credit(
    file="pot.jpg",
    title="Pot",
    author="Lena Berg",
    source="https://pot.example",
    license="CC-BY-4.0",
    changes="cropped",
)
MODULE = Module(
    id="tea",
    title="Tea for schools",
    version="0.1.0",
    license="CC-BY-SA-4.0",
    authors=(Person(name="Ben Stone", url="https://ben.example"), Person(name="Cleo Park")),
    derived_from=(
        Origin(
            title="Make tea",
            version="1.2.0",
            authors=("Ana Ruiz", "Eve Ray"),
            id="make-tea",
            release="sha256:11",
            license="CC-BY-SA-4.0",
            changes="Translated;\ntwo lessons",
        ),
    ),
    credits=(CREDIT,),
)


def carried(data: bytes) -> bytes:
    archive = read_archive(data)
    return next(archive.read(each) for each in archive.entries if each.name == ATTRIBUTION_NAME)


def with_text(text: bytes) -> bytes:
    draft = good_draft()
    draft.entries.insert(2, DraftEntry(ATTRIBUTION_NAME.encode(), text))
    return write(draft)


def test_it_names_title_authors_source_licence_and_changes() -> None:
    assert attribution_of(MODULE).decode() == TEXT


def test_what_is_not_known_is_left_out() -> None:
    assert attribution_of(Module(id="tea", title="Tea")) == b"Tea\n"


def test_nothing_in_it_moves_or_reorders_text() -> None:
    nasty = Module(id="a", title="a\x1b[2J\u202eb\u200f c\r\n\n  Licence:\tnone")
    assert attribution_of(nasty) == b"a[2Jb c Licence: none\n"


def test_many_works_are_counted_at_the_end() -> None:
    text = attribution_of(Module(id="a", title="A", credits=(CREDIT,) * 1000)).decode()
    assert len(text.encode()) < 64 * 1024
    shown = text.count("File: ")
    assert text.endswith(f"And {1000 - shown} more; they are named in assets/credits.yml and module.yml.\n")


def test_pack_puts_it_in_and_it_is_that_of_the_module() -> None:
    data = pack().data
    assert carried(data) == attribution_of(open_bundle(data).module)
    assert b"Ana Ruiz" in carried(data)


def test_the_release_does_not_hang_on_it() -> None:
    assert open_bundle(pack().data).release == open_bundle(write(good_draft())).release


def test_a_text_that_says_something_else_is_refused() -> None:
    right = attribution_of(open_bundle(pack().data).module)
    assert open_bundle(with_text(right)).manifest.slug == "pricing-basics"
    for wrong in (b"", right + b"\n", right.replace(b"Ana Ruiz", b"Eve Ruiz"), right.replace(b"\n", b"\r\n")):
        with pytest.raises(Refused) as problem:
            open_bundle(with_text(wrong))
        assert problem.value.code == "attribution-differs"


def test_a_large_one_is_refused_before_it_is_compared() -> None:
    with pytest.raises(Refused) as problem:
        open_bundle(with_text(b"a" * (64 * 1024 + 1)))
    assert problem.value.code == "limit-meta-size"
