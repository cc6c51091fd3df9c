"""The feed: valid Atom, days from change logs and imports only, the same bytes for the same modules."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

from chapbook.site.changes import changes_of
from chapbook.site.facts import ModuleFacts
from chapbook.site.feed import MOST, entries_of, feed_xml
from chapbook.site.plan import SitePlan, plan_site
from chapbook.site.whole import addresses_of, site_of
from chapbook.workspace.load import LoadedModule
from chapbook.workspace.lock import LockEntry
from support.sites import UID, loaded, small_module

ATOM = "{http://www.w3.org/2005/Atom}"
LOG = "## 1.0.0 - 2026-11-20\n\n- See [here](lessons/why.md), [there](https://example.org/) <script>alert(1)</script>\n\n## 0.9.0 - 2026-10-01\n"
RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def with_log(slug: str, log: str = LOG, number: int = 0) -> LoadedModule:
    return loaded(small_module(slug, number) | {"CHANGELOG.md": log}, slug)


def no_changes(module: ModuleFacts, version: str) -> str:
    return ""


def feed(plan: SitePlan, site_url: str = "https://ana.example/learn/") -> ElementTree.Element:
    addresses = addresses_of(plan, True)
    found = {each.key: changes_of(each.overview, each, addresses) for each in plan.modules}

    def changes(module: ModuleFacts, version: str) -> str:
        return found[module.key][version].feed

    return ElementTree.fromstring(feed_xml(site_of(plan), addresses, site_url, "Academy", changes).encode())


def test_the_feed_has_what_rfc_4287_asks_for() -> None:
    plan = plan_site([with_log("tea"), with_log("milk", "## 1.0.0 - 2026-11-21", 1)], "A & B", "All <of> it")
    root = feed(plan)
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}title") == "A & B"
    assert root.findtext(f"{ATOM}updated") == "2026-11-21T12:00:00Z"
    links = {each.get("rel"): each.get("href") for each in root.findall(f"{ATOM}link")}
    assert links == {
        "self": "https://ana.example/learn/feed.xml",
        "alternate": "https://ana.example/learn/",
    }
    entries = root.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == [
        "About milk, version 1.0.0",
        "About tea, version 1.0.0",
        "About tea, version 0.9.0",
    ]
    ids = [str(each.findtext(f"{ATOM}id")) for each in (root, *entries)]
    assert len(set(ids)) == 4
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each) for each in ids)
    for entry in entries:
        assert RFC3339.fullmatch(str(entry.findtext(f"{ATOM}updated")))
        assert entry.find(f"{ATOM}author/{ATOM}name") is not None
        link = entry.find(f"{ATOM}link[@rel='alternate']")
        assert link is not None
        assert str(link.get("href")).startswith("https://ana.example/learn/")


def test_changes_are_cleaned_and_lead_to_the_web_only() -> None:
    content = feed(plan_site([with_log("tea")])).findtext(f".//{ATOM}content")
    assert content is not None
    assert '<a href="https://example.org/"' in content
    assert "why.md" not in content
    assert "<script" not in content


def test_an_id_stays_when_the_module_moves_and_differs_by_version() -> None:
    def ids(slug: str, site_url: str) -> list[str]:
        root = feed(plan_site([with_log(slug)]), site_url)
        return [str(each.findtext(f"{ATOM}id")) for each in root.findall(f"{ATOM}entry")]

    assert ids("tea", "https://a.example/") == ids("teas", "https://b.example/")
    assert len(set(ids("tea", ""))) == 2


def test_without_days_there_is_no_feed() -> None:
    plan = plan_site([loaded(small_module()), with_log("milk", "## 1.0.0\n\nNo day.")])
    assert feed_xml(site_of(plan), addresses_of(plan, True), "", "Academy", no_changes) == ""
    assert not site_of(plan).has_feed


def test_an_imported_module_came_on_the_day_that_the_lock_file_says() -> None:
    lock = LockEntry(
        petname="ana",
        slug="tea",
        uid=UID.format(0),
        version="1.0.0",
        release="sha256:0",
        content="sha256:0",
        license="CC0-1.0",
        title="Tea",
        authors=("Ana",),
        imported="2026-11-19T08:00:00Z",
        origin="tea.zip",
        standing="unsigned",
    )
    plan = plan_site([replace(loaded(small_module(), petname="ana"), lock=lock)])
    assert [each.moment for each in entries_of(site_of(plan))] == ["2026-11-19T12:00:00Z"]


def test_without_an_address_links_are_relative_and_the_newest_stay() -> None:
    modules = [with_log(f"m{n}", f"## 1.0.0 - 2026-{1 + n % 12:02}-01", n) for n in range(9)] * 6
    plan = plan_site(
        replace(each, folder=replace(each.folder, key=f"k{n}")) for n, each in enumerate(modules)
    )
    root = feed(plan, "")
    assert len(root.findall(f"{ATOM}entry")) == MOST
    assert root.find(f"{ATOM}link").get("href") == "feed.xml"  # type: ignore[union-attr]


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    plan = plan_site([with_log("tea")], "A\x00B\x0b")
    assert feed(plan).findtext(f"{ATOM}title") == "AB"
