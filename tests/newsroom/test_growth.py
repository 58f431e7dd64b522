"""What grows with the newsroom is the newsroom: not the queries of a page, nor the rows it reads."""

import re
from itertools import count

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fixtures import factories as make
from fixtures.factories.crowd import add_items
from newsroom.models import NewsroomItem, Topic

FEW, MANY = 50, 5_000
TOPICS = 8
#: A search may look at more, and the API says how many pages there are.
NOT_THE_SAME = ("search", "api")
#: How often SQLite tells that it is at work, in steps of its machine.
TELLS = 50
#: How much more it may do for a hundred times as many items.
MORE = 2
#: Rows of one query, at most: the entries of a page, a feed or a facet, and what hangs on them.
MOST_ROWS = 100


@pytest.fixture
def site(db, clock) -> dict[str, str]:
    """The addresses to look at, of a site whose list holds few items."""
    home = make.HomePageFactory(site_root=True, slug="front")
    newsroom = make.NewsroomFactory(slug="hub", parent=home)
    news = make.NewsListFactory(slug="news", parent=newsroom)
    make.SearchPageFactory(slug="search", parent=home)
    latest = {"title": "Latest", "listing": news, "count": "6", "link_label": "All"}
    home.body = [("latest_items", latest)]
    home.save_revision().publish()
    topics = [make.TopicFactory(name=f"Topic {n}", slug=f"topic-{n}") for n in range(TOPICS)]
    about = {"topics": topics[:2], "parent": news}
    release = make.PressReleaseFactory(slug="release", **about)
    article = make.NewsArticleFactory(slug="article", **about)
    add_items(news, FEW - 2, topics)
    return {
        "home": "/",
        "newsroom": "/hub/",
        "list": "/hub/news/",
        "second page": "/hub/news/?page=2",
        "chosen": "/hub/news/?kind=news&topic=topic-1",
        "chosen year": "/hub/?year=2026",
        "release": release.url,
        "article": article.url,
        "feed": f"/_feeds/{news.pk}/atom.xml",
        "feed of a topic": f"/_feeds/{news.pk}/topics/topic-1/atom.xml",
        "search": "/search/?q=sentence",
        "api": "/api/v2/pages/?type=newsroom.NewsroomItem&order=-date",
        "api item": f"/api/v2/pages/{release.pk}/",
    }


def grow() -> None:
    """Let there be many items where there are few."""
    news = NewsroomItem.objects.first().get_parent().specific
    add_items(news, MANY - news.numchild, list(Topic.objects.order_by("pk")))
    assert NewsroomItem.objects.count() == MANY
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def looked_at(addresses: dict[str, str]) -> dict[str, list[str]]:
    """The statements of one visit to each address, by its name."""
    client, seen = Client(), {}
    for name, address in addresses.items():
        cache.clear()
        assert client.get(address).status_code == 200, name
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        seen[name] = [query["sql"] for query in queries]
    return seen


def rows_of(statement: str) -> int:
    """How many rows a query brings."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({statement}) AS answer".replace("%", "%%"), [])
        return cursor.fetchone()[0]


def work_of(addresses: dict[str, str]) -> dict[str, int]:
    """How much SQLite does for one visit to each address, by its name."""
    client, done = Client(), {}
    for name, address in addresses.items():
        client.get(address)
        told = count()
        connection.connection.set_progress_handler(lambda told=told: next(told) < 0, TELLS)
        assert client.get(address).status_code == 200, name
        connection.connection.set_progress_handler(None, 0)
        done[name] = next(told)
    return done


@pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="how much PostgreSQL looks at is measured by `make bench` alone",
)
def test_the_database_looks_at_as_little_of_many_items(site) -> None:
    pages = {name: address for name, address in site.items() if name not in NOT_THE_SAME}
    few = work_of(pages)
    grow()
    many = work_of(pages)
    more = {name: (few[name], many[name]) for name in pages if many[name] > MORE * few[name]}
    assert more == {}


def test_pages_cost_the_same_with_many_items(site) -> None:
    few = looked_at(site)
    grow()
    many = looked_at(site)
    counts = {name: len(statements) for name, statements in many.items()}
    assert counts == {name: len(statements) for name, statements in few.items()}
    for name, statements in many.items():
        for statement in statements:
            if not statement.startswith("SELECT"):
                continue
            assert rows_of(statement) <= MOST_ROWS, (name, statement)
            # The page itself comes with the numbers of the items beside it.
            is_visit = 'AS "older_id"' in statement
            listed = 'FROM "newsroom_newsroomitem"' in statement and not is_visit
            if listed and name != "api item":
                assert not re.search(r'"(body|content)"', statement), (name, statement)
