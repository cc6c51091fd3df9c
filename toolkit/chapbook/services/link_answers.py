"""Ask addresses on the web whether they answer: the one place of a check that meets the network.

HEAD first, GET where that is not answered well, once more after a failure. Hosts are asked beside each other, the
addresses of one host one after the other. Only http and https are spoken, also after a redirect. A name of the public
web that leads to this computer or its network is not asked.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from socket import gaierror
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from chapbook.lint.rules.addresses import web_address
from chapbook.services.public_hosts import (
    NotPublicError,
    PublicHTTPHandler,
    PublicHTTPSHandler,
    Question,
)

TIMEOUT = 10.0
"""Seconds that a server has for one step of an answer."""
ATTEMPTS = 2
_AT_ONCE = 8
_HEADERS = {"User-Agent": "chapbook-check-links", "Accept": "*/*"}
_UNCLEAR = frozenset({401, 403, 407, 429, 451, 999})
"""Answers of servers that want a person, a password or patience: nobody can tell what readers would get."""
_SAFE = "%/:=&?~+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address said. `problem` "" = all is well, None = nobody can tell, else words that follow the address.

    `unresolved` when the host's name was not found, which is also what a computer without network sees.
    """

    problem: str | None
    unresolved: bool = False


def ask(urls: Iterable[str], timeout: float = TIMEOUT) -> Mapping[str, Answer]:
    """Ask each address; takes as long as the slowest host."""
    by_host: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    if not by_host:
        return {}
    pool = ThreadPoolExecutor(max_workers=_AT_ONCE)
    try:
        found = list(pool.map(lambda each: _ask_host(each, timeout), by_host.values()))
    finally:
        pool.shutdown(cancel_futures=True)
    return {url: answer for each in found for url, answer in each.items()}


def _ask_host(urls: Sequence[str], timeout: float) -> dict[str, Answer]:
    opener = _opener()
    return {url: _ask_one(opener, url, timeout) for url in urls}


class _PublicRedirects(HTTPRedirectHandler):
    """Follows redirects, but never from a public address to one that only this computer's network has."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if web_address(req.full_url) and not web_address(newurl):
            return None
        following = super().redirect_request(req, fp, code, msg, headers, newurl)
        return following and Question(
            following.full_url, method=following.get_method(), headers=dict(following.headers)
        )


def _opener() -> OpenerDirector:
    """Make an opener that speaks http and https only: a redirect must not lead to local files."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        UnknownHandler(),
        PublicHTTPHandler(),
        PublicHTTPSHandler(),
        HTTPDefaultErrorHandler(),
        _PublicRedirects(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _ask_one(opener: OpenerDirector, url: str, timeout: float) -> Answer:
    answer = Answer("cannot be read as an address")
    for _ in range(ATTEMPTS):
        try:
            status = _status(opener, url, timeout)
        except UnicodeError:
            return answer
        except (OSError, HTTPException, ValueError) as error:
            answer = _failed(error)
            continue
        answer = Answer(_words(status))
        if status < 500:
            break
    return answer


def _status(opener: OpenerDirector, url: str, timeout: float) -> int:
    """Give the status of the answer, after redirects; GET when HEAD is not answered well."""
    status = _request(opener, url, "HEAD", timeout)
    return status if status < 400 else _request(opener, url, "GET", timeout)


def _request(opener: OpenerDirector, url: str, method: str, timeout: float) -> int:
    request = Question(_plain(url), method=method, headers=_HEADERS)
    try:
        with opener.open(request, timeout=timeout) as response:
            return int(response.status)
    except HTTPError as error:
        error.close()
        return error.code


def _plain(url: str) -> str:
    """Write an address as requests carry it: ASCII only."""
    parts = urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    return urlunsplit((parts.scheme, host, quote(parts.path, _SAFE), quote(parts.query, _SAFE), ""))


def _words(status: int) -> str | None:
    if status < 300:
        return ""
    if status in _UNCLEAR:
        return None
    if status < 400:
        return f"leads on to nowhere ({status})"
    if status in (404, 410):
        return f"is not there ({status})"
    return f"answers with an error ({status})"


def _failed(error: Exception) -> Answer:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, NotPublicError):
        return Answer(None)
    if isinstance(reason, gaierror):
        return Answer("names a host that does not exist", unresolved=True)
    if isinstance(reason, ssl.SSLError):
        return Answer("has no certificate that browsers accept")
    return Answer("does not answer")
