"""What pack refuses, so that no peer has to."""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from chapbook.bundle.verify import open_bundle
from chapbook.diag.errors import OperationFailed, Refused
from chapbook.lint.exif import holds, holds_place, tells_owner
from chapbook.services.pack import PackResult, Signing, pack
from chapbook.tree.tree import rel_path
from chapbook.tree.write import write_file
from chapbook.trust.key_files import private_folder
from chapbook.trust.own import KEYS, Own, Place, Where, own_identity, save_own
from support.base import LESSON, base_files
from support.identities import publisher, signer
from support.photos import APPLE_PLACE, SCAN, film, jpeg, owned, png, tiff, webp
from support.threats import Threats


def workspace(folder: Path, body: str, settings: str = "") -> Path:
    files = {f"modules/base/{path}": text for path, text in base_files(lesson=LESSON + body).items()}
    files["chapbook.yml"] = settings
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        write_file(folder / path, text.encode())
    return folder


@pytest.mark.parametrize("settings", ["", "check: {ignore: [X]}\n"])
@pytest.mark.parametrize("body", ["\n![A pot](https://tea.example/pot.png)\n", "\nPour {{ cups }} cups.\n"])
def test_what_an_import_refuses_is_not_packed(tmp_path: Path, body: str, settings: str) -> None:
    result = pack("base", workspace(tmp_path, body, settings), None)
    assert result.path is None
    assert {each.code for each in result.report.diagnostics if each.severity == "error"} <= {"X803", "X808"}


def test_without_it_the_same_module_is_packed(tmp_path: Path) -> None:
    result = pack("base", workspace(tmp_path, "\nPour two cups.\n"), None)
    assert result.path is not None
    assert result.path.is_file()


def test_a_refusal_on_the_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Refused("file-size", "It changed meanwhile.")

    root = workspace(tmp_path, "")
    monkeypatch.setattr("chapbook.library.pack.open_bundle", refuse)
    with pytest.raises(Refused):
        pack("base", root, tmp_path / "some/where")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chapbook.yml", "modules"]


def test_an_equal_bundle_is_left_alone_and_another_one_stays(tmp_path: Path) -> None:
    root = workspace(tmp_path, "")
    first = pack("base", root, None)
    assert first.path is not None
    before = (first.path.read_bytes(), first.path.stat().st_ino)
    assert pack("base", root, None).unchanged
    write_file(root / "modules/base/assets/more.txt", b"more")
    with pytest.raises(OperationFailed) as problem:
        pack("base", root, None)
    assert problem.value.code == "version-already-packed"
    assert (first.path.read_bytes(), first.path.stat().st_ino) == before
    assert [path.name for path in first.path.parent.iterdir()] == [first.path.name]
    assert not pack("base", root, None, force=True).unchanged
    assert first.path.read_bytes() != before[0]


KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ\n"
PHOTOS = {
    "assets/a.jpg": jpeg(b"Exif\0\0" + tiff(turned=6), scan=SCAN),
    "assets/b.png": png(tiff()),
    "assets/c.webp": webp(tiff()),
    "assets/d.jpeg": jpeg(b"Exif\0\0" + owned(), scan=SCAN),
}


HIDDEN = {
    ".env": b"KEY=1",
    ".git/config": b"x",
    "assets/.secret/key": b"x",
    "lessons/why.md~": b"x",
    ".DS_Store": b"x",
}


def packed(folder: Path, files: dict[str, bytes]) -> PackResult:
    links = "".join(
        f"\n![Steam above a pot](../{path})\n"
        for path in files
        if path in PHOTOS or path.endswith((".jpg", ".png", ".mp4", ".avif"))
    )
    root = workspace(folder, links)
    for path, data in files.items():
        write_file(root / "modules/base" / path, data)
    return pack("base", root, None)


def errors(result: PackResult) -> list[str]:
    return [each.code for each in result.report.diagnostics if each.severity == "error"]


def test_pictures_travel_without_place_and_owner_and_stay_as_they_are_here(tmp_path: Path) -> None:
    result = packed(tmp_path, {**PHOTOS, "assets/e.png": png(tiff(gps=False))})
    assert result.path is not None
    assert sorted(result.bared) == sorted(PHOTOS)
    bundle = open_bundle(result.path)
    for path, before in PHOTOS.items():
        after = bundle.tree.read(path)  # type: ignore[arg-type]
        assert holds_place(before) or holds(before, tells_owner)
        assert not holds_place(after)
        assert not holds(after, tells_owner)
        assert (tmp_path / "modules/base" / path).read_bytes() == before
    assert bundle.tree.read("assets/e.png") == png(tiff(gps=False))  # type: ignore[arg-type]
    again = pack("base", tmp_path, tmp_path / "other")
    assert again.path is not None
    assert again.path.read_bytes() == result.path.read_bytes()


def test_a_photo_that_cannot_be_bared_is_not_packed(tmp_path: Path) -> None:
    several = b"\xff\xe2\0\x08MPF\0xx"
    result = packed(tmp_path, {"assets/a.jpg": jpeg(b"Exif\0\0" + tiff(), several, SCAN)})
    assert (result.path, errors(result)) == (None, ["X809"])


@pytest.mark.parametrize("name", ["assets/a.mp4", "assets/a.avif"])
def test_films_that_tell_their_place_are_refused(tmp_path: Path, name: str) -> None:
    brand = b"isom" if name.endswith("mp4") else b"avif"
    with pytest.raises(Refused) as problem:
        packed(tmp_path, {name: film(APPLE_PLACE, brand)})
    assert problem.value.code == "place-in-file"
    assert name in problem.value.message


def test_hidden_files_never_travel_and_are_named(tmp_path: Path) -> None:
    result = packed(tmp_path, HIDDEN)
    assert result.left_out == (".env", ".git", "assets/.secret", "lessons/why.md~")
    assert result.path is not None
    assert [each.path for each in open_bundle(result.path).manifest.files] == sorted(base_files())


SECRETS: tuple[tuple[str, bytes, set[str]], ...] = (
    ("id_ed25519", KEY.encode(), {"X805", "X809"}),
    ("assets/id_rsa", b"x", {"X805", "X809"}),
    ("assets/server.pem", b"x", {"X805", "X809"}),
    ("assets/bank.p12", b"x", {"X805", "X809"}),
    ("prod.env", b"KEY=1", {"X805", "X809"}),
    ("assets/notes.txt", KEY.encode(), {"X809"}),
    (
        "assets/pot.svg",
        b"<svg xmlns='http://www.w3.org/2000/svg'><!-- AKIAQ3EGPXZ5RT7MNB2K --></svg>",
        {"X809"},
    ),
    ("assets/data.json", b'{"t": "ghp_' + b"aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0cD3fG6" + b'"}', {"X809"}),
)


@pytest.mark.parametrize(("path", "data", "codes"), SECRETS)
def test_keys_and_tokens_are_not_packed(tmp_path: Path, path: str, data: bytes, codes: set[str]) -> None:
    result = packed(tmp_path, {path: data})
    assert result.path is None
    assert set(errors(result)) == codes
    assert {each.location.path for each in result.report.diagnostics if each.code == "X809"} == {
        f"modules/base/{path}"
    }


def test_the_same_names_with_harmless_content_are_packed(tmp_path: Path) -> None:
    result = packed(
        tmp_path,
        {
            "assets/notes.txt": b"tea",
            "assets/data.json": b"{}",
            "assets/key.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        },
    )
    assert result.path is not None
    assert result.left_out == ()


def test_what_asks_on_the_terminal_is_announced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = signer("ana")
    config = tmp_path / "config"
    private_folder(config / KEYS)
    save_own(Own(publisher("ana"), key.key, Place(Where.AGENT), config))
    monkeypatch.setattr("chapbook.services.pack.own_identity", lambda: own_identity(config))
    monkeypatch.setattr("chapbook.trust.own.signer_at", lambda *_: key)
    root = workspace(tmp_path / "work", "\nPour two cups.\n")
    said: list[str] = []
    for wanted in (None, None, True, False):
        result = pack("base", root, None, signing=Signing(wanted, lambda: said.append("asks")))
        assert result.packed is not None
        assert (result.packed.key is None) is (wanted is False)
    assert said == ["asks"]


def test_what_was_tried_is_counted(tmp_path: Path, threats: Threats) -> None:
    """The control: an archive of the folder, as one makes it by hand."""
    refused = sum(
        packed(tmp_path / str(n), {path: data}).path is None for n, (path, data, _) in enumerate(SECRETS)
    )
    area = "Secrets in what one packs"
    bare = "an archive of the folder holds them all"
    threats.record(area, "Keys, tokens and password files", tried=len(SECRETS), refused=refused, control=bare)
    result = packed(tmp_path / "photos", PHOTOS)
    assert result.path is not None
    bundle = open_bundle(result.path)
    told = sum(
        holds_place(bundle.tree.read(rel_path(path))) or holds(bundle.tree.read(rel_path(path)), tells_owner)
        for path in PHOTOS
    )
    harmless = len(PHOTOS) - told
    threats.record(
        area, "Place or owner in a photo", tried=len(PHOTOS), refused=0, harmless=harmless, control=bare
    )
    hidden = packed(tmp_path / "hidden", HIDDEN)
    assert hidden.path is not None
    names = {each.path for each in open_bundle(hidden.path).manifest.files}
    with ZipFile(
        shutil.make_archive(str(tmp_path / "by-hand"), "zip", tmp_path / "hidden/modules/base")
    ) as archive:
        assert set(HIDDEN) <= set(archive.namelist())
    kept = len(HIDDEN) - len(names & set(HIDDEN))
    threats.record(
        area, "Hidden files, .env, .git", tried=len(HIDDEN), refused=0, harmless=kept, control=bare
    )
