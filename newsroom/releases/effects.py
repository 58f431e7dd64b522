"""What a transaction wants done outside the database once it has committed.

`later()` writes a row in the transaction and does the work right after the commit; inside `held()`
when the block is left, so that a slow mail server keeps nobody waiting who has more to do. What
fails, or what a dying process leaves behind, `deliver_due()` takes up again: every effect happens at
least once, and one that fails stops no other.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.db import transaction

from newsroom.releases.models.dispatch import Effect
from pages import clock

logger = logging.getLogger(__name__)

Handler = Callable[[dict], None]
_handlers: dict[str, Handler] = {}
_held: ContextVar[list[int] | None] = ContextVar("releases_held_effects", default=None)
#: How long an effect is left to the process that wrote it before another one takes it up.
OWN_TIME = timedelta(seconds=30)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does effects of a kind; it takes the payload."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def later(kind: str, payload: dict) -> None:
    """Do an effect after the commit of the present transaction. `payload` is plain JSON."""
    effect = Effect.objects.create(
        kind=kind, payload=payload, next_attempt_at=clock.database_now() + OWN_TIME
    )
    transaction.on_commit(lambda: _deliver_or_hold(effect.pk), robust=True)


def deliver(waiting: list[int]) -> None:
    """Do effects that were held back: those with these ids that nobody has done meanwhile."""
    for pk in waiting:
        _deliver(pk, 0)


@contextmanager
def held(hand_over: Callable[[list[int]], None] = deliver) -> Iterator[None]:
    """Hold the effects of the block's transactions back; when it is left, `hand_over` gets them.

    A block inside such a block leaves that to the outer one.
    """
    if _held.get() is not None:
        yield
        return
    waiting: list[int] = []
    token = _held.set(waiting)
    try:
        yield
    finally:
        _held.reset(token)
        if waiting:
            hand_over(waiting)


def _deliver_or_hold(pk: int) -> None:
    waiting = _held.get()
    if waiting is None:
        _deliver(pk, 0)
    else:
        waiting.append(pk)


def deliver_due() -> int:
    """Do the effects that were left behind; returns how many were done."""
    due = Effect.objects.filter(next_attempt_at__lte=clock.database_now())
    return sum(_deliver(pk, attempts) for pk, attempts in due.values_list("pk", "attempts")[:200])


def _deliver(pk: int, attempts: int) -> bool:
    """Do one effect, unless another process has taken it. A failure is tried again later."""
    wait = min(FIRST_WAIT * 2**attempts, LONGEST_WAIT)
    # The claim commits before the work, so that a slow mail server holds no lock.
    claimed = Effect.objects.filter(pk=pk, attempts=attempts).update(
        attempts=attempts + 1, next_attempt_at=clock.database_now() + wait
    )
    effect = Effect.objects.filter(pk=pk).first() if claimed else None
    if effect is None:
        return False
    try:
        _handlers[effect.kind](effect.payload)
    except Exception as error:
        # Whatever a mail server or a receiver raises: it must not stop the others.
        logger.exception("effect %s (%s) failed", effect.pk, effect.kind)
        Effect.objects.filter(pk=pk).update(error=f"{type(error).__name__}: {error}"[:500])
        return False
    effect.delete()
    return True
