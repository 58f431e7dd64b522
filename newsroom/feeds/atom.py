"""Atom (RFC 4287)."""

from lxml import etree

from newsroom.feeds.entries import Entry, Feed
from newsroom.feeds.formats import ATOM
from newsroom.feeds.xml import add, written

NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def write(feed: Feed) -> bytes:
    """The feed as an Atom document."""
    root = etree.Element(_name("feed"), {_LANGUAGE: feed.language}, nsmap={None: NAMESPACE})
    add(root, _name("title"), feed.title)
    if feed.description:
        add(root, _name("subtitle"), feed.description)
    add(root, _name("link"), rel="alternate", type="text/html", href=feed.address)
    add(root, _name("link"), rel="self", type=ATOM.media_type, href=feed.own_address)
    add(root, _name("id"), feed.id)
    add(root, _name("updated"), feed.updated.isoformat())
    publisher = add(root, _name("author"))
    add(publisher, _name("name"), feed.publisher)
    add(publisher, _name("uri"), feed.publisher_address)
    for entry in feed.entries:
        _add_entry(root, entry)
    return written(root)


def _add_entry(root: etree._Element, entry: Entry) -> None:
    element = add(root, _name("entry"))
    add(element, _name("title"), entry.title)
    add(element, _name("link"), rel="alternate", type="text/html", href=entry.address)
    if entry.leads_to:
        add(element, _name("link"), rel="related", href=entry.leads_to)
    if entry.picture:
        file = {"type": entry.picture.media_type, "href": entry.picture.address}
        size = str(entry.picture.size or "")
        add(element, _name("link"), rel="enclosure", **file, length=size)
    add(element, _name("id"), entry.id)
    add(element, _name("published"), entry.published.isoformat())
    add(element, _name("updated"), entry.updated.isoformat())
    for author in entry.authors:
        add(add(element, _name("author")), _name("name"), author)
    for topic in entry.topics:
        add(element, _name("category"), term=topic)
    if entry.summary:
        add(element, _name("summary"), entry.summary, type="html")
    if entry.content:
        add(element, _name("content"), entry.content, type="html")


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"
