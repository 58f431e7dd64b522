"""One pass: every unit that is due, each in a transaction of its own."""

import logging
import random
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from newsroom.releases import effects
from newsroom.releases.dispatcher import failures, locks
from newsroom.releases.dispatcher.locks import Busy
from newsroom.releases.dispatcher.schedule import next_instant
from newsroom.releases.dispatcher.units import Outcome, Unit, due_units
from pages import clock

logger = logging.getLogger("newsroom.releases.dispatcher")

#: How often a unit is tried at once when two transactions got in each other's way.
TRIES = 6


@dataclass
class PassReport:
    """What a pass did: keys of units, and when something is due next."""

    done: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    #: Reported and given up: they can never be carried out.
    skipped: list[str] = field(default_factory=list)
    #: Left to another process that was at work.
    busy: list[str] = field(default_factory=list)
    next_instant: datetime | None = None


def run_pass(
    at: datetime | None = None,
    *,
    wait: bool = True,
    is_over: Callable[[], bool] = lambda: False,
) -> PassReport:
    """Carry out what is due at `at`, or now by the database's clock.

    Without `wait` nothing is waited for: what another process has in hand is left to it. `is_over`
    is asked before each unit. Raises OperationalError or InterfaceError when the database is gone;
    everything else that goes wrong belongs to its unit and is written down.
    """
    report = PassReport()
    # No unit waits for the mails of the one before it.
    with effects.held(), locks.impatient(not wait):
        found_at = at or clock.database_now()
        for unit in due_units(found_at):
            if is_over():
                break
            _book(report, unit, at, wait=wait)
        if not report.busy:
            failures.forget_what_is_not_due(found_at)
    report.next_instant = next_instant()
    return report


def _book(report: PassReport, unit: Unit, at: datetime | None, *, wait: bool) -> None:
    try:
        outcome = _carry_out(unit, at, wait=wait)
    except Busy:
        report.busy.append(unit.key)
    except (OperationalError, InterfaceError) as error:
        if _is_gone():
            raise
        _fail(report, unit, error, at)
    except Exception as error:
        # Whatever a page's own code raises: it must not keep the next unit back.
        _fail(report, unit, error, at)
    else:
        if outcome is Outcome.DONE:
            report.done.append(unit.key)
        if outcome is Outcome.SKIPPED:
            logger.error("%s can never be carried out and was given up", unit.key)
            report.skipped.append(unit.key)


def _carry_out(unit: Unit, at: datetime | None, *, wait: bool) -> Outcome:
    tries = TRIES if wait else 2
    for turn in range(tries):
        try:
            with transaction.atomic():
                locks.take_turn(wait=wait)
                with clock.at(at) if at else nullcontext():
                    outcome = unit.carry_out(clock.database_now())
                failures.forget(unit)
                return outcome
        except DatabaseError as error:
            tried_enough = locks.was_swallowed(error) and turn + 1 == tries
            if tried_enough or not (locks.is_passing(error) or locks.was_swallowed(error)):
                raise
            # Not both at the same moment again.
            time.sleep(random.uniform(0, 0.01 * 2**turn))  # noqa: S311
    raise Busy


def _fail(report: PassReport, unit: Unit, error: Exception, at: datetime | None) -> None:
    report.failed.append(unit.key)
    try:
        failures.record(unit, error, at or clock.database_now())
    except DatabaseError:
        if _is_gone():
            raise
        logger.exception("the failure of %s could not be written down", unit.key)


def _is_gone() -> bool:
    return connection.connection is None or not connection.is_usable()
