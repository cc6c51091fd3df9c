"""Edges of the rules on what comes from elsewhere and what must not leave (X802, X803, X808, X809)."""

from __future__ import annotations

import pytest

from chapbook.diag.codes import Profile
from chapbook.diag.diagnostic import Severity
from chapbook.lint.config import LintConfig
from chapbook.lint.engine import run
from support.modules import found, subject


def codes(body: str) -> set[str]:
    report = run(subject({}, body=body), LintConfig())
    return {each.code for each in report.diagnostics if each.code.startswith("X")}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<iframe src="https://tea.example/a"></iframe>', {"X802"}),
        ('Look: <IFRAME src="https://tea.example/a"></IFRAME>', {"X802"}),
        ("<iframe></iframe>", {"X802"}),
        ('<iframe srcdoc="x"></iframe>', {"X801"}),
        ('<iframe src="javascript:x"></iframe>', {"X801"}),
        ('<iframe src="https://tea.example" onload="x"></iframe>', {"X801"}),
        ("`<iframe>`", set()),
        ("```html\n<iframe></iframe>\n```", set()),
    ],
)
def test_a_frame_is_reported_once(body: str, expected: set[str]) -> None:
    assert codes(body) == expected


def test_a_frame_from_a_peer_is_an_error_in_a_draft_too() -> None:
    report = run(subject({}, body="<iframe></iframe>"), LintConfig(profile=Profile.IMPORT))
    assert [each.severity for each in report.diagnostics if each.code == "X802"] == [Severity.ERROR]


@pytest.mark.parametrize(
    "body",
    [
        "![x](https://tea.example/a.png)",
        "![x](HTTP://tea.example/a.png)",
        "![x][r]\n\n[r]: https://tea.example/a.png",
        '<img src="a.png" srcset="b.png 1x, https://tea.example/c.png 2x" alt="x">',
        '<video poster="https://tea.example/a.png" src="a.mp4"></video>',
        '<video>\n<source src="https://tea.example/a.mp4">\n</video>',
        '<script src="https://tea.example/a.js"></script>',
        '<link rel="stylesheet" href="https://tea.example/a.css">',
        "<style>@import 'https://tea.example/a.css'</style>",
        "<style>@font-face{src:url(//tea.example/a.woff)}</style>",
        '<p style="background:url(https://tea.example/a.png)">x</p>',
        '<picture><source srcset="https://tea.example/a.avif"></picture>',
        '<svg><image xlink:href="https://tea.example/a.png"/></svg>',
        '<svg><use href="//tea.example/a.svg#b"/></svg>',
        '<table background="https://tea.example/a.png"><tr><td>x</td></tr></table>',
        "```quiz id=q objective=brew\nWhat is ![x](https://tea.example/a.png)?\n\n- [x] a\n- [ ] b\n```",
    ],
)
def test_content_of_other_hosts(body: str) -> None:
    (only,) = found("X803", body)
    assert "tea.example" in only.message


@pytest.mark.parametrize(
    "body",
    [
        "[x](https://tea.example/a.png)",
        "![x](../assets/a.png)",
        '<a href="https://tea.example">x</a>',
        "![x](https:///a.png)",
        "![x](https://[a/b.png)",
        "`![x](https://tea.example/a.png)`",
    ],
)
def test_links_are_no_content(body: str) -> None:
    assert found("X803", body) == []


@pytest.mark.parametrize(
    "body",
    [
        ';--8<-- "a.md"',
        "{{< figure >}}",
        "{{% notice %}}",
        "{%include a%}",
        "@[x](y) @embed.style(z)",
        "??[x](https://tea.example)",
        "$5 and {{ cups }} and $6",
        "```quiz id=q objective=brew\nHow many {{ cups }}?\n\n- [x] a\n- [ ] b\n```",
    ],
)
def test_signs_of_other_programs(body: str) -> None:
    assert len(found("X808", body)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "`{{ x }}` ``{% y %}`` `--8<--`",
        "$$\n\\frac{{a}}{b}\n$$",
        "\\(x_{{a}}\\)",
        "Write to @anna or a@b.example (soon).",
        "Really?[^1]\n\n[^1]: Yes.",
        "Is it so?[a](b.md) !?",
        "{.decorative} {: #id }",
        "[[answer]]",
    ],
)
def test_what_is_no_such_sign(body: str) -> None:
    assert found("X808", body) == []


def test_signs_in_yaml_values_are_found_where_they_stand() -> None:
    quiz = "format: 1\nid: q\ntitle: Q\nquestions:\n  - {id: c, type: card, front: 'a {{ b }}', back: '`{{ b }}`'}\n"
    (only,) = found("X808", files={"quizzes/q.yml": quiz})
    assert only.location.data_path == ("questions", 0, "front")


TAIL = "q7Rz0pK3mXw9Lb2Vt5Yd8Nc1Hs4Jf6Ga"
"""Looks made by chance, and no service's sign stands before it."""
LIKE_KEYS = [
    "AK" + "IA" + "Q7RZ0PK3MXW9LB2V",
    "gh" + "p_" + TAIL + "Qe7u",
    "glp" + "at-" + TAIL[:20],
    "xo" + "xb-" + "209837465120-" + TAIL,
    "sk_" + "live_" + TAIL,
    "AI" + "za" + TAIL + "Qe7",
    "sk-" + TAIL + "Qe7uQe7u",
    "np" + "m_" + TAIL + "Qe7u",
]


@pytest.mark.parametrize("key", LIKE_KEYS)
def test_keys_are_found_in_code_too(key: str) -> None:
    (only,) = found("X809", f"```text\nKEY={key}\n```")
    assert (only.location.span.line, only.location.span.column) == (7, 5)
    assert key not in only.message
    for name in ("notes.txt", "a.yml"):
        assert len(found("X809", files={name: f"a: {key}"})) == 1


@pytest.mark.parametrize(
    "text",
    [
        "AK" + "IAIOSFODNN7EXAMPLE",
        "gh" + "p_" + "x" * 36,
        "sk-" + "your-key-goes-here-and-nowhere-else",
        "sk-" + "learn-is-a-library-for-many-things-at-once",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PRIVATE KEY-----\n…",
    ],
)
def test_what_only_looks_like_a_key(text: str) -> None:
    assert found("X809", f"```text\n{text}\n```") == []


@pytest.mark.parametrize(
    "text",
    [
        "bo@lima-teas.com",
        "Bo.Stern+tea@mail.lima-teas.co.uk.",
        "(+49 30 9018 2043)",
        "+33 (0)1 42 68 53 00",
        "+34-915-290-210",
    ],
)
def test_addresses_of_people(text: str) -> None:
    assert len(found("X809", f"Ask {text} today.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "bo@example.org",
        "bo@tea.example",
        "info@lima-teas.com",
        "git@lima-teas.com:tea.git",
        "`bo@lima-teas.com`",
        "@bo and bo@home",
        "https://bo@lima-teas.com/x",
        "+1 202 555 0123",
        "+44 20 7946 0958",
        "+100 000 000",
        "1 + 2 + 3456789012",
        "+5 %",
        "2024-11-21 10:00",
    ],
)
def test_what_is_nobodys_address(text: str) -> None:
    assert found("X809", f"See {text} here.") == []


def test_an_authors_address_may_be_told() -> None:
    module = "format: 1\nid: make-tea\nauthors:\n  - {name: Bo, email: Bo@lima-teas.com}\nlessons: [lessons/tea.md]\n"
    assert found("X809", "Ask bo@lima-teas.com.", {"module.yml": module}) == []
