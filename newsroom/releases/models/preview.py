from django.conf import settings
from django.db import models
from wagtail.models import Page, Revision

from newsroom.releases.models.release import Release
from pages import clock

USER = settings.AUTH_USER_MODEL


class SharedPreview(models.Model):
    """A link with which one named person sees one page or one release before it is public."""

    release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.CASCADE, related_name="previews"
    )
    page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The version that is shown of a single page."""
    person = models.CharField(
        max_length=120, help_text="Who gets the link. The name stands on every page they see."
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField("ends at")
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="preview_of_a_page_or_a_release",
                condition=models.Q(release__isnull=False, page__isnull=True)
                | models.Q(release__isnull=True, page__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"Preview for {self.person}"

    @property
    def is_valid(self) -> bool:
        """Whether the link still opens."""
        return self.revoked_at is None and self.expires_at > clock.now()


class PreviewOpening(models.Model):
    """One page that was looked at with a shared link."""

    preview = models.ForeignKey(SharedPreview, on_delete=models.CASCADE, related_name="openings")
    at = models.DateTimeField(default=clock.now)
    what = models.CharField(max_length=255)
    """The title of the page, or the name of the file."""

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.preview}: {self.what}"
