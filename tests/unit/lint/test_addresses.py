"""Addresses outside the module."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chapbook.diag.diagnostic import Diagnostic, Edit, Span
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from chapbook.lint.rules.addresses import secured, web_address, web_addresses
from support.modules import found, subject


def answered(code: str, body: str, web: dict[str, str]) -> list[Diagnostic]:
    report = run(replace(subject({}, body=body), web=web), LintConfig())
    return [each for each in report.diagnostics if each.code == code]


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000/a",
        "http://localhost./a",
        "http://127.1/",
        "http://172.20.3.4/",
        "http://169.254.169.254/latest",
        "http://[fd12::1]/",
        "http://[fe80::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://printer.home.arpa/",
        "http://127.0.0.1",
        "http://192.168.0.1/router",
        "http://printer/",
        "http://tea.local",
        "http://[::1]/",
        "http://[broken/",
        "http:",
        "mailto:a@b.example",
        "ftp://tea.example",
    ],
)
def test_addresses_that_nobody_else_can_ask(url: str) -> None:
    assert web_address(url) == ""


def test_addresses_on_the_web() -> None:
    assert web_address(" https://tea.example/a?b#c ") == "https://tea.example/a?b"
    assert secured("HTTP://tea.example") == "https://tea.example"
    assert secured("https://tea.example") == "https://tea.example"
    body = "[a](https://tea.example) ![b](https://tea.example/b.png) [c](module:x) <http://tea.example/c#d>"
    assert list(web_addresses(subject({}, body=body))) == ["https://tea.example", "http://tea.example/c"]


def test_http_becomes_https_only_where_https_is_known_to_answer() -> None:
    body = "Black [tea](http://tea.example/a), [cake](http://cake.example)"
    tea, cake = answered(
        "L304", body, {"https://tea.example/a": "", "https://cake.example": "does not answer"}
    )
    assert tea.fix == (Edit("lessons/tea.md", Span(6, 13, 6, 18), "https:"),)
    assert cake.fix == ()
    assert "if that opens" in cake.hint
    assert all(each.fix == () for each in found("L304", body))


def test_no_fix_where_the_address_is_not_in_the_place_of_the_link() -> None:
    web = {"https://tea.example": ""}
    assert [each.fix for each in answered("L304", "[a][b]\n\n[b]: http://tea.example\n", web)] == [()]
    assert [each.fix for each in answered("L304", "[http://tea.example](http://tea.example)", web)] == [()]
    assert [each.fix for each in answered("L304", "[a\nb](http://tea.example)", web)] == [()]


@pytest.mark.parametrize("url", ["//tea.example/a", "tel:123", "ftp://x.example", "notes:today.md", "sms:1"])
def test_kinds_of_links_that_pages_lose(url: str) -> None:
    assert len(found("L305", f"[a]({url})")) == 1


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "HTTPS://tea.example",
        "MailTo:a@b.example",
        "tea.md",
        "#here",
        "C:/tea.md",
    ],
)
def test_kinds_of_links_that_others_report_or_nobody(url: str) -> None:
    assert found("L305", f"[a]({url})") == []


def test_a_picture_inside_the_address_is_no_picture_on_the_page() -> None:
    (only,) = found("L305", "![tea](data:image/png;base64,AAAA)")
    assert "assets/" in only.hint


def test_dead_links_are_known_only_when_somebody_asked() -> None:
    body = "[a](https://tea.example/a#b) and [c](https://tea.example/c)"
    (only,) = answered("L306", body, {"https://tea.example/a": "answers 404", "https://tea.example/c": ""})
    assert "answers 404" in only.message
    assert found("L306", body) == []


@pytest.mark.parametrize(
    ("body", "url"),
    [
        ("See https://tea.example/a.", "https://tea.example/a"),
        ("(https://tea.example) is one", "https://tea.example"),
        ("- http://tea.example/a?b=c&d, and", "http://tea.example/a?b=c&d"),
        ("[tea](https://tea.example)", ""),
        ("[https://tea.example](https://tea.example)", ""),
        ("<https://tea.example>", ""),
        ("`https://tea.example`", ""),
        ("```text\nhttps://tea.example\n```", ""),
        ("    https://tea.example", ""),
        ("[a]: https://tea.example\n\n[a]", ""),
        ("[a]:\n  https://tea.example\n\n[a]", ""),
        ("Look here:\nhttps://tea.example", "https://tea.example"),
        ('<a href="https://tea.example">x</a>', ""),
        ("```quiz id=q type=text\nWhich?\n\n= https://tea.example\n```", ""),
        ("https://…", ""),
        ("*https://tea.example*", "https://tea.example"),
    ],
)
def test_bare_addresses(body: str, url: str) -> None:
    fixes = [each.fix[0].replacement for each in found("L308", body)]
    assert fixes == ([f"<{url}>"] if url else [])


def test_public_addresses_are_not_taken_for_local_ones() -> None:
    for host in ("172.15.0.1", "172.32.0.1", "110.0.0.1", "fd.example", "10.example", "[2001:db8::1]"):
        assert web_address(f"https://{host}/") == f"https://{host}/"


def test_a_blank_between_words_and_address_is_told_apart_and_taken_out() -> None:
    (found_one,) = found("L308", "See [the guide] (https://tea.example/a), please.")
    assert "blank before its bracket" in found_one.message
    assert found_one.hint == "Take the blank out: [the guide](https://tea.example/a)"
    (edit,) = found_one.fix
    assert (edit.replacement, edit.span.end_column - edit.span.column) == ("", 1)
    (far,) = found("L308", "word " * 100 + "[the guide] (https://tea.example/a)")
    assert far.fix[0].span.column == len("word " * 100 + "[the guide]") + 1
    (longer,) = found("L308", "See [the guide] (https://tea.example/a and more).")
    assert longer.fix == ()


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("[`more`](https://tea.example)", 0),
        ("[more](https://tea.example)", 1),
        ("[the `more`](https://tea.example) [here](https://tea.example)", 1),
    ],
)
def test_a_link_that_is_code_is_a_name(body: str, count: int) -> None:
    assert len(found("A405", body)) == count
