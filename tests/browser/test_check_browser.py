"""`check --browser`: pages that truly fail in Chromium, and a browser that sees the site and nothing else."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Error

from chapbook.services.chromium import HOST, SETTING, page_of_site
from support.browser import Server, serve_folder
from support.process import chapbook
from support.sites import SINGLE, small_module, write_workspace

pytestmark = pytest.mark.browser
LOOSE = "## First\n\nFine.\n\n## Second\n\n<ul><p>Loose</p></ul>\n\nMore.\n\n<p>A</p>\n<li>a</li>\n\n<p>B</p>\n<li>b</li>"
FINE = f"## First\n\n- Fine\n\n```sh\ntea\n```\n\n```sh\nmilk\n```\n\n{SINGLE}\n\n| a | b |\n|---|---|\n| 1 | 2 |"
CONFIG = "site_name: Tea\ndocs_dir: modules\ntheme: {name: material}\nplugins: {search: {}, chapbook: {}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    modules = {
        "tea": small_module("tea", loose=LOOSE, fine=FINE),
        "imported/ana/cups": small_module("cups", 2, loose=LOOSE),
    }
    write_workspace(tmp_path, modules, CONFIG)
    return tmp_path


def found(root: Path, *words: str) -> list[tuple[str, str, int, int]]:
    """Give code, file and place of what a check of lessons for accessibility reports."""
    done = chapbook("check", "--json", "--select", "A", *words, cwd=root)
    assert done.code == 0, done.err
    reported: list[dict[str, Any]] = json.loads(done.out)["diagnostics"]
    return [(each["code"], each["path"], each["line"], each["column"]) for each in reported]


@pytest.mark.usefixtures("chromium")
def test_a_page_that_fails_is_reported_where_it_is_written_and_a_good_one_is_not(root: Path) -> None:
    assert found(root) == []
    lesson = "modules/tea/lessons/loose.md"
    assert found(root, "--browser") == [
        ("A412", lesson, 11, 1),
        ("A412", lesson, 13, 1),
    ]
    assert not (root / "site").exists()


@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize("words", [("--profile", "draft"), ("imported/ana/cups",)])
def test_drafts_and_modules_of_others_are_not_looked_at(root: Path, words: tuple[str, ...]) -> None:
    assert found(root, "--browser", *words) == []


def test_a_browser_that_is_not_there_is_said_in_one_sentence(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, str(root / "no-browser"))
    done = chapbook("check", "--browser", cwd=root)
    assert done.code == 3
    assert "No browser was found" in done.err
    assert SETTING in done.err


def test_a_program_that_is_no_browser_is_said_too(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "/bin/false")
    done = chapbook("check", "--browser", cwd=root)
    assert done.code == 3
    assert "broke down" in done.err
    assert "Traceback" not in done.err


def test_nobody_watches_with_a_browser(root: Path) -> None:
    assert chapbook("check", "--browser", "--watch", cwd=root).code == 2


def test_no_request_leaves_the_machine(browser: Browser, tmp_path: Path) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    outside = tmp_path / "secret.txt"
    outside.write_text("x")
    site = tmp_path / "site"
    site.mkdir()
    (site / "link.txt").symlink_to(outside)
    (site / "own.txt").write_text("x")
    with Server(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        host = f"http://127.0.0.1:{server.server_port}"
        (site / "index.html").write_text(
            f"<title>T</title><img src='{host}/spy.png'><script src='{host}/spy.js'></script>"
        )
        with page_of_site(browser, site, "dark") as page:
            page.goto(HOST)
            assert page.title() == "T"
            assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
            assert page.goto(HOST + "own.txt") is not None
            for closed in ("link.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "none.txt"):
                with pytest.raises(Error):
                    page.goto(HOST + closed)
            with pytest.raises(Error):
                page.goto(host)
        assert asked == []

        with serve_folder(site) as url, browser.new_context() as context:
            context.new_page().goto(url)
        server.shutdown()
        thread.join()
    assert set(asked) == {"/spy.png", "/spy.js"}
