"""What a publication costs the database: a number of statements that does not creep up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from wagtail.models import Page

from fixtures.factories.lifecycle import schedule
from fixtures.factories.releases import make_release
from newsroom.releases.dispatcher import run_pass
from newsroom.releases.dispatcher.resident import warm_up

pytestmark = pytest.mark.django_db(transaction=True)

#: Statements for each page of a release, and for the release itself: before the commit, which
#: visitors wait for, and after it.
COST = {"sqlite": ((41, 11), (26, 7)), "postgresql": ((39, 10), (27, 5))}


@dataclass
class Cost:
    """Statements before the last commit that publishes something, and after it."""

    before: int = 0
    after: int = 0

    def minus(self, other: "Cost") -> tuple[int, int]:
        return self.before - other.before, self.after - other.after


@contextmanager
def counted() -> Iterator[Cost]:
    """Count the statements of the block: `before` its first commit, and `after`."""
    cost = Cost()
    commits = 0
    commit = connection._commit

    def count(execute, sql, params, many, context):
        if commits:
            cost.after += 1
        else:
            cost.before += 1
        return execute(sql, params, many, context)

    def noted() -> None:
        nonlocal commits
        commits += 1
        commit()

    connection._commit = noted
    try:
        with connection.execute_wrapper(count):
            yield cost
    finally:
        connection._commit = commit


@pytest.fixture
def cost_of(public, clock) -> Callable[[int], Cost]:
    """What a release of so many changed pages costs."""
    warm_up()

    def carry_out(number: int) -> Cost:
        pages = [_changed(public()) for _ in range(number)]
        release = make_release(*pages, at=clock.now() + timedelta(minutes=1))
        clock.forward(minutes=1)
        with counted() as cost:
            assert run_pass().done == [release.unit_key]
        return cost

    # What a first publication loads once.
    carry_out(1)
    return carry_out


def test_each_page_of_a_release_costs_the_same(cost_of) -> None:
    one, two, twenty = map(cost_of, (1, 2, 20))
    each = two.minus(one)
    assert (each, one.minus(Cost(*each))) == COST[connection.vendor]
    assert twenty.minus(two) == tuple(18 * number for number in each)


def test_a_scheduled_page_costs_no_more_than_one_of_a_release(public, clock, cost_of) -> None:
    schedule(_changed(public()), clock.now() + timedelta(minutes=1))
    clock.forward(minutes=1)
    with counted() as cost:
        assert len(run_pass().done) == 1
    assert cost.before <= cost_of(1).before


def _changed(page: Page) -> Page:
    page.summary = "Changed"
    page.save_revision()
    return page
