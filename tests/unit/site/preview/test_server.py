"""The preview's server, over real sockets."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from chapbook.diag.errors import OperationFailed
from chapbook.site.preview import hosts
from chapbook.site.preview.answers import wanted_part
from chapbook.site.preview.news import Failure, News, Shown
from chapbook.site.preview.server import PreviewServer, open_server
from support.odd_requests import HOSTS, ODD, OUTSIDE
from support.threats import Threats

PAGE = "<!doctype html><html><head><title>Tea</title></head><body>Tea</body></html>"
SCRIPT = '<script src="/.chapbook/preview.js" data-run='


class Client:
    """Asks a preview."""

    def __init__(self, server: PreviewServer) -> None:
        self.server = server
        self.port = int(server.server_address[1])

    def ask(
        self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_host="Host" in (headers or {}))
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "tea" / "empty").mkdir(parents=True)
    for name in ("index.html", "tea/index.html", "404.html"):
        (folder / name).write_text(PAGE)
    (folder / "tea" / "cup.mp4").write_bytes(bytes(range(100)))
    (folder / "app.webmanifest").write_text("{}")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


@pytest.fixture
def news(site: Path) -> News:
    made = News()
    made.show(Shown().after_build(site, "/", None))
    return made


@pytest.fixture
def client(news: News) -> Iterator[Client]:
    server = open_server("127.0.0.1", 0, news)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Client(server)
    news.close()
    server.shutdown()
    server.server_close()
    thread.join()


def test_pages_get_the_script_and_their_files_stay_as_they_are(client: Client, site: Path) -> None:
    status, headers, body = client.ask("/tea/")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    text = body.decode()
    assert text.index(SCRIPT) < text.index("</head>")
    assert text.replace(text[text.index("<script") : text.index("</head>")], "") == PAGE
    assert (site / "tea" / "index.html").read_text() == PAGE
    status, headers, body = client.ask("/.chapbook/preview.js")
    assert (status, headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert client.ask("/app.webmanifest")[1]["Content-Type"] == "application/manifest+json"


def test_what_is_not_there(client: Client) -> None:
    for path in ("/nothing/", "/tea/empty/", "/../secret.txt", "/%2e%2e/secret.txt", "/.chapbook/other"):
        status, _, body = client.ask(path)
        assert status == 404, path
        assert b"data-missing" in body
        assert b"secret" not in body
    assert client.ask("/tea/empty")[0] == 404


def test_a_folder_is_moved_to_and_never_listed_or_to_another_host(client: Client) -> None:
    status, headers, _ = client.ask("/tea")
    assert (status, headers["Location"]) == (302, "/tea/")
    assert client.ask("//tea")[1]["Location"] == "/tea/"
    assert client.ask("//127.0.0.1/tea")[0] == 404


def test_head_says_what_get_would(client: Client) -> None:
    for path in ("/tea/", "/tea/cup.mp4", "/nothing", "/.chapbook/preview.js"):
        got, asked = client.ask(path), client.ask(path, "HEAD")
        assert asked[0] == got[0]
        assert asked[1]["Content-Length"] == got[1]["Content-Length"] == str(len(got[2]))
        assert asked[2] == b""


def test_parts_of_a_video(client: Client) -> None:
    path, data = "/tea/cup.mp4", bytes(range(100))
    for wanted, part, said in (
        ("bytes=0-", data[0:], None),
        ("bytes=10-19", data[10:20], "bytes 10-19/100"),
        ("bytes=90-", data[90:], "bytes 90-99/100"),
        ("bytes=-5", data[95:], "bytes 95-99/100"),
        ("bytes=90-1000", data[90:], "bytes 90-99/100"),
    ):
        status, headers, body = client.ask(path, headers={"Range": wanted})
        assert (status, body, headers["Content-Range"]) == (206 if said else 200, part, said), wanted
    status, headers, body = client.ask(path, headers={"Range": "bytes=100-"})
    assert (status, headers["Content-Range"], body) == (416, "bytes */100", b"")
    for odd in ("bytes=5-1", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b"):
        assert client.ask(path, headers={"Range": odd})[0] == 200, odd
    assert wanted_part("bytes=0-1", '"tag"', 100) == (0, 100)
    assert wanted_part("bytes=0-0", None, 0) is None


def test_requests_that_name_another_host_get_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, threats: Threats
) -> None:
    paths = ("/tea/", "/tea/cup.mp4", "/.chapbook/news?page=/tea/")
    asked = [(path, host) for path in paths for host in HOSTS]
    answers = [client.ask(path, headers={"Host": host}) for path, host in asked]
    refused = sum(status == 421 and b"Tea" not in body for status, _, body in answers)
    monkeypatch.setattr(hosts, "is_ours", lambda *words: True)
    bare = sum(client.ask("/tea/", headers={"Host": host})[0] == 200 for host in HOSTS)
    assert bare == len(HOSTS)
    threats.record(
        "The preview",
        "A page from elsewhere asks by its own name (DNS rebinding)",
        tried=len(asked),
        refused=refused,
        control="all are answered without the look at `Host`",
    )


def test_nothing_outside_the_site_is_served(client: Client, site: Path, threats: Threats) -> None:
    links = {"link.txt": site.parent / "secret.txt", "folder": site.parent}
    for name, target in links.items():
        (site / name).symlink_to(target)
    asked = [*OUTSIDE, *(each for each in ODD if each and " " not in each), "/link.txt", "/folder/secret.txt"]
    answers = [client.ask(each) for each in asked]
    refused = sum(status in (302, 400, 404) and b"secret" not in body for status, _, body in answers)
    careless = [
        f"{site}{unquote(each.partition('?')[0])}" for each in (*OUTSIDE, "/link.txt", "/folder/secret.txt")
    ]
    bare = sum(Path(each).is_file() for each in careless)
    assert bare >= 9
    threats.record(
        "The preview",
        "An address that leads out of the site’s folder",
        tried=len(asked),
        refused=refused,
        control="9 or more find the file when the address is only appended to the folder",
    )


def test_two_hosts_are_none(client: Client) -> None:
    with socket.create_connection(("127.0.0.1", client.port), 60) as plug:
        plug.sendall(b"GET /tea/ HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n")
        assert b" 421 " in plug.recv(100)
    with socket.create_connection(("127.0.0.1", client.port), 60) as plug:
        plug.sendall(b"GET /tea/ HTTP/1.0\r\n\r\n")
        assert b" 421 " in plug.recv(100)


def test_it_only_shows(client: Client) -> None:
    status, headers, _ = client.ask("/tea/", "POST")
    assert (status, headers["Allow"]) == (405, "GET, HEAD")
    assert client.ask("/tea/", "BREW")[0] == 501


def test_a_site_in_a_folder_of_its_host(client: Client, news: News, site: Path) -> None:
    news.show(replace(news.shown, base="/courses/"))
    assert client.ask("/")[1]["Location"] == "/courses/"
    assert client.ask("/courses/tea/")[0] == 200
    assert client.ask("/courses/tea")[1]["Location"] == "/courses/tea/"
    assert client.ask("/tea/")[0] == 404
    assert client.server.url.endswith(f":{client.port}/courses/")


def test_no_worker_keeps_anything(client: Client, site: Path) -> None:
    (site / "sw.js").write_text("keep everything")
    assert b"unregister" in client.ask("/sw.js")[2]


def test_before_the_first_build_a_page_waits(client: Client, news: News) -> None:
    news.show(Shown())
    status, _, body = client.ask("/tea/")
    assert status == 503
    assert SCRIPT.encode() in body


def test_a_broken_module_keeps_what_was_looked_at(client: Client, news: News, site: Path) -> None:
    client.ask("/tea/")
    client.ask("/tea/cup.mp4")
    for name in ("index.html", "cup.mp4"):
        (site / "tea" / name).unlink()
    assert client.ask("/tea/")[0] == 404
    news.show(replace(news.shown, broken=frozenset({"tea"})))
    assert client.ask("/tea/")[0] == 200
    assert client.ask("/tea/cup.mp4")[2] == bytes(range(100))
    assert client.ask("/tea/other.png")[0] == 404


def events(client: Client, query: str, count: int) -> Iterator[dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=60)
    connection.request("GET", f"/.chapbook/news?{query}")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    try:
        while count:
            line = answer.readline()
            if line.startswith(b"data: "):
                count -= 1
                yield json.loads(line[6:])
    finally:
        answer.close()
        connection.close()


def test_an_open_page_hears_at_once(client: Client, news: News, site: Path) -> None:
    run = client.server.run_id
    told = events(client, f"page=/tea/&version=1&run={run}", 3)
    assert next(told)["reload"] is False
    news.show(replace(news.shown, failure=Failure("It broke.")))
    assert next(told)["failure"] == {"message": "It broke.", "hint": ""}
    news.show(news.shown.after_build(site, "/", frozenset({"tea/index.html"})))
    assert next(told)["reload"] is True
    told.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "reloads"),
    [
        ("page=/tea/&version=1&run=RUN", False),
        ("page=/tea/&version=0&run=RUN", True),
        ("page=/tea/&version=1&run=another", True),
        ("page=/tea/&version=²&run=RUN", True),
        ("page=/../secret.txt&version=0&run=RUN", True),  # 404.html: all that it can ask about
        ("", True),
    ],
)
def test_a_page_of_another_time_loads_again(client: Client, query: str, reloads: bool) -> None:
    asked = query.replace("RUN", client.server.run_id).replace("²", "%C2%B2")
    assert next(events(client, asked, 1))["reload"] is reloads


def test_looking_is_noticed(client: Client, news: News) -> None:
    looked = threading.Event()
    client.server.on_look = looked.set
    told = events(client, f"page=/tea/&version=1&run={client.server.run_id}", 1)
    next(told)
    assert looked.wait(60)


def test_ports_that_cannot_be_had(client: Client) -> None:
    with pytest.raises(OperationFailed) as taken:
        open_server("127.0.0.1", client.port, News())
    assert f"port {client.port}" in taken.value.message
    assert f"--port {client.port + 1 if client.port < 65535 else client.port - 1}" in taken.value.hint
    with pytest.raises(OperationFailed) as strange:
        open_server("203.0.113.7", 0, News())
    assert "no address of this machine" in strange.value.message
    with pytest.raises(OperationFailed):
        open_server("a" * 70 + ".example", 0, News())
