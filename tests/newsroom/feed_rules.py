"""The three formats by their rules, as far as this site uses them. Written from the prose of
RFC 4287, the RSS 2.0 specification with its profile (rssboard.org), and JSON Feed 1.1.
"""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
RSS_MODULES = {
    "{http://www.w3.org/2005/Atom}": {"link", "updated"},
    "{http://purl.org/rss/1.0/modules/content/}": {"encoded"},
    "{http://purl.org/dc/elements/1.1/}": {"creator", "publisher"},
}
#: Section of RFC 4287: how often each child may stand there, (at least, at most).
MANY = 10_000
ATOM_FEED = {  # 4.1.1
    "author": (1, MANY), "category": (0, MANY), "contributor": (0, MANY), "generator": (0, 1),
    "icon": (0, 1), "id": (1, 1), "link": (1, MANY), "logo": (0, 1), "rights": (0, 1),
    "subtitle": (0, 1), "title": (1, 1), "updated": (1, 1), "entry": (0, MANY),
}  # fmt: skip
ATOM_ENTRY = {  # 4.1.2
    "author": (0, MANY), "category": (0, MANY), "content": (0, 1), "contributor": (0, MANY),
    "id": (1, 1), "link": (1, MANY), "published": (0, 1), "rights": (0, 1), "source": (0, 1),
    "summary": (0, 1), "title": (1, 1), "updated": (1, 1),
}  # fmt: skip
ATOM_PERSON = {"name": (1, 1), "uri": (0, 1), "email": (0, 1)}  # 3.2
RSS_CHANNEL = {
    "title": (1, 1), "link": (1, 1), "description": (1, 1), "language": (0, 1),
    "lastBuildDate": (0, 1), "item": (0, MANY),
}  # fmt: skip
RSS_ITEM = {
    "title": (1, 1), "link": (1, 1), "guid": (1, 1), "pubDate": (1, 1), "category": (0, MANY),
    "description": (0, 1), "enclosure": (0, 1),
}  # fmt: skip


def assert_atom(body: bytes) -> etree._Element:
    root = etree.fromstring(body)
    assert root.tag == f"{ATOM}feed"
    _assert_children(root, ATOM_FEED, ATOM)
    for element in [root, *root.findall(f"{ATOM}entry")]:
        if element is not root:
            _assert_children(element, ATOM_ENTRY, ATOM)
        _assert_complete(element.findtext(f"{ATOM}id"))
        for name in ("updated", "published"):
            if moment := element.findtext(f"{ATOM}{name}"):
                _assert_rfc3339(moment)
        for person in element.findall(f"{ATOM}author"):
            _assert_children(person, ATOM_PERSON, ATOM)
            assert person.findtext(f"{ATOM}name")
        links = element.findall(f"{ATOM}link")
        assert all(_assert_complete(link.get("href")) for link in links)
        kinds = [
            (link.get("type"), link.get("hreflang"))
            for link in links
            if link.get("rel", "alternate") == "alternate"
        ]
        # 4.1.1, 4.1.2: no two alternates of one type and language, and one if there is no content.
        assert len(kinds) == len(set(kinds)) == 1
        assert all(category.get("term") for category in element.findall(f"{ATOM}category"))
        for name in ("summary", "content"):
            text = element.find(f"{ATOM}{name}")
            assert text is None or (text.get("type") == "html" and not len(text) and text.text)
    # 4.1.2: ids are not shared.
    ids = [element.findtext(f"{ATOM}id") for element in [root, *root.findall(f"{ATOM}entry")]]
    assert len(ids) == len(set(ids))
    own = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert len(own) == 1
    return root


def assert_rss(body: bytes) -> etree._Element:
    root = etree.fromstring(body)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root
    _assert_children(channel, RSS_CHANNEL)
    items = channel.findall("item")
    _assert_complete(channel.findtext("link"))
    dates = [channel.findtext("lastBuildDate")]
    for item in items:
        _assert_children(item, RSS_ITEM)
        _assert_complete(item.findtext("link"))
        dates.append(item.findtext("pubDate"))
        assert item.find("guid").get("isPermaLink") == "false"
        enclosure = item.find("enclosure")
        if enclosure is not None:
            assert _assert_complete(enclosure.get("url")) and enclosure.get("type")
            assert enclosure.get("length").isdecimal()
    for date in dates:
        # RFC 822 with years of four digits and a zone in numbers.
        assert re.fullmatch(
            r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", date
        )
        assert parsedate_to_datetime(date).tzinfo
    guids = [item.findtext("guid") for item in items]
    assert len(guids) == len(set(guids)) and all(guids)
    return channel


def assert_json_feed(body: bytes) -> dict[str, Any]:
    feed = json.loads(body)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] and isinstance(feed["items"], list)
    known = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors",
             "items"}  # fmt: skip
    assert set(feed) <= known
    for name in ("home_page_url", "feed_url"):
        _assert_complete(feed[name])
    of_item = {"id", "url", "external_url", "title", "content_html", "summary", "image",
               "date_published", "date_modified", "authors", "tags"}  # fmt: skip
    for item in feed["items"]:
        assert set(item) <= of_item and {"id", "url", "content_html"} <= set(item)
        for name in ("id", "title", "content_html", "summary"):
            assert isinstance(item.get(name, ""), str)
        for name in ("url", "external_url", "image"):
            assert name not in item or _assert_complete(item[name])
        for name in ("date_published", "date_modified"):
            _assert_rfc3339(item[name])
        assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))
    for author in [
        *feed["authors"],
        *(who for item in feed["items"] for who in item.get("authors", [])),
    ]:
        assert author["name"]
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids)) and all(ids)
    return feed


def _assert_children(
    element: etree._Element, allowed: dict[str, tuple[int, int]], namespace: str = ""
) -> None:
    found: dict[str, int] = {}
    for child in element:
        name = etree.QName(child)
        space = f"{{{name.namespace}}}" if name.namespace else ""
        if space == namespace:
            found[name.localname] = found.get(name.localname, 0) + 1
        else:
            assert name.localname in RSS_MODULES.get(space, set()), child.tag
    assert set(found) <= set(allowed), found
    for name, (least, most) in allowed.items():
        assert least <= found.get(name, 0) <= most, (name, found)


def _assert_rfc3339(moment: str) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", moment), moment
    datetime.fromisoformat(moment)


def _assert_complete(address: str | None) -> bool:
    """An address with its scheme."""
    parts = urlsplit(address or "")
    assert parts.scheme in {"http", "https", "urn"} and (parts.netloc or parts.path), address
    return True
