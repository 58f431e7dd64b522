"""One Atom feed for each listing: RFC 4287, only what is public, and no trace of anything else."""

from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import BaseViewRestriction, PageViewRestriction, Site

from fixtures import factories as make
from fixtures.factories.lifecycle import publish
from newsroom.feeds import entries as feed_entries
from newsroom.models import NewsLinkPage, PressReleasePage
from pages.site_settings import SiteSettings
from tests.newsroom.reading import ATOM, entries, feed_of, latest, stored, text_of, titles

CANARY = "quokkastrasse"


def address(page) -> str:
    return reverse("newsroom_feed", args=[page.pk])


@pytest.fixture
def named(newsroom) -> SiteSettings:
    settings = SiteSettings.for_site(Site.objects.get())
    settings.site_name, settings.agency = "Applied Intelligence", "The Office"
    settings.save()
    return settings


def test_it_is_a_feed_by_the_rules(news, named, add_item, clock) -> None:
    clock.forward(hours=1)
    add_item("First & last", model=PressReleasePage)
    feed = feed_of(news)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert text_of(feed, "title") == "News | Applied Intelligence"
    assert text_of(feed, "id") == f"urn:uuid:{news.translation_key}"
    assert text_of(feed, "updated") == "2026-03-02T10:00:00+08:00"
    assert feed.findtext("atom:author/atom:name", namespaces=ATOM) == "The Office"
    links = {link.get("rel"): link.get("href") for link in feed.findall("atom:link", ATOM)}
    assert links == {
        "alternate": f"http://localhost{news.url}",
        "self": f"http://localhost{address(news)}",
    }


def test_an_entry_says_what_a_reader_needs(news, add_item, clock) -> None:
    topic = make.TopicFactory(name="Skills")
    page = add_item("First & last", model=PressReleasePage, topics=[topic])
    (entry,) = entries(news)
    assert text_of(entry, "title") == "First & last"
    assert text_of(entry, "id") == f"urn:uuid:{page.translation_key}"
    assert text_of(entry, "published") == text_of(entry, "updated") == "2026-03-02T09:00:00+08:00"
    assert text_of(entry, "summary") == f"<p>{page.summary}</p>"
    assert entry.find("atom:summary", ATOM).get("type") == "html"
    assert entry.find("atom:link", ATOM).get("href") == f"http://localhost{page.url}"
    assert [mark.get("term") for mark in entry.findall("atom:category", ATOM)] == ["Skills"]


def test_the_media_type_and_the_empty_feed(news, client) -> None:
    response = client.get(address(news))
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert titles(news) == []
    # An empty feed is as old as its listing, not as the clock says.
    updated = datetime.fromisoformat(text_of(feed_of(news), "updated"))
    assert updated == stored(news).first_published_at.replace(microsecond=0)


def test_a_listing_names_its_own_feed(news, newsroom, client) -> None:
    for page in (news, newsroom):
        head = BeautifulSoup(client.get(page.url).content, "lxml").head
        links = head.select("link[rel=alternate]:not([hreflang])")
        assert [(link["type"], link["href"], link["title"]) for link in links] == [
            ("application/atom+xml", address(page), f"{page.title} (Atom)"),
            ("application/rss+xml", f"/_feeds/{page.pk}/rss.xml", f"{page.title} (RSS)"),
            ("application/feed+json", f"/_feeds/{page.pk}/feed.json", f"{page.title} (JSON)"),
        ]


def test_the_newsroom_holds_all_its_lists(newsroom, news, add_item) -> None:
    other = make.NewsListFactory(title="Speeches", parent=newsroom)
    add_item("News", date=date(2026, 3, 1))
    make.NewsArticleFactory(title="Speech", parent=other)
    assert titles(newsroom) == ["Speech", "News"]
    assert (titles(news), titles(other)) == (["News"], ["Speech"])


def test_an_item_of_which_something_was_told_comes_up_again(news, add_item, clock) -> None:
    old = add_item("Old", date=date(2024, 1, 5))
    add_item("New")
    assert titles(news) == ["New", "Old"]
    clock.forward(days=1)
    draft = latest(old)
    draft.describe_change("The closing date was moved.")
    publish(draft)
    assert titles(news) == ["Old", "New"]
    entry = entries(news)[0]
    assert text_of(entry, "published") == "2024-01-05T00:00:00+08:00"
    assert text_of(entry, "updated") == "2026-03-03T09:00:00+08:00"
    assert "Update, 3 Mar 2026, 09:00 SGT (UTC+8):</strong> The closing" in text_of(
        entry, "summary"
    )


def test_a_minor_change_moves_nothing(news, article, client) -> None:
    before = client.get(address(news)).content
    publish(latest(article))
    assert client.get(address(news)).content == before


def test_it_holds_the_newest_and_the_last_changed(news, add_item, monkeypatch, clock) -> None:
    monkeypatch.setattr(feed_entries, "ENTRIES", 2)
    pages = [add_item(f"Item {day}", date=date(2026, 2, day)) for day in range(1, 5)]
    assert titles(news) == ["Item 4", "Item 3"]
    clock.forward(days=1)
    draft = latest(pages[0])
    draft.describe_change("It changed.")
    publish(draft)
    assert titles(news) == ["Item 1", "Item 4"]


def test_a_link_entry_leads_to_its_own_address(news, add_item) -> None:
    page = add_item("Elsewhere", model=NewsLinkPage)
    (entry,) = entries(news)
    assert entry.find("atom:link", ATOM).get("href") == f"http://localhost{page.url}"


@pytest.mark.parametrize("state", ["draft", "scheduled", "expired", "unpublished"])
def test_what_is_not_public_leaves_no_trace(news, add_item, client, state) -> None:
    add_item("Public")
    before = client.get(address(news))
    fields = {"title": f"Title {CANARY}", "slug": CANARY, "summary": CANARY, state: True}
    make.NewsArticleFactory(parent=news, **fields)
    after = client.get(address(news))
    assert after.content == before.content
    assert dict(after.headers) == dict(before.headers)


def test_to_the_second(news, clock) -> None:
    page = make.NewsArticleFactory(parent=news, title="At ten", scheduled=True)
    instant = page.get_latest_revision_as_object().go_live_at
    clock.set(instant - timedelta(seconds=1))
    assert titles(news) == []
    clock.set(instant)
    publish(latest(page))
    assert titles(news) == ["At ten"]


@pytest.mark.parametrize("state", ["draft", "scheduled", "expired", "unpublished"])
def test_a_listing_that_is_not_public_has_no_feed(newsroom, client, state) -> None:
    hidden = make.NewsListFactory(parent=newsroom, **{state: True})
    assert client.get(address(hidden)).status_code == 404


def test_a_listing_behind_a_password_has_no_feed(news, add_item, client) -> None:
    add_item("Inside")
    PageViewRestriction.objects.create(
        page=news, restriction_type=BaseViewRestriction.PASSWORD, password="x"
    )
    assert client.get(address(news)).status_code == 404


def test_other_pages_and_numbers_have_no_feed(newsroom, article, client) -> None:
    for number in (article.pk, newsroom.get_parent().pk, 999_999, 10**30):
        assert client.get(f"/_feeds/{number}/atom.xml").status_code == 404


def test_a_listing_of_another_site_has_no_feed_here(news, settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    other = make.HomePageFactory(slug="other")
    Site.objects.create(hostname="other.example", root_page=other)
    assert Client(SERVER_NAME="other.example").get(address(news)).status_code == 404


def test_an_unchanged_feed_is_not_sent_again(news, add_item, client) -> None:
    add_item("One")
    first = client.get(address(news))
    assert first["ETag"] and "Last-Modified" not in first.headers
    again = client.get(address(news), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    add_item("Two")
    assert client.get(address(news), headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_item_taken_off_leaves_the_feed_at_once(news, article, client) -> None:
    first = client.get(address(news))
    stored(article).unpublish()
    again = client.get(address(news), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200 and titles(news) == []


def test_it_is_only_read(news, client) -> None:
    assert client.post(address(news)).status_code == 405
    assert client.head(address(news)).status_code == 200
    assert not client.get(address(news)).cookies


def test_what_xml_cannot_hold_is_left_out(news, add_item) -> None:
    page = add_item("A\x0btitle")
    make.TopicFactory(name="x")
    type(page).objects.filter(pk=page.pk).update(summary="bell\x07 <b>&\ufffe")
    (entry,) = entries(news)
    assert text_of(entry, "title") == "Atitle"
    html = ElementTree.fromstring(text_of(entry, "summary"))
    assert html.text == "bell <b>&"


def test_many_entries_cost_no_more_queries_than_one(news, add_item, client) -> None:
    topic = make.TopicFactory()
    add_item("One", topics=[topic])
    client.get(address(news))
    with CaptureQueriesContext(connection) as one:
        client.get(address(news))
    for number in range(5):
        add_item(f"Item {number}", topics=[topic])
    with CaptureQueriesContext(connection) as many:
        client.get(address(news))
    # The moment, the site, the hidden branches, the listing twice, its settings; what was published
    # and what was changed; all that is told of it.
    assert len(one) == len(many) == 7
