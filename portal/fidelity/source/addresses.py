"""Addresses: what Jekyll gives a file, and when two of them are the same place."""

import re
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

#: What Jekyll's `slugify` in its `pretty` mode replaces.
_NOT_PRETTY = re.compile(r"[^\w._~!$&'()+,;=@]+|_+(?=$)")
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_HTML_SUFFIX = re.compile(r"(/index)?\.html?$", re.IGNORECASE)


def is_full(address: str) -> bool:
    """Whether an address names a host or a scheme."""
    return bool(_SCHEME.match(address)) or address.startswith("//")


def page_address(path: str) -> str:
    """The address of a page without a permalink."""
    place = PurePosixPath(path)
    folder = "" if str(place.parent) == "." else f"/{place.parent}"
    return f"{folder}/" if place.stem == "index" else f"{folder}/{place.stem}.html"


def document_address(collection: str, path: str) -> str:
    """The address of a document of a collection without a permalink."""
    inside = PurePosixPath(path).with_suffix("")
    return f"/{collection}/{'/'.join(_pretty(part) for part in inside.parts[1:])}.html"


def post_address(folders: list[str], slug: str) -> str:
    """The address of a post without a permalink."""
    return "/" + "/".join([*(folder.lower() for folder in folders), f"{_pretty(slug)}.html"])


def _pretty(text: str) -> str:
    return _NOT_PRETTY.sub("-", text).strip("-")


def canonical(address: str) -> str:
    """One form for all spellings that lead to one place: no host, query, slash, `.html`, case."""
    path = unquote(address.split("#")[0].split("?")[0]).strip()
    path = re.sub(r"/{2,}", "/", f"/{path}")
    path = _HTML_SUFFIX.sub("", path)
    return path.rstrip("/").casefold() or "/"


def request_path(address: str) -> str:
    """The address as a browser puts it into a request: percent-encoded once."""
    parts = urlsplit(address) if is_full(address) else None
    path = parts.path if parts else address.split("#")[0].split("?")[0]
    path = quote(unquote(path), safe="/!$&'()*+,;=:@~-._")
    return path if path.startswith("/") else f"/{path}"
