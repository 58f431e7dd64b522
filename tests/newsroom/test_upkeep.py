"""The rows that listings are read from say what the pages say, whatever was done to the pages."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from fixtures import factories as make
from fixtures.factories.crowd import add_items
from newsroom import upkeep
from newsroom.models import (
    ListingCount,
    ListingEntry,
    NewsroomItem,
    TopicItem,
)
from newsroom.models.listing_entry import ANY_TOPIC, ANY_YEAR

STEPS = 25


def rows_kept() -> set[tuple]:
    return set(ListingEntry.objects.values_list("item_id", "topic_id", "home_id", "kind", "date"))


def rows_of_the_pages() -> set[tuple]:
    """What a look at every page says."""
    rows = set()
    for item in NewsroomItem.objects.filter(live=True):
        home = item.get_parent(update=True).pk
        about = TopicItem.objects.filter(content_object=item).values_list("tag_id", flat=True)
        rows |= {(item.pk, topic, home, item.kind, item.date) for topic in [ANY_TOPIC, *about]}
    return rows


def numbers_kept() -> Counter:
    numbers: Counter = Counter()
    for count in ListingCount.objects.all():
        numbers[count.home_id, count.topic_id, count.kind, count.year] += count.number
    return Counter({place: number for place, number in numbers.items() if number})


def numbers_of_the_pages() -> Counter:
    return Counter(
        (home, topic, kind, year)
        for _, topic, home, kind, day in rows_of_the_pages()
        for year in ([day.year] if topic == ANY_TOPIC else [day.year, ANY_YEAR])
    )


def assert_kept() -> None:
    assert rows_kept() == rows_of_the_pages()
    assert numbers_kept() == numbers_of_the_pages()
    assert upkeep.differences() == 0


@pytest.fixture
def lists(newsroom):
    return [newsroom, *(make.NewsListFactory(parent=newsroom) for _ in range(2))]


@pytest.fixture
def topics(db):
    return [make.TopicFactory(name=f"Topic {n}", slug=f"topic-{n}") for n in range(4)]


class Editor:
    """Somebody who does one thing after another to the pages of a newsroom."""

    def __init__(self, lists, topics, chance: random.Random) -> None:
        self.lists, self.topics, self.chance = lists, topics, chance

    def item(self):
        items = list(NewsroomItem.objects.order_by("pk"))
        return self.chance.choice(items).specific if items else self.write()

    def day(self) -> date:
        return date(2026, 1, 1) - timedelta(days=self.chance.randrange(900))

    def some_topics(self):
        return [topic for topic in self.topics if self.chance.random() < 0.5]

    def write(self):
        factory = self.chance.choice([make.NewsArticleFactory, make.PressReleaseFactory])
        about = self.some_topics()
        return factory(
            parent=self.fresh(self.chance.choice(self.lists)),
            date=self.day(),
            topics=about,
            draft=self.chance.random() < 0.3,
        )

    @staticmethod
    def fresh(page):
        return type(page).objects.get(pk=page.pk)

    def publish(self):
        item = self.item()
        item.date = self.day()
        item.topics.set(self.some_topics())
        item.save_revision().publish()

    def draft(self):
        item = self.item()
        item.date = self.day()
        item.topics.set(self.topics[:1])
        item.save_revision()

    def take_off(self):
        self.item().unpublish()

    def move_item(self):
        self.item().move(self.fresh(self.chance.choice(self.lists)), "last-child")

    def move_list(self):
        moved = self.fresh(self.chance.choice(self.lists[1:]))
        moved.move(self.fresh(self.lists[0]), self.chance.choice(["first-child", "last-child"]))

    def delete(self):
        self.fresh(self.item()).delete()

    def delete_topic(self):
        if len(self.topics) > 1:
            self.topics.pop().delete()

    def bulk(self):
        some = NewsroomItem.objects.filter(pk__in=[self.item().pk, self.item().pk])
        some.update(**self.chance.choice([{"live": False}, {"live": True}, {"date": self.day()}]))

    def copy(self):
        item = self.item()
        item.copy(
            update_attrs={"slug": f"copy-{self.chance.randrange(10**9)}"}, to=item.get_parent()
        )


@pytest.mark.parametrize("seed", range(3))
def test_the_rows_follow_whatever_is_done(lists, topics, seed) -> None:
    editor = Editor(lists, topics, random.Random(seed))
    for _ in range(5):
        editor.write()
    deeds = [
        editor.write, editor.publish, editor.draft, editor.take_off, editor.move_item,
        editor.move_list, editor.delete, editor.delete_topic, editor.bulk, editor.copy,
    ]  # fmt: skip
    for _ in range(STEPS):
        deed = editor.chance.choice(deeds)
        deed()
        assert_kept()
    assert rows_kept()


def test_the_rows_follow_pages_that_are_written_at_once(news, topics) -> None:
    add_items(news, 40, topics)
    assert len(rows_kept()) == 40 * 3
    assert_kept()


def test_rows_that_went_wrong_are_named_and_made_anew(news, topics) -> None:
    add_items(news, 5, topics)
    ListingEntry.objects.filter(topic_id=ANY_TOPIC).first().delete()
    ListingCount.objects.create(
        home_id=news.pk, topic_id=ANY_TOPIC, kind="news", year=1999, number=2
    )
    with pytest.raises(CommandError, match=r"^2 rows differ"):
        call_command("check_listings")
    call_command("check_listings", "--repair")
    assert_kept()
    call_command("check_listings")


def test_rows_of_a_site_that_was_there_before_are_filled(news, topics) -> None:
    upkeep.before_migrations(plan=["one"])
    add_items(news, 5, topics)
    assert rows_kept() == set()
    upkeep.after_migrations(plan=["one"])
    assert len(rows_kept()) == 15
    assert_kept()
    NewsroomItem.objects.first().specific.delete()
    assert len(rows_kept()) == 12
