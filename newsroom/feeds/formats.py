"""The formats of a feed, and where each of them is."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Format:
    """A format in which a feed can be read."""

    #: How readers know it.
    label: str
    #: The last part of its addresses.
    file: str
    media_type: str
    #: What its URL patterns are called, for a listing and for a topic of one.
    url_name: str
    topic_url_name: str

    def address(self, listing_pk: int, topic: str = "") -> str:
        """Where the feed of a listing is in this format, or that of one of its topics, by slug."""
        if topic:
            return reverse(self.topic_url_name, args=[listing_pk, topic])
        return reverse(self.url_name, args=[listing_pk])


ATOM = Format("Atom", "atom.xml", "application/atom+xml", "newsroom_feed", "newsroom_feed_topic")
RSS = Format(
    "RSS", "rss.xml", "application/rss+xml", "newsroom_feed_rss", "newsroom_feed_topic_rss"
)
JSON = Format(
    "JSON", "feed.json", "application/feed+json", "newsroom_feed_json", "newsroom_feed_topic_json"
)
FORMATS = (ATOM, RSS, JSON)
