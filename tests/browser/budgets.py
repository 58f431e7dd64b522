"""What a page costs a visitor on a slow phone, measured in Chromium.

Bytes, requests, what blocks the first paint, elements and shifts are properties of the page: the
same on every machine, so a test holds them. How long the largest paint takes depends on how busy
the machine is; `make bench BENCH_ARGS=budgets` measures it, and a test holds what it must be at
least: `simulated_lcp` counts the round trips and the bytes that stand before that paint on the
same slow line, as Lighthouse does when it simulates, and needs no clock.
"""

import gzip
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

#: Lighthouse's slow 4G: 1.6 Mbit/s down, 0.75 up, 150 ms for a round trip; a CPU four times slower.
DOWN, UP, ROUND_TRIP = 1_600_000 / 8, 750_000 / 8, 0.150
SLOWER_CPU = 4
PHONE = {"width": 360, "height": 740}

#: Bytes as sent with gzip; seconds; a layout-shift score without a unit.
MOST_JAVASCRIPT, MOST_STYLES = 10_000, 25_000
MOST_SECONDS, MOST_SHIFT = 1.2, 0.02
MOST_ELEMENTS, MOST_REQUESTS, MOST_BLOCKING = 1_500, 12, 2
#: What a server sends before the first acknowledgement (RFC 6928).
FIRST_WINDOW = 14_600

_OBSERVE = """
    window.measured = {shift: 0, lcp: 0, element: '', address: '', shifted: []};
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            if (entry.hadRecentInput) continue;
            measured.shift += entry.value;
            for (const source of entry.sources)
                measured.shifted.push((source.node?.outerHTML ?? '').slice(0, 80));
        }
    }).observe({type: 'layout-shift', buffered: true});
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
            measured.lcp = entry.renderTime || entry.startTime;
            measured.element = entry.element?.localName ?? '';
            measured.address = entry.url ?? '';
        }
    }).observe({type: 'largest-contentful-paint', buffered: true});
"""
_READ = """() => {
    const page = performance.getEntriesByType('navigation')[0];
    return {
        ...measured,
        waited: page.responseStart - page.requestStart,
        blocking: performance.getEntriesByType('resource')
            .filter((one) => one.renderBlockingStatus === 'blocking').map((one) => one.name),
        elements: document.querySelectorAll('*').length,
    };
}"""


@dataclass(frozen=True)
class Cost:
    """What one visit with an empty cache cost."""

    #: Bytes by kind as Chromium names them: Document, Stylesheet, Script, Image, Font …
    sizes: dict[str, int]
    requests: int
    blocking: int
    elements: int
    shift: float
    shifted: tuple[str, ...]
    #: Seconds to the largest paint, and how many of them the server took for the page.
    lcp: float
    waited: float
    element: str
    simulated: float

    def size(self, kind: str) -> int:
        return self.sizes.get(kind, 0)


def visit(browser: Browser, address: str, slow_cpu: bool = False) -> Cost:
    """One visit to `address` on a slow line by somebody who was never here."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(_OBSERVE)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    line = {"offline": False, "latency": ROUND_TRIP * 1000, "downloadThroughput": DOWN}
    session.send("Network.emulateNetworkConditions", {**line, "uploadThroughput": UP})
    if slow_cpu:
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    kinds: dict[str, str] = {}
    received: dict[str, int] = {}
    addresses: dict[str, str] = {}
    session.on("Network.responseReceived", lambda one: _note(one, kinds, addresses))
    session.on(
        "Network.loadingFinished",
        lambda one: received.update({one["requestId"]: int(one["encodedDataLength"])}),
    )
    page.goto(address, wait_until="load")
    page.wait_for_load_state("networkidle")
    # The last shift and paint are told in the frame after they happened.
    page.evaluate(
        "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"
    )
    measured = page.evaluate(_READ)
    sizes: dict[str, int] = {}
    weights: dict[str, int] = {}
    for one in kinds.keys() & received.keys():
        kind, weight = kinds[one], _compressed(page, kinds[one], addresses[one], received[one])
        weights[addresses[one]] = weight
        sizes[kind] = sizes.get(kind, 0) + weight
    context.close()
    return Cost(
        sizes=sizes,
        requests=len(weights),
        blocking=len(measured["blocking"]),
        elements=measured["elements"],
        shift=measured["shift"],
        shifted=tuple(measured["shifted"]),
        lcp=measured["lcp"] / 1000,
        waited=measured["waited"] / 1000,
        element=measured["element"],
        simulated=simulated_lcp(
            sizes["Document"],
            sum(weights.get(one, 0) for one in measured["blocking"]),
            weights.get(measured["address"], 0),
        ),
    )


def _note(event: dict[str, Any], kinds: dict[str, str], addresses: dict[str, str]) -> None:
    if urlsplit(event["response"]["url"]).scheme in ("http", "https"):
        kinds[event["requestId"]] = event["type"]
        addresses[event["requestId"]] = event["response"]["url"]


def _compressed(page: Page, kind: str, address: str, received: int) -> int:
    """Bytes of an answer with gzip. The server of the tests sends text as it is."""
    if kind not in ("Document", "Stylesheet", "Script", "Fetch", "XHR"):
        return received
    answer = page.request.get(address)
    return min(len(gzip.compress(answer.body(), 9)), received)


def simulated_lcp(page: int, blocking: int, picture: int) -> float:
    """Seconds from the first packet to the largest paint on the slow line, at least.

    Two round trips open the connection, one asks for the page, one for what blocks the paint and
    for the picture that is largest, which the page itself names, so that both come together. A
    connection begins slowly: what is larger than its window waits for a round trip, and the
    window doubles with each. The server takes no time. Arguments are bytes as sent.
    """
    trips, window = 3, FIRST_WINDOW
    for size in (page, blocking + picture):
        sent = window
        while sent < size:
            window *= 2
            sent += window
            trips += 1
    trips += 1 if blocking + picture else 0
    return trips * ROUND_TRIP + (page + blocking + picture) / DOWN
