"""The stage: the site as it will be, in a transaction that is always rolled back.

What is to go out is carried out by the same code as at the instant, with the clock standing at that
instant. Nothing of it stays: no version, no log entry, no cache, no mail, and no page that another
process could see. Only resized pictures are kept, because the browser fetches them afterwards.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from wagtail.models import Revision

from newsroom.releases.carrying_out import one_line
from newsroom.releases.dispatcher import locks
from newsroom.releases.models import Release
from newsroom.releases.staging import limits, units
from newsroom.releases.staging.caches import scratch_caches
from newsroom.releases.staging.findings import Named
from newsroom.releases.staging.limits import StageRefused
from newsroom.releases.staging.renditions import NewRenditions
from pages import clock, visibility

logger = logging.getLogger(__name__)

ATTEMPTS = 4
PAUSE = 0.25


class StagingFailed(Exception):
    """Something that is to go out can't: which, and why, in one line each for the person."""

    def __init__(self, what: str, why: str, named: Named = ()) -> None:
        super().__init__(f"{what} {why}")
        self.what = what
        self.why = why
        self.named = named
        """The titles that they may hold, each with its page."""


@dataclass
class Stage:
    """What the block of a stage can ask about it."""

    at: datetime
    failures: list[StagingFailed] = field(default_factory=list)
    """Of other things that are due by then, when the stage was to go on without them."""


@contextmanager
def stage(
    at: datetime,
    *,
    releases: Iterable[Release] = (),
    revisions: Iterable[Revision] = (),
    everything_due: bool = False,
    seconds: float = limits.PAGE_SECONDS,
    without_failing: bool = False,
) -> Iterator[Stage]:
    """Show, inside the block, the database as it will be at `at`; nothing of it stays.

    `releases` may still be drafts: the latest version of a page then goes out where none is pinned.
    `everything_due` adds what is armed or scheduled until `at`; with `without_failing` something of
    that which can't be carried out is noted in the stage instead of ending it.

    Raises StageRefused when it is not the moment for a stage, or it takes longer than `seconds`;
    StagingFailed when something can't be carried out.
    """
    seconds = limits.seconds_free(seconds)
    staged = Stage(at)
    renditions = NewRenditions()
    try:
        with scratch_caches(), _rolled_back(renditions), limits.enforced(seconds):
            # What the request remembers of the present is neither used nor replaced.
            with visibility.look_afresh():
                _carry_out(
                    units.steps(at, releases, revisions, everything_due), staged, without_failing
                )
            with clock.at(at), visibility.remember():
                yield staged
    except (OperationalError, InterfaceError) as error:
        logger.warning("A stage was given up: %s", error)
        is_taken = isinstance(error, OperationalError) and locks.is_passing(error)
        raise StageRefused(limits.TAKEN if is_taken else limits.TOO_LONG) from error
    finally:
        renditions.keep()


@contextmanager
def _rolled_back(renditions: NewRenditions) -> Iterator[None]:
    with transaction.atomic():
        try:
            yield
        finally:
            renditions.collect()
            transaction.set_rollback(True)


def _carry_out(steps: list[units.Step], staged: Stage, without_failing: bool) -> None:
    for step in steps:
        try:
            _take_patiently(step)
        except StagingFailed as failure:
            if step.is_asked_for or not without_failing:
                raise
            staged.failures.append(failure)


def _take_patiently(step: units.Step) -> None:
    """Carry a step out; when somebody holds one of its rows, let go of all of them and try anew."""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(PAUSE)
        try:
            with transaction.atomic():
                units.take(step)
            return
        except InterfaceError:
            raise
        except locks.Busy:
            continue
        except OperationalError as error:
            if not locks.is_passing(error):
                raise
        except Exception as error:
            # Whatever a page's own code raises: it is told, as the dispatcher would tell it.
            raise StagingFailed(step.name, one_line(error), step.named) from error
    raise StageRefused(limits.TAKEN)
