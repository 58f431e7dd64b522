"""A stage is never in the way of what really goes out, nor for long in that of editors."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction
from wagtail.models import Page

from fixtures.factories.lifecycle import State
from fixtures.factories.newsroom import PressReleaseFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases import dispatcher
from newsroom.releases.enums import Status
from newsroom.releases.models import Release
from newsroom.releases.staging import StageRefused, limits, stage
from pages import clock

pytestmark = pytest.mark.django_db(transaction=True)
#: On SQLite there is one writer at a time: nothing can happen beside a stage.
beside = pytest.mark.skipif("sqlite" in connection.vendor, reason="one writer at a time")
LONG_QUERY = {
    "postgresql": "SELECT pg_sleep(30)",
    "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n",
}


@pytest.fixture
def waiting(news_list) -> Release:
    """A release that is armed for tomorrow, by the real clock."""
    page = PressReleaseFactory(parent=news_list, state=State.DRAFT, title="Kestrel")
    return make_release(page, at=clock.now() + timedelta(days=1))


@contextmanager
def meanwhile(work: Callable[[], None]) -> Iterator[threading.Thread]:
    """Do something in another thread, with a connection of its own; it ends with the block."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield thread
    finally:
        thread.join(timeout=30)
    assert errors == []


def ask_until(deadline: float) -> None:
    """What a page does that takes its time: one small query after the other."""
    while time.monotonic() < deadline:
        Page.objects.count()
        time.sleep(0.02)


def test_a_stage_ends_when_its_time_is_over(waiting) -> None:
    began = time.monotonic()
    with (
        pytest.raises(StageRefused, match="took longer than it may"),
        stage(clock.now(), releases=[waiting], seconds=0.5),
    ):
        ask_until(began + 20)
    assert time.monotonic() - began < 10
    assert not Page.objects.get(title="Kestrel").live


def test_one_long_query_is_ended_too(waiting) -> None:
    began = time.monotonic()
    with (
        pytest.raises(StageRefused, match="took longer than it may"),
        stage(clock.now(), releases=[waiting], seconds=1.0),
        connection.cursor() as cursor,
    ):
        cursor.execute(LONG_QUERY[connection.vendor])
    assert time.monotonic() - began < 15
    assert Page.objects.count()


def test_its_limits_end_with_it(waiting) -> None:
    with stage(clock.now(), releases=[waiting], seconds=2.0):
        pass
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("0",)
    time.sleep(2.1)
    assert Page.objects.count()


def test_code_that_handles_every_error_does_not_keep_it_going(waiting) -> None:
    began = time.monotonic()
    with (
        pytest.raises(StageRefused, match="took longer than it may"),
        stage(clock.now(), releases=[waiting], seconds=1.0),
    ):
        with suppress(Exception):
            ask_until(began + 20)
        raise AssertionError("not reached")
    with (
        pytest.raises(StageRefused, match="took longer than it may"),
        stage(clock.now(), releases=[waiting], seconds=1.0),
        suppress(BaseException),
    ):
        ask_until(began + 20)


def test_less_time_than_usual_before_something_is_due(waiting) -> None:
    assert limits.seconds_free(8.0) == 8.0
    Release.objects.update(instant=clock.now() + timedelta(seconds=20))
    assert 10 < limits.seconds_free(60.0) <= 15
    Release.objects.update(instant=clock.now() + timedelta(seconds=14))
    with pytest.raises(StageRefused):
        limits.seconds_free(8.0)


@beside
def test_a_release_that_is_sent_out_at_once_does_not_wait_for_a_stage(waiting) -> None:
    took: list[float] = []
    is_set = threading.Event()

    def send_out() -> None:
        is_set.wait(20)
        began = time.monotonic()
        release = Release.objects.get(pk=waiting.pk)
        release.release_now(person("Administrators"), "It is out already.")
        dispatcher.run_pass()
        took.append(time.monotonic() - began)

    with (
        meanwhile(send_out),
        pytest.raises(StageRefused, match="A release goes out at this moment"),
        stage(clock.now() + timedelta(days=2), everything_due=True, seconds=20.0),
    ):
        is_set.set()
        ask_until(time.monotonic() + 15)
    assert Release.objects.get().status == Status.RELEASED
    assert Page.objects.get(title="Kestrel").live
    # It gives way within half a second; the rest is the release itself, on a machine that is busy.
    assert took[0] < 5


@beside
def test_an_editor_who_holds_a_page_is_not_disturbed(waiting) -> None:
    page = Page.objects.get(title="Kestrel")
    holds, done = threading.Event(), threading.Event()

    def edit() -> None:
        with transaction.atomic():
            Page.objects.select_for_update().get(pk=page.pk)
            holds.set()
            done.wait(20)
            Page.objects.filter(pk=page.pk).update(seo_title="Kept")

    with meanwhile(edit):
        holds.wait(10)
        with (
            pytest.raises(StageRefused, match="being changed at this moment"),
            stage(clock.now(), releases=[waiting]),
        ):
            raise AssertionError("it would have waited for the editor")
        done.set()
    assert Page.objects.get(pk=page.pk).seo_title == "Kept"


@beside
def test_an_editor_who_is_quick_is_waited_for(waiting) -> None:
    page = Page.objects.get(title="Kestrel")
    holds = threading.Event()

    def edit() -> None:
        with transaction.atomic():
            Page.objects.select_for_update().get(pk=page.pk)
            holds.set()
            time.sleep(0.6)

    with meanwhile(edit):
        holds.wait(10)
        with stage(clock.now(), releases=[waiting]):
            assert Page.objects.get(pk=page.pk).live


@beside
def test_two_stages_take_turns(waiting) -> None:
    order: list[str] = []
    inside = threading.Event()

    def second() -> None:
        inside.wait(10)
        with stage(clock.now(), releases=[Release.objects.get()]):
            order.append("second")

    with meanwhile(second), stage(clock.now(), releases=[waiting]):
        inside.set()
        time.sleep(0.7)
        order.append("first")
    assert order == ["first", "second"]


@beside
def test_nothing_of_a_stage_is_seen_beside_it(waiting) -> None:
    seen: list[bool] = []
    with stage(clock.now(), releases=[waiting]):
        with meanwhile(lambda: seen.append(Page.objects.get(title="Kestrel").live)):
            pass
        assert Page.objects.get(title="Kestrel").live
    assert seen == [False]
