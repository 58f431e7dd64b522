"""Redis as the cache of all processes, which they can do without.

Nothing is kept there that can't be made anew. While it does not answer, everything counts as not
kept: pages are slower and none fails. After a failure it is left alone for a moment, so that a server
that is out of reach does not hold up each request.

What this process wrote or deleted meanwhile may have an older value there when it answers again: those
keys are deleted first.
"""

import logging
import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

T = TypeVar("T")
#: Seconds: for a connection, for an answer, and in which it is left alone after a failure.
CONNECT_WITHIN, ANSWER_WITHIN, REST = 0.5, 1.0, 2.0
#: So many keys are remembered that were lost; the oldest values of others end by themselves.
MOST_LOST = 5000


class _Server:
    """What the threads of this process know of a server."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.resting_until = 0.0
        self.is_silent = False
        self.lost: set[str] = set()


_servers: dict[str, _Server] = {}


class DispensableRedisCache(RedisCache):
    """Django's, without the errors of a server that does not answer."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "socket_connect_timeout": CONNECT_WITHIN,
            "socket_timeout": ANSWER_WITHIN,
            # Once more, at once: the server may have been started anew.
            "retry": Retry(NoBackoff(), 1),
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, {**params, "OPTIONS": options})
        self._known = _servers.setdefault(server, _Server())

    def get(self, key, default=None, version=None):
        stock = super().get
        return self._tried(lambda: stock(key, default, version), default)

    def get_many(self, keys, version=None):
        stock, wanted = super().get_many, list(keys)
        return self._tried(lambda: stock(wanted, version), {})

    def has_key(self, key, version=None):
        stock = super().has_key
        return self._tried(lambda: stock(key, version), False)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        stock = super().add
        return self._tried(lambda: stock(key, value, timeout, version), False)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        stock = super().touch
        return self._tried(lambda: stock(key, timeout, version), False)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        stock = super().set
        self._tried(lambda: stock(key, value, timeout, version), None, [key], version)

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        stock = super().set_many
        return self._tried(lambda: stock(data, timeout, version), list(data), data, version)

    def delete(self, key, version=None):
        stock = super().delete
        return self._tried(lambda: stock(key, version), False, [key], version)

    def delete_many(self, keys, version=None):
        stock, wanted = super().delete_many, list(keys)
        return self._tried(lambda: stock(wanted, version), None, wanted, version)

    def incr(self, key, delta=1, version=None):
        """Raises ValueError for a key that is not there, or can't be looked for."""
        stock = super().incr
        number = self._tried(lambda: stock(key, delta, version), None, [key], version)
        if number is None:
            raise ValueError(f"Key {key!r} can't be counted on")
        return number

    def _tried(
        self, work: Callable[[], T], otherwise: T, written: Iterable[str] = (), version: Any = None
    ) -> T:
        """What `work` returns; `otherwise` while the server does not answer. `written` are the
        keys whose value there is not right then.
        """
        known = self._known
        if time.monotonic() >= known.resting_until:
            try:
                if known.lost:
                    self._delete_lost()
                answer = work()
            except (RedisError, OSError) as error:
                known.resting_until = time.monotonic() + REST
                if not known.is_silent:
                    logger.warning("Redis does not answer; the site goes on without it: %s", error)
                known.is_silent = True
            else:
                if known.is_silent:
                    logger.warning("Redis answers again")
                    known.is_silent = False
                return answer
        with known.lock:
            if len(known.lost) < MOST_LOST:
                known.lost.update(self.make_and_validate_key(key, version) for key in written)
        return otherwise

    def _delete_lost(self) -> None:
        with self._known.lock:
            lost, self._known.lost = self._known.lost, set()
        try:
            self._cache.delete_many(lost)
        except (RedisError, OSError):
            with self._known.lock:
                self._known.lost |= lost
            raise
