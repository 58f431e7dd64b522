"""The counter goes round: what is kept before and after is right, and unrelated pages stay kept."""

import struct

import pytest

from fixtures import factories as make
from fixtures.factories.lifecycle import publish
from portal.delivery import counters
from portal.delivery.counters import sharing
from portal.delivery.counters.board import _CHANGES_AT, _COUNTER, SIZE
from portal.delivery.counters.keys import LIMIT, WORDS
from tests.conftest import Clock
from tests.portal.page_cache.both_ways import BothWays, ask
from tests.releases.faults.live import until
from tests.releases.faults.processes import at_once

pytestmark = pytest.mark.django_db(transaction=True)
#: So many publications are still to come before it goes round.
BEFORE = 3


def bring_to_the_turn() -> None:
    """Write the file as it is when everything was changed last, shortly before the turn."""
    until(lambda: counters.trusted_until() == float("inf"), "the link")
    path = sharing.board().path
    last = struct.pack("=Q", LIMIT - BEFORE)
    with path.open("r+b") as file:
        file.seek(_COUNTER)
        file.write(last)
        file.seek(_CHANGES_AT)
        file.write(last * WORDS)
    assert path.stat().st_size == SIZE
    assert counters.current() == LIMIT - BEFORE


def test_every_publication_around_the_turn_is_seen(clock: Clock) -> None:
    home = make.HomePageFactory(site_root=True)
    section = make.SectionPageFactory(parent=home)
    page = make.ContentPageFactory(parent=section, title="Version 0")
    make.ContentPageFactory(parent=section, title="Beside it")
    addresses = ["/", section.url, page.url]
    bring_to_the_turn()
    both, numbers = BothWays(), []
    for number in range(1, 2 * BEFORE + 4):
        both.warm(addresses)
        numbers.append(counters.current())
        page.title = f"Version {number}"
        page = publish(page)
        assert both.differences(addresses) == {}
        assert f"Version {number}" in ask(both.cache, page.url).body
    assert max(numbers) > LIMIT // 2 > min(numbers)


def test_what_nobody_changed_holds_across_the_turn() -> None:
    bring_to_the_turn()
    since = counters.current()
    mine, other = (counters.places_of([key]) for key in ("page-1", "page-2"))
    for _ in range(2 * BEFORE):
        sharing.bump([place for place in other if place not in mine])
    now = counters.current()
    assert now < since
    assert not counters.has_changed(mine, since, now)
    assert counters.has_changed(other, since, now)
    counters.bump()
    assert counters.has_changed(mine, since, counters.current())


def test_all_processes_go_round_together() -> None:
    bring_to_the_turn()
    before = counters.current()

    def move() -> list[int]:
        numbers = []
        for _ in range(BEFORE):
            counters.bump()
            numbers.append(counters.current())
        return numbers

    seen = at_once([move] * 3)
    after = (before + 3 * BEFORE) % LIMIT
    assert counters.current() == after
    steps = [[(number - before) % LIMIT for number in numbers] for numbers in seen]
    assert all(mine == sorted(set(mine)) for mine in steps)
