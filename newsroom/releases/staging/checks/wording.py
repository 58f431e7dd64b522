"""What a page says about itself, and how it is divided."""

from collections.abc import Iterator
from itertools import pairwise

from selectolax.lexbor import LexborNode

from newsroom.models import NewsroomItem
from newsroom.releases.dating import day_of
from newsroom.releases.staging.checks.visited import Visited
from newsroom.releases.staging.findings import Finding, warning
from pages import clock, moments


def has_summary(visited: Visited) -> Iterator[Finding]:
    """Cards, search results and shared links show a summary."""
    page = visited.page
    if hasattr(page, "summary") and not page.summary_text.strip():
        yield warning(page, "It has no summary. Lists and shared links show one; add a sentence.")


def is_dated_rightly(visited: Visited) -> Iterator[Finding]:
    """What appears for the first time carries the day on which it does, unless somebody means it."""
    page = visited.page
    if not isinstance(page, NewsroomItem) or page.first_published_at != page.last_published_at:
        return
    today = day_of(clock.now())
    if page.date != today:
        yield warning(
            page,
            f"It is dated {moments.day(page.date)}, and goes out on {moments.day(today)}. "
            "Change the publication date, unless that is meant.",
        )


def headings_are_in_order(visited: Visited) -> Iterator[Finding]:
    """One title, and no level left out on the way down."""
    if visited.answer is None or visited.answer.status != 200:
        return
    tags = visited.answer.html.css("h1, h2, h3, h4, h5, h6")
    titles = [tag for tag in tags if tag.tag == "h1"]
    if len(titles) != 1:
        count = "no title" if not titles else f"{len(titles)} titles"
        yield warning(visited.page, f"It has {count} (h1) where one is needed.")
        return
    tags = tags[tags.index(titles[0]) :]
    for above, below in pairwise(tags):
        if _level(below) - _level(above) > 1:
            yield warning(
                visited.page,
                f"The heading “{below.text(strip=True)}” skips a level below "
                f"“{above.text(strip=True)}”. Choose the next level down.",
            )


def _level(heading: LexborNode) -> int:
    return int((heading.tag or "h1")[1:])
