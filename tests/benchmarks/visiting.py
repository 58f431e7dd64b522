"""Public pages of a site that `filling` wrote, visited in turn: a process behind `growth`.

`python -m tests.benchmarks.visiting` prints one JSON object with the addresses' names, then answers
each name that it reads with what a visit to it cost: milliseconds, those of them in queries, and the
number of queries.
"""

import json
import sys
from time import perf_counter

import django
from django.db import connection
from django.test import Client

from tests.benchmarks.filling import COMMON, EVERYWHERE, RARE

#: What counts as search, for which other bounds hold.
SEARCH = "search, "


def addresses() -> dict[str, str]:
    """What is visited, by name."""
    from newsroom.listing import ITEMS_PER_PAGE
    from newsroom.models import NewsListPage, NewsroomItem

    news = NewsListPage.objects.get(slug="news")
    number = NewsroomItem.objects.public_now().count()
    # The last full one: fewer entries take less.
    last = number // ITEMS_PER_PAGE
    middle = NewsroomItem.objects.get(slug=f"item-{number // 2}")
    return {
        "home, with the latest six": "/",
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
        "sitemap, list of chunks": "/sitemap.xml",
        "sitemap, first chunk": "/sitemap-0.xml",
        "sitemap of news": "/sitemap-news.xml",
        f"{SEARCH}rare word": f"/search/?q={RARE}",
        f"{SEARCH}common word": f"/search/?q={COMMON}",
        f"{SEARCH}word of every text": f"/search/?q={EVERYWHERE}",
        f"{SEARCH}two words": f"/search/?q={EVERYWHERE}+{COMMON}",
        f"{SEARCH}misspelt": f"/search/?q={COMMON[:-2]}{COMMON[-1]}{COMMON[-2]}",
        f"{SEARCH}last page": f"/search/?q={COMMON}&page=9",
        f"{SEARCH}of a topic": f"/search/?q={COMMON}&topic=topic-1",
    }


def main() -> None:
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
    main()
