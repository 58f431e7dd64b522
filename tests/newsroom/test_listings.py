"""Listings: order, facets with their counts, and nothing that is not public."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.test import RequestFactory
from wagtail.models import Site

from fixtures import factories as make
from fixtures.factories.crowd import add_items
from newsroom import listing
from newsroom.listing import Choice, listing_context
from newsroom.models import NewsArticlePage, NewsLinkPage, NewsroomItem, PressReleasePage, Topic
from pages import visibility
from pages.clock import now


def context(page, query: str = "") -> dict:
    return listing_context(page.shelf(), RequestFactory().get(f"/?{query}"))


def titles(page, query: str = "") -> list[str]:
    return [item.title for item in context(page, query)["items"]]


def counts(page, name: str, query: str = "") -> dict[str, int]:
    facets = {facet["name"]: facet for facet in context(page, query)["facets"]}
    options = facets[name]["options"] if name in facets else []
    return {option["value"]: option["count"] for option in options}


@pytest.fixture
def archive(newsroom, add_item):
    """Four items of two years, three kinds and two topics; returns the newsroom."""
    skills = Topic.objects.create(name="Skills", slug="skills")
    trust = Topic.objects.create(name="Trust", slug="trust")
    rows = [
        ("Old release", PressReleasePage, date(2024, 12, 31), [skills]),
        ("Release", PressReleasePage, date(2025, 1, 1), [skills, trust]),
        ("Article", NewsArticlePage, date(2025, 6, 1), [trust]),
        ("Link", NewsLinkPage, date(2025, 3, 1), []),
    ]
    for title, model, day, topics in rows:
        item = add_item(title, model=model, date=day)
        item.topics.set(topics)
        item.save()
    return newsroom


def test_the_newest_date_comes_first(archive) -> None:
    assert titles(archive) == ["Article", "Link", "Release", "Old release"]


def test_items_of_one_day_keep_a_stable_order(news, add_item) -> None:
    for number in range(3):
        add_item(f"Item {number}", date=date(2025, 1, 1))
    assert titles(news) == ["Item 2", "Item 1", "Item 0"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=press-release", ["Release", "Old release"]),
        ("year=2024", ["Old release"]),
        ("topic=trust", ["Article", "Release"]),
        ("topic=trust&kind=news", ["Article"]),
        ("topic=none", []),
    ],
)
def test_a_facet_narrows_the_list(archive, query, expected) -> None:
    assert titles(archive, query) == expected


def test_a_facet_counts_what_choosing_it_would_show(archive) -> None:
    assert counts(archive, "kind") == {"link": 1, "news": 1, "press-release": 2}
    assert counts(archive, "year") == {"2025": 3, "2024": 1}
    assert counts(archive, "topic") == {"skills": 2, "trust": 2}
    assert counts(archive, "year", "kind=press-release") == {"2025": 1, "2024": 1}
    assert counts(archive, "topic", "year=2024") == {"skills": 1}


@pytest.mark.parametrize(
    "query",
    ["kind=x", "year=20x5", "year=0", "year=²", "year=99999999999999999999", "page=x", "page=-1",
     "page=0", "page=", "page=1", "page=%00", "page=²", "kind=%00", "year=%00"],
)  # fmt: skip
def test_nonsense_counts_as_not_asked(archive, query) -> None:
    assert len(titles(archive, query)) == 4


@pytest.mark.parametrize("query", ["page=2", "page=999", "page=" + "9" * 30, "page=2&topic=none"])
def test_there_is_nothing_after_the_last_page(archive, query) -> None:
    with pytest.raises(Http404):
        context(archive, query)


def test_pages_follow_each_other_without_a_gap(news, newsroom, add_item) -> None:
    add_items(news, 30, [Topic.objects.create(name="Skills", slug="skills")])
    pages = [context(newsroom, f"page={number}") for number in (1, 2, 3)]
    shown = [item.pk for page in pages for item in page["items"]]
    assert [len(page["items"]) for page in pages] == [12, 12, 6]
    assert len(set(shown)) == 30
    assert {page["result_count"] for page in pages} == {30}
    assert len(titles(newsroom, "kind=news&page=2")) == 3


def test_the_topics_with_most_items_are_offered(newsroom, add_item, monkeypatch) -> None:
    monkeypatch.setattr(listing, "MOST_TOPICS", 2)
    often, rarely, once = (
        Topic.objects.create(name=name, slug=name.lower()) for name in ("Often", "Rarely", "Once")
    )
    for topics in ([often, rarely, once], [often, rarely], [often]):
        make.NewsArticleFactory(topics=topics, parent=newsroom)
    assert counts(newsroom, "topic") == {"often": 3, "rarely": 2}
    assert counts(newsroom, "topic", "topic=once") == {"often": 3, "once": 1}


def test_an_option_toggles_and_keeps_the_other_choices(archive) -> None:
    years = context(archive, "year=2025&kind=news")["facets"][1]
    assert years["name"] == "year"
    chosen = next(option for option in years["options"] if option["is_selected"])
    assert chosen["url"] == "?kind=news"
    assert Choice(kind="news", year="2024").as_query() == "?kind=news&year=2024"


@pytest.mark.parametrize(
    "hidden",
    [{"live": False}, {"go_live_at": now() + timedelta(days=1)}, {"expire_at": now()}],
    ids=["draft", "not yet", "expired"],
)
def test_what_is_not_public_is_neither_listed_nor_counted(archive, hidden) -> None:
    NewsroomItem.objects.filter(title="Article").update(**hidden)
    assert "Article" not in titles(archive)
    assert counts(archive, "kind") == {"link": 1, "press-release": 2}
    assert counts(archive, "topic") == {"skills": 2, "trust": 1}
    assert context(archive)["result_count"] == 3


def test_a_listing_takes_the_same_queries_for_many_items(
    newsroom, add_item, django_assert_num_queries
) -> None:
    topic = Topic.objects.create(name="Skills", slug="skills")
    for number in range(12):
        item = add_item(f"Item {number}")
        item.topics.add(topic)
        item.save()
    page = newsroom
    # The hidden branches, the lists, kinds and years with topics, the items with theirs.
    with visibility.remember(), django_assert_num_queries(4):
        shown = context(page)
        for item in shown["items"]:
            assert [item.url, item.get_kind_display(), [t.name for t in item.topic_list]]


def test_related_items_are_the_newest_on_the_same_topics(archive) -> None:
    release = PressReleasePage.objects.get(title="Release")
    assert [item.title for item in release.related_items()] == ["Article", "Old release"]
    NewsroomItem.objects.filter(title="Article").update(live=False)
    assert [item.title for item in release.related_items()] == ["Old release"]


def test_an_editor_can_choose_the_related_items(archive) -> None:
    release = PressReleasePage.objects.get(title="Release")
    link = NewsroomItem.objects.get(title="Link")
    release.related.create(target=link)
    assert [item.title for item in release.related_items()] == ["Link"]
    NewsroomItem.objects.filter(pk=link.pk).update(live=False)
    assert release.related_items() == []


def test_a_listing_asks_once_where_the_sites_begin(newsroom, add_item, monkeypatch, client) -> None:
    for number in range(3):
        add_item(f"Item {number}")
    asked = []
    stock = Site.get_site_root_paths

    def counted() -> list:
        asked.append(1)
        return stock()

    monkeypatch.setattr(Site, "get_site_root_paths", counted)
    assert client.get(newsroom.url).status_code == 200
    asked.clear()
    assert client.get(newsroom.url).status_code == 200
    assert len(asked) <= 1
