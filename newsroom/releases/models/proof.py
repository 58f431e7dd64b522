from django.conf import settings
from django.db import models
from wagtail.models import Page

from newsroom.releases.enums import Expectation, RehearsalCause
from newsroom.releases.models.release import Release
from pages import clock


class Rehearsal(models.Model):
    """What a dress rehearsal of a release found."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="rehearsals")
    cause = models.CharField(max_length=10, choices=RehearsalCause)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField()
    """The version of the release that was rehearsed."""
    findings = models.JSONField(default=list)
    """A list of `{"level": "error" | "warning", "page": id or null, "title": str, "text": str}`."""
    seconds = models.FloatField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Rehearsal of {self.release}"

    @property
    def errors(self) -> list[dict]:
        """What would go wrong."""
        return [finding for finding in self.findings if finding["level"] == "error"]

    @property
    def warnings(self) -> list[dict]:
        """What somebody should look at."""
        return [finding for finding in self.findings if finding["level"] != "error"]


class ReceiptLine(models.Model):
    """One address of a release that went out, and when it first answered as it should."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="receipt")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=255)
    address = models.CharField(max_length=1000)
    expectation = models.CharField(max_length=10, choices=Expectation)
    mark = models.CharField(max_length=64, blank=True)
    """What the answer carries when it is the new version."""
    status_code = models.PositiveSmallIntegerField(null=True)
    seen_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["release", "address"], name="receipt_address_once")
        ]

    def __str__(self) -> str:
        return self.address
