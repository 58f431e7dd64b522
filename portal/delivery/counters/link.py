"""How the machines of one site tell each other, through PostgreSQL or Redis.

The transaction that changes something also leaves a word of it: `notifications` sends that by NOTIFY,
`redis_link` through a table and Redis. On each machine one process listens, whichever was first to
take the lock, on a connection of its own; another one takes over when it ends. It asks something of
the server twice a second. When it hears nothing, the counter of its machine is believed for
LOST_AFTER seconds more; when it has found back, the counter moves once, for what may have been missed.
"""

import logging
import math
import threading
import time
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from portal.delivery.counters.board import Board
from portal.delivery.counters.sharing import Telling

logger = logging.getLogger(__name__)

#: Seconds: between two questions to the server, until the link counts as silent, until it counts
#: as lost, and between two tries to find back.
ASK_EVERY, SILENT_AFTER, LOST_AFTER, TRY_EVERY = 0.5, 1.5, 3.0, 0.25
#: Seconds in which a new connection has to stand.
PATIENCE = 2


def tell_others(connection: BaseDatabaseWrapper, telling: Telling) -> None:
    """Let the present transaction tell the other machines when it commits."""
    raw = connection.connection
    # A transaction that has failed is about to be rolled back, whatever it is asked.
    if raw is not None and raw.info.transaction_status.name != "INERROR":
        with connection.wrap_database_errors:
            _carrier().say(raw, telling)


def _carrier() -> ModuleType:
    if settings.COUNTER_REDIS:
        # Only a site with Redis has its library.
        from portal.delivery.counters import redis_link

        return redis_link
    from portal.delivery.counters import notifications

    return notifications


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
            _carrier().listen(connection, board, ASK_EVERY, lambda: self._board is board)


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
