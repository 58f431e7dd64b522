"""Where a run stands, as the admin says it: its state, and whether a process is at it."""

from datetime import timedelta

from django.db.models import TextChoices

from pages import clock
from portal.isomer import background
from portal.isomer.models import ImportRun, RunState
from portal.isomer.models.runs import Phase

#: A process that has not begun its run this long after it was asked for never will.
START_WITHIN = timedelta(minutes=1)


class Standing(TextChoices):
    """What a person wants to know of a run."""

    WAITING = "waiting", "waiting to start"
    RUNNING = "running", "running"
    TAKING_BACK = "taking-back", "being taken back"
    FINISHED = "finished", "finished"
    REHEARSED = "rehearsed", "rehearsed"
    STOPPED = "stopped", "stopped"
    INTERRUPTED = "interrupted", "interrupted"
    NOT_STARTED = "not-started", "did not start"
    TAKEN_BACK = "taken-back", "taken back"


AT_WORK = frozenset({Standing.WAITING, Standing.RUNNING, Standing.TAKING_BACK})
UNFINISHED = frozenset({Standing.STOPPED, Standing.INTERRUPTED, Standing.NOT_STARTED})
#: Phases in which nothing has been written yet.
_BEFORE_WRITING = frozenset({"", Phase.READING})


def standing_of(run: ImportRun) -> Standing:
    """Where a run stands now."""
    if run.state == RunState.ROLLED_BACK:
        return Standing.TAKEN_BACK
    if run.state == RunState.RUNNING:
        if run.is_interrupted:
            return Standing.INTERRUPTED
        return Standing.TAKING_BACK if run.phase == Phase.ROLLBACK else Standing.RUNNING
    if run.state == RunState.WAITING:
        return Standing.WAITING if _is_expected(run) else Standing.NOT_STARTED
    if run.process and _is_expected(run):
        return Standing.TAKING_BACK
    if run.state == RunState.STOPPED:
        return Standing.STOPPED
    return Standing.REHEARSED if run.dry_run else Standing.FINISHED


def can_go_on(run: ImportRun) -> bool:
    """Whether the same work can be asked for again; a folder only the command can read."""
    going_back = run.phase == Phase.ROLLBACK
    return standing_of(run) in UNFINISHED and (going_back or bool(run.archive))


def can_take_back(run: ImportRun) -> bool:
    """Whether the run may have written something that can be taken back."""
    standing = standing_of(run)
    ended = standing == Standing.FINISHED or standing in UNFINISHED
    return ended and not run.dry_run and run.phase not in _BEFORE_WRITING


def can_carry_out(run: ImportRun) -> bool:
    """Whether the run was a rehearsal whose archive is still here to be imported."""
    return standing_of(run) == Standing.REHEARSED and bool(run.archive)


def can_discard(run: ImportRun) -> bool:
    """Whether the run can be forgotten: it has ended and left nothing on the site."""
    standing = standing_of(run)
    ended = standing == Standing.REHEARSED or standing in UNFINISHED
    return ended and (run.dry_run or run.phase in _BEFORE_WRITING)


def _is_expected(run: ImportRun) -> bool:
    """Whether a process that was started for the run may still begin."""
    asked = run.seen_at or run.asked_at
    return clock.now() - asked < START_WITHIN and not background.ended(run)
