"""Connections to hosts of the public web only.

A name that anybody may own can be made to point at a printer, a router or the keys of a cloud machine, and links come
from strangers. So the address is looked up here, judged, and then connected to as it was judged: asking for the name
a second time could give another one.
"""

from __future__ import annotations

import socket
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from ssl import SSLContext, create_default_context
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, Request

from chapbook.lint.rules.addresses import web_address

_TRANSLATED = IPv6Network("64:ff9b::/96")
"""Addresses of version 6 that end in one of version 4, which a gateway calls instead."""


class NotPublicError(OSError):
    """A name on the public web has only addresses that the public does not reach."""


class Question(Request):
    """A request that knows whether a proxy carries it: then it is the proxy that looks up the name."""

    is_carried = False

    def set_proxy(self, host: str, type: str) -> None:  # noqa: A002
        """Note that the request goes to a proxy."""
        self.is_carried = True
        super().set_proxy(host, type)


class PublicHTTPHandler(HTTPHandler):
    """Opens http addresses."""

    def http_open(self, req: Request) -> HTTPResponse:
        """Connect to a public address only, if the name is one of the public web."""
        return self.do_open(_PublicConnection if _is_guarded(req) else HTTPConnection, req)


class PublicHTTPSHandler(HTTPSHandler):
    """Opens https addresses."""

    def __init__(self) -> None:
        self.trusted = create_default_context()
        super().__init__(context=self.trusted)

    def https_open(self, req: Request) -> HTTPResponse:
        """Connect to a public address only, if the name is one of the public web."""
        if _is_guarded(req):
            return self.do_open(_PublicSecureConnection, req, context=self.trusted)
        return self.do_open(HTTPSConnection, req, context=self.trusted)


def _is_guarded(req: Request) -> bool:
    return bool(web_address(req.full_url)) and not (isinstance(req, Question) and req.is_carried)


class _PublicConnection(HTTPConnection):
    def connect(self) -> None:
        self.sock = connected(self.host, self.port, self.timeout)


class _PublicSecureConnection(HTTPSConnection):
    def __init__(self, host: str, /, *, context: SSLContext | None = None, **rest: Any) -> None:
        self._trusted = context or create_default_context()
        super().__init__(host, context=self._trusted, **rest)

    def connect(self) -> None:
        plain = connected(self.host, self.port, self.timeout)
        self.sock = self._trusted.wrap_socket(plain, server_hostname=self.host)


def connected(host: str, port: int, timeout: float | None) -> socket.socket:
    """Connect to the first public address of a host that answers; `NotPublicError` when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = dict.fromkeys(str(each[4][0]) for each in found)
    public = [address for address in addresses if is_public(address)]
    if not public:
        raise NotPublicError(f"{host} has no public address")
    for address in public[:-1]:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError:
            continue
    return socket.create_connection((public[-1], port), timeout)


def is_public(address: str) -> bool:
    """Say whether everybody on the internet reaches an address, and not only this computer or its network."""
    try:
        found = _meant(ip_address(address))
    except ValueError:
        return False
    return found.is_global and not found.is_multicast


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Give the address of version 4 that one of version 6 stands for, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
