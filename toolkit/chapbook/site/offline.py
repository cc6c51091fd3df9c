"""What makes a site work without a network: lists of files, the service worker, the web manifest.

Each module's folder gets `offline.json`: {"version", "title", "start", "files", "left_out"}. The service worker keeps a
module whole once a page of it was opened. `version` changes when any byte of a listed file does. `sw.js` holds the list
of what all pages need; its version changes when anything on the site does, so a browser notices every new build.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

from chapbook.site import search_shards
from chapbook.site.card import CARD
from chapbook.site.words import direction

LIST = "offline.json"
WORKER = "sw.js"
MANIFEST = "manifest.webmanifest"
AWAY = "offline.html"
WORDS = search_shards.FOLDER
"""Fetched when somebody searches, and kept from then on."""
"""The page that is shown when neither the network nor what was kept has the wanted one."""

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_MODULE = 25 * 1024 * 1024
LARGEST_SHELL = 4 * 1024 * 1024
"""Bytes that are kept: of one file, of one module, of what belongs to no module. What is larger needs the network."""

_SHELL_SUFFIXES = frozenset({".html", ".js", ".css", ".svg", ".woff2"})
_NEVER = frozenset({WORKER, MANIFEST, "404.html"})


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file that may be kept: its address below its folder, its size."""

    url: str
    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class Shell:
    """What belongs to no module and is kept from the first visit: addresses, and a version that changes with them."""

    version: str
    files: tuple[str, ...]


def module_list(folder: Path, title: str, directory_urls: bool) -> tuple[str, str]:
    """Give the text of a module's list, made of the finished folder of its pages, and the version in it."""
    kept, left_out = _chosen(_files(folder, directory_urls), LARGEST_FILE, LARGEST_MODULE)
    version = _version(kept)
    listed = {
        "version": version,
        "title": title,
        "start": "./" if directory_urls else "index.html",
        "files": [each.url for each in kept],
        "left_out": left_out,
    }
    return _json(listed) + "\n", version


def shell_of(site_dir: Path, modules: Set[str], directory_urls: bool) -> Shell:
    """Look at what belongs to no module: styles, scripts, icons, the catalogue and other pages of the site."""
    kept, _ = _chosen(_shell(site_dir, modules, directory_urls), LARGEST_FILE, LARGEST_SHELL)
    return Shell(_version(kept), tuple(each.url for each in kept))


def worker_text(shell: Shell, versions: Iterable[str]) -> str:
    """Give the service worker; `versions` are those of the modules' lists."""
    version = hashlib.sha256("\n".join([shell.version, *versions]).encode()).hexdigest()[:16]
    site = {"version": version, "away": AWAY, "files": list(shell.files)}
    worker = resources.files("chapbook.site").joinpath(WORKER).read_text("utf-8")
    return worker.replace("/*SITE*/ {}", _json(site))


def no_worker_text() -> str:
    """Give a service worker that takes an earlier one away."""
    return resources.files("chapbook.site").joinpath("sw-off.js").read_text("utf-8")


def write_manifest(site_dir: Path, name: str, description: str, language: str) -> None:
    """Write the web manifest. All its addresses are relative, so that the site may stand in any folder of a host."""
    icons = "assets/chapbook"
    manifest = {
        "name": name,
        "short_name": short_name(name),
        "description": description,
        "lang": language,
        "dir": direction(language),
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": "#fbf9f4",
        "theme_color": "#fbf9f4",
        "categories": ["education"],
        "icons": [
            {"src": f"{icons}/mark.svg", "sizes": "any", "type": "image/svg+xml"},
            {"src": f"{icons}/icon-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": f"{icons}/icon-512.png", "sizes": "512x512", "type": "image/png"},
            {
                "src": f"{icons}/icon-maskable-512.png",
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }
    _write(site_dir / MANIFEST, _json({key: value for key, value in manifest.items() if value}) + "\n")


def short_name(name: str) -> str:
    """Give what fits under an icon: whole words of the name, about twelve letters."""
    words = name.split()
    short = words[0] if words else ""
    for word in words[1:]:
        if len(f"{short} {word}") > 12:
            break
        short = f"{short} {word}"
    return short[:12].rstrip()


def _files(folder: Path, directory_urls: bool) -> Iterator[_Kept]:
    for path, size in _walk(str(folder)):
        if path not in (LIST, CARD):
            yield _kept(path, folder, size, directory_urls)


def _shell(site_dir: Path, modules: Set[str], directory_urls: bool) -> Iterator[_Kept]:
    for path, size in _walk(str(site_dir), modules | {WORDS}):
        if Path(path).suffix in _SHELL_SUFFIXES and path.partition("/")[0] not in _NEVER:
            yield _kept(path, site_dir, size, directory_urls)


def _walk(folder: str, without: Set[str] = frozenset(), inside: str = "") -> Iterator[tuple[str, int]]:
    """Give the path of each file below a folder and its size; not those in the folders `without`."""
    with os.scandir(folder) as entries:
        for each in entries:
            path = inside + each.name
            if not each.is_dir():
                yield path, each.stat().st_size
            elif path not in without:
                yield from _walk(each.path, without, f"{path}/")


def _kept(path: str, folder: Path, size: int, directory_urls: bool) -> _Kept:
    url = quote(path)
    if directory_urls and path.rpartition("/")[2] == "index.html":
        url = url.removesuffix("index.html") or "./"
    return _Kept(url, folder / path, size)


def _chosen(files: Iterable[_Kept], largest: int, total: int) -> tuple[list[_Kept], int]:
    """Choose what is kept: pages, styles and scripts before other files, small before large; count the others."""
    chosen, left_out, sum_of = [], 0, 0
    for each in sorted(
        files, key=lambda one: (one.path.suffix not in (".html", ".js", ".css"), one.size, one.url)
    ):
        if each.size > largest or sum_of + each.size > total:
            left_out += 1
            continue
        sum_of += each.size
        chosen.append(each)
    return sorted(chosen, key=lambda one: one.url), left_out


def _version(files: Iterable[_Kept]) -> str:
    digest = hashlib.sha256()
    for each in files:
        digest.update(f"{each.url}\0{hashlib.sha256(each.path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
