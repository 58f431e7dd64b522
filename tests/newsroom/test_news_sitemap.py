"""The news of the last two days, by the schema of news sitemaps."""

from datetime import date, timedelta

import pytest
from wagtail.models import Site

from fixtures import factories as make
from fixtures.factories.lifecycle import publish, stored
from newsroom import news_sitemap
from newsroom.models import NewsLinkPage, PressReleasePage
from pages import clock as pages_clock
from pages.site_settings import SiteSettings
from tests.newsroom.reading import latest
from tests.pages.discovery.reading import NAMES, assert_valid, fetched


def told() -> list[tuple[str, str, str]]:
    """Address, instant and title of each entry, checked."""
    found = []
    for entry in fetched("/sitemap-news.xml"):
        news = entry.find("news:news", NAMES)
        assert_valid(news, "news.xsd")
        assert entry.find("s:lastmod", NAMES) is None
        found.append(
            (
                entry.findtext("s:loc", namespaces=NAMES),
                news.findtext("news:publication_date", namespaces=NAMES),
                news.findtext("news:title", namespaces=NAMES),
            )
        )
    return found


def titles() -> list[str]:
    return [title for *_, title in told()]


def test_an_entry_says_what_the_format_asks(news, add_item, clock) -> None:
    settings = SiteSettings.for_site(Site.objects.get())
    settings.site_name = "News & <views>"
    settings.save()
    page = add_item("It's “new” & <good>", model=PressReleasePage)
    clock.forward(hours=1)
    assert told() == [(page.full_url, "2026-03-02T09:00:00+08:00", "It's “new” & <good>")]
    (entry,) = fetched("/sitemap-news.xml")
    publication = entry.find("news:news/news:publication", NAMES)
    assert [child.text for child in publication] == ["News & <views>", "en"]


def test_it_forgets_after_two_days_to_the_second(news, add_item, clock) -> None:
    add_item("News")
    start = clock.now()
    clock.set(start + timedelta(hours=48, seconds=-1))
    assert titles() == ["News"]
    clock.set(start + timedelta(hours=48))
    assert titles() == []


def test_what_is_no_news_is_left_out(news, add_item) -> None:
    add_item("A link", model=NewsLinkPage)
    add_item("Dated back", date=date(2025, 3, 2))
    make.ContentPageFactory(title="A page")
    assert told() == []


def test_a_change_makes_no_news_and_a_withdrawal_ends_it(news, add_item, clock) -> None:
    page = add_item("News")
    clock.forward(hours=47)
    publish(latest(page))
    assert titles() == ["News"]
    draft = latest(page)
    draft.withdrawn_at, draft.withdrawal_reason = pages_clock.now(), "It was wrong."
    publish(draft)
    assert titles() == []


@pytest.mark.parametrize("state", ["draft", "scheduled", "expired", "unpublished"])
def test_what_is_not_public_leaves_no_trace(news, add_item, client, state) -> None:
    add_item("Public")
    before = client.get("/sitemap-news.xml")
    make.NewsArticleFactory(parent=news, title="quokkastrasse", **{state: True})
    after = client.get("/sitemap-news.xml")
    assert after.content == before.content
    assert dict(after.headers) == dict(before.headers)


def test_the_newest_come_first_and_no_more_than_allowed(news, add_item, clock, monkeypatch) -> None:
    monkeypatch.setattr(news_sitemap, "MOST", 2)
    for number in range(3):
        add_item(f"Item {number}")
        clock.forward(minutes=1)
    assert titles() == ["Item 2", "Item 1"]


def test_an_item_taken_off_is_gone_at_once(news, add_item, client) -> None:
    page = add_item("News")
    first = client.get("/sitemap-news.xml")
    assert (
        client.get("/sitemap-news.xml", headers={"if-none-match": first["ETag"]}).status_code == 304
    )
    stored(page).unpublish()
    again = client.get("/sitemap-news.xml", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200 and titles() == []
