"""Wagtail's backends of front-end caches, with what they leave out: everything at once, keys, and
failures that whoever asked gets to know of.
"""

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import requests
from django.conf import settings
from wagtail.contrib.frontend_cache.backends import (
    AzureCdnBackend as StockAzureCdn,
)
from wagtail.contrib.frontend_cache.backends import (
    AzureFrontDoorBackend as StockAzureFrontDoor,
)
from wagtail.contrib.frontend_cache.backends import (
    CloudflareBackend as StockCloudflare,
)
from wagtail.contrib.frontend_cache.backends import (
    CloudfrontBackend as StockCloudfront,
)
from wagtail.contrib.frontend_cache.backends import (
    HTTPBackend,
    PurgeRequest,
)

#: Seconds for one request: a CDN that does not answer is tried again later.
PATIENCE = 5
#: So many keys fit into the header of one request.
KEYS_AT_ONCE = 100
#: What a cache says that did not have the address, or now has it no more.
_DONE = frozenset({200, 202, 204, 404, 412})


class NotPurged(Exception):
    """A cache may still have what it was to drop; one line for the operator."""


class PurgeBackend(HTTPBackend):
    """A cache that takes `PURGE`, for an address or with the header of keys (Varnish, Fastly)."""

    takes_keys = True

    def purge(self, url: str) -> None:
        """Raises NotPurged."""
        parts = urlsplit(url)
        # Also an empty query string is a part of an address.
        self._ask((parts.path or "/") + "".join(url.partition("?")[1:]), parts.netloc)

    def purge_everything(self) -> bool:
        return False

    def purge_keys(self, keys: Sequence[str]) -> bool:
        """Raises NotPurged."""
        for some in _batches(keys, KEYS_AT_ONCE):
            self._ask("/", "", {settings.CDN_KEYS: joined(some)})
        return True

    def _ask(self, path: str, host: str, headers: dict[str, str] | None = None) -> None:
        request = PurgeRequest(
            f"{self.cache_scheme}://{self.cache_netloc}{path}",
            headers={**({"Host": host} if host else {}), **(headers or {})},
        )
        try:
            with urlopen(request, timeout=PATIENCE):  # noqa: S310 - http and https only
                return
        except HTTPError as error:
            with error:
                if error.code not in _DONE:
                    raise NotPurged(f"{self.cache_netloc} answers {error.code}") from error
        except (OSError, HTTPException) as error:
            raise NotPurged(f"{self.cache_netloc}: {error}") from error


class CloudflareBackend(StockCloudflare):
    """https://developers.cloudflare.com/api/resources/cache/methods/purge/"""

    takes_keys = True

    def purge_everything(self) -> bool:
        """Raises NotPurged."""
        self._ask({"purge_everything": True})
        return True

    def purge_keys(self, keys: Sequence[str]) -> bool:
        """Raises NotPurged."""
        for some in _batches(keys, self.CHUNK_SIZE):
            self._ask({"tags": some})
        return True

    def _purge_urls(self, urls: list[str]) -> None:
        self._ask({"files": urls})

    def _ask(self, wish: dict[str, Any]) -> None:
        try:
            answer = requests.post(
                self.cloudflare_purge_endpoint_url,
                json=wish,
                headers={"Authorization": f"Bearer {self.cloudflare_token}"},
                timeout=PATIENCE,
            )
            told = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise NotPurged(f"Cloudflare: {type(error).__name__}") from error
        if not (answer.ok and isinstance(told, dict) and told.get("success")):
            raise NotPurged(f"Cloudflare answers {answer.status_code}")


class _ByPaths:
    """Purges by paths, and everything by the path that stands for all."""

    takes_keys = False
    purge_batch: Any

    def purge_everything(self) -> bool:
        """Raises NotPurged."""
        with raising_what_is_logged():
            self.purge_batch(["https://everything/*"])
        return True

    def purge_keys(self, keys: Sequence[str]) -> bool:
        return False


class CloudfrontBackend(_ByPaths, StockCloudfront):
    pass


class AzureCdnBackend(_ByPaths, StockAzureCdn):
    pass


class AzureFrontDoorBackend(_ByPaths, StockAzureFrontDoor):
    pass


@contextmanager
def raising_what_is_logged() -> Iterator[None]:
    """Wagtail's backends log what fails and go on. Raises NotPurged at the end of the block when
    this thread has logged an error inside, and for whatever else a backend's library raises.
    """
    heard = _Heard()
    logger = logging.getLogger("wagtail.frontendcache")
    logger.addHandler(heard)
    try:
        yield
    except NotPurged:
        raise
    except Exception as error:
        first_line = next(iter(str(error).splitlines()), "")
        raise NotPurged(f"{type(error).__name__}: {first_line}"[:300]) from error
    finally:
        logger.removeHandler(heard)
    if heard.lines:
        raise NotPurged(heard.lines[0][:300])


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.lines.append(record.getMessage().partition("\n")[0])


def joined(keys: Iterable[str]) -> str:
    """Keys as the value of the header CDN_KEYS: with spaces between, or commas in `Cache-Tag`."""
    return ("," if settings.CDN_KEYS == "Cache-Tag" else " ").join(sorted(keys))


def _batches(values: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(values), size):
        yield list(values[start : start + size])
