"""Armed releases are rehearsed by themselves a day and an hour before they go out."""

import logging
from datetime import timedelta

from newsroom.releases.dispatcher.chores import chore
from newsroom.releases.enums import RehearsalCause
from newsroom.releases.models import Release
from newsroom.releases.staging.limits import StageRefused
from newsroom.releases.staging.rehearsal import rehearse
from pages import clock

logger = logging.getLogger(__name__)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@chore(every=timedelta(minutes=1), quiet=timedelta(seconds=30))
def rehearse_upcoming() -> int:
    """Rehearse what is a day or an hour away, each version once; returns how many it were."""
    now = clock.database_now()
    upcoming = Release.objects.armed().filter(instant__gt=now, instant__lte=now + DAY)
    done = 0
    for release in upcoming.order_by("instant", "pk"):
        assert release.instant is not None  # noqa: S101
        is_near = release.instant - now <= HOUR
        cause = RehearsalCause.HOUR_BEFORE if is_near else RehearsalCause.DAY_BEFORE
        if release.rehearsals.filter(cause=cause, version=release.version).exists():
            continue
        try:
            rehearse(release, cause)
            done += 1
        except StageRefused as refused:
            # The next minute will do.
            logger.info("release %s was not rehearsed: %s", release.pk, refused)
    return done
