"""The link through PostgreSQL's NOTIFY: the word goes out with the commit or not at all.

The connection has to be the server's own: a pooler that changes the session behind it would lose
what is listened for. That is tried once on each connection.
"""

import select
import time
from collections.abc import Callable
from typing import Any

from portal.delivery.counters.board import Board
from portal.delivery.counters.sharing import Telling
from portal.delivery.counters.words import TRIAL, news_of, word_of

CHANNEL = "portal_counter"
#: Seconds in which a new connection has to hear itself.
PATIENCE = 2


def say(raw: Any, telling: Telling) -> None:
    """Let the present transaction of a connection of psycopg's notify the other machines."""
    raw.execute("SELECT pg_notify(%s, %s)", (CHANNEL, word_of(telling)))


def listen(connection: Any, board: Board, every: float, is_wanted: Callable[[], bool]) -> None:
    """Pass on what is said, as long as it is wanted; `every` so many seconds the server is asked
    whether it is still there. Raises what the driver raises, and OSError behind a pooler.
    """
    connection.execute(f"LISTEN {CHANNEL}")
    hear_oneself(connection)
    # What comes while the connection is asked something is taken by the driver, which gives it to
    # nobody else.
    heard: list[str] = []
    connection.add_notify_handler(lambda said: heard.append(said.payload))
    asked = time.monotonic()
    # For whatever was said while nobody listened.
    board.bump()
    board.set_heard(asked)
    while is_wanted():
        wait = max(asked + every - time.monotonic(), 0.0)
        select.select([connection.fileno()], [], [], wait)
        connection.pgconn.consume_input()
        _pass_on(connection, heard, board)
        if time.monotonic() >= asked + every:
            before = time.monotonic()
            connection.execute("SELECT 1")
            _pass_on(connection, heard, board)
            asked = before
            board.set_heard(asked)


def hear_oneself(connection: Any) -> None:
    """Raises OSError when what is said on this connection does not come back on it."""
    connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, TRIAL))
    for _ in connection.notifies(timeout=PATIENCE, stop_after=1):
        return
    raise OSError(
        "the database's address leads to a pooler that does not pass notifications on; "
        "set COUNTER_LINK=redis"
    )


def _pass_on(connection: Any, heard: list[str], board: Board) -> None:
    words = [*heard]
    heard.clear()
    while (said := connection.pgconn.notifies()) is not None:
        words.append(said.extra.decode(errors="replace"))
    if changed := {place for word in words for place in news_of(word, board)}:
        board.bump(changed)
