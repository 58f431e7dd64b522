"""Where addresses of the site lead, each asked once."""

import zlib
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from portal.fidelity.site.answer import REDIRECTS, Answer
from portal.fidelity.source.addresses import canonical, is_full, request_path

_MOST_HOPS = 4


class Visitor(Protocol):
    """A way to the site."""

    @property
    def hosts(self) -> frozenset[str]: ...
    def get(self, path: str) -> Answer: ...
    def has_media(self, address: str) -> bool: ...


@dataclass(frozen=True)
class Place:
    """Where an address ends: a page, a file by its bytes, another host, or nowhere."""

    kind: str
    value: str
    anchors: frozenset[str] = frozenset()


class Visits:
    """Remembers what each address of the site leads to."""

    def __init__(self, site: Visitor) -> None:
        self.site = site
        self._places: dict[str, Place] = {}
        self._pages: dict[str, tuple[Answer, bytes]] = {}
        self._media: dict[str, bool] = {}

    def get(self, path: str) -> Answer:
        """The answer to a path, asked once. Pages are kept compressed: a site has thousands."""
        if path in self._pages:
            answer, body = self._pages[path]
            return replace(answer, body=zlib.decompress(body))
        answer = self.site.get(path)
        if answer.status != 200 or answer.is_html:
            self._pages[path] = (replace(answer, body=b""), zlib.compress(answer.body, 1))
        return answer

    def place(self, address: str) -> Place:
        """Where an address of the site ends, redirects followed."""
        path = request_path(address)
        if path not in self._places:
            self._places[path] = self._follow(path)
        return self._places[path]

    def own_path(self, address: str) -> str | None:
        """The path of an address that lies on the site; None for another host."""
        if not is_full(address):
            return address
        parts = urlsplit(address)
        return parts.path or "/" if parts.hostname in self.site.hosts else None

    def has_media(self, address: str) -> bool:
        """Whether an image's address answers."""
        if address not in self._media:
            self._media[address] = self.site.has_media(address)
        return self._media[address]

    def _follow(self, path: str) -> Place:
        for _ in range(_MOST_HOPS):
            answer = self.get(path)
            if answer.status == 200:
                return _page(path, answer) if answer.is_html else Place("file", answer.digest)
            if answer.status not in REDIRECTS:
                return Place("nowhere", f"{answer.status} {path}")
            target = urljoin(path, answer.location)
            own = self.own_path(target)
            if own is None:
                return Place("out", target)
            path = request_path(own)
        return Place("nowhere", f"too many redirects {path}")


def _page(path: str, answer: Answer) -> Place:
    anchors = LexborHTMLParser(answer.text).css("[id], a[name]")
    names = {node.attributes.get(key) or "" for node in anchors for key in ("id", "name")}
    return Place("page", canonical(path), frozenset(names - {""}))
