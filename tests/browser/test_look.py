"""The public site as visitors meet it: on a phone and a desktop, in the light and in the dark."""

import gzip
import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, expect
from wagtail.models import Site

from fixtures.factories.releases import person
from tests.browser import showcase

PHONE = {"width": 320, "height": 720}
DESKTOP = {"width": 1280, "height": 900}
#: Opens everything that a visitor can open, so that axe sees it.
OPEN_DETAILS = """for (const one of document.querySelectorAll('main details, .side-nav details')) {
    one.open = true;
}"""
#: What reaches beyond the edge of the window.
TOO_WIDE = """[...document.querySelectorAll('body *')]
    .filter((one) => !one.closest('.table-scroll table, .legacy, .visually-hidden'))
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 90))"""
HEADINGS = (
    "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((one) => Number(one.tagName[1]))"
)


@pytest.fixture
def pages(site: str) -> dict[str, str]:
    """The addresses of the showcase."""
    return {name: site + path for name, path in showcase.build().items()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_page_and_every_block_is_accessible(
    page: Page, pages: dict[str, str], assert_axe_clean, size: dict, scheme: str
) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for name, address in pages.items():
        page.goto(address)
        page.evaluate(OPEN_DETAILS)
        assert_axe_clean(page)
        levels = page.evaluate(HEADINGS)
        assert levels.count(1) == 1, name
        assert all(next_ - one <= 1 for one, next_ in pairwise(levels)), (
            name,
            levels,
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_style_guide_is_accessible_and_its_colours_are_readable(
    page: Page, site: str, pages: dict[str, str], assert_axe_clean, log_in, policy_violations,
    size: dict, scheme: str,
) -> None:  # fmt: skip
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    log_in(person("Editors").username, "password")
    policy_violations.clear()
    page.goto(f"{site}/admin/style-guide/")
    page.evaluate(OPEN_DETAILS)

    assert_axe_clean(page)
    levels = page.evaluate(HEADINGS)
    assert levels.count(1) == 1
    assert all(next_ - one <= 1 for one, next_ in pairwise(levels)), levels
    expect(page.locator("[data-passes=true]").first).to_be_visible()
    assert page.locator("[data-passes=false]").all_inner_texts() == []
    assert page.evaluate(TOO_WIDE) == []
    assert policy_violations == []


def test_nothing_is_asked_from_elsewhere_no_cookie_is_set_no_error_is_shown(
    page: Page, site: str, pages: dict[str, str]
) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "response",
        lambda response: said.append(response.url) if response.status >= 400 else None,
    )

    for address in pages.values():
        page.goto(address, wait_until="networkidle")

    assert {urlsplit(address).netloc for address in asked} == {urlsplit(site).netloc}
    assert page.context.cookies() == []
    assert said == []


def test_text_reflows_on_a_narrow_phone_even_with_wide_spacing(
    page: Page, pages: dict[str, str]
) -> None:
    # WCAG 2.2, 1.4.12: line height 1.5, letters 0.12 em and words 0.16 em apart.
    spread = """for (const one of document.querySelectorAll('body *')) {
        one.style.setProperty('line-height', '1.5', 'important');
        one.style.setProperty('letter-spacing', '0.12em', 'important');
        one.style.setProperty('word-spacing', '0.16em', 'important');
    }"""
    page.set_viewport_size(PHONE)
    for name, address in pages.items():
        page.goto(address)
        page.evaluate(OPEN_DETAILS)
        assert page.evaluate(TOO_WIDE) == [], name
        page.evaluate(spread)
        assert page.evaluate(TOO_WIDE) == [], name


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_keyboard_goes_everywhere_and_shows_where_it_is(
    page: Page, pages: dict[str, str], size: dict
) -> None:
    page.set_viewport_size(size)
    page.goto(pages["strategy"])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    seen = 0
    for _ in range(80):
        place = page.evaluate(
            """() => {
                const one = document.activeElement;
                if (one === document.body) return null;
                const box = one.getBoundingClientRect();
                const card = one.closest('.card');
                const circle = one.querySelector('circle');
                const marks = [one, card, circle].filter(Boolean)
                    .map((part) => getComputedStyle(part));
                return {
                    name: one.outerHTML.slice(0, 120),
                    shown: box.bottom > 0 && box.top < innerHeight && box.width > 0,
                    marked: marks.some((style) => style.outlineStyle !== 'none'),
                };
            }"""
        )
        if place is None:
            break
        assert place["shown"], place["name"]
        assert place["marked"], place["name"]
        seen += 1
        page.keyboard.press("Tab")
    assert seen > 30


def test_the_menu_opens_and_closes_with_the_keyboard(page: Page, pages: dict[str, str]) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto(pages["home"])
    menu = page.get_by_role("navigation", name="Main")
    menu.locator("summary", has_text="About").press("Enter")
    expect(menu.get_by_role("link", name="The board")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="The board")).to_be_hidden()
    expect(menu.locator("summary", has_text="About")).to_be_focused()


def test_a_video_is_loaded_only_when_it_is_asked_for(page: Page, pages: dict[str, str]) -> None:
    asked: list[str] = []

    def answer(route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<title>A player</title>", content_type="text/html")

    page.route(re.compile("youtube"), answer)
    page.goto(pages["article"], wait_until="networkidle")
    assert asked == []

    page.get_by_role("button", name=re.compile("^Play video")).click()

    player = page.locator("iframe[title]")
    expect(player).to_have_attribute(
        "src", re.compile(r"^https://www\.youtube-nocookie\.com/embed/")
    )
    expect(player).to_have_attribute("referrerpolicy", "strict-origin-when-cross-origin")
    assert all("youtube-nocookie.com" in address for address in asked)


def test_everything_works_without_javascript(browser: Browser, pages: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(pages["article"])

    page.get_by_role("button", name="Menu").click()
    menu = page.get_by_role("navigation", name="Main")
    menu.locator("summary", has_text="About").click()
    expect(menu.get_by_role("link", name="The board")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(menu).to_be_hidden()

    page.locator(".contents summary").click()
    expect(page.locator(".contents a").first).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Play video"))).to_have_attribute(
        "href", re.compile(r"^https://www\.youtube\.com/watch")
    )
    page.locator(".accordion summary").first.click()
    expect(page.get_by_text("Anyone aged 18 or over.")).to_be_visible()

    page.goto(pages["newsroom"])
    page.locator(".facets summary").click()
    page.get_by_role("combobox", name="Kind").select_option("press-release")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("status")).to_have_text("1 item")

    page.goto(pages["search"])
    page.get_by_role("searchbox").fill("numbered")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="A release with numbered paragraphs")).to_be_visible()
    context.close()


def test_a_paragraph_of_a_release_can_be_cited(page: Page, pages: dict[str, str]) -> None:
    body = [
        ("paragraph", {"text": f"<p>Paragraph {number}.</p>", "number": None, "unnumbered": False})
        for number in range(1, 5)
    ]
    release = showcase.factories.PressReleaseFactory(body=body, slug="cited")
    page.goto(pages["home"].rstrip("/") + release.url)

    page.get_by_role("link", name="3.", exact=True).click()

    expect(page).to_have_url(re.compile("#para-3$"))
    expect(page.locator("#para-3")).to_be_in_viewport()
    expect(page.locator("#para-3")).to_contain_text("Paragraph 3.")


def test_paper_shows_the_text_alone_with_everything_open(page: Page, pages: dict[str, str]) -> None:
    page.goto(pages["strategy"])
    foot = page.locator(".print-foot")
    expect(foot).to_be_hidden()
    page.emulate_media(media="print")

    for gone in (".site-nav", ".site-footer", ".breadcrumb", ".page-side", ".page-foot"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_text("Anyone aged 18 or over.")).to_be_visible()
    address = page.locator(".block-button a").evaluate(
        "(one) => getComputedStyle(one, '::after').content"
    )
    assert "https://www.example.org/" in address
    document = page.locator(".download-title a").first
    shown = document.evaluate("(one) => getComputedStyle(one, '::after').content")
    root = Site.objects.get(is_default_site=True).root_url
    assert f"{root}{document.get_attribute('href')}" in shown.replace('" "', "")
    expect(foot).to_be_visible()
    expect(foot).to_contain_text(urlsplit(pages["strategy"]).path)
    expect(foot.locator("time")).to_be_visible()


def test_the_error_page_is_accessible(page: Page, site: str, assert_axe_clean) -> None:
    page.goto(f"{site}/nothing-here/")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_axe_clean(page)


@pytest.mark.parametrize(("path", "limit"), [("css/site.css", 25_000), ("js/site.js", 10_000)])
def test_what_every_page_loads_is_light(path: str, limit: int) -> None:
    found = finders.find(path)

    with open(found, "rb") as source:
        assert len(gzip.compress(source.read(), 9)) < limit
