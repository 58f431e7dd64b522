"""The one board of this process, opened when it is first needed, and again when it is gone."""

import itertools
import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connections

from portal.delivery.counters import keys, place
from portal.delivery.counters.board import ALL, Board, Commit, Gone

logger = logging.getLogger(__name__)

#: How long a reader waits for a commit that is under way, in seconds: whatever it would render now
#: could not be kept. And how often it looks.
PATIENCE, TURN = 0.05, 0.0005

_board: Board | None = None
_opening = threading.RLock()
_complained_at = 0.0
#: The commits that a reader has waited for in vain; nobody waits for the same ones again.
_hopeless = 0
_never = itertools.count(1)
#: A counter, and what was changed when by then, or by some later moment.
_changes: tuple[int, bytes] = (-1, b"")


def read() -> int:
    """The counter; a number that never comes again while nobody can say."""
    try:
        if _board is None:
            raise Gone
        writers, counter = _board.read()
    except Gone:
        return _read_anew()
    return _when_settled() if writers else counter


def has_changed(places: Iterable[int], since: int, counter: int) -> bool:
    """Whether something at these places was changed after `read()` gave `since`; `counter` is what
    it gives now.
    """
    global _changes
    if counter < 0 or since < 0:
        return True
    known = _changes
    if known[0] != counter:
        try:
            known = _changes = counter, board().changes()
        except OSError as error:
            complain(error)
            return True
    return not keys.are_unchanged(known[1], places, since)


def board() -> Board:
    """The board, opened if need be. Raises OSError when it can't be."""
    global _board
    if _board is not None and _board.is_in_place():
        return _board
    with _opening:
        if _board is None or not _board.is_in_place():
            # The old one stays open: another thread may be reading.
            _board = Board(place.path_for(connections["default"].settings_dict))
        return _board


def bump(places: Collection[int] = ALL) -> None:
    """Move the counter of this machine, for a change at these places."""
    try:
        board().bump(places)
    except OSError as error:
        complain(error)


def use_for(database: Mapping[str, Any]) -> None:
    """Let the board be the one of this database, which a test may have chosen meanwhile."""
    global _board
    with _opening:
        if _board is not None and _board.path != place.path_for(database):
            _board = None


@contextmanager
def telling() -> Iterator["Telling"]:
    """Around a commit: readers trust nothing inside, and find the counter moved afterwards."""
    telling = Telling()
    try:
        yield telling
    except BaseException:
        # The answer was lost, perhaps; the commit was not, perhaps.
        telling.certain = False
        raise
    finally:
        telling.end()


class Telling:
    """A commit that is under way, on the board as far as there is one."""

    def __init__(self) -> None:
        #: Where something was changed by it.
        self.places: Collection[int] = ALL
        self.certain = True
        #: What is to be done when it has happened for certain.
        self.afterwards: list[Callable[[], object]] = []
        self.board: Board | None = None
        self.commit: Commit | None = None
        try:
            self.board = board()
            self.commit = self.board.begin()
        except OSError as error:
            complain(error)

    def end(self) -> None:
        try:
            if self.board is not None:
                self.board.end(self.commit, self.places, certain=self.certain)
            # Another file may have taken its place meanwhile.
            if self.places and (self.board is None or not self.board.is_in_place()):
                board().bump()
        except OSError as error:
            complain(error)
        if self.certain:
            for work in self.afterwards:
                work()


def complain(error: OSError) -> None:
    """Say that pages can't be kept on this machine, and why; not at every request."""
    global _complained_at
    if not _complained_at or time.monotonic() - _complained_at > 60:
        _complained_at = time.monotonic()
        logger.error("The counter of publications can't be used, so no page is kept: %s", error)


def _read_anew() -> int:
    try:
        writers, counter = board().read()
    except OSError as error:
        complain(error)
        return -next(_never)
    return _when_settled() if writers else counter


def _when_settled() -> int:
    global _hopeless
    end = time.monotonic() + PATIENCE
    while True:
        try:
            assert _board is not None  # noqa: S101
            _board.bury()
            writers, counter = _board.read()
        except OSError:
            return -next(_never)
        if not writers:
            _hopeless = 0
            return counter
        if _hopeless == counter or time.monotonic() > end:
            # A commit that hangs: the next reader need not wait for it as well.
            _hopeless = counter
            return -next(_never)
        time.sleep(TURN)


def _after_fork() -> None:
    global _opening
    _opening = threading.RLock()
    if _board is not None:
        _board.after_fork()


os.register_at_fork(after_in_child=_after_fork)
