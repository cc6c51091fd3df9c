"""Pages as a learner meets them: the way through a module, search, small screens, no foreign host."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from chapbook.services.chromium import axe_violations
from support.profiles import Profile
from support.served import Site

pytestmark = pytest.mark.browser
PAGES = [
    "",
    "tea/",
    "tea/lessons/why/",
    "tea/lessons/how/",
    "tea/attribution/",
    "imported/ana/cups/",
    "404.html",
]


def test_from_the_catalogue_through_a_module(page: Page, site: Site) -> None:
    page.goto(site.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Academy of tea, milk and cups")
    page.get_by_role("link", name="About tea").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About tea")
    expect(page.get_by_text("Pour without spilling")).to_be_visible()
    page.get_by_role("link", name="Start").click()
    expect(page.get_by_text("Lesson 1 of 3 · 3 min")).to_be_visible()
    expect(page.get_by_role("link", name="Previous")).to_have_count(0)
    page.get_by_role("link", name="Next How").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How")
    page.get_by_role("link", name="Previous Why").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Why")
    page.goto(site.url + "tea/lessons/end/")
    page.get_by_role("link", name="Back to the module").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("About tea")
    page.get_by_role("navigation", name="Way back").get_by_role("link").click()
    assert page.url == site.url


def test_an_imported_module_says_where_it_comes_from(page: Page, site: Site) -> None:
    page.goto(site.url + "imported/ana/cups/")
    note = page.get_by_role("complementary", name="Where this module comes from")
    expect(note).to_contain_text("From ana, unsigned, version 1.0.0, licence CC BY 4.0.")


def test_the_catalogue_can_be_filtered(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.get_by_label("Filter modules").fill("MILK")
    expect(page.locator(".cb-card:visible")).to_have_count(1)
    expect(page.get_by_text("1 of 3 modules")).to_be_visible()
    page.get_by_label("Filter modules").fill("")
    expect(page.locator(".cb-card:visible")).to_have_count(3)


def test_no_request_to_another_host_and_no_violated_policy(page: Page, site: Site) -> None:
    foreign: list[str] = []
    said: list[str] = []
    page.on(
        "request",
        lambda request: foreign.append(request.url) if not request.url.startswith(site.url) else None,
    )
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in PAGES:
        page.goto(site.url + address)
        page.wait_for_load_state("networkidle")
    assert foreign == []
    assert [text for text in said if "404" not in text] == []


def test_the_policy_stops_an_injected_script(browser: Browser, site: Site) -> None:
    """The control arm is the same page with the policy switched off."""
    ran = {}
    for bypass in (False, True):
        context = browser.new_context(bypass_csp=bypass)
        page = context.new_page()

        def inject(route: object) -> None:
            response = route.fetch()  # type: ignore[attr-defined]
            body = response.text().replace("</h1>", "</h1><script>window.ran = true</script>")
            route.fulfill(response=response, body=body)  # type: ignore[attr-defined]

        page.route("**/tea/", inject)
        page.goto(site.url + "tea/")
        ran[bypass] = page.evaluate("window.ran === true")
        context.close()
    assert ran == {False: False, True: True}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("javascript", [True, False])
def test_no_sideways_scrolling_at_320_pixels(
    browser: Browser, site: Site, address: str, javascript: bool
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=javascript)
    page = context.new_page()
    page.goto(site.url + address)
    box = page.locator("html").evaluate("it => [it.scrollWidth, it.clientWidth]") if javascript else [0, 0]
    assert box[0] <= box[1]
    widest = page.locator(".cb-page").bounding_box()
    assert widest is not None
    assert widest["x"] >= 0
    assert widest["x"] + widest["width"] <= 320
    context.close()


def test_the_first_tab_skips_to_the_content(page: Page, site: Site) -> None:
    page.goto(site.url + "tea/lessons/why/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith("#cb-main")


def test_colours_follow_the_system_and_can_be_chosen(browser: Browser, site: Site) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(site.url)
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("label[for=__palette_1]").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.goto(site.url + "tea/lessons/why/")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    context.close()


def test_dark_from_the_first_paint(browser: Browser, site: Site) -> None:
    """Without our scripts, which come last, the page is dark already; with a choice of light it stays light."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.route("**/frame.js", lambda route: route.abort())
    page.goto(site.url)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.evaluate("""__md_set("__palette", {color: {scheme: "default"}, index: 1})""")
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(axe_profile: Profile, site: Site, scheme: str, width: int) -> None:
    with axe_profile.page(width, scheme) as page:
        for address in PAGES:
            page.goto(site.url + address)
            for it in page.locator(
                ".cb-question:is([data-type=single], [data-type=multiple], [data-type=text], [data-type=number])"
            ).all():
                field = it.locator("fieldset input").first
                if field.get_attribute("type") == "text":
                    field.fill("12")
                else:
                    field.check()
                it.get_by_role("button", name="Check").click()
            assert [f"{each['rule']}: {each['element']}" for each in axe_violations(page)] == []
        page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=x>')")
        assert "image-alt" in {each["rule"] for each in axe_violations(page)}
