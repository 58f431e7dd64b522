"""What a transaction wants done outside the database once it has committed.

`later()` writes a row in the transaction and does the work right after the commit; inside `held()`
when the block is left, so that a slow mail server keeps nobody waiting who has more to do. A kind
that has its own way of being done is handed over to that. What fails, or what a dying process leaves
behind, `deliver_due()` takes up again: every effect happens at least once, and one that fails stops
no other.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F

from newsroom.releases.models.dispatch import Effect
from pages import clock

logger = logging.getLogger(__name__)

Handler = Callable[[dict], None]
HandOver = Callable[[list[int]], None]
_handlers: dict[str, Handler] = {}
_own_ways: dict[str, HandOver] = {}
_held: ContextVar[list[int] | None] = ContextVar("releases_held_effects", default=None)
_together: ContextVar[list[Effect] | None] = ContextVar("releases_effects_together", default=None)
#: How long an effect is left to the process that wrote it before another one takes it up.
OWN_TIME = timedelta(seconds=30)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
#: How many are taken at once, and for how many seconds: the rest is then taken anew.
AT_ONCE, TURN = 50, FIRST_WAIT.total_seconds() / 2


def handles(kind: str, hand_over: HandOver | None = None) -> Callable[[Handler], Handler]:
    """Register the function that does effects of a kind; it takes the payload.

    With `hand_over`, that gets the ids of such effects right after the commit, whoever else holds
    effects back; it returns at once.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        if hand_over is not None:
            _own_ways[kind] = hand_over
        return handler

    return register


def later(kind: str, payload: dict) -> None:
    """Do an effect after the commit of the present transaction. `payload` is plain JSON."""
    effect = Effect(kind=kind, payload=payload)
    gathered = _together.get()
    if gathered is None:
        _write([effect])
    else:
        gathered.append(effect)


@contextmanager
def together() -> Iterator[None]:
    """Write the effects that are wanted inside the block with one statement, when it is left."""
    gathered: list[Effect] = []
    token = _together.set(gathered)
    try:
        yield
    finally:
        _together.reset(token)
    if gathered:
        _write(gathered)


def _write(gathered: list[Effect]) -> None:
    until = clock.database_now() + OWN_TIME
    for effect in gathered:
        effect.next_attempt_at = until
    Effect.objects.bulk_create(gathered)
    ways: dict[HandOver, list[int]] = {}
    for effect in gathered:
        ways.setdefault(_own_ways.get(effect.kind, _deliver_or_hold), []).append(effect.pk)
    for way, ids in ways.items():
        transaction.on_commit(partial(way, ids), robust=True)


def deliver(waiting: list[int]) -> None:
    """Do effects that were held back: those with these ids that nobody has done meanwhile."""
    _deliver(dict.fromkeys(waiting, 0))


@contextmanager
def held(hand_over: HandOver = deliver) -> Iterator[None]:
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


def _deliver_or_hold(ids: list[int]) -> None:
    waiting = _held.get()
    if waiting is None:
        deliver(ids)
    else:
        waiting.extend(ids)


def deliver_due() -> int:
    """Do the effects that were left behind; returns how many were done."""
    due = Effect.objects.filter(next_attempt_at__lte=clock.database_now())
    return _deliver(dict(due.values_list("pk", "attempts")[:200]))


def _deliver(left: dict[int, int]) -> int:
    """Do effects, given with their numbers of attempts, unless another process has taken them;
    returns how many were done. A failure is tried again later.
    """
    done = 0
    while left:
        turn = {pk: left.pop(pk) for pk in list(left)[:AT_ONCE]}
        until = time.monotonic() + TURN
        taken = _take(turn)
        while taken:
            done += _do(taken.pop(0))
            if time.monotonic() > until:
                left |= _give_back(taken)
                break
    return done


def _take(turn: dict[int, int]) -> list[Effect]:
    """Those of these effects that nobody else has taken, to be done within a minute. Committed
    before the work, so that a slow mail server holds no lock.
    """
    now = clock.database_now()
    with transaction.atomic():
        rows = Effect.objects.select_for_update(skip_locked=True, of=("self",))
        taken = [row for row in rows.filter(pk__in=turn) if row.attempts == turn[row.pk]]
        for attempts in {effect.attempts for effect in taken}:
            ids = [effect.pk for effect in taken if effect.attempts == attempts]
            wait = min(FIRST_WAIT * 2**attempts, LONGEST_WAIT)
            Effect.objects.filter(pk__in=ids).update(
                attempts=attempts + 1, next_attempt_at=now + wait
            )
    return taken


def _give_back(taken: list[Effect]) -> dict[int, int]:
    """Let effects be taken again for which there was no time; returns them with their attempts."""
    if taken:
        ids = [effect.pk for effect in taken]
        Effect.objects.filter(pk__in=ids).update(attempts=F("attempts") - 1)
    return {effect.pk: effect.attempts for effect in taken}


def _do(effect: Effect) -> bool:
    """Do an effect; whether it succeeded."""
    try:
        _handlers[effect.kind](effect.payload)
    except Exception as error:
        # Whatever a mail server or a receiver raises: it must not stop the others.
        logger.exception("effect %s (%s) failed", effect.pk, effect.kind)
        Effect.objects.filter(pk=effect.pk).update(error=f"{type(error).__name__}: {error}"[:500])
        return False
    effect.delete()
    return True
