"""What happens because its time has come."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from fixtures import factories as make
from fixtures.factories.lifecycle import publish, schedule
from newsroom.releases.dispatcher import run_pass
from pages import clock
from tests.portal.page_cache.changing.around import save
from tests.portal.page_cache.changing.choosing import Change, a_page, again, fresh
from tests.portal.page_cache.everything import Everything


def soon(chance: random.Random) -> datetime:
    return clock.now().replace(microsecond=0) + timedelta(seconds=chance.randrange(10, 60))


def around_instant(on: Everything, at: datetime) -> Iterator[None]:
    """Look a second before, at the instant, and when a dispatcher has passed."""
    yield
    on.time.set(at - timedelta(seconds=1))
    yield
    on.time.set(at)
    yield
    run_pass()


def scheduled_page(on: Everything, chance: random.Random) -> Iterator[None]:
    at = soon(chance)
    make.ContentPageFactory(
        parent=again(on.section), title=fresh("Scheduled"), scheduled=True, go_live_at=at
    )
    on.look_around()
    yield from around_instant(on, at)


def scheduled_item(on: Everything, chance: random.Random) -> Iterator[None]:
    at = soon(chance)
    make.NewsArticleFactory(
        parent=again(on.lists[0]), title=fresh("Scheduled"), scheduled=True, go_live_at=at
    )
    on.look_around()
    yield from around_instant(on, at)


def scheduled_version(on: Everything, chance: random.Random) -> Iterator[None]:
    page, at = a_page(chance), soon(chance)
    page.title = fresh("Scheduled version")
    schedule(page, at)
    yield from around_instant(on, at)
    page = again(page)
    page.go_live_at = None
    publish(page)


def expiry(on: Everything, chance: random.Random) -> Iterator[None]:
    page, at = a_page(chance), soon(chance)
    page.expire_at = at
    publish(page)
    yield from around_instant(on, at)
    page.expire_at = None
    publish(page)


def timed_banner(on: Everything, chance: random.Random) -> Iterator[None]:
    begins = soon(chance)
    ends = begins + timedelta(seconds=20)
    save(on.settings, banner_text=fresh("Banner"), banner_from=begins, banner_until=ends)
    yield from around_instant(on, begins)
    yield from around_instant(on, ends)
    save(on.settings, banner_text="", banner_from=None, banner_until=None)


def minutes_pass(on: Everything, chance: random.Random) -> None:
    on.time.forward(minutes=chance.randrange(1, 50))


def midnight(on: Everything, chance: random.Random) -> Iterator[None]:
    now = clock.now()
    # Midnight in Singapore.
    at = now.replace(hour=16, minute=0, second=0, microsecond=0)
    on.time.set((at if at > now else at + timedelta(days=1)) - timedelta(seconds=1))
    yield
    on.time.forward(seconds=1)


_ALL: list[Change] = [
    scheduled_page, scheduled_item, scheduled_version, expiry, timed_banner, minutes_pass,
    midnight,
]  # fmt: skip
TIMES = {f"time: {change.__name__}": change for change in _ALL}
