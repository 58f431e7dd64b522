"""What a browser would run, load or follow in a piece of HTML, by two parsers of which none is ours."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from lxml import html
from selectolax.lexbor import LexborHTMLParser

_ELEMENTS = frozenset({
    "applet", "base", "bgsound", "embed", "fencedframe", "form", "frame", "frameset", "iframe",
    "input", "isindex", "link", "math", "meta", "noembed", "noframes", "noscript", "object", "param",
    "plaintext", "portal", "script", "style", "template", "textarea", "title", "xmp",
    "animate", "set", "foreignobject",
})  # fmt: skip
_ADDRESSES = frozenset({
    "href", "src", "action", "poster", "data-embed", "cite", "ping", "srcset", "xlink:href", "data",
    "formaction", "background", "longdesc", "manifest", "lowsrc", "dynsrc",
})  # fmt: skip
_NEVER = frozenset(
    {"style", "srcdoc", "formaction", "background", "xlink:href", "http-equiv", "ping"}
)
_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
# What the URL standard strips before it looks for the scheme.
_IGNORED = re.compile(r"[\t\n\r]")
_ENDS = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def active_content(markup: str) -> list[str]:
    """Everything in rendered blocks that must not be there."""
    found = {problem for tag, given in _elements(markup) for problem in _problems(tag, given)}
    return sorted(found)


def _elements(markup: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    tree = LexborHTMLParser(f"<!DOCTYPE html><html><body>{markup}</body></html>")
    for node in tree.css("body *"):
        yield node.tag or "", dict(node.attributes)
    for element in html.document_fromstring(f"<html><body>{markup}</body></html>").iter():
        if isinstance(element.tag, str):
            yield element.tag, dict(element.attrib)


def _problems(tag: str, given: dict[str, str | None]) -> Iterator[str]:
    if tag.lower().rsplit(":", 1)[-1] in _ELEMENTS:
        yield f"<{tag}>"
    for name, value in given.items():
        name = name.lower()
        if name.startswith("on") or name in _NEVER:
            yield f"<{tag} {name}={value!r}>"
        if name in _ADDRESSES and scheme_of(value or "") not in _SCHEMES:
            yield f"<{tag} {name}={value!r}>"
        if name == "data-embed" and not _may_be_framed(value or ""):
            yield f"<{tag} {name}={value!r}>"


def scheme_of(address: str) -> str:
    """The scheme that a browser sees, in small letters; "" for a relative address."""
    match = _SCHEME.match(_IGNORED.sub("", address.strip(_ENDS)))
    return match.group(1).lower() if match else ""


def _may_be_framed(address: str) -> bool:
    parts = urlsplit(address)
    hosts = {*settings.EMBED_HOSTS, *settings.VIDEO_HOSTS}
    return parts.scheme == "https" and parts.netloc in hosts and "\\" not in address
