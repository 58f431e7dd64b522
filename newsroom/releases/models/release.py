from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction

from newsroom.releases import notifications, permissions
from newsroom.releases.enums import OPEN, PREPARED, Status
from newsroom.releases.models.locking import check_words, require, write_log
from newsroom.releases.models.transitions import Transitions
from newsroom.releases.querysets import ReleaseQuerySet
from pages import clock, moments

USER = settings.AUTH_USER_MODEL


class Release(Transitions, models.Model):
    """An instant, and the exact versions of pages that go out then, all or none.

    It changes through its transitions only (`models/transitions.py` and its neighbours); each
    locks the row, asks for the right, and writes the log.
    """

    title = models.CharField(
        max_length=160,
        help_text="For the team only. Visitors and mails never show it.",
    )
    instant = models.DateTimeField("goes out at", null=True, blank=True)
    note = models.TextField(
        blank=True, help_text="What the others should know: the occasion, who was told, what to do."
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1, editable=False)
    """Grows with every transition: a form that was opened earlier is refused."""
    owner = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    asked_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    is_emergency = models.BooleanField(default=False)
    """Sent out by one person; a second one confirms afterwards."""
    reason = models.TextField(blank=True)
    """Why it was sent back, sent out at once, or cancelled."""
    confirmed_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-instant", "-pk"]
        permissions = [
            ("approve_release", "Can approve a release"),
            ("release_now_release", "Can send out a release at once, without a second person"),
        ]
        constraints = [
            models.CheckConstraint(
                name="release_has_an_instant_once_armed",
                condition=models.Q(instant__isnull=False)
                | ~models.Q(status__in=[Status.APPROVED, Status.RELEASED]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["instant"],
                name="release_armed_by_instant",
                condition=models.Q(status=Status.APPROVED),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it may still go out."""
        return self.status in OPEN

    @property
    def is_prepared(self) -> bool:
        """Whether its pages and its instant are still being put together."""
        return self.status in PREPARED

    @property
    def is_armed(self) -> bool:
        """Whether it goes out by itself at its instant."""
        return self.status == Status.APPROVED

    @property
    def is_overdue(self) -> bool:
        """Whether its instant has come and it has not gone out."""
        return self.is_armed and self.instant is not None and self.instant <= clock.now()

    @property
    def waits_for_confirmation(self) -> bool:
        """Whether one person sent it out and no second one has confirmed that yet."""
        return self.is_emergency and self.status == Status.RELEASED and self.confirmed_at is None

    @property
    def unit_key(self) -> str:
        """How the dispatcher's book of failures names it."""
        return f"release:{self.pk}"

    @classmethod
    def begin(
        cls, actor: User, *, title: str, instant: datetime | None = None, note: str = ""
    ) -> "Release":
        """Make a new release, empty and a draft. Raises TransitionRefused without the right."""
        require(permissions.may_manage(actor), "You may not make releases.")
        release = cls(title=title, instant=instant, note=note, owner=actor)
        check_words(release)
        with transaction.atomic():
            release.save()
            write_log(release, "begin", actor)
        return release

    def mark_released(self, at: datetime) -> None:
        """Note, in the dispatcher's own transaction, that everything has gone out at `at`.

        The caller has locked this row and published every item.
        """
        self.status = Status.RELEASED
        self.released_at = at
        self.version += 1
        self.save()
        self.items.update(is_open=False)
        write_log(
            self,
            "released",
            None,
            at=moments.stamp(at),
            seconds_late=round((at - (self.instant or at)).total_seconds(), 3),
        )
        notifications.released(self)
