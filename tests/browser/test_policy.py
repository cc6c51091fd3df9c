"""The content security policy: on every page, the same, never in the way of the site's own scripts, in that of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from chapbook.site.plan import PageKind
from chapbook.workspace.workspace import Workspace
from support.browser import serve_folder
from support.served import Site
from support.sites import build_workspace
from support.threats import Threats

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
POLICY = (
    "default-src 'none'; script-src 'self'HASHES; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-src 'none'; object-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)
_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_HASH = re.compile(r" 'sha256-[A-Za-z0-9+/]{43}='")
_KIND = re.compile(r'class="cb-page cb-page--([a-z]+)"')
LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
INJECT = """
async () => {
  const later = () => new Promise((done) => setTimeout(done, 0));
  window.ran = [];
  document.body.insertAdjacentHTML("beforeend", "<p id=injected onclick='ran.push(1)'>a</p>");
  document.getElementById("injected").click();
  const script = document.createElement("script");
  script.textContent = "ran.push(2)";
  document.body.append(script);
  const link = document.createElement("a");
  link.href = "javascript:ran.push(3)";
  document.body.append(link);
  link.click();
  await later();
  await later();
  return window.ran;
}
"""


@pytest.fixture(scope="module", params=["http", "file"])
def samples(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build the site of the sample modules, for a server and for files."""
    portable = request.param == "file"
    folder = tmp_path_factory.mktemp("policy") / "site"
    built = build_workspace(Workspace(ROOT), folder, portable=portable)
    if portable:
        yield Site(built.site_dir, f"{built.site_dir.as_uri()}/")
    else:
        with serve_folder(built.site_dir) as url:
            yield Site(built.site_dir, url)


@pytest.fixture
def listening(browser: Browser) -> Iterator[BrowserContext]:
    """Give a profile in which every page listens to what its policy forbids."""
    made = browser.new_context(service_workers="block", reduced_motion="reduce")
    made.add_init_script(LISTEN)
    yield made
    made.close()


def one_of_each_kind(site: Site) -> dict[str, str]:
    found: dict[str, str] = {}
    for page in sorted(site.folder.rglob("*.html")):
        kind = _KIND.search(page.read_text(encoding="utf-8"))
        if kind is not None:
            found.setdefault(kind[1], page.relative_to(site.folder).as_posix())
    return found


def test_every_page_carries_exactly_this_policy_first_in_its_head(samples: Site) -> None:
    pages = sorted(samples.folder.rglob("*.html"))
    assert len(pages) > 50
    policies = set()
    for page in pages:
        text = page.read_text(encoding="utf-8")
        head = text[text.index("<head>") :]
        said = _META.search(head)
        assert said is not None, page
        before = head[len("<head>") : said.start()]
        assert "<script" not in before, page
        assert "<link" not in before, page
        assert "<style" not in before, page
        policies.add(said[1].replace("&#39;", "'"))
    assert len(policies) == 1
    policy = policies.pop()
    assert _HASH.sub("", policy) == POLICY.replace("HASHES", "")
    assert 1 <= len(_HASH.findall(policy)) <= 6


def test_the_sites_own_pages_never_meet_it(samples: Site, listening: BrowserContext) -> None:
    kinds = one_of_each_kind(samples)
    assert set(kinds) >= {kind.value for kind in PageKind}
    page = listening.new_page()
    for kind, address in kinds.items():
        page.goto(samples.url + address)
        page.mouse.wheel(0, 600)
        for button in page.locator("details > summary:visible").all()[:3]:
            button.click()
        search = page.locator("input[type=search]:visible, [data-cb-search]:visible")
        if search.count():
            search.first.fill("price")
        assert page.evaluate("violations") == [], kind


def test_what_is_injected_does_not_run_and_without_the_policy_it_does(
    samples: Site, listening: BrowserContext, browser: Browser, threats: Threats
) -> None:
    kinds = one_of_each_kind(samples)
    page = listening.new_page()
    for kind, address in kinds.items():
        page.goto(samples.url + address)
        assert page.evaluate(INJECT) == [], kind
        assert len(page.evaluate("violations")) >= 3, kind
    control = browser.new_context(bypass_csp=True, service_workers="block")
    page = control.new_page()
    page.goto(samples.url + kinds["lesson"])
    assert page.evaluate(INJECT) == [2, 1, 3] or sorted(page.evaluate("ran")) == [1, 2, 3]
    control.close()
    threats.record(
        "Pages of strangers",
        f"A handler, a script and a link put into each kind of page ({'http' if '://1' in samples.url else 'file'})",
        tried=3 * len(kinds),
        refused=3 * len(kinds),
        control="all three run without the policy",
    )
