"""A request does what is due, and is answered as at the database's instant."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import OperationalError, connection
from django.http import HttpResponse

from fixtures.factories.releases import make_release
from newsroom.releases import middleware
from newsroom.releases.dispatcher import locks, schedule
from newsroom.releases.models import Effect, UnitFailure
from pages import clock as pages_clock
from tests.releases.dispatcher.conftest import answers, logged, somebody_at_work, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(draft, clock):
    """A release of one page, its page, and nobody who carries it out."""
    page = draft(title="Kestrel")
    return make_release(page, at=clock.now() + timedelta(minutes=1)), page


def test_the_first_request_after_the_instant_sees_it(waiting, clock, client) -> None:
    release, page = waiting
    clock.set(release.instant - timedelta(seconds=1))
    assert answers(client, page) == 404
    clock.set(release.instant)
    assert answers(client, page) == 200
    assert stored(release).released_at == release.instant


def test_any_request_does_it(waiting, clock, client) -> None:
    release, page = waiting
    clock.set(release.instant)
    client.post("/admin/login/")
    assert stored(page).live


@pytest.mark.parametrize("address", ["/_health/", "/static/css/site.css"])
def test_a_load_balancer_and_a_style_sheet_cost_nothing(waiting, clock, client, address) -> None:
    release, page = waiting
    clock.set(release.instant)
    client.get(address)
    assert not stored(page).live


def test_it_asks_one_question_when_nothing_is_due(
    waiting, clock, client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        schedule.moment()


def test_the_question_is_answered_from_indexes(waiting, clock) -> None:
    """Thousands of versions and released releases cost a request nothing."""
    with connection.cursor() as cursor:
        prefix = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        if connection.vendor == "postgresql":
            # A table of a few rows is always read whole, unless that is made dear.
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{prefix} SELECT {', '.join(schedule._columns())}")
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert "release_armed_by_instant" in plan
    assert "approved_go_live_at" in plan


def test_a_failing_release_does_not_keep_the_page_from_the_visitor(
    waiting, draft, public, clock, client
) -> None:
    release, page = waiting
    other = public()
    page.delete()
    clock.set(release.instant)
    assert answers(client, other) == 200
    assert UnitFailure.objects.get().key == release.unit_key
    # It waits for its next attempt; the next visitor's request does not try.
    assert not schedule.moment().is_due
    assert answers(client, other) == 200
    assert UnitFailure.objects.get().count == 1


@pytest.mark.parametrize("error", [OperationalError("gone"), RuntimeError("a bug")])
def test_whatever_goes_wrong_the_visitor_is_answered(
    waiting, public, clock, client, monkeypatch, error
) -> None:
    release, _ = waiting
    other = public()

    def fail(**kwargs):
        raise error

    monkeypatch.setattr(middleware, "run_pass", fail)
    clock.set(release.instant)
    assert answers(client, other) == 200
    assert middleware._at_it.acquire(blocking=False), "the next request may try"
    middleware._at_it.release()


def test_while_one_thread_is_at_it_the_others_serve_on(waiting, public, clock, client) -> None:
    release, page = waiting
    other = public()
    clock.set(release.instant)
    with middleware._at_it:
        assert answers(client, other) == 200
        assert not stored(page).live
    assert answers(client, page) == 200


@pytest.mark.django_db(transaction=True)
def test_while_another_process_is_at_it_requests_serve_on_at_once(
    waiting, public, clock, client
) -> None:
    release, page = waiting
    other = public()
    answers(client, other)  # What a first request loads takes its time.
    clock.set(release.instant)
    with somebody_at_work(lambda: locks.take_turn(wait=False)):
        began = time.monotonic()
        assert answers(client, other) == 200
        assert time.monotonic() - began < 2
        assert not stored(page).live
    assert answers(client, page) == 200


@pytest.mark.django_db(transaction=True)
def test_the_visitor_does_not_wait_for_mails(waiting, clock, client, monkeypatch) -> None:
    release, page = waiting
    mail.outbox.clear()
    clock.set(release.instant)
    seen = []

    def rendered(self, request, *args, **kwargs):
        seen.append((len(mail.outbox), Effect.objects.count()))
        return type(page).__mro__[1].serve(self, request, *args, **kwargs)

    monkeypatch.setattr(type(page), "serve", rendered)
    assert answers(client, page) == 200
    # A page that has to write, such as the settings of a new site, is made a second time.
    assert seen and all(sent == 0 and left > 0 for sent, left in seen)
    assert len(mail.outbox) == 2 and not Effect.objects.exists()


class TestTheMoment:
    """On a machine whose clock is wrong, the database's clock decides."""

    @pytest.fixture
    def wrong_clock(self, clock, monkeypatch):
        """Sets the machine's clock apart from that of the database, which is the test's."""

        def set_apart(**duration: float) -> None:
            apart = timedelta(**duration)
            monkeypatch.setattr(pages_clock.timezone, "now", lambda: clock.instant + apart)

        return set_apart

    @pytest.mark.parametrize("hours", [1, -1])
    def test_a_page_is_shown_from_its_instant_on_and_not_before(
        self, waiting, clock, client, wrong_clock, hours
    ) -> None:
        release, page = waiting
        wrong_clock(hours=hours)
        clock.set(release.instant - timedelta(seconds=1))
        assert answers(client, page) == 404
        clock.set(release.instant)
        assert answers(client, page) == 200
        assert stored(page).first_published_at == release.instant

    @pytest.mark.parametrize("hours", [1, -1])
    def test_an_expired_page_is_hidden_at_its_instant(
        self, public, clock, client, wrong_clock, hours
    ) -> None:
        page = public(expire_at=clock.now() + timedelta(minutes=1))
        wrong_clock(hours=hours)
        clock.forward(seconds=59)
        assert answers(client, page) == 200
        clock.forward(seconds=1)
        assert answers(client, page) == 404

    def test_a_schedule_is_kept_when_the_machine_runs_ahead(
        self, draft, clock, wrong_clock
    ) -> None:
        page = draft()
        page.go_live_at = clock.now() + timedelta(minutes=30)
        revision = page.save_revision()
        wrong_clock(hours=1)
        revision.publish(skip_permission_checks=True)
        page = stored(page)
        assert (page.live, page.approved_schedule) == (False, True)
        assert len(logged(page, "wagtail.publish.schedule")) == 1

    def test_a_reading_request_has_one_instant_and_a_writing_one_runs_on(
        self, clock, rf, wrong_clock
    ) -> None:
        wrong_clock(hours=1)
        told = []

        def view(request):
            told.append(pages_clock.now())
            clock.forward(seconds=2)
            told.append(pages_clock.now())
            return HttpResponse()

        began = clock.instant
        middleware.DueMiddleware(view)(rf.get("/"))
        assert told == [began, began]
        told.clear()
        began = clock.instant
        middleware.DueMiddleware(view)(rf.post("/"))
        assert told == [began, began + timedelta(seconds=2)]

    def test_an_instant_that_was_set_stays(self, waiting, clock, client) -> None:
        release, page = waiting
        clock.set(release.instant)
        with pages_clock.at(release.instant - timedelta(minutes=1)):
            assert answers(client, page) == 404
        assert not stored(page).live


def test_the_gates_memory_begins_after_what_was_due_has_been_done() -> None:
    names = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    assert names.index("DueMiddleware") < names.index("RequestMomentMiddleware")
