from django.conf import settings
from django.db import models
from django.db.models import ProtectedError
from wagtail.models import Page, Revision

from newsroom.releases.enums import PINNED, Action
from newsroom.releases.models.release import Release
from newsroom.releases.querysets import ReleaseItemQuerySet


def keep_while_open(collector, field, items, using) -> None:
    """What deleting a revision does: nothing while it waits in a release, unless its page goes.

    Django's `on_delete`. `purge_revisions` counts what it may not delete and goes on; a page that
    is deleted takes its revisions along, and the release then fails as a whole and says so.
    """
    if getattr(collector.origin, "model", type(collector.origin)) is Revision:
        waiting = [item for item in items if item.is_open]
        if waiting:
            raise ProtectedError("This version waits in a release.", set(waiting))
    models.SET_NULL(collector, field, items, using)


class ReleaseItem(models.Model):
    """A page in a release, and the version of it that goes out."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=255)
    """What the page was called when it was added; what is left when it is deleted."""
    action = models.CharField(max_length=12, choices=Action, default=Action.PUBLISH)
    revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=keep_while_open, related_name="+"
    )
    proposed_revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=keep_while_open, related_name="+"
    )
    """A newer version that waits for approval while the older one stays armed."""
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True)
    redirect_to = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """Where readers of a page that is taken off are sent; nowhere when empty."""
    reason = models.TextField(blank=True)
    """What readers of a withdrawn page are told."""
    parent_id = models.BigIntegerField(null=True, editable=False)
    """The page above it when it was approved: a page that was moved since does not go out."""
    is_open = models.BooleanField(default=True, editable=False)
    sort_order = models.PositiveIntegerField(default=0)

    objects = ReleaseItemQuerySet.as_manager()

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(is_open=True),
                name="page_in_one_open_release",
                violation_error_message="The page is in another release already.",
            ),
            models.UniqueConstraint(fields=["release", "page"], name="page_once_in_a_release"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_pinned(self) -> bool:
        """Whether a version of the page goes out, rather than the page being taken off."""
        return self.action in PINNED

    @property
    def newer_revision(self) -> Revision | None:
        """The page's latest version, when it is later than the one that goes out."""
        latest = self.page.latest_revision if self.page else None
        if latest is None or self.revision_id is None or latest.pk <= self.revision_id:
            return None
        return latest
