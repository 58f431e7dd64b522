"""The dispatcher's own chores: effects that were left behind, releases that are late."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from newsroom.releases import effects, notifications
from newsroom.releases.dispatcher import heartbeat
from newsroom.releases.dispatcher.chores import chore
from newsroom.releases.dispatcher.failures import REMIND
from newsroom.releases.models import Release, UnitFailure
from pages import clock

logger = logging.getLogger("newsroom.releases.dispatcher")

#: A release may take that long before people are told that it is late.
LATE = timedelta(seconds=10)
#: And that long even while somebody has it in hand.
TOO_LATE = timedelta(minutes=2)


@chore(every=timedelta(seconds=5))
def deliver_what_was_left() -> None:
    effects.deliver_due()


@chore(every=timedelta(seconds=5))
def tell_who_is_late() -> None:
    """Raise the alarm for releases that should have gone out, once an hour for each."""
    now = clock.database_now()
    late = Release.objects.due(now - LATE)
    with transaction.atomic():
        # One that is locked is being carried out.
        free = late.select_for_update(skip_locked=True, of=("self",))
        for release in {*free, *late.filter(instant__lte=now - TOO_LATE)}:
            _tell(release, now)


def _tell(release: Release, now: datetime) -> None:
    failure, _ = UnitFailure.objects.select_for_update(of=("self",)).get_or_create(
        key=release.unit_key,
        defaults={
            "error": "It is late, and no attempt has ended yet.",
            "first_failed_at": now,
            "failed_at": now,
            "next_attempt_at": now,
        },
    )
    if failure.alarmed_at and failure.alarmed_at + REMIND > now:
        return
    failure.alarmed_at = now
    failure.save()
    logger.error("%s is late: it was due at %s", release.unit_key, release.instant)
    notifications.failed(release, failure.error)


@chore(every=timedelta(hours=1))
def forget_dead_dispatchers() -> None:
    heartbeat.forget_the_dead()
