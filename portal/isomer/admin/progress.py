"""How far a running import is, and how long it will take."""

from dataclasses import dataclass

from django.core.cache import cache

from pages import clock
from portal.isomer.admin.standing import Standing, standing_of
from portal.isomer.models import ImportRun
from portal.isomer.models.runs import Phase

_FORWARD = (Phase.READING, Phase.PLACES, Phase.PAGES, Phase.SETTINGS)
_REMEMBERED = 60 * 60
#: A rate that was measured for less than this many seconds says nothing.
_ENOUGH = 2


@dataclass(frozen=True)
class Step:
    """One phase of the run; `state` is done, current or later."""

    label: str
    state: str


@dataclass(frozen=True)
class Progress:
    """What the progress page shows."""

    standing: Standing
    steps: list[Step]
    done: int
    total: int
    rate: float | None
    seconds_left: int | None

    @property
    def share(self) -> int:
        return self.done * 100 // self.total if self.total else 0

    @property
    def remaining(self) -> str:
        """The time that is left in words; "" while nobody can know."""
        if self.seconds_left is None:
            return ""
        if self.seconds_left < 60:
            return "less than a minute"
        minutes = round(self.seconds_left / 60)
        return "about a minute" if minutes == 1 else f"about {minutes} minutes"


def progress_of(run: ImportRun) -> Progress:
    """Where the run is; the rate is measured between the times somebody looked."""
    standing = standing_of(run)
    counted = standing in {Standing.RUNNING, Standing.TAKING_BACK} and run.total > 0
    rate = _rate(run) if counted else None
    return Progress(
        standing=standing,
        steps=_steps(run, standing),
        done=run.done if counted else 0,
        total=run.total if counted else 0,
        rate=rate,
        seconds_left=int((run.total - run.done) / rate) if rate else None,
    )


def _steps(run: ImportRun, standing: Standing) -> list[Step]:
    if standing == Standing.TAKING_BACK or run.phase == Phase.ROLLBACK:
        return [Step(_sentence(Phase.ROLLBACK), "current")]
    at = _FORWARD.index(Phase(run.phase)) if run.phase in set(_FORWARD) else -1
    if standing == Standing.WAITING:
        at = -1
    states = ["done" if n < at else "current" if n == at else "later" for n in range(4)]
    return [Step(_sentence(phase), state) for phase, state in zip(_FORWARD, states, strict=True)]


def _sentence(phase: Phase) -> str:
    label = str(phase.label)
    return label[:1].upper() + label[1:]


def _rate(run: ImportRun) -> float | None:
    """Per second since this phase was first looked at."""
    key = f"import-progress:{run.pk}:{run.process}:{run.phase}"
    now = clock.now()
    first_done, since = cache.get_or_set(key, (run.done, now), _REMEMBERED) or (run.done, now)
    seconds = (now - since).total_seconds()
    if seconds < _ENOUGH or run.done <= first_done:
        return None
    return (run.done - first_done) / seconds
