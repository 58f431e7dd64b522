"""The admin of a site with so many articles, asked in turn: the process behind `admin`.

`python -m tests.benchmarks.administering NUMBER` fills the database of the environment, prints the
names of what can be asked as one JSON object, then answers each name that it reads with its cost:
milliseconds, and the number of queries. What is done in the background counts on its own.
"""

import json
import sys
from collections.abc import Callable
from time import perf_counter

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def fill(number: int) -> None:
    """Write a site whose one list holds so many articles."""
    # Models can be imported once Django is set up.
    from fixtures import factories as make
    from fixtures.factories.crowd import add_items

    home = make.HomePageFactory(site_root=True, slug="front")
    hub = make.NewsroomFactory(slug="hub", parent=home)
    news = make.NewsListFactory(slug="news", parent=hub)
    make.NewsArticleFactory(slug="article", parent=news)
    make.UserFactory(username="boss", group="Administrators")
    add_items(news, number, [make.TopicFactory(name="Topic", slug="topic")])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def tasks(client: Client) -> dict[str, Callable[[], None]]:
    """What is measured, by name."""
    from wagtail.models import Page

    from pages import relocation

    def page(slug: str) -> Page:
        return Page.objects.get(slug__startswith=slug, depth__gt=1).specific

    def look(name: str, slug: str = "", query: str = "") -> Callable[[], None]:
        address = reverse(name, args=[page(slug).pk] if slug else []) + query

        def visit() -> None:
            if client.get(address).status_code != 200:
                raise SystemExit(f"{address} is not there")

        return visit

    def rename() -> None:
        news = page("news")
        news.slug = "newsflash" if news.slug == "news" else "news"
        news.save_revision().publish()

    def move() -> None:
        news, hub, home = page("news"), page("hub"), page("front")
        target = home if news.get_parent().pk == hub.pk else hub
        address = reverse("wagtailadmin_pages:move_confirm", args=[news.pk, target.pk])
        if client.post(address).status_code != 302:
            raise SystemExit("The list could not be moved.")

    def rest() -> None:
        while relocation.work():
            pass

    return {
        "dashboard": look("wagtailadmin_home"),
        "explorer": look("wagtailadmin_explore", "news"),
        "search": look("wagtailadmin_explore", "news", "?q=item"),
        "chooser": look("wagtailadmin_choose_page_child", "news"),
        "editing an article": look("wagtailadmin_pages:edit", "article"),
        "its history": look("wagtailadmin_pages:history", "article"),
        "releases": look("releases:index"),
        "old pages": look("wagtailadmin_reports:aging_pages"),
        "renaming the list": rename,
        "renaming, in the background": rest,
        "moving the list": move,
        "moving, in the background": rest,
    }


def main(number: int) -> None:
    """Fill, then answer names with costs until there are no more."""
    from django.contrib.auth.models import User

    fill(number)
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="boss"))
    known = tasks(client)
    print(json.dumps(list(known)), flush=True)
    for line in sys.stdin:
        with CaptureQueriesContext(connection) as queries:
            start = perf_counter()
            known[line.rstrip("\n")]()
            spent = perf_counter() - start
        print(json.dumps([spent * 1000, len(queries)]), flush=True)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
