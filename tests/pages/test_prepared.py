"""Queries that are built once: they answer for their values and for the gate as it is each time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField
from wagtail.models import Page

from pages import visibility
from pages.clock import now
from pages.prepared import Given, Prepared, places, spread
from pages.visibility import PreparedQuery, public

pytestmark = pytest.mark.django_db

titled = Prepared(lambda: Page.objects.filter(title=Given("title", CharField())).order_by("pk"))
numbered = Prepared(
    lambda number: (
        Page.objects.filter(pk__in=places("pk", number, BigIntegerField()))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
)
seen = PreparedQuery(lambda: public(Page.objects.filter(pk=Given("pk", BigIntegerField()))))


def test_it_is_asked_with_other_values_each_time(add_page) -> None:
    plan, report = add_page("Plan"), add_page("Report")
    assert [page.pk for page in titled.ask(title="Plan")] == [plan.pk]
    assert [page.pk for page in titled.ask(title="Report")] == [report.pk]
    assert titled.ask(title="%s' OR TRUE --") == []


def test_it_is_built_once_for_each_shape(django_assert_num_queries, add_page) -> None:
    built = []

    def build(number: int):
        built.append(number)
        return Page.objects.filter(pk__in=places("pk", number, BigIntegerField()))

    query, page = Prepared(build), add_page("Plan")
    with django_assert_num_queries(3):
        query.ask(1, pk_0=page.pk)
        query.ask(2, pk_0=page.pk, pk_1=0)
        query.ask(1, pk_0=0)
    assert built == [1, 2]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 9])
def test_a_list_of_any_length_can_be_asked_for(add_page, count) -> None:
    keys = [add_page(f"Page {place}").pk for place in range(count)]
    number, values = spread("pk", keys)
    assert numbered.ask(number, **values) == keys


def test_few_lengths_of_lists_are_told_apart() -> None:
    assert {spread("pk", range(count))[0] for count in range(1, 65)} == {1, 2, 4, 8, 16, 32, 64}


def is_seen(page: Page) -> bool:
    found = bool(seen.ask(pk=page.pk))
    assert found == visibility.is_public(Page.objects.get(pk=page.pk))
    return found


def test_the_gate_is_as_it_is_when_it_is_asked(add_page, clock) -> None:
    above = add_page("Above")
    below = add_page("Below", parent=above)
    assert is_seen(below)
    Page.objects.filter(pk=above.pk).update(live=False)
    assert not is_seen(below)
    Page.objects.filter(pk=above.pk).update(live=True, expire_at=now() + timedelta(hours=1))
    assert is_seen(below)
    clock.set(now() + timedelta(hours=1))
    assert not is_seen(below)


@pytest.mark.parametrize(
    ("offset", "public"), [(-1, False), (0, True), (1, True)], ids=["before", "at", "after"]
)
def test_a_page_appears_at_its_instant(add_page, clock, offset, public) -> None:
    page, instant = add_page("Plan"), now() + timedelta(hours=1)
    Page.objects.filter(pk=page.pk).update(go_live_at=instant)
    assert not is_seen(page)
    clock.set(instant + timedelta(seconds=offset))
    assert is_seen(page) is public


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps statements by itself")
def test_the_server_plans_it_once_for_all_values(add_page) -> None:
    pages = [add_page(title) for title in ("Plan", "Report")]
    below = Prepared(
        lambda: Page.objects.filter(depth__gt=1, title=Given("title", CharField())).order_by("pk")
    )
    for page in pages:
        assert [found.pk for found in below.ask(title=page.title)] == [page.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
        # What is the same each time stands in the text, so that indexes made for it are found.
        kept = [times for statement, times in cursor.fetchall() if '"depth" > 1 AND' in statement]
    assert kept == [2]


def test_percent_signs_stay_as_they_are(add_page) -> None:
    half, page = add_page("50% done"), add_page("Plan")
    is_half = Prepared(
        lambda: Page.objects.filter(title__contains="0% d", pk=Given("pk", BigIntegerField()))
    )
    assert [found.pk for found in is_half.ask(pk=half.pk)] == [half.pk]
    assert is_half.ask(pk=page.pk) == []
