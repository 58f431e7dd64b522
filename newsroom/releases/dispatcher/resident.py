"""The dispatcher that is there all the time and wakes for the next instant."""

import gc
import time
from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db import Error, connection
from django.urls import reverse
from wagtail import hooks
from wagtail.search.backends import get_search_backends

from newsroom.releases import effects
from newsroom.releases.dispatcher import locks
from newsroom.releases.dispatcher.chores import Housekeeping
from newsroom.releases.dispatcher.heartbeat import Pulse
from newsroom.releases.dispatcher.passes import run_pass
from newsroom.releases.dispatcher.schedule import Moment, draft_models, moment, moment_with_expiries
from pages.resident import Resident

#: A release that is approved for now is seen after this many seconds at the latest.
LONGEST_SLEEP = 1.0
#: Expiry dates have no index, and the gate looks at them anyway.
LOOK_FOR_EXPIRIES = 5.0
#: How long a pass is put off while another process has a unit in hand.
PUT_OFF = 0.05
#: How long chores in hand may take when it ends.
FAREWELL = 5.0


class Dispatcher(Resident):
    """Passes, chores and the heartbeat, until it is told to stop."""

    first_wait, longest_wait = 0.1, 5.0

    def __init__(self, say: Callable[[str], None], *, parent: int | None = None) -> None:
        super().__init__(say, parent=parent)
        self._pulse = Pulse()
        self._housekeeping = Housekeeping(self.is_over, self._pulse)
        self._expiries_at = 0.0

    def run(self) -> None:
        """Work until told to stop. The unit in hand is finished."""
        self._housekeeping.start()
        super().run()
        self._housekeeping.join(FAREWELL)
        try:
            self._pulse.end()
        except Error:
            # It ends all the same; its heartbeat falls silent by itself.
            connection.close()

    def look(self) -> float:
        """Carry out what is due; returns for how many seconds there is nothing to do."""
        seen = self._moment()
        if seen.is_due:
            with effects.held(self._housekeeping.hand_over):
                report = run_pass(is_over=self.is_over)
            self._expiries_at = 0.0
            self._pulse.beat(seen.now)
            # Another process has it in hand, or it could not even be written down that it failed.
            return 0.0 if report.done else PUT_OFF
        self._pulse.beat(seen.now)
        return self._seconds_until_due(seen)

    def _moment(self) -> Moment:
        if time.monotonic() < self._expiries_at:
            return moment()
        seen = moment_with_expiries()
        # Looked at again in time for the first of them.
        self._expiries_at = time.monotonic() + min(LOOK_FOR_EXPIRIES, max(_ahead(seen), 0.0))
        return seen

    def _seconds_until_due(self, seen: Moment) -> float:
        ahead = _ahead(seen)
        self._housekeeping.seconds_to_instant = ahead
        return max(min(ahead, LONGEST_SLEEP, self._expiries_at - time.monotonic()), 0.0)

    def lost_database(self, error: Error) -> float:
        if locks.is_passing(error):
            return PUT_OFF
        self._pulse.is_lost = True
        return super().lost_database(error)

    def found_database(self) -> None:
        super().found_database()
        self._pulse.is_lost = False


def _ahead(seen: Moment) -> float:
    """Seconds until something is due."""
    return (seen.next_due - seen.now).total_seconds() if seen.next_due else float("inf")


def warm_up() -> None:
    """Load what a first publication would load, so that it is no slower than the next one."""
    reverse("wagtailadmin_home")
    hooks.search_for_hooks()
    list(get_search_backends(with_auto_update=True))
    try:
        ContentType.objects.get_for_models(*draft_models())
    except Error:
        # The first look says so.
        connection.close()
    # What is loaded now stays: the collector need not look through it in the middle of a pass.
    gc.collect()
    gc.freeze()
