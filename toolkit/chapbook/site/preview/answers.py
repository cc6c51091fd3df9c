"""How the preview answers: files of the site, for this machine, and news for the pages that are open.

Pages are served as they will be on a host, policy and all; only a script of the preview's own is put into them. No
listings, nothing outside the site's folder, no answers to requests that name another host (see `hosts.py`).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from chapbook.site.preview import addresses, hosts
from chapbook.site.preview.news import Shown, message_for
from chapbook.site.preview.pages import BUILDING, NEWS, SCRIPT, with_script
from chapbook.site.preview.remembered import LARGEST

if TYPE_CHECKING:
    from chapbook.site.preview.server import PreviewServer

_PIECE = 256 * 1024
_BEAT = 15.0
"""Seconds of silence after which a page that left is noticed."""
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_HTML = "text/html; charset=utf-8"


class Answers(BaseHTTPRequestHandler):
    """Answers one connection."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version = "chapbook"
    sys_version = ""
    timeout = 30
    wbufsize = -1

    def do_GET(self) -> None:
        """Answer."""
        if not self._is_for_us():
            return
        path = addresses.site_path(self.path, self.server.base)
        asked = urlsplit(self.path).path if self.path.startswith("/") else ""
        if asked == f"/{SCRIPT}":
            self._send(HTTPStatus.OK, _text("preview", "preview.js"), addresses.media_type(SCRIPT))
        elif asked == f"/{NEWS}":
            self._tell_news()
        elif asked == "/" and self.server.base != "/":
            self._move_to(self.server.base)
        elif (
            path == "sw.js"
        ):  # a preview keeps nothing in the browser, and takes away what an earlier site kept
            self._send(HTTPStatus.OK, _text("sw-off.js"), addresses.media_type(path))
        else:
            try:
                self._send_from_site(path)
            except FileNotFoundError:  # a build took it away in between
                self._send_last(path, self.server.news.shown)

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def _refuse_method(self) -> None:
        self._send_text(
            HTTPStatus.METHOD_NOT_ALLOWED, "The preview only shows pages.", {"Allow": "GET, HEAD"}
        )
        self.close_connection = True  # there may be a body that nobody reads

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = _refuse_method  # noqa: N815

    def _is_for_us(self) -> bool:
        named = self.headers.get_all("Host") or []
        if len(named) == 1 and hosts.is_ours(named[0], self.server.bound, self.server.machine):
            return True
        said = f"This preview answers only at {self.server.url}\nTo use another name, start it with --host NAME.\n"
        self._send_text(HTTPStatus.MISDIRECTED_REQUEST, said)
        self.close_connection = True
        return False

    def _send_from_site(self, path: str | None) -> None:
        shown = self.server.news.shown
        if shown.site is None:
            self._send_page(HTTPStatus.SERVICE_UNAVAILABLE, BUILDING.encode(), shown)
            return
        file = addresses.find(shown.site, path) if path is not None else None
        if file is not None and path is not None:
            self._send_found(file, addresses.page_file(path), shown)
        elif path and not path.endswith("/") and addresses.find(shown.site, f"{path}/"):
            self._move_to(addresses.address(f"{path}/", self.server.base))
        else:
            self._send_last(path, shown)

    def _send_found(self, file: Path, path: str, shown: Shown) -> None:
        is_page = addresses.media_type(path) == _HTML
        if not is_page and (self.command == "HEAD" or file.stat().st_size > LARGEST):
            self._send_file(file)
            return
        data = file.read_bytes()
        if addresses.module_of(path):
            self.server.remembered.put(path, data)
        if is_page:
            self._send_page(HTTPStatus.OK, data, shown)
        else:
            self._send_file(file)

    def _send_last(self, path: str | None, shown: Shown) -> None:
        """Send what is not in the site: the last good page of a broken module, or that there is none."""
        page = addresses.page_file(path or "")
        last = self.server.remembered.get(page) if addresses.module_of(page) in shown.broken else None
        missing = addresses.find(shown.site, "404.html") if shown.site else None
        if last is not None and addresses.media_type(page) == _HTML:
            self._send_page(HTTPStatus.OK, last, shown)
        elif last is not None:
            self._send(HTTPStatus.OK, last, addresses.media_type(page))
        elif missing is not None:
            self._send_page(HTTPStatus.NOT_FOUND, missing.read_bytes(), shown)
        else:
            self._send_text(HTTPStatus.NOT_FOUND, "There is no such page.\n")

    def _send_page(self, status: HTTPStatus, page: bytes, shown: Shown) -> None:
        missing = status is HTTPStatus.NOT_FOUND
        self._send(status, with_script(page, self.server.run_id, shown.version, missing=missing), _HTML)

    def _send_file(self, file: Path) -> None:
        with file.open("rb") as source:
            size = os.fstat(source.fileno()).st_size
            part = wanted_part(self.headers.get("Range"), self.headers.get("If-Range"), size)
            if part is None:
                self._head(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, 0, addresses.ANY_TYPE)
                self.send_header("Content-Range", f"bytes */{size}")
                self.end_headers()
                return
            start, end = part
            whole = (start, end) == (0, size)
            status = HTTPStatus.OK if whole else HTTPStatus.PARTIAL_CONTENT
            self._head(status, end - start, addresses.media_type(file.name))
            self.send_header("Accept-Ranges", "bytes")
            if not whole:
                self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
            self.end_headers()
            source.seek(start)
            self._copy(source.read, end - start)

    def _copy(self, read: Callable[[int], bytes], count: int) -> None:
        while count > 0 and self.command != "HEAD":
            piece = read(min(count, _PIECE))
            if not piece:
                self.close_connection = True  # it became shorter: what was promised cannot be given
                return
            self.wfile.write(piece)
            count -= len(piece)

    def _tell_news(self) -> None:
        asked = {key: values[-1] for key, values in parse_qs(urlsplit(self.path).query).items()}
        path = addresses.site_path(asked.get("page", ""), self.server.base)
        file = addresses.page_file(path) if path is not None else "404.html"
        since = int(asked["version"]) if asked.get("version", "").isdecimal() else 0
        if asked.get("run") != self.server.run_id:
            since = -1  # served by a preview that has ended: who knows what it showed
        self.close_connection = True
        self._head(HTTPStatus.OK, None, "text/event-stream; charset=utf-8")
        self.end_headers()
        if self.command == "HEAD":
            return
        with self.server.news.looking(addresses.module_of(file)):
            self.server.on_look()
            self._tell(file, since)

    def _tell(self, file: str, since: int) -> None:
        serial, told = -1, ""
        while (shown := self.server.news.after(serial, _BEAT)) is not None:
            message = json.dumps(message_for(shown, file, since))
            lines = (
                f"data: {message}\n\n" if message != told and shown.serial > serial else ": still here\n\n"
            )
            if shown.serial == serial or message != told:
                self.wfile.write(lines.encode())
                self.wfile.flush()
            serial, told, since = shown.serial, message, max(since, shown.version)

    def _move_to(self, address: str) -> None:
        self._head(HTTPStatus.FOUND, 0, addresses.ANY_TYPE)
        self.send_header("Location", address)
        self.end_headers()

    def _send_text(self, status: HTTPStatus, text: str, more: dict[str, str] | None = None) -> None:
        self._send(status, text.encode(), "text/plain; charset=utf-8", more)

    def _send(
        self, status: HTTPStatus, body: bytes, media_type: str, more: dict[str, str] | None = None
    ) -> None:
        self._head(status, len(body), media_type)
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: HTTPStatus, length: int | None, media_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        if self.close_connection:
            self.send_header("Connection", "close")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Say in plain text what the library would say on a page of its own."""
        self.close_connection = True
        status = HTTPStatus(code)
        self._send_text(status, f"{message or status.phrase}\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: the terminal is for what was built."""


def wanted_part(header: str | None, condition: str | None, size: int) -> tuple[int, int] | None:
    """Give the bytes (from, up to) that a `Range` asks for: all when it is not understood, None when it is empty."""
    found = _RANGE.fullmatch((header or "").strip())
    if found is None or condition is not None or found.group(0) == "bytes=-":
        return 0, size
    first, last = found.groups()
    if not first:
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return 0, size
    return (start, end) if start < end else None


def _text(*parts: str) -> bytes:
    return resources.files("chapbook.site").joinpath(*parts).read_bytes()
