from datetime import datetime

from django.db import models

from newsroom.releases.enums import OPEN, Status

#: A newer version of one of its pages waits for approval.
PROPOSED = models.Q(status=Status.APPROVED, items__proposed_revision__isnull=False)
#: One person sent it out, and no second one has confirmed that yet.
UNCONFIRMED = models.Q(status=Status.RELEASED, is_emergency=True, confirmed_at=None)


class ReleaseQuerySet(models.QuerySet):
    """Releases by what has to be done about them."""

    def open(self) -> "ReleaseQuerySet":
        """Those that may still go out."""
        return self.filter(status__in=OPEN)

    def armed(self) -> "ReleaseQuerySet":
        """Those that go out by themselves."""
        return self.filter(status=Status.APPROVED)

    def waiting_for_a_word(self) -> "ReleaseQuerySet":
        """Those about which somebody who may approve is asked something."""
        asked = models.Q(status=Status.IN_REVIEW)
        return self.filter(asked | PROPOSED | UNCONFIRMED).distinct()

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
