"""The link through Redis, where a pooler in front of PostgreSQL passes no notifications on.

Redis can't be part of a transaction: a process may end between its commit and its word, and a server
that was away has lost what was said. So there are two ways, and only the first has to stand:

- **The table of last commits** (`delivery_lastcommit`) is written in the transaction itself: a row
  for each connection of the server's, with how often it has committed something and the last word.
  No two transactions are ever after the same row. The listener reads it twice a second.
- **Redis** carries the same word at once. While it does not answer, a change is heard of half a
  second later, and who publishes waits no longer than that for it.
"""

import logging
import re
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from portal.delivery.counters.board import ALL, Board
from portal.delivery.counters.sharing import Telling
from portal.delivery.counters.words import news_of, word_of
from portal.delivery.redis_cache import CONNECT_WITHIN, REST

logger = logging.getLogger(__name__)

TABLE = "delivery_lastcommit"
#: Seconds in which Redis has to answer: a look at the table must not wait longer for it.
ANSWER_WITHIN = 0.5
#: Rows that nobody has written for so long are dropped; all listeners have read them by then.
KEPT = "1 hour"
_TIDY_EVERY = 3600.0
_MESSAGE = re.compile(r"([0-9]{1,20}):([0-9]{1,20}):([0-9]{1,20})\|(.*)", re.ASCII)

_WRITE = f"""
    INSERT INTO {TABLE} (backend, began, commits, word, told_at)
    VALUES (
        pg_backend_pid(), (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, 1, %s,
        clock_timestamp()
    )
    ON CONFLICT (backend) DO UPDATE
    SET commits = {TABLE}.commits + 1, word = excluded.word, told_at = excluded.told_at
    RETURNING backend, began, commits
"""  # noqa: S608
_READ = f"SELECT backend, began, commits, word FROM {TABLE}"  # noqa: S608
_TIDY = f"DELETE FROM {TABLE} WHERE told_at < clock_timestamp() - interval '{KEPT}'"  # noqa: S608

#: One connection's life: the server's number of it, and the microsecond of its first word.
Backend = tuple[int, int]


def say(raw: Any, telling: Telling) -> None:
    """Write the word in the present transaction of a connection of psycopg's, and let Redis carry it
    when that has committed.
    """
    if not _has_table(raw):
        return
    word = word_of(telling)
    backend, began, commits = raw.execute(_WRITE, (word,)).fetchone()
    message = f"{backend}:{began}:{commits}|{word}"
    if raw.info.transaction_status.name == "IDLE":
        # The statement was its own commit.
        _sender().send(message)
    else:
        telling.afterwards.append(lambda: _sender().send(message))


_is_there = False


def _has_table(raw: Any) -> bool:
    """Whether this version's migrations have run. Asked until they have."""
    global _is_there
    if not _is_there:
        [found] = raw.execute("SELECT to_regclass(%s)", (TABLE,)).fetchone()
        _is_there = found is not None
    return _is_there


def listen(connection: Any, board: Board, every: float, is_wanted: Callable[[], bool]) -> None:
    """Pass on what is said, as long as it is wanted; the table is read `every` so many seconds.
    Raises what the driver of the database raises.
    """
    # A pooler may give the next statement to another session.
    connection.prepare_threshold = None
    connection.execute(_TIDY)
    tidied = asked = time.monotonic()
    commits = LastCommits(connection, board)
    # For whatever was said while nobody listened.
    board.bump()
    board.set_heard(asked)
    ear = _Ear()
    try:
        while is_wanted():
            _pass_on(board, map(commits.hear, ear.wait(asked + every - time.monotonic())))
            if time.monotonic() >= asked + every:
                before = time.monotonic()
                _pass_on(board, [commits.look()])
                asked = before
                board.set_heard(asked)
            if time.monotonic() >= tidied + _TIDY_EVERY:
                connection.execute(_TIDY)
                tidied = time.monotonic()
    finally:
        ear.close()


def _pass_on(board: Board, news: Iterable[Iterable[int]]) -> None:
    if changed := {place for places in news for place in places}:
        board.bump(changed)


class LastCommits:
    """What the listener knows of the table, and what Redis said beyond that."""

    def __init__(self, connection: Any, board: Board) -> None:
        self._connection, self._board = connection, board
        self._known: dict[Backend, int] = {}
        self._ahead: set[tuple[Backend, int]] = set()
        self.look()

    def hear(self, message: str) -> Iterable[int]:
        """The places of what a message of Redis's tells anew."""
        understood = _MESSAGE.fullmatch(message)
        if understood is None:
            return ALL
        number, began, commits = map(int, understood.group(1, 2, 3))
        if commits <= self._known.get((number, began), 0):
            return ()
        self._ahead.add(((number, began), commits))
        return news_of(understood[4], self._board)

    def look(self) -> Iterable[int]:
        """The places of what the table tells that Redis has not told."""
        news: set[int] = set()
        found: dict[Backend, int] = {}
        for number, began, commits, word in self._connection.execute(_READ):
            backend = number, began
            found[backend] = commits
            since = range(self._known.get(backend, 0) + 1, commits + 1)
            missed = [one for one in since if (backend, one) not in self._ahead]
            if missed == [commits]:
                news.update(news_of(word, self._board))
            elif missed:
                # Only the last word is there.
                news.update(ALL)
        # What Redis has said was committed before, so that the rows have it.
        self._known, self._ahead = found, set()
        return news


class _Redis:
    """A connection that is left alone for a moment after a failure."""

    #: What Redis can't be asked for meanwhile, for the log.
    what = ""

    def __init__(self) -> None:
        self._client = Redis.from_url(
            settings.COUNTER_REDIS,
            socket_connect_timeout=CONNECT_WITHIN,
            socket_timeout=ANSWER_WITHIN,
            health_check_interval=1,
            retry=Retry(NoBackoff(), 0),
        )
        self._channel = settings.COUNTER_CHANNEL
        self._resting_until = 0.0
        self._is_silent = False

    def _tried(self, work: Callable[[], Any]) -> Any:
        """What `work` returns, or None while the server does not answer."""
        if time.monotonic() < self._resting_until:
            return None
        try:
            answer = work()
        except (RedisError, OSError) as error:
            self._resting_until = time.monotonic() + REST
            if not self._is_silent:
                logger.warning("Redis does not answer, so %s: %s", self.what, error)
            self._is_silent = True
            return None
        if self._is_silent:
            logger.warning("Redis answers again")
            self._is_silent = False
        return answer


class _Sender(_Redis):
    what = "other machines hear of changes half a second later"

    def send(self, message: str) -> None:
        self._tried(lambda: self._client.publish(self._channel, message))


@cache
def _sender() -> _Sender:
    return _Sender()


class _Ear(_Redis):
    what = "changes on other machines are heard of half a second later"

    def __init__(self) -> None:
        super().__init__()
        self._subscription: Any = None

    def wait(self, seconds: float) -> list[str]:
        """What is said, as soon as something is, and after so many seconds at the latest."""
        until = time.monotonic() + max(seconds, 0.0)
        said = self._tried(lambda: self._heard(max(seconds, 0.0)))
        if said is None:
            self.close()
            time.sleep(max(until - time.monotonic(), 0.0))
        return said or []

    def close(self) -> None:
        """End the subscription; the next wait makes a new one."""
        subscription, self._subscription = self._subscription, None
        if subscription is not None:
            subscription.close()

    def _heard(self, seconds: float) -> list[str]:
        if self._subscription is None:
            self._subscription = self._client.pubsub(ignore_subscribe_messages=True)
            self._subscription.subscribe(self._channel)
        said = []
        wait = seconds
        while (message := self._subscription.get_message(timeout=wait)) is not None:
            said.append(message["data"].decode(errors="replace"))
            wait = 0.0
        return said
