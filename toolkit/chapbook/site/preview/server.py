"""The preview's server: it takes a port and serves what is shown now. How it answers stands in `answers.py`."""

from __future__ import annotations

import errno
import os
import secrets
import socket
import socketserver
import sys
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from typing import Any

from chapbook.diag.errors import OperationFailed
from chapbook.site.preview import hosts
from chapbook.site.preview.answers import Answers
from chapbook.site.preview.news import News
from chapbook.site.preview.remembered import Remembered


class PreviewServer(ThreadingHTTPServer):
    """Serves what `news` shows. `on_look` is called when somebody opens a page."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name == "posix"  # on Windows it would take the port from whoever has it
    request_queue_size = 64  # a page asks for some twenty files at once

    def __init__(
        self,
        host: str,
        port: int,
        news: News,
        on_look: Callable[[], None] = lambda: None,
    ) -> None:
        self.news, self.on_look = news, on_look
        self.bound, self.machine = host, socket.gethostname()
        self.run_id, self.remembered = secrets.token_hex(4), Remembered()
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), Answers)

    @property
    def base(self) -> str:
        """The address of the site on this host."""
        return self.news.shown.base

    def server_bind(self) -> None:
        """Bind without asking for this machine's full name, which may take seconds."""
        socketserver.TCPServer.server_bind(self)

    @property
    def url(self) -> str:
        """The address of the site's first page."""
        return f"http://{hosts.shown_host(self.bound)}:{self.server_address[1]}{self.base}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what a handler raised, but not that a browser went away."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def open_server(
    host: str, port: int, news: News, on_look: Callable[[], None] = lambda: None
) -> PreviewServer:
    """Take the port; `OperationFailed` when it cannot be had."""
    try:
        return PreviewServer(host, port, news, on_look)
    except (OSError, UnicodeError) as error:
        raise _not_served(host, port, error) from error


def _not_served(host: str, port: int, error: Exception) -> OperationFailed:
    where = f"http://{hosts.shown_host(host)}:{port}/"
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        said = f"The preview cannot be served at {where}: another program uses port {port}."
        hint = f"It may be a preview that still runs. Stop it, or choose another port, such as --port {_beside(port)}."
    elif number == errno.EACCES:
        said = f"The preview cannot be served at {where}: the system does not let you use port {port}."
        hint = "Choose a port above 1023 with --port."
    elif isinstance(error, socket.gaierror | UnicodeError) or number == errno.EADDRNOTAVAIL:
        said = f"The preview cannot be served at {where}: {host} is no address of this machine."
        hint = "Leave out --host to serve for this machine only."
    else:
        said = f"The preview cannot be served at {where}: {getattr(error, 'strerror', None) or error}."
        hint = "Choose another port with --port."
    return OperationFailed("cannot-serve", said, hint)


def _beside(port: int) -> int:
    return port + 1 if port < 65535 else port - 1
