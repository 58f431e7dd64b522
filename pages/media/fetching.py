"""Fetching the still of a film from its host: from nowhere else, not much, and not for long."""

import json
import time
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from pages.blocks.films import Film

#: Bytes and seconds that one answer may have.
MAX_BYTES = 5 * 1024 * 1024
PATIENCE = 15.0
TIMEOUT = 5.0
CHUNK = 64 * 1024


class NotThere(Exception):
    """The host has no such film, or no still of it; asking again would not help."""


class Unreachable(Exception):
    """No answer, or not within the limits; it may be asked again later."""


class _NoRedirect(HTTPRedirectHandler):
    """An answer that leads elsewhere counts as none: elsewhere is not on the list."""

    def redirect_request(self, *args, **kwargs) -> None:
        return None


_opener = build_opener(_NoRedirect)


def still_of(film: Film) -> bytes:
    """The largest still that the film's host has. Raises NotThere or Unreachable."""
    hosts = settings.FILM_POSTER_HOSTS
    if not hosts:
        raise NotThere("nothing is fetched from other hosts")
    if film.provider == "vimeo":
        question = urlencode({"url": film.watch_url, "width": 1280})
        answer = _fetch(f"{hosts['vimeo']}/api/oembed.json?{question}")
        return _fetch(_thumbnail(answer, hosts["vimeo-stills"]))
    if not film.video_id:
        raise NotThere("a list of films has no still")
    stills = f"{hosts['youtube-stills']}/vi/{film.video_id}"
    try:
        return _fetch(f"{stills}/maxresdefault.jpg")
    except NotThere:
        return _fetch(f"{stills}/hqdefault.jpg")


def _thumbnail(answer: bytes, host: str) -> str:
    try:
        address = json.loads(answer)["thumbnail_url"]
    except (ValueError, KeyError, TypeError) as error:
        raise NotThere("the host tells of no still") from error
    if not isinstance(address, str) or not address.startswith(f"{host}/"):
        raise NotThere("the still lies on another host")
    return address


def _fetch(address: str) -> bytes:
    """What lies at an address below one of FILM_POSTER_HOSTS."""
    until = time.monotonic() + PATIENCE
    try:
        request = Request(address, headers={"User-Agent": "portal"})  # noqa: S310
        with _opener.open(request, timeout=TIMEOUT) as answer:
            content = b""
            while chunk := answer.read1(CHUNK):
                content += chunk
                if len(content) > MAX_BYTES or time.monotonic() > until:
                    raise Unreachable("too much, or too slow")
            return content
    except HTTPError as error:
        if error.code >= 500 or error.code == 429:
            raise Unreachable(f"status {error.code}") from error
        raise NotThere(f"status {error.code}") from error
    except (OSError, ValueError) as error:
        raise Unreachable(str(error)) from error
