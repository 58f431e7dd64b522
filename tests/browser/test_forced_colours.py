"""The public site where the reader's own few colours replace the site's (forced colours).

Grounds, shadows and gradients are taken away then; edges, states, drawings and the mark of the
focus must not go with them.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking, showcase

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 720}

#: The places, among all elements, of boxes that stand out from what is behind them by their ground.
#: Whole bands of the window and boxes without words, which frame a picture, may lose it.
GROUNDED = """() => {
    const opaque = (one) => {
        const parts = getComputedStyle(one).backgroundColor.match(/[\\d.]+/g).map(Number);
        return parts.length === 3 || parts[3] > 0.1;
    };
    const behind = (one) => {
        let box = one.parentElement;
        while (box && !opaque(box)) box = box.parentElement;
        return getComputedStyle(box ?? document.body).backgroundColor;
    };
    const all = [...document.querySelectorAll('body *')];
    return all
        .filter((one) => one.checkVisibility({visibilityProperty: true}))
        .filter((one) => !one.closest('svg, .visually-hidden, .skip-link'))
        .filter((one) => one.innerText?.trim() || one.matches('input, select'))
        .filter((one) => one.getBoundingClientRect().width < innerWidth * 0.95)
        .filter((one) => opaque(one) && getComputedStyle(one).backgroundColor !== behind(one))
        .map((one) => all.indexOf(one));
}"""
#: Of these, the ones that now have neither an edge nor a ground of their own.
EDGELESS = """(places) => {
    const ground = getComputedStyle(document.body).backgroundColor;
    const all = [...document.querySelectorAll('body *')];
    return places.map((place) => all[place]).filter((one) => {
        const style = getComputedStyle(one);
        const edges = ['Top', 'Right', 'Bottom', 'Left'].filter((side) =>
            style[`border${side}Style`] !== 'none' && parseFloat(style[`border${side}Width`]) >= 1
            && style[`border${side}Color`] !== ground);
        return !edges.length && style.backgroundColor === ground;
    }).map((one) => 'no edge: ' + one.outerHTML.slice(0, 100));
}"""
#: Where one of several links is the current one, and nothing but a weight or a colour says so.
ALIKE = """() => [...document.querySelectorAll('main a[aria-current], .site-nav a[aria-current]')]
    .filter((one) => one.checkVisibility({visibilityProperty: true}))
    .filter((one) => {
        const list = one.closest('ul, ol').closest(':has(a:not([aria-current]))');
        const other = [...list?.querySelectorAll('a:not([aria-current])') ?? []]
            .find((link) => link.className === one.className);
        const looks = (link) => ['backgroundColor', 'borderInlineStartWidth', 'borderBlockEndColor',
            'textDecorationLine', 'outlineStyle'].map((name) => getComputedStyle(link)[name]).join();
        return other && looks(one) === looks(other);
    })
    .map((one) => 'like the others: ' + one.outerHTML.slice(0, 100))"""
#: Drawings in a colour that does not stand out from what is behind them.
FAINT = """() => {
    const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (colour) => numbers(colour).slice(0, 3)
        .map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
    const contrast = (one, other) => {
        const [less, more] = [light(one), light(other)].sort((a, b) => a - b);
        return (more + 0.05) / (less + 0.05);
    };
    const ground = (one) => {
        while (one !== document.documentElement) {
            const colour = getComputedStyle(one).backgroundColor;
            if (numbers(colour).length === 3 || numbers(colour)[3] > 0.5) return colour;
            one = one.parentElement;
        }
        return getComputedStyle(document.body).backgroundColor;
    };
    return [...document.querySelectorAll('svg.icon, svg.brand-mark')]
        .filter((one) => one.checkVisibility({visibilityProperty: true}))
        .filter((one) => contrast(getComputedStyle(one).color, ground(one)) < 3)
        .map((one) => 'faint: ' + one.parentElement.outerHTML.slice(0, 100));
}"""
#: Goes through all that can be reached and lists where no line is drawn around the focus.
UNMARKED = """() => {
    const ground = getComputedStyle(document.body).backgroundColor;
    const drawn = (one) => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
            && style.outlineColor !== ground;
    };
    return [...document.querySelectorAll('a[href], button, summary, input, select, [tabindex="0"]')]
        .filter((one) => one.checkVisibility({visibilityProperty: true}))
        .filter((one) => {
            one.focus({preventScroll: true});
            const parts = [one, one.closest('.card'), one.querySelector('circle')].filter(Boolean);
            return document.activeElement === one && !parts.some(drawn);
        })
        .map((one) => 'no mark of the focus: ' + one.outerHTML.slice(0, 100));
}"""


@pytest.fixture
def pages(site: str) -> dict[str, str]:
    """The addresses of the showcase, and one with a filter chosen from the column."""
    return {name: site + path for name, path in showcase.build().items()}


def _forced(page: Page, scheme: str = "light") -> None:
    page.emulate_media(
        forced_colors="active",
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_goes_with_the_colours_on_any_page(
    page: Page, pages: dict[str, str], scheme: str
) -> None:
    page.set_viewport_size(DESKTOP)
    found: dict[str, list[str]] = {}
    seen = 0
    for name, address in pages.items():
        page.emulate_media(forced_colors="none", reduced_motion="reduce")
        _open(page, address)
        places = page.evaluate(GROUNDED)
        seen += len(places)
        # Loaded anew: Chromium does not force the colours of all that is there already.
        _forced(page, scheme)
        _open(page, address)
        lines = [*page.evaluate(EDGELESS, places), *looking.faults(page, ALIKE, FAINT)]
        # Only what a key has moved shows its mark.
        page.keyboard.press("Tab")
        if lines := lines + looking.faults(page, UNMARKED):
            found[name] = lines
    assert found == {}
    assert seen > 60


def test_the_menu_of_a_phone_has_an_edge(page: Page, pages: dict[str, str]) -> None:
    page.set_viewport_size({"width": 600, "height": 720})
    _forced(page)
    page.goto(pages["home"])
    page.get_by_role("button", name="Menu").click()

    menu = page.locator("#site-menu")
    expect(menu).to_have_css("border-left-width", "2px")
    expect(menu).to_have_css("border-left-style", "solid")


@pytest.mark.parametrize(
    ("name", "place"),
    [("release", "p[id^=para-]"), ("strategy", ".hotspot"), ("release", ".footnote")],
)
def test_the_place_that_an_address_leads_to_is_marked(
    page: Page, pages: dict[str, str], name: str, place: str
) -> None:
    _forced(page)
    page.goto(pages[name])
    one = page.locator(place).first
    expect(one).to_have_css("outline-style", "none")

    page.evaluate("(name) => { location.hash = name; }", one.get_attribute("id"))

    expect(one).to_have_css("outline-style", "solid")
    expect(one).to_have_css("outline-width", "3px")


def test_the_points_of_a_picture_and_the_play_button_keep_their_shape(
    page: Page, pages: dict[str, str]
) -> None:
    _forced(page)
    page.goto(pages["strategy"])
    canvas = page.evaluate("() => getComputedStyle(document.body).backgroundColor")

    point = page.locator(".hotspot-layer circle").first
    expect(point).to_have_css("fill", canvas)
    expect(page.locator(".hotspot-number").first).to_have_css("border-top-style", "solid")
    expect(page.locator(".poster-play").first).to_have_css("border-top-width", "2px")
    current = page.locator(".milestone--current .milestone-mark").first
    planned = page.locator(".milestone--planned .milestone-mark").first
    widths = [_width(one) for one in (current, planned)]
    assert widths[0] > widths[1]


def test_a_logo_keeps_the_white_ground_that_it_was_drawn_for(
    page: Page, pages: dict[str, str]
) -> None:
    _forced(page, "dark")
    page.goto(pages["home"])

    expect(page.locator(".logo").first).to_have_css(
        "background-color", re.compile(r"^rgb\(255, 255, 255\)$")
    )


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(looking.OPEN_DETAILS)
    page.locator(".nav-group summary").first.click()


def _width(one: Any) -> float:
    return float(one.evaluate("(one) => parseFloat(getComputedStyle(one).borderTopWidth)"))
