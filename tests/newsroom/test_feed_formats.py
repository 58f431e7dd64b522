"""The same feed in Atom, RSS and JSON: each by its rules, and what a feed library makes of it."""

from datetime import UTC, datetime

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Site

from fixtures import factories as make
from fixtures.factories.lifecycle import publish
from newsroom.models import NewsLinkPage, PressReleasePage
from pages.site_settings import SiteSettings
from tests.newsroom.feed_rules import assert_atom, assert_json_feed, assert_rss
from tests.newsroom.reading import latest

RULES = {"atom.xml": assert_atom, "rss.xml": assert_rss, "feed.json": assert_json_feed}
MEDIA_TYPES = {
    "atom.xml": "application/atom+xml; charset=utf-8",
    "rss.xml": "application/rss+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}
LIBRARY = ["atom.xml", "rss.xml"]


@pytest.fixture(params=RULES)
def file(request) -> str:
    return request.param


@pytest.fixture
def filled(news, add_item, clock):
    """A list with all that an item can have, and names that need care."""
    settings = SiteSettings.for_site(Site.objects.get())
    settings.site_name, settings.agency = "A & B", "The <Office>"
    settings.save()
    topic = make.TopicFactory(name="Skills & <work>")
    add_item("Words & <em>", topics=[topic], authors="Ada Pellingrove, Noor Hasselwick",
             lead_image=make.SiteImageFactory())  # fmt: skip
    clock.forward(minutes=1)
    add_item("结果与计划", model=PressReleasePage, summary="")
    clock.forward(minutes=1)
    changed = add_item("Changed")
    clock.forward(minutes=1)
    add_item("Elsewhere", model=NewsLinkPage, link=[("link", {"url": "https://www.example.org/x"})])
    clock.forward(days=1)
    draft = latest(changed)
    draft.describe_change("The date was moved.")
    publish(draft)
    return news


def body_of(listing, file: str) -> bytes:
    response = Client().get(f"/_feeds/{listing.pk}/{file}")
    assert response.status_code == 200
    assert response["Content-Type"] == MEDIA_TYPES[file]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    return response.content


def test_it_keeps_the_rules_of_its_format(filled, file) -> None:
    RULES[file](body_of(filled, file))


def test_an_empty_feed_keeps_them_too(news, file) -> None:
    RULES[file](body_of(news, file))


@pytest.mark.parametrize("name", LIBRARY)
def test_a_feed_library_reads_what_was_written(filled, name) -> None:
    read = feedparser.parse(body_of(filled, name))
    assert not read.bozo
    assert read.feed.title == "News | A & B"
    assert read.feed.link == filled.full_url
    titles = ["Changed", "Elsewhere", "结果与计划", "Words & <em>"]
    assert [entry.title for entry in read.entries] == titles
    entry = read.entries[-1]
    assert [tag.term for tag in entry.tags] == ["Skills & <work>"]
    assert [author.name for author in entry.authors] == ["Ada Pellingrove", "Noor Hasselwick"]
    assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == datetime(2026, 3, 2, 1, tzinfo=UTC)
    (enclosure,) = entry.enclosures
    # The original, while nothing smaller has been made of it.
    sent = b"".join(Client().get(enclosure.href).streaming_content)
    assert enclosure.type == "image/png" and int(enclosure.length) == len(sent) > 0
    assert read.entries[0].updated_parsed[:5] == (2026, 3, 3, 1, 3)
    assert "The date was moved." in read.entries[0].summary


def test_all_formats_tell_the_same(filled) -> None:
    atom, rss = (feedparser.parse(body_of(filled, name)) for name in LIBRARY)
    told = assert_json_feed(body_of(filled, "feed.json"))["items"]
    for one, other, item in zip(atom.entries, rss.entries, told, strict=True):
        assert one.id == other.id == item["id"]
        assert one.link == other.link == item["url"]
        contents = [entry.get("content", [{}])[0].get("value", "") for entry in (one, other)]
        assert contents[0] == contents[1]
        # The library cleans HTML in its own way: words are compared.
        words = [
            BeautifulSoup(text, "lxml").get_text() for text in (contents[0], item["content_html"])
        ]
        assert words[0] == words[1]


def test_a_json_feed_names_pictures_and_where_a_link_leads(filled) -> None:
    changed, link, release, article = assert_json_feed(body_of(filled, "feed.json"))["items"]
    assert link["external_url"] == "https://www.example.org/x"
    assert link["url"].startswith("http://localhost/")
    assert not any("external_url" in item for item in (changed, release, article))
    assert article["image"].startswith("http://localhost/_media/")
    assert article["summary"] == "What happened, in one sentence."
    assert article["authors"] == [{"name": "Ada Pellingrove"}, {"name": "Noor Hasselwick"}]
    assert "summary" not in release


def test_it_is_not_sent_again_unless_it_changed(filled, add_item, client, file) -> None:
    path = f"/_feeds/{filled.pk}/{file}"
    first = client.get(path)
    assert first["ETag"] and "Last-Modified" not in first.headers
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    add_item("One more")
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_what_is_not_public_leaves_no_trace(filled, client, file) -> None:
    path = f"/_feeds/{filled.pk}/{file}"
    before = client.get(path)
    for state in ("draft", "scheduled", "expired", "unpublished"):
        make.NewsArticleFactory(parent=filled, **{state: True})
    after = client.get(path)
    assert after.content == before.content
    assert dict(after.headers) == dict(before.headers)


def test_an_item_names_the_feeds_of_its_list(filled, newsroom, add_item, client) -> None:
    page = add_item("An item")
    head = BeautifulSoup(client.get(page.url).content, "lxml").head
    links = head.select("link[rel=alternate][type*=atom], link[rel=alternate][type*=rss]")
    assert [link["href"] for link in links] == [
        f"/_feeds/{filled.pk}/atom.xml",
        f"/_feeds/{filled.pk}/rss.xml",
    ]
    directly = make.NewsArticleFactory(parent=newsroom)
    head = BeautifulSoup(client.get(directly.url).content, "lxml").head
    assert head.select_one("link[type*=atom]")["href"] == f"/_feeds/{newsroom.pk}/atom.xml"


def test_a_listing_shows_links_to_its_feeds_and_to_those_of_the_chosen_topic(
    filled, client
) -> None:
    def shown(address: str) -> dict[str, str]:
        links = BeautifulSoup(client.get(address).content, "lxml").select("main .feeds a")
        return {link.get_text(): link["href"] for link in links}

    plain = {"Atom": "atom.xml", "RSS": "rss.xml", "JSON": "feed.json"}
    of_list = {label: f"/_feeds/{filled.pk}/{name}" for label, name in plain.items()}
    assert shown(filled.url) == of_list
    slug = filled.public_items().get(title__startswith="Words").topic_list[0].slug
    assert shown(f"{filled.url}?topic={slug}") == {
        label: f"/_feeds/{filled.pk}/topics/{slug}/{name}" for label, name in plain.items()
    }
    assert client.get(f"{filled.url}?topic=a/b").status_code == 200
