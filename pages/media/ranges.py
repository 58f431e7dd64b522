"""A part of a file (RFC 9110, section 14): browsers ask for videos piece by piece."""

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
CHUNK = 256 * 1024


class ByteRange(NamedTuple):
    """The first and the last byte wanted, counted from 0."""

    first: int
    last: int


def requested_range(request: HttpRequest, etag: str, size: int) -> ByteRange | None:
    """The one range that a request asks for; None when it should have the whole file.

    A request for several ranges, for none that exists, or for a part of another version of the
    file, gets the whole file, as the standard allows.
    """
    match = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    if first:
        wanted = ByteRange(int(first), min(int(last or size), size - 1))
    elif last:
        wanted = ByteRange(max(size - int(last), 0), size - 1)
    else:
        return None
    return wanted if wanted.first <= wanted.last else None


def send_range(response: HttpResponseBase, file: IO[bytes], wanted: ByteRange, size: int) -> None:
    """Turn a response with the whole file into one with a part of it."""
    assert isinstance(response, StreamingHttpResponse)  # noqa: S101
    response.status_code = 206
    response["Content-Range"] = f"bytes {wanted.first}-{wanted.last}/{size}"
    response["Content-Length"] = str(wanted.last - wanted.first + 1)
    response.streaming_content = _read(file, wanted)


def _read(file: IO[bytes], wanted: ByteRange) -> Iterator[bytes]:
    file.seek(wanted.first)
    left = wanted.last - wanted.first + 1
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk
