"""Finished answers: which may be kept, and the bytes and headers that are sent again and again."""

import gzip
from hashlib import blake2b
from threading import Lock
from typing import Any

import brotli

from portal.delivery.page_cache.negotiation import BROTLI, GZIP, IDENTITY

Headers = list[tuple[str, str]]

KEPT_STATUSES = frozenset({200, 301, 404, 410})
#: An answer that says that something is not there is believed by others for so many seconds.
NOT_THERE = 5
_NOT_THERE_STATUSES = (404, 410)
_SMALLEST = 400
_COMPRESSIBLE = ("text/", "application/", "image/svg+xml")
#: Compressing is done while somebody waits: a few milliseconds for a page.
_GZIP_LEVEL, _BROTLI_QUALITY = 6, 5
#: The finest suffix of an ETag tells one coding's bytes from another's.
_SUFFIX = {IDENTITY: "", GZIP: "-gz", BROTLI: "-br"}
_PERSONAL_DIRECTIVES = frozenset({"private", "no-store", "no-cache"})
_UNDERSTOOD = frozenset({"cookie", "accept-encoding"})
#: Written anew, or not true of bytes that are sent again.
_REPLACED = frozenset({
    "content-length", "etag", "last-modified", "vary", "date", "connection", "server", "age",
})  # fmt: skip
#: What a 304 repeats (RFC 9110, 15.4.5).
_WITH_304 = frozenset({"cache-control", "content-location", "etag", "expires", "vary"})
#: A rough figure for headers, keys and objects.
_OVERHEAD = 3000


class Coded:
    """An answer in one coding."""

    __slots__ = ("body", "etag", "headers", "headers_304")

    def __init__(self, body: bytes, etag: str, headers: Headers) -> None:
        self.body = [body]
        self.etag = etag
        self.headers = headers
        self.headers_304 = [pair for pair in headers if pair[0].lower() in _WITH_304]


class Entry:
    """An answer and for how long it holds. Instants are those of `time.monotonic()`."""

    __slots__ = (
        "_compressible", "_headers", "_mark", "_own_caching", "_working", "coded", "counted",
        "counter", "due", "fresh_until", "made_at", "shared", "status", "until", "used",
    )  # fmt: skip

    def __init__(
        self,
        status: str,
        headers: Headers,
        body: bytes,
        *,
        counter: int,
        made_at: float,
        until: float,
        due: float,
        shared: int,
    ) -> None:
        """`until` is when it has to be made anew at the latest, `due` when something is published
        or taken off by its date. `shared` is for how many seconds others may keep it before that.
        """
        self.status = status
        self.counter = counter
        self.made_at, self.until, self.due = made_at, until, due
        self.shared = min(shared, NOT_THERE) if int(status[:3]) in _NOT_THERE_STATUSES else shared
        #: Until then the headers hold as they were made; from then on they must say less.
        self.fresh_until = until - self.shared
        self.used = False
        self.counted = 0
        self._own_caching = "cache-control" in {name.lower() for name, _ in headers}
        self._headers = [pair for pair in headers if pair[0].lower() not in _REPLACED]
        self._compressible = len(body) >= _SMALLEST and _is_text(headers)
        self._mark = blake2b(body, digest_size=12).hexdigest()
        self._working = Lock()
        self.coded = {IDENTITY: self._in_coding(IDENTITY, body)}
        if not self._compressible:
            self.coded[GZIP] = self.coded[BROTLI] = self.coded[IDENTITY]

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return _OVERHEAD + sum(len(coded.body[0]) for coded in {*self.coded.values()})

    def end(self, now: float) -> None:
        """Let it hold no longer: its headers say so."""
        self.until = self.fresh_until = self.due = now

    def in_coding(self, coding: str) -> Coded:
        """The answer in a coding in which it is not at hand.

        Compressed bytes are kept and take the place of the plain ones, which few ask for. While
        another thread compresses them, the plain ones are sent.
        """
        if coding == IDENTITY or not self._working.acquire(blocking=False):
            return self.plain()
        try:
            if coding not in self.coded:
                packed = _compressed(coding, self.plain().body[0])
                self.coded[coding] = self._in_coding(coding, packed)
                self.coded.pop(IDENTITY, None)
            return self.coded[coding]
        finally:
            self._working.release()

    def plain(self) -> Coded:
        """The answer as Django made it."""
        if kept := self.coded.get(IDENTITY):
            return kept
        if packed := self.coded.get(GZIP):
            return self._in_coding(IDENTITY, gzip.decompress(packed.body[0]))
        return self._in_coding(IDENTITY, brotli.decompress(self.coded[BROTLI].body[0]))

    def caching(self, seconds: float) -> str:
        """The value of Cache-Control when something is due in so many seconds."""
        shared = max(min(self.shared, int(seconds)), 0)
        return f"public, max-age=0, s-maxage={shared}, must-revalidate"

    def headers_due_in(self, headers: Headers, seconds: float) -> Headers:
        """Headers of this entry, for the last seconds before something is due."""
        if self._own_caching:
            return headers
        return [
            (name, self.caching(seconds) if name == "Cache-Control" else value)
            for name, value in headers
        ]

    def _in_coding(self, coding: str, body: bytes) -> Coded:
        etag = f'"{self._mark}{_SUFFIX[coding]}"'
        headers = [
            *self._headers,
            ("Vary", "Accept-Encoding, Cookie"),
            ("Content-Length", str(len(body))),
            ("ETag", etag),
        ]
        if coding != IDENTITY:
            headers.append(("Content-Encoding", coding))
        if not self._own_caching:
            headers.append(("Cache-Control", self.caching(self.shared)))
        return Coded(body, etag, headers)


def may_be_kept(status: str, headers: Headers, response: Any) -> bool:
    """Whether an answer of Django is for everybody, by what it says itself."""
    if int(status[:3]) not in KEPT_STATUSES or getattr(response, "streaming", True):
        return False
    return all(_is_impersonal(name.lower(), value.lower()) for name, value in headers)


def _is_impersonal(name: str, value: str) -> bool:
    if name in ("set-cookie", "content-encoding", "content-range", "www-authenticate"):
        return False
    words = {word.strip().partition("=")[0] for word in value.split(",")}
    if name == "cache-control":
        return words.isdisjoint(_PERSONAL_DIRECTIVES)
    if name == "vary":
        return words <= _UNDERSTOOD
    if name.startswith("content-security-policy"):
        # A nonce is good for one answer.
        return "'nonce-" not in value
    return True


def matches(condition: str, etag: str) -> bool:
    """Whether a value of If-None-Match names this ETag (weak comparison, RFC 9110, 13.1.2)."""
    if condition == etag:
        return True
    names = (name.strip().removeprefix("W/") for name in condition.split(","))
    return any(name in ("*", etag) for name in names)


def _is_text(headers: Headers) -> bool:
    kinds = [value for name, value in headers if name.lower() == "content-type"]
    return any(kind.startswith(_COMPRESSIBLE) for kind in kinds)


def _compressed(coding: str, body: bytes) -> bytes:
    if coding == BROTLI:
        return brotli.compress(body, quality=_BROTLI_QUALITY)
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)
