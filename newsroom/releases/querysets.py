from datetime import datetime

from django.db import models

from newsroom.releases.enums import OPEN, Status


class ReleaseQuerySet(models.QuerySet):
    """Releases by what has to be done about them."""

    def open(self) -> "ReleaseQuerySet":
        """Those that may still go out."""
        return self.filter(status__in=OPEN)

    def armed(self) -> "ReleaseQuerySet":
        """Those that go out by themselves."""
        return self.filter(status=Status.APPROVED)

    def due(self, at: datetime) -> "ReleaseQuerySet":
        """Those whose instant has come, the earliest first."""
        return self.armed().filter(instant__lte=at).order_by("instant", "pk")

    def for_listing(self) -> "ReleaseQuerySet":
        """With what a list of releases shows: people, and how many pages."""
        return self.select_related("owner", "approved_by").annotate(
            page_count=models.Count("items")
        )


class ReleaseItemQuerySet(models.QuerySet):
    """Pages in releases."""

    def open(self) -> "ReleaseItemQuerySet":
        """Those whose release may still go out."""
        return self.filter(is_open=True)

    def with_pages(self) -> "ReleaseItemQuerySet":
        """With the page and the versions that belong to each, in one query."""
        return self.select_related(
            "page", "page__live_revision", "page__latest_revision", "revision__user",
            "proposed_revision__user", "redirect_to",
        )  # fmt: skip
