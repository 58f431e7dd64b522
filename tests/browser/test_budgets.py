"""What a page may cost on a slow phone. `pytest -s` prints the table."""

import pytest
from playwright.sync_api import Browser

from tests.benchmarks.table import table
from tests.browser import budgets, showcase
from tests.browser.budgets import Cost, simulated_lcp

#: The page types whose first screens differ.
VISITED = ("home", "strategy", "release", "article", "newsroom", "results")


def test_every_page_keeps_its_budget(browser: Browser, site: str) -> None:
    paths = showcase.build()
    costs = {name: budgets.visit(browser, site + paths[name]) for name in VISITED}

    print("\n" + shown(costs))
    assert {name: over(cost) for name, cost in costs.items() if over(cost)} == {}


def shown(costs: dict[str, Cost]) -> str:
    headings = (
        "page", "HTML", "CSS", "JS", "pictures", "requests", "blocking", "elements", "CLS",
        "LCP at least, s", "largest",
    )  # fmt: skip
    kinds = ("Document", "Stylesheet", "Script", "Image")
    rows = [
        [
            name, *map(cost.size, kinds), cost.requests, cost.blocking, cost.elements,
            cost.shift, cost.simulated, cost.element,
        ]
        for name, cost in costs.items()
    ]  # fmt: skip
    return table(headings, rows)


def over(cost: Cost) -> list[str]:
    """What goes beyond its budget, in words."""
    limits = {
        "bytes of JavaScript": (cost.size("Script"), budgets.MOST_JAVASCRIPT),
        "bytes of styles": (cost.size("Stylesheet"), budgets.MOST_STYLES),
        "bytes of fonts": (cost.size("Font"), 0),
        "requests": (cost.requests, budgets.MOST_REQUESTS),
        "requests that block the paint": (cost.blocking, budgets.MOST_BLOCKING),
        "elements": (cost.elements, budgets.MOST_ELEMENTS),
        f"shift of {cost.shifted}": (cost.shift, budgets.MOST_SHIFT),
        "seconds at least to the largest paint": (cost.simulated, budgets.MOST_SECONDS),
    }
    return [f"{what}: {value} > {most}" for what, (value, most) in limits.items() if value > most]


def test_a_shift_a_font_and_a_heavy_page_are_seen(browser: Browser, tmp_path) -> None:
    heavy = Cost(
        sizes={"Script": 10_001, "Stylesheet": 25_001, "Font": 1}, requests=99, blocking=9,
        elements=9_999, shift=0.03, shifted=(), lcp=9, waited=0, element="p", simulated=1.21,
    )  # fmt: skip

    assert len(over(heavy)) == 8


@pytest.mark.parametrize(
    ("page", "blocking", "picture", "seconds"),
    [
        # Three round trips to the page and nothing else to wait for.
        (0, 0, 0, 0.45),
        # One more for the styles, and half a second of bytes.
        (10_000, 10_000, 0, 0.6 + 0.1),
        # 14,600 and 29,200 bytes fill two windows; the third takes the rest.
        (0, 0, 50_000, 0.45 + 0.15 + 0.30 + 0.25),
    ],
)
def test_the_least_time_to_the_largest_paint(
    page: int, blocking: int, picture: int, seconds: float
) -> None:
    assert simulated_lcp(page, blocking, picture) == pytest.approx(seconds)
