"""What a browser test asks of a page as it is laid out: functions for Chromium, and their answers.

Each returns a list of what is wrong, in words, so that a test compares with an empty one.
"""

from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

#: Opens everything that a visitor can open, and ends what moves.
OPEN_DETAILS = """() => {
    for (const one of document.querySelectorAll('main details, .side-nav details')) one.open = true;
}"""

#: Elements that reach out of the window; what scrolls in a frame of its own may. The line above a
#: title begins with a dash that is clipped.
TOO_WIDE = """() => [...document.querySelectorAll('body *')]
    .filter((one) => one.checkVisibility({visibilityProperty: true}))
    .filter((one) => !one.closest('.table-scroll table, .legacy, .visually-hidden, .skip-link'))
    .filter((one) => {
        const box = one.getBoundingClientRect();
        const dash = one.closest('.eyebrow') ? 2.75 * parseFloat(getComputedStyle(one).fontSize) : 0;
        return box.width && (
            box.right > document.documentElement.clientWidth + dash + 1 || box.left < -dash - 1
        );
    })
    .map((one) => 'too wide: ' + one.outerHTML.slice(0, 100))"""

#: Text that its box cuts off. The breadcrumb ends with the page’s title in one line: it stands
#: whole below. Words for screen readers alone have a box of one pixel.
CUT_OFF = """() => [...document.querySelectorAll('body *')]
    .filter((one) => one.checkVisibility({visibilityProperty: true}))
    .filter((one) => !one.closest('.visually-hidden, .table-scroll, svg, select'))
    .filter((one) => !one.matches('.breadcrumb-here') && one.offsetWidth !== 1)
    .filter((one) => [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim()))
    .filter((one) => {
        for (let box = one; box && box !== document.body; box = box.parentElement) {
            const style = getComputedStyle(box);
            const cuts = (way) => way === 'hidden' || way === 'clip';
            const text = one.getBoundingClientRect();
            const frame = box.getBoundingClientRect();
            const across = one === box ? box.scrollWidth - box.clientWidth : text.right - frame.right;
            const down = one === box ? box.scrollHeight - box.clientHeight : text.bottom - frame.bottom;
            if (cuts(style.overflowX) && text.width && across > 2) return true;
            if (cuts(style.overflowY) && text.height && down > 2) return true;
        }
        return false;
    })
    .map((one) => 'cut off: ' + one.outerHTML.slice(0, 100))"""

#: Parts of the header that lie over each other.
OVERLAPPING = """() => {
    const parts = [...document.querySelectorAll('.brand-mark, .brand-logo, .brand-name, .header-action')]
        .filter((one) => one.closest('.site-header-row') && !one.closest('[popover]'))
        .filter((one) => one.checkVisibility({visibilityProperty: true}));
    return parts.flatMap((one, place) => parts.slice(place + 1)
        .filter((other) => {
            const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
            return a.left < b.right - 1 && b.left < a.right - 1
                && a.top < b.bottom - 1 && b.top < a.bottom - 1;
        })
        .map((other) => `over each other: ${one.outerHTML.slice(0, 60)} ${other.outerHTML.slice(0, 60)}`));
}"""

#: Whatever the size, everything is in the window and whole.
FIT = (TOO_WIDE, CUT_OFF)

#: WCAG 2.2, 1.4.12: line height 1.5, letters 0.12 em and words 0.16 em apart, paragraphs 2 em.
SPREAD = """() => {
    for (const one of document.querySelectorAll('body *')) {
        one.style.setProperty('line-height', '1.5', 'important');
        one.style.setProperty('letter-spacing', '0.12em', 'important');
        one.style.setProperty('word-spacing', '0.16em', 'important');
        if (one.localName === 'p') one.style.setProperty('margin-block-end', '2em', 'important');
    }
}"""

#: WCAG 2.2, 2.5.8: 24 by 24 pixels, links within a sentence excepted.
SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, summary, input, select')]
    .filter((one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .filter((one) => !one.closest('.visually-hidden, .skip-link'))
    .filter((one) => {
        const boxes = [one, ...one.querySelectorAll('circle, svg, img')];
        const pressed = getComputedStyle(one, '::after').position === 'absolute';
        if (pressed || boxes.some((part) => {
            const box = part.getBoundingClientRect();
            return box.width >= 23.9 && box.height >= 23.9;
        })) return false;
        const around = one.parentElement.closest('p, li, dd, td, th, figcaption, div, body');
        const inSentence = getComputedStyle(one).display === 'inline'
            && around.innerText.trim().length > one.innerText.trim().length;
        return !inSentence;
    })
    .map((one) => {
        const box = one.getBoundingClientRect();
        return `${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 100)}`;
    })"""

#: Parts that stay in the window while it scrolls may cover half of it at most.
STICKY = """() => [...document.querySelectorAll('body *')]
    .filter((one) => ['sticky', 'fixed'].includes(getComputedStyle(one).position))
    .filter((one) => one.checkVisibility({visibilityProperty: true}))
    .filter((one) => one.getBoundingClientRect().width > innerWidth / 2)
    .filter((one) => one.getBoundingClientRect().height > innerHeight / 2)
    .map((one) => 'stays and covers: ' + one.outerHTML.slice(0, 100))"""

#: Where the focus is: null at the end of the page.
STOP = """() => {
    const one = document.activeElement;
    if (!one || one === document.body || one === document.documentElement) return null;
    window.stops ??= [];
    if (!window.stops.includes(one)) window.stops.push(one);
    const boxes = [...one.getClientRects()].filter((box) => box.width && box.height);
    const inner = [...one.querySelectorAll('circle')].map((part) => part.getBoundingClientRect());
    const shapes = inner.length ? inner : boxes;
    const seen = shapes.some((box) => {
        for (const across of [0.1, 0.5, 0.9]) for (const down of [0.2, 0.5, 0.8]) {
            const x = box.left + box.width * across, y = box.top + box.height * down;
            if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
            const hit = document.elementFromPoint(x, y);
            if (hit && (one.contains(hit) || hit.contains(one) && hit !== document.body)) return true;
        }
        return false;
    });
    const box = shapes[0] ?? one.getBoundingClientRect();
    return {
        number: window.stops.indexOf(one), name: one.outerHTML.slice(0, 110), seen,
        left: box.left, right: box.right, top: box.top + scrollY, bottom: box.bottom + scrollY,
    };
}"""


def faults(page: Page, *questions: str) -> list[str]:
    """What the functions find on the page as it stands, each finding once."""
    return list(dict.fromkeys(line for question in questions for line in page.evaluate(question)))


def walk(page: Page, key: str, most: int = 400) -> list[dict[str, Any]]:
    """Every stop of the focus once, until it comes to the window's end or to a stop again."""
    stops: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop is None or stop["number"] in [one["number"] for one in stops]:
            return stops
        stops.append(stop)
    raise AssertionError(f"{page.url}: the focus does not come to an end")


def out_of_order(stops: list[dict[str, Any]]) -> list[str]:
    """Stops that stand before the one that the focus came from: above it, or to its left in a row.

    A column that begins to the right of everything before it may begin further up.
    """
    wrong = []
    for before, after in pairwise(stops):
        is_above = after["bottom"] <= before["top"] + 1
        is_in_row = after["top"] < before["bottom"] - 4 and before["top"] < after["bottom"] - 4
        if is_above and after["left"] < before["right"] - 1:
            wrong.append(f"{after['name']} is above {before['name']}")
        elif is_in_row and after["right"] <= before["left"] + 1:
            wrong.append(f"{after['name']} is left of {before['name']}")
    return wrong
