"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Any

from newsroom.feeds.entries import Entry, Feed

VERSION = "https://jsonfeed.org/version/1.1"


def write(feed: Feed) -> bytes:
    """The feed as a JSON document."""
    described = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.address,
        "feed_url": feed.own_address,
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.publisher, "url": feed.publisher_address}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(_known(described), ensure_ascii=False).encode()


def _item(entry: Entry) -> dict[str, Any]:
    # An item has content, which may be empty.
    return {"content_html": entry.content} | _known(
        {
            "id": entry.id,
            "url": entry.address,
            "external_url": entry.leads_to,
            "title": entry.title,
            "summary": entry.summary_text,
            "image": entry.picture.address if entry.picture else "",
            "date_published": entry.published.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "authors": [{"name": name} for name in entry.authors],
            "tags": list(entry.topics),
        }
    )


def _known(described: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if value or name == "items"}
