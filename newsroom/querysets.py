from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear
from wagtail.models import Page

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
            .prefetch_related("topics", "lead_image__renditions")
        )

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

    def counts_by_kind(self) -> dict[str, int]:
        return dict(self._counts("kind"))

    def counts_by_year(self) -> dict[int, int]:
        return dict(self.annotate(year=ExtractYear("date"))._counts("year"))

    def counts_by_topic(self) -> QuerySet:
        """Rows of (slug, name, count)."""
        return (
            self.filter(topic_items__isnull=False)
            .order_by()
            .values_list("topic_items__tag__slug", "topic_items__tag__name")
            .annotate(number=Count("pk", distinct=True))
            .order_by("topic_items__tag__name")
        )

    def _counts(self, name: str) -> QuerySet:
        return self.order_by().values_list(name).annotate(number=Count("pk")).order_by(name)
