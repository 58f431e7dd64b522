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
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    F,
    Field,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import In
from wagtail.models import Page

from newsroom.models.item import NewsroomItem
from newsroom.models.listing_entry import ANY_TOPIC, ANY_YEAR, ListingCount, ListingEntry
from newsroom.querysets import NewsroomItemQuerySet
from newsroom.topics import Topic
from pages import visibility
from pages.prepared import Given, Prepared, places, spread

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
        rows = _counted.ask(*self._place(topic), **self._named(topic))
        return self._public_numbers(rows, topic)

    def numbers_and_topics(
        self, topic: str, most: int, *, kind: str = "", year: str = ""
    ) -> tuple[Numbers, list[TopicCount]]:
        """The numbers of a topic, and at most so many topics by name, each with the number of its
        items, narrowed by kind and year; the topic itself is not left out for rarer use. One query.
        """
        narrowed = {name: value for name, value in (("kind", kind), ("year", year)) if value}
        place, named = self._place(topic), self._named(topic)
        own, topics = [], Counter[tuple[str, str]]()
        for row in _counted_with_topics.ask(*place, *narrowed, **named, **narrowed):
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
        offered = sorted(((*key, topics[key]) for key in first[:most]), key=itemgetter(1))
        return self._public_numbers(own, topic), offered

    def _public_numbers(self, rows: Iterable[tuple], topic: str) -> Numbers:
        numbers: Numbers = Counter()
        for *_, kind, year, number in rows:
            numbers[kind, year] = number
        numbers.subtract((row.kind, row.date.year) for row in self._hidden if row.topic == topic)
        return +numbers

    def newest(self, count: int, topic: str = "") -> list[NewsroomItem]:
        """The newest items, at most so many, with what an entry of a listing shows."""
        return self._ask_newest(_newest, count, topic)

    def newest_numbers(self, count: int, topic: str = "") -> list[tuple[int, int]]:
        """The numbers of the newest items, at most so many, each with that of its page type."""
        return self._ask_newest(_newest_numbers, count, topic)

    def _ask_newest(self, query: visibility.PreparedQuery, count: int, topic: str) -> list[Any]:
        place, named = self._place(topic), self._named(topic)
        hidden, left_out = self._left_out()
        return query.ask(*place, hidden, count, **named, **left_out)

    def part(
        self, numbers: Numbers, first: int, count: int, *, kind: str = "", topic: str = ""
    ) -> list[NewsroomItem]:
        """So many items from a place of the list on, which begins with 0, with what an entry shows.

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
            return []
        place, named = self._place(topic), self._named(topic)
        hidden, left_out = self._left_out()
        named |= {"since": date(span[-1], 1, 1), "until": date(span[0], 12, 31)}
        if kind:
            named["kind"] = kind
        start = first - passed
        return _part.ask(*place, hidden, start, start + count, bool(kind), **named, **left_out)

    def _place(self, topic: str) -> tuple[int, bool]:
        """What decides how a question about the list looks."""
        return len(self._homes), bool(topic)

    def _named(self, topic: str) -> dict[str, Any]:
        """The values that belong to it."""
        homes = {f"home_{place}": home for place, home in enumerate(self._homes)}
        return {**homes, "topic": topic}

    def _left_out(self) -> tuple[int, dict[str, Any]]:
        return spread("hidden", sorted({row.item_id for row in self._hidden}))

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


def _here(rows: QuerySet, homes: int, by_topic: bool) -> QuerySet:
    """The rows of so many lists, of a topic or of all items."""
    topic = Given("topic", CharField())
    about = Q(topic__slug=topic) if by_topic else Q(topic_id=ANY_TOPIC)
    return rows.filter(about, _is_among("home", _homes(homes))).order_by()


def _homes(number: int) -> list[Given]:
    return places("home", number, BigIntegerField())


def _is_among(relation: str, stand_ins: list[Given]) -> Q:
    """A relation's own look-up takes no stand-ins."""
    return Q(In(F(relation), stand_ins))


def _numbers(homes: int, by_topic: bool) -> QuerySet:
    none = Value(None, CharField())
    rows = _here(ListingCount.objects.exclude(year=ANY_YEAR), homes, by_topic)
    return rows.values_list(none, none, "kind", "year").annotate(n=Sum("number"))


def _numbers_and_topics(homes: int, by_topic: bool, *narrowed: str) -> QuerySet:
    fields: dict[str, Field] = {"kind": CharField(), "year": SmallIntegerField()}
    chosen = {"year": ANY_YEAR} | {name: Given(name, fields[name]) for name in narrowed}
    # The rows that stand for all items are about no topic, and the join leaves them out.
    counted = ListingCount.objects.filter(_is_among("home", _homes(homes)), **chosen).order_by()
    of_topics = counted.values_list("topic__slug", "topic__name").annotate(n=Sum("number"))
    nothing = Value(""), Value(0, SmallIntegerField())
    return _numbers(homes, by_topic).union(
        of_topics.filter(n__gt=0).values_list("topic__slug", "topic__name", *nothing, "n"),
        all=True,
    )


def _entries(homes: int, by_topic: bool, hidden: int) -> QuerySet[ListingEntry]:
    entries = _here(ListingEntry.objects.all(), homes, by_topic).order_by("-date", "-item_id")
    left_out = places("hidden", hidden, BigIntegerField())
    return entries.exclude(_is_among("item", left_out)) if left_out else entries


def _newest_of(homes: int, by_topic: bool, hidden: int, count: int) -> NewsroomItemQuerySet:
    return _newest_items(homes, by_topic, hidden, count).for_listing()


def _newest_numbers_of(homes: int, by_topic: bool, hidden: int, count: int) -> QuerySet:
    return _newest_items(homes, by_topic, hidden, count).numbers()


def _newest_items(homes: int, by_topic: bool, hidden: int, count: int) -> NewsroomItemQuerySet:
    entries = _entries(homes, by_topic, hidden)
    if homes > 1:
        # So many are there from one list alone: nothing older has to be looked at.
        enough = [
            Coalesce(
                Subquery(entries.filter(home_id=home).values("date")[count - 1 : count]),
                Value(date.min),
            )
            for home in _homes(homes)
        ]
        entries = entries.filter(date__gte=Greatest(*enough))
    return _items(entries[:count])


def _part_of(
    homes: int, by_topic: bool, hidden: int, start: int, end: int, by_kind: bool
) -> NewsroomItemQuerySet:
    since, until = Given("since", DateField()), Given("until", DateField())
    entries = _entries(homes, by_topic, hidden).filter(date__gte=since, date__lte=until)
    if by_kind:
        entries = entries.filter(kind=Given("kind", CharField()))
    return _items(entries[start:end]).for_listing()


def _items(entries: QuerySet[ListingEntry]) -> NewsroomItemQuerySet:
    items = NewsroomItem.objects.filter(pk__in=entries.values("item_id"))
    return items.public_now()


_counted = Prepared(_numbers)
_counted_with_topics = Prepared(_numbers_and_topics)
_newest = visibility.PreparedQuery(_newest_of)
_newest_numbers = visibility.PreparedQuery(_newest_numbers_of)
_part = visibility.PreparedQuery(_part_of)
