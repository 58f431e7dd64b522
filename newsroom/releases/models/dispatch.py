from django.db import models

from pages import clock


class Heartbeat(models.Model):
    """One dispatcher, and when it last said that it is alive and had done its pass."""

    name = models.CharField(max_length=255, unique=True)
    """Host and number of the process."""
    started_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now, db_index=True)
    passed_at = models.DateTimeField(null=True)
    """When its last pass ended."""
    ended_at = models.DateTimeField(null=True)
    """When it was told to end, and did."""

    def __str__(self) -> str:
        return self.name


class UnitFailure(models.Model):
    """A release, a scheduled version or an expiry that could not be carried out; it is tried again."""

    key = models.CharField(max_length=120, unique=True)
    """`release:12`, `revision:345` or `expiry:pages.contact:6`."""
    count = models.PositiveIntegerField(default=0)
    error = models.TextField()
    """The last error: one line for people."""
    first_failed_at = models.DateTimeField()
    failed_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(db_index=True)
    alarmed_at = models.DateTimeField(null=True)
    """When people were told."""

    def __str__(self) -> str:
        return f"{self.key}: {self.error}"


class Effect(models.Model):
    """Something to be done outside the database after a commit: a mail, a signal.

    The row is written in the transaction that wants it and deleted when it is done, so that a
    process that dies in between leaves it to the next one.
    """

    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    next_attempt_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
