"""From the samples of all rounds to the figures that are kept: medians, spread, ratios."""

import statistics
from collections.abc import Callable, Sequence
from enum import StrEnum

from tests.benchmarks.results import Row
from tests.benchmarks.serving.load import Sample

Samples = dict[str, list[Sample]]


class Asked(StrEnum):
    """What is asked for in every round, as the table calls it."""

    NGINX = "nginx, pre-compressed file"
    NGINX_PLAIN = "nginx without open_file_cache"
    NGINX_64 = "nginx, 64 connections"
    NGINX_304 = "nginx, 304"
    NGINX_MANY = "nginx, 1,000 files in random order"
    CACHED = "cached page"
    CACHED_64 = "cached page, 64 connections"
    CACHED_304 = "cached page, 304"
    CACHED_MANY = "1,000 cached pages in random order"
    BESIDE = "cached page while two connections render"
    BAKED = "baked copy in front of the application, nginx"
    MIRROR = "baked copy alone, nginx"
    MIDDLEWARE = "stock Wagtail behind Django's cache middleware on Redis"
    STOCK = "stock Wagtail"
    STOCK_PLAIN = "stock Wagtail, uncompressed"
    UNCACHED = "uncached page, uncompressed"
    EMPTY = "empty view behind the same middleware"
    CONSTANT = "constant answer of the same server"


#: What is compared by requests a second, and the bound.
RATIOS = (
    ("cached page against nginx, 8 connections", Asked.CACHED, Asked.NGINX, "≥ 0.45"),
    ("cached page against nginx, 64 connections", Asked.CACHED_64, Asked.NGINX_64, "≥ 0.6"),
    ("1,000 pages in random order against nginx", Asked.CACHED_MANY, Asked.NGINX_MANY, "≥ 0.35"),
    ("304 against nginx's 304", Asked.CACHED_304, Asked.NGINX_304, "≥ 0.35"),
    ("cached hits while two connections render, of the pure rate", Asked.BESIDE, Asked.CACHED,
     "≥ 0.35"),
    ("cached page against Django's cache middleware on Redis, times", Asked.CACHED,
     Asked.MIDDLEWARE, "≥ 18"),
    ("cached page against stock Wagtail, times", Asked.CACHED, Asked.STOCK, ""),
    ("baked copy in front of the application, against plain nginx", Asked.BAKED,
     Asked.NGINX_PLAIN, "≥ 0.97"),
    ("baked copy in front of the application, against nginx with open_file_cache", Asked.BAKED,
     Asked.NGINX, ""),
    ("baked copy alone, against plain nginx", Asked.MIRROR, Asked.NGINX_PLAIN, "≥ 0.97"),
    ("baked copy alone, against nginx with open_file_cache", Asked.MIRROR, Asked.NGINX, ""),
)  # fmt: skip
#: How much of its time a page may take that a visitor waits for while others render.
SLOWEST_BESIDE = "≤ 10"
#: Of stock's processor time for the same content, and statements.
UNCACHED_CPU, UNCACHED_STATEMENTS = "≤ 0.333", "≤ 8"


def rows(samples: Samples) -> list[Row]:
    """What is kept of the rounds. Whoever could not be measured is left out."""
    found = [
        row_of(what, quotients(samples[ours], samples[theirs], rate), must=must)
        for what, ours, theirs, must in RATIOS
        if ours in samples and theirs in samples
    ]
    if beside := samples.get(Asked.BESIDE):
        what = "99th percentile of cached hits while two connections render"
        found.append(row_of(what, [one.p99 for one in beside], "ms", SLOWEST_BESIDE))
    if Asked.UNCACHED in samples and Asked.STOCK_PLAIN in samples:
        parts = quotients(samples[Asked.UNCACHED], samples[Asked.STOCK_PLAIN], cpu)
        found.append(row_of("CPU of an uncached page, of stock Wagtail's", parts, "", UNCACHED_CPU))
    for name in [name for name in Asked if name in samples]:
        found.append(row_of(f"{name}: requests/s", [rate(one) for one in samples[name]]))
        if name != Asked.BESIDE:
            # There, nobody can tell the hits' time from that of the renderings.
            found.append(row_of(f"{name}: CPU of a request", map(cpu, samples[name]), "µs"))
    return found


def row_of(what: str, values, unit: str = "", must: str = "") -> Row:
    """The median and the spread of what the rounds found."""
    kept = list(values)
    return Row(what, statistics.median(kept), unit, must, (min(kept), max(kept)))


def quotients(
    ours: Sequence[Sample], theirs: Sequence[Sample], of: Callable[[Sample], float]
) -> list[float]:
    """Round by round: what slows the machine for a while slows both."""
    return [of(one) / of(other) for one, other in zip(ours, theirs, strict=True)]


def rate(sample: Sample) -> float:
    return sample.rate


def cpu(sample: Sample) -> float:
    return sample.cpu
