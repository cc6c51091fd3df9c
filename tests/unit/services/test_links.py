"""`check --links`: a server on this computer plays the web."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from chapbook.diag.errors import OperationFailed
from chapbook.services import links, public_hosts
from chapbook.services.check import CheckOptions, check
from chapbook.services.link_answers import Answer, ask
from chapbook.services.links import DAY, LinkOptions, answers, cache_file
from support.modules import subject
from support.rule_pages import base_files


class Site:
    """What the server answers, by path: statuses for HEAD and GET; and what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, int]] = {}
        self.redirects: dict[str, str] = {}
        self.asked: list[str] = []
        self.address = ""


def handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self, place: int) -> None:
            path = urlsplit(self.path).path
            site.asked.append(f"{self.command} {path}")
            self.send_response(302 if path in site.redirects else site.pages.get(path, (404, 404))[place])
            if path in site.redirects:
                self.send_header("Location", site.redirects[path])
            self.end_headers()

        def do_HEAD(self) -> None:
            self.answer(0)

        def do_GET(self) -> None:
            self.answer(1)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    return Handler


@contextmanager
def served(site: Site) -> Iterator[Site]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler_of(site)) as server:
        site.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with served(Site()) as running:
        yield running


def one(site: Site, path: str, timeout: float = 5) -> str | None:
    url = site.address + path
    return ask([url], timeout)[url].problem


def test_head_is_enough_when_all_is_well(site: Site) -> None:
    site.pages["/a"] = (200, 200)
    assert one(site, "/a") == ""
    assert site.asked == ["HEAD /a"]


def test_get_decides_where_head_is_not_answered_well(site: Site) -> None:
    site.pages |= {"/a": (405, 200), "/b": (404, 404), "/c": (403, 403)}
    assert one(site, "/a") == ""
    assert one(site, "/b") == "is not there (404)"
    assert one(site, "/c") is None
    assert site.asked == ["HEAD /a", "GET /a", "HEAD /b", "GET /b", "HEAD /c", "GET /c"]


def test_a_failure_is_tried_once_more(site: Site) -> None:
    site.pages["/a"] = (500, 503)
    assert one(site, "/a") == "answers with an error (503)"
    assert site.asked == ["HEAD /a", "GET /a"] * 2


def test_redirects(site: Site) -> None:
    site.pages["/a"] = (200, 200)
    site.redirects |= {
        "/to-a": "/a",
        "/round": "/round",
        "/file": "file:///etc/hostname",
        "/ftp": "ftp://tea.example/x",
    }
    assert one(site, "/to-a") == ""
    for path in ("/round", "/file"):
        assert one(site, path) == "leads on to nowhere (302)"
    assert one(site, "/ftp") == "does not answer"


def test_a_public_address_does_not_lead_into_the_own_network(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", site.address)
    site.pages |= {"/inside": (200, 200), "/b": (200, 200)}
    site.redirects |= {"/in": "http://printer/inside", "/out": "http://other.example/b"}
    found = ask(["http://tea.example/in", "http://tea.example/out"], 5)
    assert found["http://tea.example/in"].problem == "leads on to nowhere (302)"
    assert found["http://tea.example/out"].problem == ""
    assert "HEAD /inside" not in site.asked


NAMES = {"tea.example": "127.0.0.1", "other.example": "127.0.0.1"}


@pytest.fixture
def inside(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Let public names point at this computer."""
    look_up = socket.getaddrinfo

    def resolved(host: str, *args: Any, **more: Any) -> Any:
        return look_up(NAMES.get(host, host), *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    site.pages["/a"] = (200, 200)
    return site


def named(site: Site, name: str, path: str = "/a", scheme: str = "http") -> str:
    return f"{scheme}://{name}:{urlsplit(site.address).port}{path}"


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("name", ["tea.example", "0x7f.1", "127.1."])
def test_a_public_name_of_this_network_is_not_asked(inside: Site, name: str, scheme: str) -> None:
    url = named(inside, name, scheme=scheme)
    assert ask([url], 5)[url].problem in (None, "names a host that does not exist")
    assert inside.asked == []


def test_a_public_name_of_this_network_is_neither_dead_nor_well(inside: Site, tmp_path: Path) -> None:
    url = named(inside, "tea.example")
    assert ask([url], 5) == {url: Answer(None)}
    assert answers([url], LinkOptions(cache=tmp_path / "links.json", timeout=5)) == {}


def test_names_are_asked_once_their_addresses_count_as_public(
    inside: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_hosts, "is_public", lambda address: True)
    url = named(inside, "tea.example")
    assert ask([url], 5) == {url: Answer("")}
    assert inside.asked == ["HEAD /a"]
    secure = named(inside, "tea.example", scheme="https")
    assert ask([secure], 5)[secure].problem in (
        "has no certificate that browsers accept",
        "does not answer",
    )


@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_redirect_to_a_public_name_of_this_network_is_not_followed(
    inside: Site, monkeypatch: pytest.MonkeyPatch, is_guarded: bool
) -> None:
    look_up = socket.getaddrinfo
    asked: list[str] = []

    def judged(address: str) -> bool:
        return not is_guarded or asked[-1] == "tea.example"

    def noted(host: str, *args: Any, **more: Any) -> Any:
        asked.append(host)
        return look_up(host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", noted)
    monkeypatch.setattr(public_hosts, "is_public", judged)
    inside.redirects["/go"] = named(inside, "other.example")
    url = named(inside, "tea.example", "/go")
    assert ask([url], 5)[url].problem == (None if is_guarded else "")
    assert ("GET /a" in inside.asked) is not is_guarded


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:4700::1111", True),
        ("64:ff9b::5db8:d70e", True),
        ("64:ff9b::a00:1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("172.20.0.1", False),
        ("192.168.1.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("::ffff:10.0.0.1", False),
        ("2002:a00:1::", False),
        ("fd00::1", False),
        ("fe80::1%2", False),
        ("ff02::1", False),
        ("no address", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert public_hosts.is_public(address) is public


def test_nobody_there(site: Site) -> None:
    assert ask([], 1) == {}
    assert ask(["http://127.0.0.1:9/"], 1)["http://127.0.0.1:9/"].problem == "does not answer"
    plain = "https://" + urlsplit(site.address).netloc
    assert ask([plain], 2)[plain].problem in ("has no certificate that browsers accept", "does not answer")


def test_odd_addresses(site: Site) -> None:
    site.pages |= {"/a%20b": (200, 200), "/gr%C3%B6n": (200, 200)}
    assert one(site, "/a b") == ""
    assert one(site, "/grön") == ""
    long = "http://" + "ö" * 80 + ".example/"
    assert ask([long], 1)[long].problem == "cannot be read as an address"
    assert ask(["http://x.example:port/"], 1)["http://x.example:port/"].problem == "does not answer"


def test_answers_are_remembered_for_a_week_and_problems_for_an_hour(site: Site, tmp_path: Path) -> None:
    site.pages |= {"/a": (200, 200), "/c": (403, 403)}
    now = [1000.0]
    options = LinkOptions(cache=tmp_path / "x" / "links.json", timeout=5, clock=lambda: now[0])
    a, b, c = (site.address + path for path in ("/a", "/b", "/c"))

    assert answers([a, b, c, a], options) == {a: "", b: "is not there (404)"}
    first = len(site.asked)
    now[0] += 3000
    assert answers([a, b, c], options) == {a: "", b: "is not there (404)"}
    assert len(site.asked) == first
    now[0] += DAY
    site.pages["/b"] = (200, 200)
    assert answers([a, b], options) == {a: "", b: ""}
    assert site.asked[first:] == ["HEAD /b"]
    now[0] += 7 * DAY
    answers([a], options)
    assert site.asked[first + 1 :] == ["HEAD /a"]
    assert set(json.loads(options.cache.read_text(encoding="utf-8"))["links"]) == {a}


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"links": []}', '{"links": {"x": 1, "y": ["a", 1]}}', "[" * 9999]
)
def test_a_cache_that_nobody_understands_is_none(site: Site, tmp_path: Path, content: str) -> None:
    site.pages["/a"] = (200, 200)
    cache = tmp_path / "links.json"
    cache.write_text(content, encoding="utf-8")
    url = site.address + "/a"
    assert answers([url], LinkOptions(cache=cache)) == {url: ""}


def test_a_cache_that_cannot_be_written_does_no_harm(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    site.pages["/a"] = (200, 200)
    url = site.address + "/a"
    assert answers([url], LinkOptions(cache=tmp_path / "file" / "links.json")) == {url: ""}


def test_what_is_ignored_is_not_asked(site: Site, tmp_path: Path) -> None:
    options = LinkOptions(ignore=(f"{site.address}/a*",), cache=tmp_path / "links.json")
    assert answers([site.address + "/abc"], options) == {}
    assert site.asked == []


def test_who_ignores_an_http_address_ignores_its_https_one_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def record(urls: Iterator[str], timeout: float) -> dict[str, Answer]:
        asked.extend(urls)
        return {url: Answer("") for url in asked}

    monkeypatch.setattr(links, "ask", record)
    body = "[a](http://tea.example/a) [b](http://tea.example/b)"
    options = LinkOptions(ignore=("http://tea.example/a",), cache=tmp_path / "links.json")
    links.with_answers(subject({}, body=body), options)
    assert asked == ["http://tea.example/b", "https://tea.example/b"]


def test_without_network_nothing_is_said_about_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(urls: Iterator[str], timeout: float) -> dict[str, Answer]:
        return {url: Answer("names a host that does not exist", unresolved=True) for url in urls}

    monkeypatch.setattr(links, "ask", offline)
    options = LinkOptions(cache=tmp_path / "links.json")
    with pytest.raises(OperationFailed, match="offline"):
        answers(["https://a.example", "https://b.example"], options)
    assert not options.cache.exists()
    assert answers(["https://a.example"], options) == {
        "https://a.example": "names a host that does not exist"
    }


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
def test_where_the_cache_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_file() == tmp_path / ".cache" / "chapbook" / "links.json"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    assert cache_file() == tmp_path / "own" / "chapbook" / "links.json"


@pytest.fixture
def workspace(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a workspace whose lesson links to three addresses; the server stands in for all of the web."""
    monkeypatch.setenv("http_proxy", site.address)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "cache")
    site.pages["/a"] = (200, 200)
    links = "".join(f"[{name}](http://tea.example/{name}) " for name in "abc")
    files = base_files()
    files["lessons/tea.md"] += f"\n{links}\n"
    for path, text in files.items():
        file = tmp_path / "modules" / "make-tea" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    ignored = 'check:\n  links:\n    ignore: ["http*://tea.example/c"]\n'
    (tmp_path / "chapbook.yml").write_text(ignored, encoding="utf-8")
    return tmp_path


def dead(options: CheckOptions) -> list[str]:
    return [each.message for each in check(options).diagnostics if each.code == "L306"]


def test_a_check_with_links_reports_the_dead_ones(workspace: Path, site: Site) -> None:
    (only,) = dead(CheckOptions(start=workspace, links=True))
    assert only == "“http://tea.example/b” is not there (404), so readers end up nowhere."
    assert not any("/c" in each for each in site.asked)


def test_a_check_without_links_asks_nobody(workspace: Path, site: Site) -> None:
    assert dead(CheckOptions(start=workspace)) == []
    assert site.asked == []
