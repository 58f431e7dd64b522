"""What a listing reads from its rows is what the gate lets through, whatever is hidden."""

from collections import Counter
from datetime import timedelta

import pytest
from wagtail.models import Page, PageViewRestriction

from fixtures import factories as make
from fixtures.factories.crowd import add_items
from newsroom.models import NewsroomItem
from newsroom.models.listing_entry import ListingEntry
from pages.clock import at, now

A_PART = 7


@pytest.fixture
def topics(db):
    return [make.TopicFactory(name=f"Topic {n}", slug=f"topic-{n}") for n in range(4)]


@pytest.fixture
def lists(newsroom, topics):
    """The newsroom, and two lists below it with items of some years."""
    made = [make.NewsListFactory(parent=newsroom) for _ in range(2)]
    for place, page in enumerate(made):
        add_items(page, 20 + place, topics)
    for place, item in enumerate(NewsroomItem.objects.order_by("pk")):
        NewsroomItem.objects.filter(pk=item.pk).update(
            date=item.date - timedelta(days=place * 97 % 900)
        )
    return [type(newsroom).objects.get(pk=newsroom.pk), *made]


def assert_says_what_the_gate_says(listing) -> int:
    """Compares with the items themselves; returns how many there are."""
    public = list(listing.public_items().newest_first().prefetch_related("topics"))
    for topic in ["", "topic-1", "topic-3", "unknown"]:
        shelf = type(listing).objects.get(pk=listing.pk).shelf()
        shown = [
            item
            for item in public
            if not topic or topic in [about.slug for about in item.topics.all()]
        ]
        numbers = shelf.numbers(topic)
        assert numbers == Counter((item.kind, item.date.year) for item in shown)
        assert list(shelf.newest(9, topic)) == shown[:9]
        parts = [
            item
            for first in range(0, len(shown) + A_PART, A_PART)
            for item in shelf.part(numbers, first, A_PART, topic=topic)
        ]
        assert parts == shown
        of_kind = Counter({key: value for key, value in numbers.items() if key[0] == "news"})
        news = [item for item in shown if item.kind == "news"]
        assert list(shelf.part(of_kind, 3, 5, kind="news", topic=topic)) == news[3:8]
        about = Counter(
            (about.slug, about.name)
            for item in public
            if item.date.year == 2025
            for about in item.topics.all()
        )
        expected = sorted((slug, name, number) for (slug, name), number in about.items())
        assert shelf.numbers_and_topics(topic, 50, year="2025")[1] == expected
    return len(public)


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def some(lists) -> NewsroomItem:
    return NewsroomItem.objects.below(lists[1]).order_by("pk")[3]


def update(page, **fields) -> None:
    Page.objects.filter(pk=page.pk).update(**fields)


HIDING = {
    "nothing": (lambda lists: None, 41),
    "a draft": (lambda lists: update(some(lists), live=False), 40),
    "not yet": (lambda lists: update(some(lists), go_live_at=now() + timedelta(days=1)), 40),
    "this moment": (lambda lists: update(some(lists), go_live_at=now()), 41),
    "expired": (lambda lists: update(some(lists), expire_at=now()), 40),
    "expires later": (lambda lists: update(some(lists), expire_at=now() + timedelta(days=9)), 41),
    "restricted": (lambda lists: restrict(some(lists)), 40),
    "a list taken off": (lambda lists: update(lists[1], live=False), 21),
    "a list restricted": (lambda lists: restrict(lists[1]), 21),
    "all restricted": (lambda lists: restrict(lists[0]), 0),
    "the front restricted": (lambda lists: restrict(lists[0].get_parent()), 0),
}


@pytest.mark.parametrize("hiding", HIDING)
def test_the_rows_say_what_the_gate_says(lists, clock, hiding) -> None:
    hide, left = HIDING[hiding]
    hide(lists)
    assert assert_says_what_the_gate_says(lists[0]) == left
    assert assert_says_what_the_gate_says(lists[1]) + 21 >= left


def test_the_rows_of_another_instant_are_those_of_the_gate_then(lists, clock) -> None:
    update(some(lists), expire_at=now() + timedelta(days=1))
    with at(now() + timedelta(days=2)):
        assert assert_says_what_the_gate_says(lists[0]) == 40
    assert assert_says_what_the_gate_says(lists[0]) == 41


def test_rows_that_lie_show_nothing(lists, clock) -> None:
    hidden = some(lists)
    update(hidden, live=False)
    ListingEntry.objects.create(
        item_id=hidden.pk, topic_id=0, home_id=lists[1].pk, kind=hidden.kind, date=hidden.date
    )
    shelf = lists[0].shelf()
    assert hidden not in [*shelf.newest(99), *shelf.part(shelf.numbers(), 0, 99)]
