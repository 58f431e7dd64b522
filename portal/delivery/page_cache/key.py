"""Which requests may share an answer, and under which name."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

Environ = dict[str, Any]
#: Scheme, host, path and the query string as Django is asked with it.
Key = tuple[str, str, str, str]

#: What of a request makes its answer one for one person, or for a part of the page. Proxies and
#: frameworks know the overriding of methods by three names.
PERSONAL = frozenset({
    "HTTP_AUTHORIZATION", "REMOTE_USER", "HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE", "HTTP_TRANSFER_ENCODING", "HTTP_X_HTTP_METHOD_OVERRIDE",
    "HTTP_X_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD",
})  # fmt: skip
#: Parameters on which pages depend, in the order of a key.
PARAMETERS = ("kind", "year", "topic", "page")
#: Addresses with parameters of their own.
PARAMETERS_AT = {"/theme.css": ("v",)}
#: How the links of campaigns are marked. No page looks at these.
TRACKING = frozenset({
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "mc_cid", "mc_eid", "igshid",
})  # fmt: skip
TRACKING_PREFIX = "utm_"
#: Of longer ones nothing is remembered.
LONGEST_PATH, LONGEST_QUERY = 1000, 1000
MOST_PARAMETERS = 20
#: First parts of addresses at which nothing is ever kept, so that nobody waits there for another
#: request's rendering. The others that begin with an underscore are meant, too.
APART = frozenset({"admin", "api", "documents", "static"})
SHARED = frozenset({"_feeds", "_site.webmanifest"})


class Keys:
    """Names requests as this installation's Django tells them apart.

    `cookies` are the names of those that say who somebody is; `proxy_header` is the setting
    SECURE_PROXY_SSL_HEADER; `host_header` is where Django reads the host, in WSGI's spelling.
    """

    def __init__(
        self,
        cookies: tuple[str, ...],
        *,
        proxy_header: tuple[str, str] | None = None,
        host_header: str = "HTTP_HOST",
    ) -> None:
        self._cookies = cookies
        self._host_header = host_header
        self._scheme = _behind(*proxy_header) if proxy_header else _direct

    def of(self, environ: Environ) -> Key | None:
        """The request's key; None for one that Django must answer itself."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        if not environ.keys().isdisjoint(PERSONAL):
            return None
        if (sent := environ.get("HTTP_COOKIE")) and self._identifies(sent):
            return None
        if environ.get("CONTENT_LENGTH", "0") not in ("", "0"):
            return None
        host, path = environ.get(self._host_header), environ["PATH_INFO"]
        query = environ.get("QUERY_STRING", "")
        if not host or len(path) > LONGEST_PATH:
            return None
        if query and (query := normalised(path, query)) is None:
            return None
        return self._scheme(environ), host, path, query

    def _identifies(self, sent: str) -> bool:
        # A name anywhere in the header counts: rather once too often.
        return any(name in sent for name in self._cookies)


def normalised(path: str, query: str) -> str | None:
    """The query string as it counts for the page at `path`; None when nobody can tell."""
    if len(query) > LONGEST_QUERY or not query.isascii():
        return None
    try:
        pairs = parse_qsl(
            query, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS
        )
    except ValueError:
        return None
    known = PARAMETERS_AT.get(path, PARAMETERS)
    # As Django does, the last of repeated ones counts.
    given = dict(pairs)
    if any(not (name in known or is_tracking(name)) for name in given):
        return None
    return urlencode([(name, given[name]) for name in known if given.get(name)])


def is_tracking(name: str) -> bool:
    """Whether a parameter only says from where somebody came."""
    return name in TRACKING or name.startswith(TRACKING_PREFIX)


def is_apart(path: str) -> bool:
    """Whether nothing at this path can be for everybody."""
    first = path[1:].partition("/")[0]
    return first in APART or (first.startswith("_") and first not in SHARED)


def _direct(environ: Environ) -> str:
    return environ["wsgi.url_scheme"]


def _behind(header: str, secure: str) -> Callable[[Environ], str]:
    def scheme(environ: Environ) -> str:
        told = environ.get(header)
        if told is None:
            return environ["wsgi.url_scheme"]
        # As Django reads it: the first of several is what the visitor spoke.
        return "https" if told.partition(",")[0].strip() == secure else "http"

    return scheme
