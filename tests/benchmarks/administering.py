"""What people with an account do in a site that `filling` wrote: a process behind `growth`.

`python -m tests.benchmarks.administering` prints the names of what can be asked as one JSON object,
then answers each name that it reads with its cost: milliseconds, and the number of queries. What is
done in the background counts on its own, and what is prepared does not count; nor does that the
database counts its rows anew once a section has moved, as PostgreSQL does by itself within a minute.
"""

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from io import StringIO
from time import perf_counter

import django
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.benchmarks.filling import COMMON, RARE, count_rows

RENAMING = "renaming the list"
EXPLORER = "explorer"
DUE = "publishing 100 due pages"
#: What takes long is asked less often.
LONG = (
    DUE, RENAMING, f"{RENAMING}, in the background", "moving the list",
    "moving, in the background",
)  # fmt: skip
DUE_PAGES = 100


@cache
def _due() -> list[int]:
    """Pages to publish: drafts below the list."""
    from fixtures import factories as make
    from newsroom.models import NewsListPage

    news = NewsListPage.objects.get(slug__startswith="news")
    drafts = [
        make.NewsArticleFactory(slug=f"due-{place}", parent=news, draft=True)
        for place in range(DUE_PAGES)
    ]
    return [draft.pk for draft in drafts]


def schedule() -> None:
    """Let the hundred pages be due since a second ago."""
    from wagtail.models import Page, Revision

    from pages import clock

    pages = Page.objects.filter(pk__in=_due())
    instant = clock.now() - timedelta(seconds=1)
    pages.update(live=False)
    latest = pages.values("latest_revision")
    Revision.objects.filter(pk__in=latest).update(approved_go_live_at=instant)


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

    def publish() -> None:
        article = page("article")
        article.title = "Another title" if article.title == "One title" else "One title"
        article.save_revision().publish()

    def publish_due() -> None:
        # What it says of each page would hide what else there is to read.
        call_command("publish_scheduled", stdout=StringIO())
        from wagtail.models import Page

        if (live := Page.objects.filter(pk__in=_due(), live=True).count()) != DUE_PAGES:
            raise SystemExit(f"{live} of {DUE_PAGES} due pages were published.")

    def rest() -> None:
        while relocation.work():
            pass

    last = -(-page("news").numchild // 50)
    return {
        "dashboard": look("wagtailadmin_home"),
        EXPLORER: look("wagtailadmin_explore", "news"),
        "explorer, last page": look("wagtailadmin_explore", "news", f"?p={last}"),
        "explorer, by title": look("wagtailadmin_explore", "news", "?ordering=title"),
        "explorer, search rare word": look("wagtailadmin_explore", "news", f"?q={RARE}"),
        "explorer, search common word": look("wagtailadmin_explore", "news", f"?q={COMMON}"),
        "chooser": look("wagtailadmin_choose_page_child", "news"),
        "editing an article": look("wagtailadmin_pages:edit", "article"),
        "its history": look("wagtailadmin_pages:history", "article"),
        "releases": look("releases:index"),
        "old pages": look("wagtailadmin_reports:aging_pages"),
        "publishing a page": publish,
        DUE: publish_due,
        RENAMING: rename,
        f"{RENAMING}, in the background": rest,
        "moving the list": move,
        "moving, in the background": rest,
    }


def main() -> None:
    """Answer names with costs until there are no more."""
    from django.contrib.auth.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="boss"))
    known = tasks(client)
    print(json.dumps(list(known)), flush=True)
    for line in sys.stdin:
        name = line.rstrip("\n")
        if name == DUE:
            schedule()
        number = 0

        def counted(execute, *given):
            nonlocal number
            number += 1
            return execute(*given)

        with connection.execute_wrapper(counted):
            start = perf_counter()
            known[name]()
            spent = perf_counter() - start
        if name in LONG:
            count_rows()
        print(json.dumps([spent * 1000, number]), flush=True)


if __name__ == "__main__":
    django.setup()
    main()
