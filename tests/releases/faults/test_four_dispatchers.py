"""Four dispatchers at once: everything goes out once, and none of them gets in another's way."""

import multiprocessing
import time
from collections import Counter
from datetime import timedelta
from functools import partial
from itertools import chain

import pytest
from django.db import connection

from fixtures.factories.lifecycle import State, schedule
from fixtures.factories.newsroom import NewsArticleFactory, PressReleaseFactory
from fixtures.factories.releases import make_release
from newsroom.releases.dispatcher import run_pass
from newsroom.releases.models import Effect, UnitFailure
from pages import clock as pages_clock
from tests.notices.models import Notice
from tests.releases.faults.processes import at_once
from tests.releases.faults.units import Book, Change, Unit

pytestmark = pytest.mark.django_db(transaction=True)
DISPATCHERS, REQUESTS = 4, 2
_fork = multiprocessing.get_context("fork")


@pytest.fixture
def units(news_list, clock) -> list[Unit]:
    """Two hundred units for one instant."""
    at = pages_clock.now() + timedelta(hours=1)
    made = [release_of_two(news_list, at, number) for number in range(30)]
    for _ in range(40):
        page = NewsArticleFactory(parent=news_list, state=State.DRAFT)
        page = schedule(page, at)
        made.append(Unit((Change(page.pk, page.latest_revision_id),)))
    for _ in range(30):
        page = NewsArticleFactory(parent=news_list, expire_at=at)
        made.append(Unit((Change(page.pk, None),)))
    for _ in range(60):
        notice = Notice.objects.create(text="To come", go_live_at=at, live=False)
        revision = notice.save_revision()
        revision.publish()
        made.append(Unit((Change(notice.pk, revision.pk, Notice),)))
    for _ in range(40):
        notice = Notice.objects.create(text="To go", expire_at=at)
        made.append(Unit((Change(notice.pk, None, Notice),)))
    assert len(made) == 200
    clock.set(at)
    return made


def release_of_two(news_list, at, number: int) -> Unit:
    pages = [
        PressReleaseFactory(parent=news_list, state=State.DRAFT, permalink=address)
        for address in ("", f"/own-{number}")
    ]
    release = make_release(*pages, at=at)
    return Unit(tuple(Change(page.pk, page.latest_revision_id) for page in pages), release.pk)


def test_nothing_twice_and_nobody_stopped(units) -> None:
    book = Book()
    barrier = _fork.Barrier(DISPATCHERS + REQUESTS)

    def dispatch(*, wait: bool) -> list[str]:
        done: list[str] = []
        barrier.wait(60)
        # Until nothing is left that is due: what another one has in hand is asked for again.
        for _ in range(3000):
            report = run_pass(wait=wait)
            assert (report.failed, report.skipped) == ([], [])
            done += report.done
            if not report.done and not report.busy:
                break
            time.sleep(0 if wait else 0.05)
        return done

    answers = at_once(
        [partial(dispatch, wait=True)] * DISPATCHERS + [partial(dispatch, wait=False)] * REQUESTS
    )
    done = Counter(chain.from_iterable(answers))
    assert done.total() == len(units) == len(done), "nothing twice, everything once"
    assert all(change.is_public for unit in units for change in unit.changes)
    assert book.publications() == Counter(chain.from_iterable(unit.entries for unit in units))
    assert book.releases_out() == Counter(unit.release for unit in units if unit.release)
    assert not UnitFailure.objects.exists()
    assert not Effect.objects.exists()
    shares = [len(done) for done in answers]
    print(
        f"{connection.vendor}: {DISPATCHERS} dispatchers and {REQUESTS} requests at once, "
        f"{len(units)} units: 0 double, 0 aborted; shares {shares}"
    )
