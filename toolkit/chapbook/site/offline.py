"""What makes a site work without a network: lists of files, the service worker, the web manifest.

Each module's folder gets `offline.json`: {"version", "title", "start", "files", "left_out"}. The service worker keeps a
module whole once a page of it was opened. `version` changes when any byte of a listed file does. `sw.js` holds the list
of what all pages need; its version changes when anything on the site does, so a browser notices every new build.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

from chapbook.site.card import CARD
from chapbook.site.links import Addresses
from chapbook.site.plan import SitePlan
from chapbook.site.words import direction

LIST = "offline.json"
WORKER = "sw.js"
MANIFEST = "manifest.webmanifest"
AWAY = "offline.html"
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


def write_offline(site_dir: Path, plan: SitePlan, addresses: Addresses, *, enabled: bool) -> None:
    """Write the lists and the service worker; without `enabled`, one that takes an earlier worker away."""
    if not enabled:
        _write(site_dir / WORKER, resources.files("chapbook.site").joinpath("sw-off.js").read_text("utf-8"))
        return
    versions = []
    for module in plan.modules:
        folder = site_dir / module.key
        kept, left_out = _chosen(_files(folder, addresses.directory_urls), LARGEST_FILE, LARGEST_MODULE)
        versions.append(version := _version(kept))
        listed = {
            "version": version,
            "title": module.overview.title,
            "start": "./" if addresses.directory_urls else "index.html",
            "files": [each.url for each in kept],
            "left_out": left_out,
        }
        _write(folder / LIST, _json(listed) + "\n")
    own = {module.key for module in plan.modules}
    shell, _ = _chosen(_shell(site_dir, own, addresses.directory_urls), LARGEST_FILE, LARGEST_SHELL)
    version = hashlib.sha256("\n".join([_version(shell), *versions]).encode()).hexdigest()[:16]
    site = {"version": version, "away": AWAY, "files": [each.url for each in shell]}
    worker = resources.files("chapbook.site").joinpath(WORKER).read_text("utf-8")
    _write(site_dir / WORKER, worker.replace("/*SITE*/ {}", _json(site)))


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
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in (LIST, CARD):
            yield _kept(path, folder, directory_urls)


def _shell(site_dir: Path, modules: set[str], directory_urls: bool) -> Iterator[_Kept]:
    """Give what belongs to no module: styles, scripts, icons, the catalogue and other pages of the site."""
    for path in site_dir.rglob("*"):
        parts = path.relative_to(site_dir).parts
        inside = parts[0] in modules or "/".join(parts[:3]) in modules or parts[:2] == ("search", "words")
        wanted = path.suffix in _SHELL_SUFFIXES and parts[0] not in _NEVER
        if path.is_file() and wanted and not inside:
            yield _kept(path, site_dir, directory_urls)


def _kept(path: Path, folder: Path, directory_urls: bool) -> _Kept:
    url = quote(path.relative_to(folder).as_posix())
    if directory_urls and path.name == "index.html":
        url = url.removesuffix("index.html") or "./"
    return _Kept(url, path, path.stat().st_size)


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
