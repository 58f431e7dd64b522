from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from wagtail.models import Page

from pages import visibility
from pages.rows import Rows
from pages.visibility import PublicPageQuerySet

CONTACT_FIELDS = ("name", "role", "organisation", "phone", "phone_kind", "email")
#: So many items on the same topics are offered to who has read one.
RELATED_COUNT = 3


class NewsroomItemQuerySet(PublicPageQuerySet):
    """Items of the newsroom, across their three page types."""

    def below(self, listing: Page) -> "NewsroomItemQuerySet":
        """Items of one listing, however deep."""
        return self.filter(path__startswith=listing.path, depth__gt=listing.depth)

    def newest_first(self) -> "NewsroomItemQuerySet":
        """In the order of a listing."""
        return self.order_by("-date", "-pk")

    def for_listing(self) -> "NewsroomItemQuerySet":
        """With everything that an entry of a listing shows but its picture, in one query."""
        return self.newest_first().annotate(topic_rows=_topics())

    def numbers(self) -> QuerySet:
        """The number of each item, and that of its page type, in no order but one it has already."""
        return self.values_list("pk", "content_type_id")

    def for_visit(self) -> "NewsroomItemQuerySet":
        """With what belongs to it, and with the numbers of the items beside it, in one statement."""
        # The models need this queryset to be made.
        from newsroom.models import RelatedItem, TopicItem

        own = OuterRef("pk")
        chosen = RelatedItem.objects.filter(page=own)
        about = TopicItem.objects.filter(content_object=own)
        return self.with_neighbours().with_belongings().annotate(
            related_rows=Rows(chosen.order_by("sort_order"), id="target_id"),
            alike_rows=Case(When(~Exists(chosen), then=Rows(about, newest=_newest_on_topic()))),
        )  # fmt: skip

    def with_neighbours(self) -> "NewsroomItemQuerySet":
        """With its topics, and the numbers of the public items before and after it in its list."""
        older, newer = _beside()
        return self.annotate(
            topic_rows=_topics(),
            older_id=Subquery(older.values("item_id")[:1]),
            newer_id=Subquery(newer.values("item_id")[:1]),
        )

    def for_feed(self) -> "NewsroomItemQuerySet":
        """With everything that an entry of a feed tells, in one query."""
        return self.with_belongings().annotate(topic_rows=_topics())

    def with_belongings(self) -> "NewsroomItemQuerySet":
        """With what readers were told since, and with the contacts of a type that has some."""
        from newsroom.models import ChangeNote

        own = OuterRef("pk")
        queryset = self.annotate(
            note_rows=Rows(
                ChangeNote.objects.filter(page=own),
                id="pk", kind="kind", key="key", text="text", earlier="earlier", later="later",
                published_at="published_at",
            )
        )  # fmt: skip
        if not hasattr(self.model, "contacts"):
            return queryset
        contacts = self.model.contacts.rel.related_model.objects.filter(page=own)
        return queryset.annotate(
            contact_rows=Rows(
                contacts.order_by("sort_order"),
                **{name: f"contact__{name}" for name in ("id", *CONTACT_FIELDS)},
            )
        )

    def lately_changed(self, topic: Any = "") -> "NewsroomItemQuerySet":
        """Items of which readers were told something since, the last one first; those of one topic
        if a slug is given.
        """
        from newsroom.models import ChangeNote, TopicItem

        # Few items have notes: the databases begin with those, and look at no others.
        own = OuterRef("pk")
        noted = self.filter(pk__in=ChangeNote.objects.order_by().values("page"))
        if topic:
            noted = noted.filter(
                Exists(TopicItem.objects.filter(content_object=own, tag__slug=topic))
            )
        told = ChangeNote.objects.filter(page=own).order_by("-published_at")
        return noted.order_by(Subquery(told.values("published_at")[:1]).desc(), "-pk")

    def chosen(self, *, kind: str = "", year: str = "", topic: str = "") -> "NewsroomItemQuerySet":
        """Narrowed by the facets that a visitor chose; an empty one does not narrow."""
        queryset = self
        if kind:
            queryset = queryset.filter(kind=kind)
        if year:
            start = date(int(year), 1, 1)
            queryset = queryset.filter(date__gte=start, date__lt=start.replace(year=start.year + 1))
        if topic:
            queryset = queryset.filter(topic_items__tag__slug=topic)
        return queryset


def _topics() -> Rows:
    from newsroom.topics import Topic

    about = Topic.objects.filter(topic_items__content_object=OuterRef("pk"))
    ordered = about.order_by("topic_items")
    return Rows(ordered, id="pk", name="name", slug="slug", description="description")


class _RowsInside(Rows):
    """Rows as a part of other rows: SQLite would take them for a text."""

    def as_sqlite(self, compiler, connection, **extra: Any):
        statement, parameters = super().as_sqlite(compiler, connection, **extra)
        return f"json({statement})", parameters


def _newest_on_topic() -> Any:
    """The newest public items on the topic of a row, one more than are offered: the item itself may
    be among them.
    """
    entries = _public_entries().filter(topic_id=OuterRef("tag_id"))
    newest = entries.order_by("-date", "-item_id")[: RELATED_COUNT + 1]
    return _RowsInside(newest, id="item_id", date="date")


def _beside() -> tuple[QuerySet, QuerySet]:
    """The public items before and after one, in the same list, the nearest first."""
    from newsroom.models.listing_entry import ANY_TOPIC, ListingEntry

    itself = ListingEntry.objects.filter(item_id=OuterRef(OuterRef("pk")), topic_id=ANY_TOPIC)
    siblings = _public_entries().filter(topic_id=ANY_TOPIC)
    siblings = siblings.filter(home_id=Subquery(itself.order_by().values("home_id")[:1]))
    # The bound on the date alone lets the database begin at this item, however old it is.
    day, number = OuterRef("date"), OuterRef("pk")
    before = Q(date__lte=day) & (Q(date__lt=day) | Q(item_id__lt=number))
    after = Q(date__gte=day) & (Q(date__gt=day) | Q(item_id__gt=number))
    return (
        siblings.filter(before).order_by("-date", "-item_id"),
        siblings.filter(after).order_by("date", "item_id"),
    )


def _public_entries() -> QuerySet:
    """The entries of items that the public may see, each asked of when its turn comes: joined to
    the pages, PostgreSQL would rather look at all of them first.
    """
    from newsroom.models.listing_entry import ListingEntry

    page = visibility.public(Page.objects.filter(pk=OuterRef("item_id"))).order_by()
    return ListingEntry.objects.alias(is_public=Subquery(page.values("live")[:1])).filter(
        is_public=True
    )
