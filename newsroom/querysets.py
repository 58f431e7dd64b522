from datetime import date
from operator import itemgetter

from django.db.models import Case, Count, Max, Prefetch, When
from django.db.models.functions import ExtractYear
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

    def counts_by_kind_and_year(self) -> dict[tuple[str, int], int]:
        """How many there are of each kind in each year, where there are any; one query."""
        rows = self.order_by().annotate(year=ExtractYear("date")).values_list("kind", "year")
        return {(kind, year): number for kind, year, number in rows.annotate(n=Count("pk"))}

    def most_frequent_topics(self, most: int, always: str = "") -> list[tuple[str, str, int]]:
        """(slug, name, count) of at most so many topics, by name; `always` is a slug that is not
        left out for rarer use.
        """
        slug, name = "topic_items__tag__slug", "topic_items__tag__name"
        counted = (
            self.filter(topic_items__isnull=False)
            .order_by()
            .values_list(slug, name)
            .annotate(number=Count("pk"))
            .order_by(Case(When(**{slug: always}, then=0), default=1), "-number", name)
        )
        return sorted(counted[:most], key=itemgetter(1))
