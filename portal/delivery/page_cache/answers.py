"""Finished answers: which may be kept, and the bytes and headers that are sent again and again."""

import gzip
import sys
from collections.abc import Iterable
from hashlib import blake2b
from threading import Lock
from typing import Any, NamedTuple

import brotli

from portal.delivery.page_cache.negotiation import BROTLI, GZIP, IDENTITY

Field = tuple[str, str]
Headers = list[Field]

KEPT_STATUSES = frozenset({200, 301, 404, 410})
#: An answer that says that something is not there is believed by others for so many seconds.
NOT_THERE = 5
_NOT_THERE_STATUSES = (404, 410)
#: Caches count in whole seconds, and some of them (nginx) to the end of the last one: they are told
#: so many less.
LAST_SECOND = 1
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
#: What an entry takes beside its bytes, as measured: objects, its key, and those of its headers that
#: other pages do not have; and each coding.
_OVERHEAD, _OVERHEAD_OF_CODING = 1200, 350
_MOST_NAMES = 100
_VARY = ("Vary", "Accept-Encoding, Cookie")


class Alike:
    """Header fields that most answers have alike, so that they are kept once.

    The last value of each name is known: a walk over many pages fills it with no more than that.
    """

    def __init__(self) -> None:
        self._last: dict[str, Field] = {}

    def field(self, name: str, value: str) -> Field:
        """This field, the same object as in the answer before it where they are equal."""
        last = self._last.get(name)
        if last is None or last[1] != value:
            if len(self._last) >= _MOST_NAMES:
                self._last.clear()
            last = self._last[name] = (name, value)
        return last


_alike = Alike()
#: Entries take turns at these when they are compressed: a lock for each would take more memory.
_working = [Lock() for _ in range(64)]


class Answer(NamedTuple):
    """What is sent. The list of headers may be that of other answers, too: nobody changes it."""

    status: str
    code: int
    headers: Headers
    body: bytes


class Coded:
    """An entry in one coding: its ETag, and the answer to a GET without conditions."""

    __slots__ = ("etag", "whole")

    def __init__(self, etag: str, whole: Answer) -> None:
        self.etag, self.whole = etag, whole


class Entry:
    """An answer and for how long it holds. Instants are those of `time.monotonic()`."""

    __slots__ = (
        "_fields", "_own_caching", "_with_304", "checked", "code", "coded", "counted", "counter",
        "due", "made_at", "places", "shared", "status", "until", "used",
    )  # fmt: skip

    def __init__(
        self,
        status: str,
        headers: Headers,
        body: bytes,
        *,
        counter: int,
        places: tuple[int, ...],
        made_at: float,
        until: float,
        due: float,
        shared: int,
    ) -> None:
        """`counter` is what it was when rendering began; `places` are those of what the answer was
        made from. `until` is when it has to be made anew at the latest, `due` when something is
        published or taken off by its date. `shared` is for how many seconds others may keep it.
        """
        self.status, self.code = sys.intern(status), int(status[:3])
        self.counter, self.places = counter, places
        #: The last counter at which nothing had changed.
        self.checked = counter
        self.made_at, self.until, self.due = made_at, until, due
        self.shared = min(shared, NOT_THERE) if self.code in _NOT_THERE_STATUSES else shared
        self.used = False
        self.counted = 0
        self._own_caching = "cache-control" in {name.lower() for name, _ in headers}
        fields = [
            _alike.field(name, value) for name, value in headers if name.lower() not in _REPLACED
        ]
        fields.append(_VARY)
        if not self._own_caching:
            fields.append(_alike.field("Cache-Control", self.caching(self.shared)))
        self._fields = tuple(fields)
        self._with_304 = tuple(pair for pair in fields if pair[0].lower() in _WITH_304)
        plain = self._coded(IDENTITY, body, f'"{blake2b(body, digest_size=12).hexdigest()}"')
        self.coded = {IDENTITY: plain}
        if len(body) < _SMALLEST or not _is_text(headers):
            self.coded[GZIP] = self.coded[BROTLI] = plain

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        codings = {*self.coded.values()}
        return (
            _OVERHEAD
            + 8 * len(self.places)
            + sum(_OVERHEAD_OF_CODING + len(coded.whole.body) for coded in codings)
        )

    @property
    def headers(self) -> Headers:
        """The header fields that it was made with, as far as they are sent again."""
        own = 0 if self._own_caching else 1
        return [field for field in self._fields[: len(self._fields) - own] if field is not _VARY]

    def put_codings(self, codings: Iterable[tuple[list[str], str, bytes]]) -> None:
        """Let it have these bytes: the names of codings that have the same ones, ETag and bytes."""
        self.coded = {}
        for names, etag, body in codings:
            coded = self._coded(names[0], body, etag)
            self.coded.update(dict.fromkeys(names, coded))

    def end(self, now: float) -> None:
        """Let it hold no longer: its headers say so."""
        self.until = self.due = now

    def in_coding(self, coding: str) -> Coded:
        """The answer in a coding in which it is not at hand.

        Compressed bytes are kept and take the place of the plain ones, which few ask for. While
        another thread compresses them, the plain ones are sent.
        """
        working = _working[id(self) // 64 % len(_working)]
        if coding == IDENTITY or not working.acquire(blocking=False):
            return self.plain()
        try:
            if coding not in self.coded:
                plain = self.plain()
                etag = f'{plain.etag[:-1]}{_SUFFIX[coding]}"'
                packed = _compressed(coding, plain.whole.body)
                self.coded[coding] = self._coded(coding, packed, etag)
                self.coded.pop(IDENTITY, None)
            return self.coded[coding]
        finally:
            working.release()

    def plain(self) -> Coded:
        """The answer as Django made it."""
        if kept := self.coded.get(IDENTITY):
            return kept
        if packed := self.coded.get(GZIP):
            body = gzip.decompress(packed.whole.body)
        else:
            packed = self.coded[BROTLI]
            body = brotli.decompress(packed.whole.body)
        return self._coded(IDENTITY, body, f'{packed.etag.rpartition("-")[0]}"')

    def _coded(self, coding: str, body: bytes, etag: str) -> Coded:
        fields = [*self._fields, ("ETag", etag), ("Content-Length", str(len(body)))]
        if coding != IDENTITY:
            fields.append(_alike.field("Content-Encoding", coding))
        return Coded(etag, Answer(self.status, self.code, fields, body))

    def answer(
        self, coded: Coded, seconds: float, *, method: str = "GET", condition: str | None = None
    ) -> Answer:
        """What is sent when something is due in so many seconds; `condition` is the value of
        If-None-Match.
        """
        is_late = seconds <= self.shared + LAST_SECOND
        if condition is None and method == "GET" and not is_late:
            return coded.whole
        status, code, headers, body = coded.whole
        if condition is not None and code == 200 and matches(condition, coded.etag):
            status, code, body = "304 Not Modified", 304, b""
            headers = [*self._with_304, ("ETag", coded.etag)]
        elif method != "GET":
            body = b""
        if is_late and not self._own_caching:
            headers = [
                (name, self.caching(seconds - LAST_SECOND) if name == "Cache-Control" else value)
                for name, value in headers
            ]
        return Answer(status, code, headers, body)

    def caching(self, seconds: float) -> str:
        """The value of Cache-Control when something is due in so many seconds."""
        shared = int(max(min(self.shared, seconds), 0))
        return f"public, max-age=0, s-maxage={shared}, must-revalidate"


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
