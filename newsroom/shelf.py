"""The items of a listing by number and date, for any depth of any archive at the same cost.

Everything here is read from the narrow rows that `newsroom.upkeep` keeps. They only narrow down
what may be shown: the gate names what is hidden among them, and the items pass it once more when
they are fetched.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from django.db.models import (
    CharField,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Greatest
from wagtail.models import Page

from newsroom.models.item import NewsroomItem
from newsroom.models.listing_entry import ANY_TOPIC, ListingCount, ListingEntry
from newsroom.querysets import NewsroomItemQuerySet
from newsroom.topics import Topic
from pages import visibility

#: How many items there are of each kind in each year.
Numbers = Counter[tuple[str, int]]
#: Slug, name and number of items of a topic.
TopicCount = tuple[str, str, int]


class Hidden(NamedTuple):
    """An entry that the gate hides, though its page is stored as live."""

    item_id: int
    #: Empty in the entry that stands for the item itself.
    topic: str
    topic_name: str
    kind: str
    date: date


class Shelf:
    """What a listing holds for the public at `clock.now()`."""

    def __init__(self, listing: Page, homes: Iterable[int]) -> None:
        """`homes` are the ids of the public listing pages whose items it lists."""
        self._listing = listing
        self._homes = [] if visibility.is_in_hidden_branch(listing) else list(homes)

    def numbers(self, topic: str = "") -> Numbers:
        """How many items there are, of one topic if a slug is given; one query."""
        return self._public_numbers(self._numbers(topic), topic)

    def numbers_and_topics(
        self, topic: str, most: int, *, kind: str = "", year: str = ""
    ) -> tuple[Numbers, list[TopicCount]]:
        """The numbers of a topic, and at most so many topics by name, each with the number of its
        items, narrowed by kind and year; the topic itself is not left out for rarer use. One query.
        """
        chosen = {name: value for name, value in (("kind", kind), ("year", year)) if value}
        # The rows that stand for all items are about no topic, and the join leaves them out.
        counted = ListingCount.objects.filter(home_id__in=self._homes, **chosen).order_by()
        of_topics = counted.values_list("topic__slug", "topic__name").annotate(n=Sum("number"))
        nothing = Value(""), Value(0, SmallIntegerField())
        rows = self._numbers(topic).union(
            of_topics.filter(n__gt=0).values_list("topic__slug", "topic__name", *nothing, "n"),
            all=True,
        )
        own, topics = [], Counter[tuple[str, str]]()
        for row in rows:
            if row[0] is None:
                own.append(row)
            else:
                topics[row[0], row[1]] = row[4]
        topics.subtract(
            (row.topic, row.topic_name)
            for row in self._hidden
            if row.topic and kind in ("", row.kind) and year in ("", str(row.date.year))
        )
        # The topic first, then those with the most items.
        first = sorted(+topics, key=lambda key: (key[0] != topic, -topics[key], key[1]))
        named = sorted(((*key, topics[key]) for key in first[:most]), key=itemgetter(1))
        return self._public_numbers(own, topic), named

    def _numbers(self, topic: str) -> QuerySet:
        rows = self._here(ListingCount.objects.all(), topic)
        none = Value(None, CharField())
        return rows.values_list(none, none, "kind", "year").annotate(n=Sum("number"))

    def _public_numbers(self, rows: Iterable[tuple], topic: str) -> Numbers:
        numbers: Numbers = Counter()
        for *_, kind, year, number in rows:
            numbers[kind, year] = number
        numbers.subtract((row.kind, row.date.year) for row in self._hidden if row.topic == topic)
        return +numbers

    def newest(self, count: int, topic: str = "") -> NewsroomItemQuerySet:
        """The newest items, at most so many."""
        entries = self._entries(topic)
        if len(self._homes) > 1:
            # So many are there from one list alone: nothing older has to be looked at.
            entries = entries.filter(date__gte=Greatest(*self._enough(entries, count)))
        return self._items(entries[:count])

    def part(
        self, numbers: Numbers, first: int, count: int, *, kind: str = "", topic: str = ""
    ) -> NewsroomItemQuerySet:
        """So many items from a place of the list on, which begins with 0.

        `numbers` are those of all items in the list; they say in which years the part lies, so
        that nothing newer is passed over one by one.
        """
        years: Counter[int] = Counter()
        for (_, year), number in numbers.items():
            years[year] += number
        passed, reached, span = 0, 0, []
        for year in sorted(years, reverse=True):
            if reached >= first + count:
                break
            reached += years[year]
            if reached <= first:
                passed = reached
            else:
                span.append(year)
        if not span:
            return NewsroomItem.objects.none()
        entries = self._entries(topic).filter(
            date__gte=date(span[-1], 1, 1), date__lte=date(span[0], 12, 31)
        )
        if kind:
            entries = entries.filter(kind=kind)
        return self._items(entries[first - passed : first - passed + count])

    def _here(self, rows: QuerySet, topic: str) -> QuerySet:
        about = Q(topic__slug=topic) if topic else Q(topic_id=ANY_TOPIC)
        return rows.filter(about, home_id__in=self._homes).order_by()

    def _entries(self, topic: str) -> QuerySet[ListingEntry]:
        entries = self._here(ListingEntry.objects.all(), topic).order_by("-date", "-item_id")
        hidden = {row.item_id for row in self._hidden}
        return entries.exclude(item_id__in=hidden) if hidden else entries

    def _enough(self, entries: QuerySet[ListingEntry], count: int) -> list[Coalesce]:
        """For each list, the date down to which it has so many items of its own."""
        return [
            Coalesce(
                Subquery(entries.filter(home_id=home).values("date")[count - 1 : count]),
                Value(date.min),
            )
            for home in self._homes
        ]

    @staticmethod
    def _items(entries: QuerySet[ListingEntry]) -> NewsroomItemQuerySet:
        items = NewsroomItem.objects.filter(pk__in=entries.values("item_id"))
        return items.public_now().newest_first()

    @cached_property
    def _hidden(self) -> list[Hidden]:
        """The entries of items that are outside their dates or restricted; mostly nothing is, and
        then nothing is asked.
        """
        paths = visibility.hidden_below(self._listing) if self._homes else ()
        if not paths:
            return []
        topic = Topic.objects.filter(pk=OuterRef("topic_id"))
        rows = ListingEntry.objects.filter(home_id__in=self._homes, item__path__in=paths)
        return [
            Hidden(*row)
            for row in rows.values_list(
                "item_id",
                Coalesce(Subquery(topic.values("slug")), Value("")),
                Coalesce(Subquery(topic.values("name")), Value("")),
                "kind",
                "date",
            )
        ]
