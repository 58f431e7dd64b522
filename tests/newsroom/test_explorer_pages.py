"""The pages of the explorer of a long list: each item once, and nothing asked about other pages."""

from itertools import chain

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fixtures import factories as make
from fixtures.factories.crowd import add_items
from newsroom.models import NewsListPage, NewsroomItem

ITEMS, PAGES = 120, 3


@pytest.fixture
def news(db) -> NewsListPage:
    home = make.HomePageFactory(site_root=True)
    news = make.NewsListFactory(parent=make.NewsroomFactory(parent=home))
    add_items(news, ITEMS, [])
    return news


@pytest.fixture
def boss(db) -> Client:
    client = Client()
    client.force_login(make.UserFactory(group="Administrators"))
    return client


def shown(client: Client, news: NewsListPage, query: str) -> list[str]:
    """The titles on one page of the explorer, in order."""
    address = reverse("wagtailadmin_explore", args=[news.pk]) + query
    page = BeautifulSoup(client.get(address).content, "lxml")
    return [link.get_text(strip=True) for link in page.select("td.title .title-wrapper a")]


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("", ("-date", "-pk")),
        ("&ordering=date", ("date", "-pk")),
        ("&ordering=-title", ("-title", "-pk")),
    ],
)
def test_each_item_is_on_one_page_in_its_order(news, boss, asked, order) -> None:
    pages = [shown(boss, news, f"?p={number}{asked}") for number in range(1, PAGES + 1)]
    assert [len(titles) for titles in pages] == [50, 50, 20]
    expected = NewsroomItem.objects.order_by(*order).values_list("title", flat=True)
    assert list(chain.from_iterable(pages)) == list(expected)


def test_rows_of_other_pages_are_not_looked_at(news, boss) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert len(shown(boss, news, f"?p={PAGES}")) == ITEMS % 50
    asked = [query["sql"] for query in queries if "approved_go_live_at" in query["sql"]]
    assert asked
    assert not [
        statement for statement in asked if "LIMIT 50" in statement or "OFFSET" in statement
    ]
