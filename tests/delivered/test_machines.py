"""What machines read is well-formed: feeds, site maps, descriptions, the manifest.

Its meaning is checked where it is made.
"""

import json
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import feedparser

from tests.delivered.conftest import Delivery, content_of
from tests.delivered.document import Document, parse

FEEDS = {"application/atom+xml": "atom", "application/rss+xml": "rss"}
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def documents(delivery: Delivery) -> dict[str, Document]:
    return {name: parse(html) for name, html in delivery.pages().items()}


def linked(pages: dict[str, Document], kinds: set[str]) -> dict[str, str]:
    """The feeds that pages name in their heads: address and kind."""
    return {
        link.get("href", ""): link.get("type", "")
        for page in pages.values()
        for link in page.all("link")
        if link.get("rel") == "alternate" and link.get("type") in kinds
    }


def test_a_feed_reader_reads_every_feed_that_a_page_names(delivery: Delivery) -> None:
    feeds = linked(documents(delivery), set(FEEDS))
    assert feeds
    for address, kind in feeds.items():
        response = delivery.get(address)
        assert response.status_code == 200, address
        assert response["Content-Type"].startswith(kind)
        read = feedparser.parse(content_of(response), response_headers={
            "content-type": response["Content-Type"],
        })  # fmt: skip
        assert not read.bozo, (address, read.get("bozo_exception"))
        assert read.version.startswith(FEEDS[kind])
        assert read.feed.title and read.feed.link
        assert len({entry.id for entry in read.entries}) == len(read.entries) > 0
        for entry in read.entries:
            assert entry.title and urlsplit(entry.link).netloc, (address, entry)
            assert entry.get("updated_parsed") or entry.get("published_parsed")


def test_every_json_feed_is_one(delivery: Delivery) -> None:
    feeds = linked(documents(delivery), {"application/feed+json"})
    assert feeds
    for address in feeds:
        feed = json.loads(content_of(delivery.get(address)))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"] and urlsplit(feed["home_page_url"]).netloc
        assert len({item["id"] for item in feed["items"]}) == len(feed["items"]) > 0
        for item in feed["items"]:
            assert item.keys() & {"content_html", "content_text"}, item


def test_every_address_of_the_site_maps_answers(delivery: Delivery) -> None:
    waiting, pages = ["/sitemap.xml"], []
    while waiting:
        response = delivery.get(waiting.pop())
        assert response.status_code == 200
        root = ElementTree.fromstring(content_of(response))
        assert root.tag in (f"{MAPS}sitemapindex", f"{MAPS}urlset")
        places = [place.text or "" for place in root.iter(f"{MAPS}loc")]
        (waiting if root.tag == f"{MAPS}sitemapindex" else pages).extend(places)
    assert all(urlsplit(address).netloc for address in pages)
    assert {delivery.get(address).status_code for address in pages} == {200}
    shown = {urlsplit(address).path for address in pages}
    named = ("home", "strategy", "release", "article", "newsroom", "content", "contact")
    assert {delivery.paths[name] for name in named} <= shown


def test_every_description_for_search_engines_is_well_formed(delivery: Delivery) -> None:
    for name, page in documents(delivery).items():
        for script in page.all("script"):
            if script.get("type") != "application/ld+json":
                continue
            for part in _parts(json.loads(script.text or "")):
                assert part.get("@type"), (name, part)
            assert json.loads(script.text or "")["@context"] == "https://schema.org", name


def _parts(description: Any) -> list[dict]:
    """The things that are described, without references to others."""
    if isinstance(description, list):
        return [part for one in description for part in _parts(one)]
    graph = description.get("@graph") if isinstance(description, dict) else None
    return _parts(graph) if graph else [description]


def test_the_manifest_names_icons_that_exist(delivery: Delivery) -> None:
    home = parse(delivery.get("/").content.decode())
    manifests = [link.get("href", "") for link in home.all("link") if link.get("rel") == "manifest"]
    assert len(manifests) == 1
    icons = json.loads(content_of(delivery.get(manifests[0])))["icons"]
    assert icons
    for icon in icons:
        response = delivery.get(urljoin(manifests[0], icon["src"]))
        assert (response.status_code, response["Content-Type"]) == (200, icon["type"])
