"""The book of what could not be carried out: its error, when it is tried again, who was told."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from wagtail.log_actions import log

from newsroom.releases import notifications
from newsroom.releases.carrying_out import one_line
from newsroom.releases.dispatcher.units import ReleaseUnit, Unit, all_due_units
from newsroom.releases.models import Release, UnitFailure
from newsroom.releases.publication import PublicationFailed

logger = logging.getLogger("newsroom.releases.dispatcher")

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=5)
#: How often people are told of one that goes on failing.
REMIND = timedelta(hours=1)


def record(unit: Unit, error: Exception, at: datetime) -> None:
    """Write a failure down after its transaction was rolled back, and tell people."""
    expected = isinstance(error, PublicationFailed) and error.__cause__ is None
    logger.error("%s failed", unit.key, exc_info=None if expected else error)
    with transaction.atomic():
        failure, _ = UnitFailure.objects.select_for_update(of=("self",)).get_or_create(
            key=unit.key, defaults={"first_failed_at": at, "failed_at": at, "next_attempt_at": at}
        )
        failure.error = one_line(error)
        failure.failed_at = at
        failure.next_attempt_at = at + min(FIRST_WAIT * 2**failure.count, LONGEST_WAIT)
        failure.count += 1
        if failure.alarmed_at is None or failure.alarmed_at + REMIND <= at:
            failure.alarmed_at = at
            _tell(unit, failure.error)
        failure.save()


def forget(unit: Unit) -> None:
    """The unit was carried out: what went wrong before counts no more."""
    UnitFailure.objects.filter(key=unit.key).delete()


def forget_what_is_not_due(at: datetime) -> None:
    """A unit that was cancelled or put off after it had failed is not tried again."""
    if UnitFailure.objects.filter(next_attempt_at__lte=at).exists():
        due = {unit.key for unit in all_due_units(at)}
        UnitFailure.objects.filter(next_attempt_at__lte=at).exclude(key__in=due).delete()


def _tell(unit: Unit, error: str) -> None:
    if isinstance(unit, ReleaseUnit):
        release = Release.objects.filter(pk=unit.pk).first()
        if release is not None:
            log(instance=release, action="releases.failed", data={"error": error})
            notifications.failed(release, error)
        return
    # A mailbox is no safe place for a title, which the error may hold.
    notifications.alarm(
        f"Not carried out: {unit.key}",
        f"{unit.key} was due at {unit.instant.isoformat()} and failed. It is tried again. The log of "
        "the server has the error.",
    )
