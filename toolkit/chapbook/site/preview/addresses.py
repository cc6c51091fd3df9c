"""From what a browser asks for to a file of the site, or to nothing. Nothing outside the site's folder is ever found.

An address is refused when any part of it is `..`, hidden, empty, or not written the same on every system. What is left
is looked up below the folder, and found only if it still lies there with all symbolic links followed.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

INDEX = "index.html"

_TEXT = "; charset=utf-8"
_TYPES = {
    ".html": "text/html" + _TEXT,
    ".css": "text/css" + _TEXT,
    ".js": "text/javascript" + _TEXT,
    ".mjs": "text/javascript" + _TEXT,
    ".json": "application/json",
    ".map": "application/json",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".txt": "text/plain" + _TEXT,
    ".md": "text/plain" + _TEXT,
    ".csv": "text/csv" + _TEXT,
    ".vtt": "text/vtt" + _TEXT,
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".wasm": "application/wasm",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
}
"""Fixed, since what the system's own table says differs from machine to machine."""
ANY_TYPE = "application/octet-stream"

LOADED = frozenset(_TYPES) - {".html", ".json", ".map", ".webmanifest", ".xml", ".txt", ".md", ".pdf", ".zip"}
"""Endings of files that a page shows or runs; a change of one is seen only when the page is loaded again."""


def media_type(name: str) -> str:
    """Give the type of a file by its ending."""
    return _TYPES.get(os.path.splitext(name)[1].lower(), ANY_TYPE)  # noqa: PTH122 - a name, no path


def site_path(target: str, base: str = "/") -> str | None:
    """Give the path inside the site that a request means: `""`, `tea/` or `tea/a.png`; None when it is refused.

    `base` is the address of the site on its host; it starts and ends with `/`.
    """
    path = target.partition("#")[0].partition("?")[0]
    if not path.startswith(base):
        return None
    try:
        inside = unquote_to_bytes(path.removeprefix(base)).decode()
    except UnicodeDecodeError:
        return None
    parts = inside.split("/")
    last = parts.pop()
    if not all(map(_is_plain, parts)) or (last and not _is_plain(last)):
        return None
    return inside


def _is_plain(part: str) -> bool:
    odd = part.startswith(".") or part.endswith((".", " ")) or any(each in part for each in "\\:")
    return bool(part) and not odd and part.isprintable()


def page_file(path: str) -> str:
    """Give the file that stands for an address inside the site: a folder's is its `index.html`."""
    return path + INDEX if path.endswith("/") or not path else path


def address(path: str, base: str = "/") -> str:
    """Write a path inside the site as a browser asks for it."""
    return base + quote(path)


def find(site: Path, path: str) -> Path | None:
    """Find the file at a path that `site_path` gave."""
    root = os.path.realpath(site)
    found = os.path.realpath(os.path.join(root, page_file(path)))  # noqa: PTH118 - realpath takes text
    if found.startswith(root + os.sep) and os.path.isfile(found):  # noqa: PTH113 - half the time of `Path`
        return Path(found)
    return None


def module_of(path: str) -> str:
    """Give the key of the module that a path inside the site would belong to; empty for the site's own pages."""
    parts = path.split("/")
    size = 3 if parts[0] == "imported" else 1
    return "/".join(parts[:size]) if len(parts) > size else ""
