"""Baking again whenever something was published or is due, and leasing what holds in between."""

import time
from collections.abc import Callable
from pathlib import Path

from pages import clock
from portal.delivery import counters
from portal.delivery.baking import folder as folders
from portal.delivery.baking import record
from portal.delivery.baking.lease import Lease
from portal.delivery.baking.record import Record
from portal.delivery.baking.run import Report, bake

#: Seconds between two looks at the counter.
TURN = 0.01
#: Seconds between two renewals of what is leased.
RENEW = 0.25
#: Seconds before another run after one that could not be finished in peace.
PAUSE = 1.0


def watch(
    folder: Path,
    choices: int,
    say: Callable[[Report], object],
    is_over: Callable[[], bool] = lambda: False,
) -> None:
    """Keep a folder that is held as the site is, with so many choices in lists, until `is_over`.

    As soon as the counter moves, or when less than a lease is left before something is due, nothing
    is leased; when everything is baked again, it is.
    """
    lease = Lease(folder)
    try:
        while not is_over():
            report = bake(folder, choices)
            if report.rendered:
                say(report)
            known = record.read(folders.current(folder))
            if known is None or not report.is_settled or report.failed:
                # A page that can't be rendered has no file, and the application has the last word.
                time.sleep(PAUSE)
            if known is not None and report.is_settled:
                _lease_while_it_holds(folder, lease, known, is_over)
    finally:
        lease.end()


def _lease_while_it_holds(
    folder: Path, lease: Lease, known: Record, is_over: Callable[[], bool]
) -> None:
    tree = folders.current(folder)
    if tree is None:
        return
    lease.begin(tree)
    leasing, renewed = True, 0.0
    while not is_over() and counters.current() == known.counter:
        now = time.monotonic()
        if not now < counters.trusted_until():
            # The other machines are not heard of: only the application knows what to do then.
            lease.end()
            leasing = False
        elif not leasing:
            lease.begin(tree)
            leasing, renewed = True, 0.0
        if leasing and now - renewed >= RENEW:
            renewed = now
            if not lease.renew(known.next_due) and _is_over_due(known):
                break
        time.sleep(TURN)
    lease.end()


def _is_over_due(known: Record) -> bool:
    return known.next_due is not None and clock.database_now() >= known.next_due
