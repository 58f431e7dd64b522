from datetime import date

from django.db.models import Case, Exists, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Left, Length
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

    def for_visit(self) -> "NewsroomItemQuerySet":
        """With what belongs to it, and with the numbers of the items beside it, in one statement
        (`newsroom.belongings`).
        """
        # The models need this queryset to be made.
        from newsroom.models import ChangeNote, NewsroomItem, RelatedItem, TopicItem

        own = OuterRef("pk")
        chosen = RelatedItem.objects.filter(page=own)
        alike = TopicItem.objects.filter(tag__topic_items__content_object=OuterRef(own))
        on_topic = NewsroomItem.objects.public_now().exclude(pk=own)
        on_topic = on_topic.filter(pk__in=alike.values("content_object")).newest_first()
        queryset = self.with_neighbours()
        if hasattr(self.model, "contacts"):
            contacts = self.model.contacts.rel.related_model.objects.filter(page=own)
            queryset = queryset.annotate(
                contact_rows=Rows(
                    contacts.order_by("sort_order"),
                    **{name: f"contact__{name}" for name in ("id", *CONTACT_FIELDS)},
                )
            )
        return queryset.annotate(
            note_rows=Rows(
                ChangeNote.objects.filter(page=own),
                id="pk", kind="kind", key="key", text="text", earlier="earlier", later="later",
                published_at="published_at",
            ),
            related_rows=Rows(chosen.order_by("sort_order"), id="target_id"),
            alike_rows=Case(
                When(~Exists(chosen), then=Rows(on_topic[:RELATED_COUNT], id="pk"))
            ),
        )  # fmt: skip

    def with_neighbours(self) -> "NewsroomItemQuerySet":
        """With its topics, and the numbers of the public items before and after it in its list."""
        from newsroom.models import NewsroomItem

        older, newer = _beside(NewsroomItem.objects.all())
        return self.annotate(
            topic_rows=_topics(),
            older_id=Subquery(older.values("pk")[:1]),
            newer_id=Subquery(newer.values("pk")[:1]),
        )

    def for_feed(self) -> "NewsroomItemQuerySet":
        """With everything that an entry of a feed tells, in a fixed number of queries."""
        return self.prefetch_related("topics", "change_notes")

    def lately_changed(self) -> "NewsroomItemQuerySet":
        """Items of which readers were told something since, the last one first."""
        # Filtered first: only items that have notes are grouped.
        changed = self.filter(change_notes__isnull=False)
        changed = changed.annotate(changed_at=Max("change_notes__published_at"))
        return changed.order_by("-changed_at", "-pk")

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


def _beside(items: QuerySet) -> tuple[QuerySet, QuerySet]:
    """The public items before and after one, in the same list, the nearest first."""
    home = Left(OuterRef("path"), Length(OuterRef("path")) - Page.steplen)
    siblings = visibility.public(items.filter(path__startswith=home, depth=OuterRef("depth")))
    # The bound on the date alone lets the database begin at this item, however old it is.
    day, number = OuterRef("date"), OuterRef("pk")
    before = Q(date__lte=day) & (Q(date__lt=day) | Q(pk__lt=number))
    after = Q(date__gte=day) & (Q(date__gt=day) | Q(pk__gt=number))
    return (
        siblings.filter(before).order_by("-date", "-pk"),
        siblings.filter(after).order_by("date", "pk"),
    )
