"""Public pages of a site with so many articles, visited in turn: the process behind `growth`.

`python -m tests.benchmarks.visiting fill NUMBER` writes the articles. `… serve` prints one JSON
object with the addresses' names, then answers each name that it reads with what a visit to it
cost: milliseconds, those of them in queries, and the number of queries.
"""

import json
import sys
from time import perf_counter

import django
from django.core.management import call_command
from django.db import connection
from django.test import Client

TOPICS = 40


def fill(number: int) -> None:
    """Write a site whose one list holds so many articles."""
    from fixtures import factories as make
    from fixtures.factories.crowd import add_items

    home = make.HomePageFactory(site_root=True, slug="front")
    hub = make.NewsroomFactory(slug="hub", parent=home)
    news = make.NewsListFactory(slug="news", parent=hub)
    make.NewsListFactory(slug="speeches", parent=hub)
    latest = {"title": "Latest", "listing": hub, "count": "6", "link_label": "All"}
    home.body = [("latest_items", latest)]
    home.save_revision().publish()
    topics = [make.TopicFactory(name=f"Topic {n}", slug=f"topic-{n}") for n in range(TOPICS)]
    add_items(news, number, topics)
    call_command("check_listings")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def addresses() -> dict[str, str]:
    """What is visited, by name."""
    from newsroom.listing import ITEMS_PER_PAGE
    from newsroom.models import NewsListPage, NewsroomItem

    news = NewsListPage.objects.get(slug="news")
    number = NewsroomItem.objects.count()
    last = -(-number // ITEMS_PER_PAGE)
    middle = NewsroomItem.objects.get(slug=f"item-{number // 2}")
    return {
        "home": "/",
        "newsroom": "/hub/",
        "list": "/hub/news/",
        "middle page": f"/hub/news/?page={last // 2}",
        "last page": f"/hub/news/?page={last}",
        "last page of the newsroom": f"/hub/?page={last}",
        "kind": "/hub/news/?kind=news",
        "topic": "/hub/news/?topic=topic-1",
        "kind and topic": "/hub/?kind=news&topic=topic-1",
        "year": "/hub/?year=2025",
        "article": middle.url,
        "feed": f"/_feeds/{news.pk}/atom.xml",
        "feed of a topic": f"/_feeds/{news.pk}/topics/topic-1/atom.xml",
    }


def serve() -> None:
    """Answer names with costs until there are no more."""
    visited, client = addresses(), Client(SERVER_NAME="localhost")
    for address in visited.values():
        if client.get(address).status_code != 200:
            raise SystemExit(f"{address} is not there")
    print(json.dumps(list(visited)), flush=True)
    for line in sys.stdin:
        statements: list[float] = []

        def timed(execute, *given, statements=statements):
            start = perf_counter()
            try:
                return execute(*given)
            finally:
                statements.append(perf_counter() - start)

        with connection.execute_wrapper(timed):
            start = perf_counter()
            client.get(visited[line.rstrip("\n")])
            spent = perf_counter() - start
        print(json.dumps([spent * 1000, sum(statements) * 1000, len(statements)]), flush=True)


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        serve()
