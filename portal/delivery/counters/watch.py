"""The thread of each web process that looks after what its readers trust: whether the shared file
still is the one, and whether the link to other machines stands.
"""

import logging
import math
import os
import threading
import time

from django.db import connections

from portal.delivery.counters import link, sharing

logger = logging.getLogger(__name__)

#: Seconds between two looks, and for how long one is good: a process that has been stopped or
#: starved for longer looks before it believes anything.
LOOK_EVERY, GOOD_FOR = 0.05, 2.0

#: By `time.monotonic()`: until when all is well, and until when the counter may be believed.
_trust: tuple[float, float] = (-math.inf, -math.inf)
_thread: threading.Thread | None = None
_starting = threading.Lock()
_listener = link.Listener()


def trusted_until() -> float:
    """See the package."""
    well, until = _trust
    if time.monotonic() < well:
        return math.inf
    if _thread is None or not _thread.is_alive():
        _start()
        well, until = _trust
    return math.inf if time.monotonic() < well else until


def _start() -> None:
    global _thread
    with _starting:
        if _thread is None or not _thread.is_alive():
            _look()
            _thread = threading.Thread(target=_run, name="counter-watch", daemon=True)
            _thread.start()


def stop() -> None:
    """End the thread, and the link that this process may have; the next reader starts it again."""
    global _trust, _thread
    with _starting:
        thread, _thread = _thread, None
    if thread is not None:
        thread.join()
    _listener.stop()
    _trust = (-math.inf, -math.inf)


def _run() -> None:
    while threading.current_thread() is _thread:
        _look()
        time.sleep(LOOK_EVERY)


def _look() -> None:
    global _trust
    now = time.monotonic()
    try:
        board = sharing.board()
        board.read()
        if connections["default"].vendor != "postgresql":
            _trust = (now + GOOD_FOR, now + GOOD_FOR)
            return
        _listener.stand_by(board)
        heard = board.heard()
        if heard > now:
            # Written before the machine was started anew.
            heard = -math.inf
        _trust = (
            min(heard + link.SILENT_AFTER, now + GOOD_FOR),
            heard + link.LOST_AFTER,
        )
    except OSError as error:
        _trust = (-math.inf, -math.inf)
        sharing.complain(error)
    except Exception:
        # The thread must not end; nothing is trusted until it knows better.
        _trust = (-math.inf, -math.inf)
        logger.exception("the counter could not be looked after")


def _after_fork() -> None:
    global _trust, _thread, _starting, _listener
    _trust, _thread = (-math.inf, -math.inf), None
    _starting, _listener = threading.Lock(), link.Listener()


os.register_at_fork(after_in_child=_after_fork)
