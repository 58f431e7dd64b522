"""Where a link leads, in one form for both sides."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from portal.fidelity.site.visits import Visits
from portal.fidelity.source.addresses import canonical, is_full, request_path
from portal.fidelity.source.documents import Document, Kind
from portal.fidelity.source.repository import Repository

_EMAIL = re.compile(r"^[\w.+'-]+@[\w-]+(\.[\w-]+)+$")
_WEB = re.compile(r"^[a-z]{0,2}h?t{1,3}ps?:?/+", re.IGNORECASE)
#: Addresses without a scheme that can only mean a host.
_BARE_HOST = re.compile(r"^(www\.[\w-]+|[\w-]+(\.[\w-]+)*\.(com|org|net|gov|edu|sg|io))\b(?!\.\w)")
_UNSAFE = frozenset({"javascript", "vbscript", "data", "file", "about", "blob"})
_STRAY = " \t\r\n\u200b\ufeff\u00a0<>\"'"


@dataclass(frozen=True)
class Target:
    """What a link leads to; `defect` says why the source's own link leads nowhere."""

    kind: str
    value: str = ""
    fragment: str = ""
    defect: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.value


def external(address: str) -> Target:
    """An address on another host, in one form: no scheme, host in small letters, decoded."""
    address = _WEB.sub("", address.strip(_STRAY)).removeprefix("//")
    host, slash, rest = address.partition("/")
    host, mark, query = host.partition("?")
    path = unquote(f"{mark}{query}{slash}{rest}").rstrip("/")
    return Target("out", f"{host.casefold()}{path}")


class Targets:
    """Resolves links of the source and links of pages to the same keys."""

    def __init__(self, repository: Repository, visits: Visits) -> None:
        self.repository = repository
        self.visits = visits
        self.redirects: dict[str, str] = {}
        #: Reads the places inside a document that links can lead to.
        self.read_anchors: Callable[[Document], set[str]] = lambda document: set()
        self._anchors: dict[str, set[str]] = {}

    def of_source(self, href: str, base: str, anchors: set[str]) -> Target | None:
        """The target of a link in a source file; None for a link that leads nowhere by intent."""
        href = href.strip(_STRAY)
        if not href or href == "#":
            return None
        if href.startswith("#"):
            name = unquote(href[1:])
            known = name in anchors or href[1:] in anchors or name.casefold() == "top"
            return Target("anchor", name, defect="" if known else "no such place")
        if _EMAIL.match(href):
            return Target("mailto", href.casefold())
        scheme = urlsplit_scheme(href)
        if scheme in _UNSAFE:
            return Target(scheme, href, defect="unsafe")
        if scheme in {"mailto", "tel", "sms"}:
            return contact(href)
        host = _host(href)
        if host and host not in self.repository.hosts:
            return external(href)
        if (
            not host
            and _BARE_HOST.match(href)
            and self.repository.file(urljoin(base, href)) is None
        ):
            return external(href)
        return self._internal(urljoin(base, href) if not host else _path(href))

    def _internal(self, href: str) -> Target:
        fragment = unquote(href.partition("#")[2])
        document = self.repository.by_address.get(canonical(href))
        if document is not None:
            return self._document(document, fragment)
        if (redirect := self.redirects.get(canonical(href))) is not None:
            place = self.visits.place(redirect)
            return Target(place.kind, place.value, fragment)
        file = self.repository.file(unquote(href)) or self.repository.file(href)
        if file is not None:
            return Target("file", self.repository.digest(file))
        place = self.visits.place(href)
        if place.kind == "page":
            # Listings without a file of their own.
            return Target("page", place.value, fragment)
        return Target("page", canonical(href), defect="leads to nothing in the repository")

    def _document(self, document: Document, fragment: str) -> Target:
        place = self.visits.place(document.address)
        if place.kind == "out":
            return external(place.value)
        if place.kind == "nowhere":
            return Target("page", canonical(document.address), fragment)
        if document.kind == Kind.HOME:
            return Target("page", "/", fragment)
        return Target(place.kind, place.value, fragment)

    def of_page(self, href: str, base: str) -> Target:
        """The target of a link on a page of the site."""
        if href.startswith("#"):
            return Target("anchor", unquote(href[1:]))
        if urlsplit_scheme(href) in {"mailto", "tel", "sms"}:
            return contact(href)
        own = self.visits.own_path(href)
        if own is None:
            return external(href)
        place = self.visits.place(urljoin(base, own))
        fragment = unquote(href.partition("#")[2])
        if place.kind == "out":
            return external(place.value)
        return Target(place.kind, place.value, fragment)

    def source_anchors(self, target: Target) -> set[str]:
        """The places inside the source of a page that a link leads to."""
        document = self.repository.by_address.get(target.value)
        if document is None:
            return set()
        if document.path not in self._anchors:
            self._anchors[document.path] = self.read_anchors(document)
        return self._anchors[document.path]

    def anchors(self, href: str, base: str) -> frozenset[str]:
        """The anchors of the page that a link of the site leads to."""
        own = self.visits.own_path(href)
        return self.visits.place(urljoin(base, own)).anchors if own is not None else frozenset()


def contact(href: str) -> Target:
    """An e-mail address or telephone number."""
    scheme, _, rest = href.partition(":")
    value = unquote(rest).strip().casefold()
    return Target(scheme.lower(), re.sub(r"[\s()-]", "", value) if scheme != "mailto" else value)


def urlsplit_scheme(href: str) -> str:
    """The scheme of an address, without the invisible characters a browser ignores."""
    match = re.match(r"^([a-zA-Z][a-zA-Z0-9+.-]*):", re.sub(r"[\s\x00-\x1f]", "", href[:80]))
    return match[1].lower() if match else ""


def _host(href: str) -> str:
    if _WEB.match(href):
        href = f"https://{_WEB.sub('', href)}"
    if not is_full(href):
        return ""
    try:
        return (urlsplit(href).hostname or "").casefold()
    except ValueError:
        return "invalid"


def _path(href: str) -> str:
    rest = _WEB.sub("", href).removeprefix("//")
    return "/" + rest.partition("/")[2]


__all__ = ["Target", "Targets", "external", "request_path"]
