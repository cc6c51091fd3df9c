"""Where links lead on the built site."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapbook.site import links
from chapbook.site.links import page_url, relative_url
from chapbook.site.plan import plan_site
from chapbook.site.whole import addresses_of
from support.sites import loaded, page_of, small_module


@pytest.mark.parametrize(
    ("uri", "directory", "file"),
    [
        ("index.md", "./", "index.html"),
        ("tea/index.md", "tea/", "tea/index.html"),
        ("tea/lessons/why.md", "tea/lessons/why/", "tea/lessons/why.html"),
        ("tea/lessons/README.md", "tea/lessons/", "tea/lessons/index.html"),
        ("té/lessons/a b.md", "t%C3%A9/lessons/a%20b/", "t%C3%A9/lessons/a%20b.html"),
    ],
)
def test_page_url(uri: str, directory: str, file: str) -> None:
    assert page_url(uri, True) == directory
    assert page_url(uri, False) == file


@pytest.mark.parametrize(
    ("target", "base", "way"),
    [
        ("tea/lessons/how/", "tea/lessons/why/", "../how/"),
        ("./", "tea/", "../"),
        ("./", "./", "./"),
        ("tea/", "./", "tea/"),
        ("tea/assets/a.svg", "tea/lessons/why/", "../../assets/a.svg"),
        ("tea/lessons/how.html", "tea/lessons/why.html", "how.html"),
    ],
)
def test_relative_url(target: str, base: str, way: str) -> None:
    assert relative_url(target, base) == way


_ADDRESSES = st.lists(st.sampled_from(["a", "b", "b", "c.html", "", ".", ".."]), max_size=5).map("/".join)


@given(_ADDRESSES, _ADDRESSES)
def test_the_quick_way_is_the_way(target: str, base: str) -> None:
    assert relative_url(target, base) == links._odd_relative_url(target, base)


def test_ordinary_addresses_take_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this, the test above might compare one function with itself."""
    monkeypatch.setattr(links, "_odd_relative_url", lambda *_: pytest.fail("the slow way was taken"))
    assert relative_url("tea/", "tea/lessons/why/") == "../../"


FILES = small_module() | {"assets/a.svg": "<svg/>"}
PLAN = plan_site([loaded(FILES), loaded(small_module("milk"), "milk", "ana")])
OWN, MILK = PLAN.modules


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("https://example.org/x?y#z", "https://example.org/x?y#z"),
        ("#here", "#here"),
        ("how.md", "../how/"),
        ("how.md#there", "../how/#there"),
        ("../lessons/how.md", "../how/"),
        ("../assets/a.svg", "../../assets/a.svg"),
        ("../module.yml", "../../"),
        ("module:tea/how", "../how/"),
        ("module:milk", "../../../imported/ana/milk/"),
        ("module:milk/how#there", "../../../imported/ana/milk/lessons/how/#m-milk-there"),
    ],
)
def test_links_that_lead_somewhere(target: str, url: str) -> None:
    assert addresses_of(PLAN, True).resolve(target, page_of(OWN, "why.md"), OWN).url == url


@pytest.mark.parametrize(
    "target",
    ["gone.md", "../../milk/lessons/how.md", "/etc/passwd", "module:none", "module:tea/none", "../.env", ""],
)
def test_links_that_lead_nowhere_say_why(target: str) -> None:
    found = addresses_of(PLAN, True).resolve(target, page_of(OWN, "why.md"), OWN)
    assert found.url == ""
    assert found.reason
