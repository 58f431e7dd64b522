from datetime import date

from django.db.models import Exists, Max, OuterRef, Prefetch
from wagtail.models import Page

from pages.media.renditions import in_look
from pages.visibility import PublicPageQuerySet


class NewsroomItemQuerySet(PublicPageQuerySet):
    """Items of the newsroom, across their three page types."""

    def below(self, listing: Page) -> "NewsroomItemQuerySet":
        """Items of one listing, however deep."""
        return self.filter(path__startswith=listing.path, depth__gt=listing.depth)

    def newest_first(self) -> "NewsroomItemQuerySet":
        """In the order of a listing."""
        return self.order_by("-date", "-pk")

    def for_listing(self) -> "NewsroomItemQuerySet":
        """With everything that an entry of a listing shows, in a fixed number of queries."""
        return (
            self.newest_first()
            .select_related("lead_image")
            .prefetch_related("topics", Prefetch("lead_image__renditions", in_look("card")))
        )

    def for_visit(self) -> "NewsroomItemQuerySet":
        """With its picture, and with what tells which of its belongings there are none of."""
        # The models need this queryset to be made.
        from newsroom.models import ChangeNote, RelatedItem, TopicItem

        return self.select_related("lead_image").annotate(
            has_topics=Exists(TopicItem.objects.filter(content_object=OuterRef("pk"))),
            has_related=Exists(RelatedItem.objects.filter(page=OuterRef("pk"))),
            has_notes=Exists(ChangeNote.objects.filter(page=OuterRef("pk"))),
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
