"""RSS 2.0 (https://www.rssboard.org/rss-specification), with the modules that readers know."""

from email.utils import format_datetime

from lxml import etree

from newsroom.feeds.entries import Entry, Feed
from newsroom.feeds.formats import RSS
from newsroom.feeds.xml import add, written

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_MODULES = {"atom": ATOM, "content": CONTENT, "dc": DUBLIN_CORE}


def write(feed: Feed) -> bytes:
    """The feed as an RSS document."""
    root = etree.Element("rss", {"version": "2.0"}, nsmap=_MODULES)
    channel = add(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.address)
    # It has to be there.
    add(channel, "description", feed.description or feed.title)
    add(channel, f"{{{ATOM}}}link", rel="self", type=RSS.media_type, href=feed.own_address)
    add(channel, "language", feed.language)
    add(channel, f"{{{DUBLIN_CORE}}}publisher", feed.publisher)
    add(channel, "lastBuildDate", format_datetime(feed.updated))
    for entry in feed.entries:
        _add_item(channel, entry)
    return written(root)


def _add_item(channel: etree._Element, entry: Entry) -> None:
    item = add(channel, "item")
    add(item, "title", entry.title)
    add(item, "link", entry.address)
    add(item, "guid", entry.id, isPermaLink="false")
    add(item, "pubDate", format_datetime(entry.published))
    add(item, f"{{{ATOM}}}updated", entry.updated.isoformat())
    for author in entry.authors:
        # The format's own author is a mail address.
        add(item, f"{{{DUBLIN_CORE}}}creator", author)
    for topic in entry.topics:
        add(item, "category", topic)
    if entry.summary:
        add(item, "description", entry.summary)
    if entry.content:
        add(item, f"{{{CONTENT}}}encoded", entry.content)
    if picture := entry.picture:
        # https://www.rssboard.org/rss-profile: 0 where the size is not known.
        file = {"url": picture.address, "type": picture.media_type, "length": str(picture.size)}
        add(item, "enclosure", **file)
