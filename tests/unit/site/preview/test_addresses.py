"""What an address means, and that none leads out of the site's folder."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from chapbook.site.preview.addresses import LOADED, find, media_type, module_of, page_file, site_path
from support.odd_requests import ODD, OUTSIDE


@pytest.mark.parametrize("target", [*OUTSIDE, *ODD])
def test_odd_addresses_are_refused(target: str) -> None:
    assert site_path(target) is None


@pytest.mark.parametrize("target", OUTSIDE)
def test_the_control_leaves_the_folder_with_them(target: str, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").touch()
    (tmp_path / "site" / "tea").mkdir(parents=True)
    careless = Path(f"{tmp_path}/site{unquote(target.partition('?')[0])}")
    assert careless.resolve() == (tmp_path / "secret.txt").resolve()


@pytest.mark.parametrize(
    ("target", "path", "file"),
    [
        ("/", "", "index.html"),
        ("/tea/", "tea/", "tea/index.html"),
        ("/tea/lessons/why/?a=../b#c", "tea/lessons/why/", "tea/lessons/why/index.html"),
        ("/tea/caf%C3%A9.png", "tea/café.png", "tea/café.png"),
        ("/a%20b.html", "a b.html", "a b.html"),
    ],
)
def test_plain_addresses(target: str, path: str, file: str) -> None:
    assert site_path(target) == path
    assert page_file(path) == file


def test_a_site_in_a_folder_of_its_host() -> None:
    assert site_path("/courses/tea/", "/courses/") == "tea/"
    assert site_path("/tea/", "/courses/") is None
    assert site_path("/coursesx/tea/", "/courses/") is None


def test_links_that_leave_the_folder_find_nothing_and_others_do(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "tea").mkdir(parents=True)
    (site / "tea" / "index.html").write_text("tea")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "site-other").mkdir()
    (tmp_path / "site-other" / "x.txt").write_text("secret")
    for name, target in {
        "out": tmp_path,
        "file": tmp_path / "secret.txt",
        "beside": tmp_path / "site-other",
    }.items():
        (site / name).symlink_to(target)
    (site / "linked").symlink_to(site / "tea")
    assert find(site, "tea/") is not None
    assert find(site, "linked/") is not None
    assert find(site, "tea") is None, "a folder is no file"
    for path in ("out/secret.txt", "file", "beside/x.txt", "nothing.html"):
        assert find(site, path) is None, path


def test_types_do_not_hang_on_the_machine() -> None:
    names = {
        "a.html": "text/html; charset=utf-8",
        "a.JS": "text/javascript; charset=utf-8",
        "a.css": "text/css; charset=utf-8",
        "a.webmanifest": "application/manifest+json",
        "a.svg": "image/svg+xml",
        "a.wasm": "application/wasm",
        "a.woff2": "font/woff2",
        "a": "application/octet-stream",
    }
    assert {name: media_type(name) for name in names} == names
    assert ".css" in LOADED
    assert ".html" not in LOADED


def test_whose_page_it_is() -> None:
    assert module_of("tea/lessons/why/index.html") == "tea"
    assert module_of("imported/ana/cups/index.html") == "imported/ana/cups"
    assert module_of("index.html") == module_of("imported/index.html") == ""
