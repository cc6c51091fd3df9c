"""What the pages of X805, X806 and X810 do not show: every refusal of a name, large files, files that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Diagnostic
from chapbook.diag.errors import OperationFailed
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.model.reader import read_module
from chapbook.tree.limits import MIB
from chapbook.tree.tree import MemoryTree, RelPath, Tree
from support.base import base_files

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def found(more: Mapping[str, bytes], profile: Profile = Profile.PUBLISH) -> list[Diagnostic]:
    base = {path: text.encode() for path, text in base_files().items()}
    return found_in(MemoryTree({**base, **more}), profile)


def found_in(tree: Tree, profile: Profile = Profile.PUBLISH) -> list[Diagnostic]:
    report = run(read_module(tree, name="base"), LintConfig(profile=profile))
    return [each for each in report.diagnostics if each.code.startswith("X8")]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("assets/a:b.svg", "holds `:`"),
        ("assets/a\u202eb.svg", "U+202E"),
        ("assets/a\x07b.svg", "U+0007"),
        ("assets/con.svg", "a device on Windows"),
        ("assets/a~1.svg", "short name"),
        ("assets/ a.svg", "starts with a blank"),
        ("assets/a./b.svg", "ends with a blank or a dot"),
        ("assets/e\u0301.svg", "not in Unicode form NFC"),
        ("assets/.a.svg", "is hidden"),
        ("Lessons/a.svg", "differ only in ways"),
        ("module.yml/a.svg", "is also the folder"),
        ("assets/" + "a" * 117 + ".svg", "120 bytes"),
        ("assets/" + "a/" * 12 + "a.svg", "nested deeper than 11 levels"),
        ("assets/" + ("é" * 55 + "/") * 2 + "a.svg", "longer than 233 bytes"),
        ("assets/" + ("a" * 70 + "/") * 2 + "a.svg", "has 154 characters"),
    ],
)
@pytest.mark.parametrize("profile", list(Profile))
def test_a_name_that_cannot_travel_is_found_once(name: str, says: str, profile: Profile) -> None:
    (only,) = [each for each in found({name: SVG}, profile) if each.code == "X810"]

    assert says in only.message
    assert only.message.isprintable()
    assert only.hint


def test_a_name_that_just_fits_is_no_finding() -> None:
    fits = "assets/" + ("é" * 53 + "/") * 2 + "a" * 8 + ".svg"
    assert len(fits.encode()) <= 233
    assert len(fits) <= 150
    assert found({fits: SVG}) == []


def test_a_draft_may_hold_what_a_bundle_may_not() -> None:
    files = {"assets/a.exe": b"MZ", "README.md": b"a\n\n" * 30_000}
    assert [each.code for each in found(files)] == ["X806", "X805"]
    assert found(files, Profile.DRAFT) == []


def test_a_hint_names_the_ending_that_would_do() -> None:
    hints = {
        each.location.path: each.hint for each in found({"LICENSE": b"MIT", "a.markdown": b"a", "a.py": b"a"})
    }

    assert hints["LICENSE"].startswith("Rename it to LICENSE.txt")
    assert hints["a.markdown"].startswith("Rename it to a.md")
    assert "Bundles carry:" in hints["a.py"]


def test_what_reading_refused_is_not_reported_twice() -> None:
    files = {"assets/a.svg": b"\0", "README.md": b"a" * (MIB + 1), "quizzes/a.yml": b"# " + b"a" * MIB}
    assert [each.code for each in found(files)] == ["X810", "X810", "X810"]


def test_drawings_are_read_whatever_the_case_of_their_ending() -> None:
    (only,) = found({"assets/A.SVG": SVG.replace(b"/>", b"><script/></svg>")})
    assert only.code == "X801"


class Pretended(MemoryTree):
    """A tree whose large files are only said to be there, and one of whose files the disk refuses to give."""

    def __init__(self, sizes: Mapping[str, int], refused: str = "") -> None:
        files = {path: text.encode() for path, text in base_files().items()}
        super().__init__(files | dict.fromkeys(sizes, b"RIFF....WAVE") | ({refused: b""} if refused else {}))
        self.pretended = sizes
        self.refused = refused

    def size(self, path: RelPath) -> int:
        return self.pretended.get(path) or super().size(path)

    def head(self, path: RelPath, count: int) -> bytes:
        if path == self.refused:
            raise OperationFailed("cannot-read", f"{path} cannot be read: it is asleep.", "Wake it.")
        return super().head(path, count)


def test_large_files_and_modules_are_found_without_reading_them() -> None:
    (file,) = found_in(Pretended({"assets/a.wav": 513 * MIB}))
    (whole,) = found_in(Pretended({f"assets/{n}.wav": 512 * MIB for n in range(4)}))

    assert (file.code, file.location.path) == ("X806", "assets/a.wav")
    assert "512 MiB" in file.message
    assert (whole.code, whole.location.path) == ("X806", "module.yml")
    assert "2 GiB" in whole.message


def test_a_module_of_too_many_files_is_found() -> None:
    many = {f"assets/{n}.wav": 1 for n in range(10_000)}
    assert [each.message for each in found_in(Pretended(many))] == [
        "The module has 10003 files; a bundle holds at most 9998."
    ]


def test_pages_that_are_too_much_together_are_found() -> None:
    many = {f"lessons/{n}.md": 60 * 1024 for n in range(300)}
    (found,) = [each for each in found_in(Pretended(many)) if each.code == "X806"]
    assert found.message.endswith("16 MiB are allowed, so that nobody waits for hours.")


def test_a_file_that_cannot_be_read_is_a_finding() -> None:
    (only,) = found_in(Pretended({}, refused="assets/a.png"))
    assert (only.code, only.hint) == ("X805", "Wake it.")
    assert "asleep" in only.message
