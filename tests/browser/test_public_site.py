"""The public site for those who enlarge it, go through it with keys, or run no scripts.

What it is for everybody else is in test_look.py, which runs with JavaScript.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import looking, showcase

PHONE = {"width": 320, "height": 720}
DESKTOP = {"width": 1280, "height": 900}
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def pages(site: str) -> dict[str, str]:
    """The addresses of the showcase."""
    return {name: site + path for name, path in showcase.build().items()}


@SIZES
def test_without_scripts_every_page_is_accessible_in_the_light_and_in_the_dark(
    page: Page, site: str, pages: dict[str, str], assert_axe_clean: Callable, size: dict
) -> None:
    """The site's scripts come empty: axe is a script itself, and a browser without any runs none."""
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.set_viewport_size(size)
    for address in pages.values():
        page.goto(address)
        page.evaluate(looking.OPEN_DETAILS)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert_axe_clean(page)
    assert {urlsplit(address).netloc for address in asked} == {urlsplit(site).netloc}
    assert page.context.cookies() == []
    assert said == []


def test_every_page_can_be_enlarged_spread_and_hit(
    page: Page, site: str, pages: dict[str, str]
) -> None:
    """1280 pixels at 400 % are 320; text alone at 200 %; WCAG's spacing; right to left; targets."""
    session = page.context.new_cdp_session(page)
    found: dict[str, list[str]] = {}
    for name, address in {**pages, "not found": f"{site}/nothing-here/"}.items():
        page.set_viewport_size({"width": 320, "height": 256})
        page.goto(address)
        page.evaluate(looking.OPEN_DETAILS)
        lines = looking.faults(page, *looking.FIT, looking.STICKY, looking.SMALL_TARGETS)
        page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
        lines += [f"right to left: {line}" for line in looking.faults(page, looking.TOO_WIDE)]
        page.evaluate("() => { document.documentElement.dir = 'ltr'; }")
        page.set_viewport_size(DESKTOP)
        lines += looking.faults(page, *looking.FIT, looking.SMALL_TARGETS)
        # What a visitor sets in the browser; widths that the style sheet measures in rem follow.
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            lines += [
                f"text of 200 %: {line}"
                for line in looking.faults(page, *looking.FIT, looking.OVERLAPPING)
            ]
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        page.evaluate(looking.SPREAD)
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            lines += [f"spread: {line}" for line in looking.faults(page, *looking.FIT)]
        if lines:
            found[name] = list(dict.fromkeys(lines))
    assert found == {}


@pytest.mark.parametrize(
    "size", [{"width": 320, "height": 256}, DESKTOP], ids=["enlarged", "desktop"]
)
def test_the_focus_goes_as_the_eye_does_and_is_never_covered(
    page: Page, pages: dict[str, str], size: dict
) -> None:
    page.set_viewport_size(size)
    found: dict[str, list[str]] = {}
    for name in ("home", "strategy", "release", "newsroom", "content", "search", "results"):
        page.goto(pages[name])
        there = looking.walk(page, "Tab")
        # The window itself may be the first stop on the way back.
        back = looking.walk(page, "Shift+Tab") or looking.walk(page, "Shift+Tab")
        assert len(there) > 14, name
        assert [stop["number"] for stop in back][::-1] == [stop["number"] for stop in there], name
        lines = [f"covered: {stop['name']}" for stop in there + back if not stop["seen"]]
        if lines := lines + looking.out_of_order(there):
            found[name] = list(dict.fromkeys(lines))
    assert found == {}


def test_what_covers_or_breaks_the_order_is_seen(page: Page) -> None:
    style = "display: block; position: absolute; width: 90px; height: 20px;"
    page.set_content(
        f"""<body><a href="#" style="{style} top: 300px; left: 0">1</a>
        <a href="#" style="{style} top: 0; left: 0">2</a>
        <a href="#" style="{style} top: 600px; left: 200px">3</a>
        <a href="#" style="{style} top: 600px; left: 0">4</a>
        <div style="{style} top: 300px; left: 0">A bar</div>"""
    )
    stops = looking.walk(page, "Tab")

    assert [stop["seen"] for stop in stops] == [False, True, True, True]
    assert [line.split(" is ")[1].split()[0] for line in looking.out_of_order(stops)] == [
        "above",
        "left",
    ]


def test_what_does_not_fit_is_seen(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.set_content(
        """<body><p style="width: 900px">Wide</p><p><a href="#" style="font-size: 9px">1</a></p>
        <p style="height: 10px; overflow: hidden; width: 90px">Long words that are cut off</p>
        <div style="position: fixed; inset: 0 0 100px 0"></div>"""
    )

    for question in (*looking.FIT, looking.STICKY, looking.SMALL_TARGETS):
        assert len(looking.faults(page, question)) == 1, question


#: A part of the page for each stop of the focus, a part that holds several once.
PARTS = """() => {
    const parts = {
        'the form': '.search-form', 'the filters': '.facets', 'the results': '.entry',
        'the pages': '.pagination', 'the way past the filters': '.side-skip',
    };
    const stops = [...document.querySelectorAll('main :is(a[href], input, button, summary, select)')]
        .filter((one) => one.checkVisibility({visibilityProperty: true}))
        .map((one) => Object.keys(parts).find((name) => one.closest(parts[name])));
    return stops.filter((name, place) => name && name !== stops[place - 1]);
}"""


@SIZES
def test_filters_stand_after_the_form_and_before_the_results(
    page: Page, pages: dict[str, str], size: dict
) -> None:
    page.set_viewport_size(size)
    results = ["the way past the filters", "the filters", "the results"]
    for name, first in (("results", ["the form"]), ("newsroom", [])):
        page.goto(pages[name])
        assert page.evaluate(PARTS)[: len(first) + 3] == [*first, *results], name

        page.locator("main a, main input").first.focus()
        while page.evaluate("() => !document.activeElement.matches('.side-skip')"):
            page.keyboard.press("Tab")
        box = page.locator(".side-skip").bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= 24
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("() => Boolean(document.activeElement.closest('.entry'))"), name


def test_the_skip_link_leads_past_everything(page: Page, pages: dict[str, str]) -> None:
    page.set_viewport_size(PHONE)
    page.goto(pages["release"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("() => Boolean(document.activeElement.closest('main'))")
    assert page.evaluate("() => document.querySelector('main').getBoundingClientRect().top < 400")
