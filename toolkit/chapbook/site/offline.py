"""What makes a site work without a network: lists of files, the service worker, the web manifest.

Each module's folder gets `offline.json`: {"version", "title", "start", "files", "left_out"}. The service worker keeps a
module whole once a page of it was opened. `version` changes when any byte of a listed file does. `sw.js` holds the list
of what all pages need; its version changes when anything on the site does, so a browser notices every new build.
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
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
"""The page that is shown when neither the network nor what was kept has the wanted one."""
WORDS = search_shards.FOLDER
"""Fetched when somebody searches, and kept from then on."""

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_MODULE = 25 * 1024 * 1024
LARGEST_SHELL = 4 * 1024 * 1024
"""Bytes that are kept: of one file, of one module, of what belongs to no module. What is larger needs the network."""

_SHELL_SUFFIXES = frozenset({".html", ".js", ".css", ".svg", ".woff2"})
_NEVER = frozenset({WORKER, MANIFEST, "404.html"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that may be kept: its path below its folder, its size, and how to get at its bytes."""

    path: str
    size: int
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Shell:
    """What belongs to no module and is kept from the first visit: addresses, and a version that changes with them."""

    version: str
    files: tuple[str, ...]


def module_list(files: Iterable[Listed], title: str, directory_urls: bool) -> tuple[str, str]:
    """Give the text of a module's list, made of the finished files of its folder, and the version in it."""
    wanted = (each for each in files if each.path not in (LIST, CARD))
    kept, left_out = _chosen(wanted, directory_urls, LARGEST_FILE, LARGEST_MODULE)
    version = _version(kept)
    listed = {
        "version": version,
        "title": title,
        "start": "./" if directory_urls else "index.html",
        "files": list(kept),
        "left_out": left_out,
    }
    return _json(listed) + "\n", version


def shell_of(site_dir: Path, modules: Set[str], directory_urls: bool) -> Shell:
    """Look at what belongs to no module: styles, scripts, icons, the catalogue and other pages of the site."""
    found = (each for each in files_below(site_dir, modules | {WORDS}) if _is_shell(each.path))
    kept, _ = _chosen(found, directory_urls, LARGEST_FILE, LARGEST_SHELL)
    return Shell(_version(kept), tuple(kept))


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


def files_below(folder: Path, without: Set[str] = frozenset()) -> Iterator[Listed]:
    """Give the files below a folder, but for those in the folders `without`."""
    for path, size in _walk(str(folder), without):
        yield Listed(path, size, (folder / path).read_bytes)


def _is_shell(path: str) -> bool:
    return posixpath.splitext(path)[1] in _SHELL_SUFFIXES and path.partition("/")[0] not in _NEVER


def _walk(folder: str, without: Set[str], inside: str = "") -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as entries:
        for each in entries:
            path = inside + each.name
            if not each.is_dir():
                yield path, each.stat().st_size
            elif path not in without:
                yield from _walk(each.path, without, f"{path}/")


def _url(path: str, directory_urls: bool) -> str:
    url = quote(path)
    if directory_urls and path.rpartition("/")[2] == "index.html":
        url = url.removesuffix("index.html") or "./"
    return url


def _chosen(
    files: Iterable[Listed], directory_urls: bool, largest: int, total: int
) -> tuple[dict[str, Listed], int]:
    """Choose what is kept: pages, styles and scripts before other files, small before large; count the others.

    Gives the chosen by their addresses, in the order of these.
    """
    found = sorted(
        (not each.path.endswith((".html", ".js", ".css")), each.size, _url(each.path, directory_urls), each)
        for each in files
    )
    chosen, sum_of = {}, 0
    for _, size, url, each in found:
        if size <= largest and sum_of + size <= total:
            sum_of += size
            chosen[url] = each
    return dict(sorted(chosen.items())), len(found) - len(chosen)


def _version(files: Mapping[str, Listed]) -> str:
    digest = hashlib.sha256()
    for url, each in files.items():
        digest.update(f"{url}\0{hashlib.sha256(each.read()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
