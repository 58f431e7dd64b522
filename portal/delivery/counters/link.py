"""How the machines of one site tell each other, through PostgreSQL.

The transaction that changes something also notifies: the word goes out with the commit or not at
all, and names no content. On each machine one process listens, whichever was first to take the
lock, on a connection of its own; another one takes over when it ends. It asks something of the
server twice a second. When it hears nothing, the counter of its machine is believed for LOST_AFTER
seconds more; when it has found back, the counter moves once, for what may have been missed.

The connection has to be the server's own: a pooler that changes the session behind it would lose
what is listened for. That is tried once on each connection.
"""

import logging
import math
import re
import select
import threading
import time
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.delivery.counters import sharing
from portal.delivery.counters.board import ALL, Board, Commit
from portal.delivery.counters.keys import OF_EVERYTHING, is_place

logger = logging.getLogger(__name__)

CHANNEL = "portal_counter"
_WORD = re.compile(r"([0-9]+):([0-9]+):([0-9]+):((?:[0-9]+,)*[0-9]*)")
#: Seconds: between two questions to the server, until the link counts as silent, until it counts
#: as lost, and between two tries to find back.
ASK_EVERY, SILENT_AFTER, LOST_AFTER, TRY_EVERY = 0.5, 1.5, 3.0, 0.25
#: So many places fit into a notification, of 8,000 bytes at most.
MOST_PLACES = 600
#: Seconds in which a new connection has to stand, and to hear itself.
PATIENCE = 2


def tell_others(connection: BaseDatabaseWrapper, telling: "sharing.Telling") -> None:
    """Let the present transaction notify the other machines when it commits."""
    raw = connection.connection
    # A transaction that has failed is about to be rolled back, whatever it is asked.
    if raw is not None and raw.info.transaction_status.name != "INERROR":
        with connection.wrap_database_errors:
            raw.execute("SELECT pg_notify(%s, %s)", (CHANNEL, _word_of(telling)))


def _word_of(telling: "sharing.Telling") -> str:
    """Which commit it is, and the places of what it changes; none for everything."""
    few = len(telling.places) <= MOST_PLACES and OF_EVERYTHING not in telling.places
    places = ",".join(map(str, sorted(telling.places))) if few else ""
    if telling.board is None or telling.commit is None:
        return f"0:0:0:{places}"
    return f"{telling.board.file}:{telling.commit.slot}:{telling.commit.number}:{places}"


class Listener:
    """Listens for this machine, as long as this process is the one that does."""

    def __init__(self) -> None:
        self._board: Board | None = None
        self._thread: threading.Thread | None = None

    def stand_by(self, board: Board) -> None:
        """Take the part when nobody has it. Called again and again."""
        if self._thread is not None and self._thread.is_alive() and self._board is board:
            return
        if board.take_link():
            self._board = board
            board.set_heard(-math.inf)
            self._thread = threading.Thread(
                target=self._run, args=(board,), name="counter-link", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """Leave the part to another process."""
        board, self._board = self._board, None
        if board is not None and self._thread is not None:
            self._thread.join()
            board.give_link_up()

    def _run(self, board: Board) -> None:
        was_lost = False
        while self._board is board:
            try:
                self._listen(board)
            except Exception as error:
                # Whatever a driver raises; it is tried again until it works.
                if not was_lost:
                    logger.warning("The link to the other machines is lost: %s", error)
                was_lost = True
            time.sleep(TRY_EVERY)

    def _listen(self, board: Board) -> None:
        with _connected(connections["default"].settings_dict) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            _hear_oneself(connection)
            # What comes while the connection is asked something is taken by the driver, which gives
            # it to nobody else.
            heard: list[str] = []
            connection.add_notify_handler(lambda said: heard.append(said.payload))
            asked = time.monotonic()
            # For whatever was said while nobody listened.
            board.bump()
            board.set_heard(asked)
            while self._board is board:
                wait = max(asked + ASK_EVERY - time.monotonic(), 0.0)
                select.select([connection.fileno()], [], [], wait)
                connection.pgconn.consume_input()
                _pass_on(connection, heard, board)
                if time.monotonic() >= asked + ASK_EVERY:
                    before = time.monotonic()
                    connection.execute("SELECT 1")
                    _pass_on(connection, heard, board)
                    asked = before
                    board.set_heard(asked)


def _connected(database: Mapping[str, Any]) -> Any:
    # Only a site on PostgreSQL has the driver's library in its processes.
    import psycopg

    options = {
        "dbname": database["NAME"],
        "user": database.get("USER"),
        "password": database.get("PASSWORD"),
        "host": database.get("HOST"),
        "port": database.get("PORT"),
    }
    safe = ("sslmode", "sslrootcert", "sslcert", "sslkey", "service", "passfile")
    given = database.get("OPTIONS", {})
    return psycopg.connect(
        **{name: value for name, value in options.items() if value},
        **{name: given[name] for name in safe if name in given},
        autocommit=True,
        application_name="portal counter",
        connect_timeout=PATIENCE,
        keepalives_idle=1,
        keepalives_interval=1,
        keepalives_count=3,
        tcp_user_timeout=int(1000 * LOST_AFTER),
    )


def _hear_oneself(connection: Any) -> None:
    """Raises OSError when what is said on this connection does not come back on it."""
    connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, "0:0:1:"))
    for _ in connection.notifies(timeout=PATIENCE, stop_after=1):
        return
    raise OSError("the database's address leads to a pooler that does not pass notifications on")


def _pass_on(connection: Any, heard: list[str], board: Board) -> None:
    words = [*heard]
    heard.clear()
    while (said := connection.pgconn.notifies()) is not None:
        words.append(said.extra.decode(errors="replace"))
    if changed := {place for word in words for place in _news_of(word, board)}:
        board.bump(changed)


def _news_of(word: str, board: Board) -> Iterable[int]:
    """The places of what was changed, as far as this machine does not know by itself."""
    understood = _WORD.fullmatch(word)
    if understood is None:
        return ALL
    file, slot, number = map(int, understood.group(1, 2, 3))
    if (file, slot, number) == (0, 0, 1):
        # Somebody tries whether it hears itself.
        return ()
    if file == board.file and board.takes_care_of(Commit(slot, number)):
        return ()
    places = [int(place) for place in understood[4].split(",") if place]
    return places if places and all(map(is_place, places)) else ALL
