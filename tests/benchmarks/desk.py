"""Releases for a measurement, made in a process of their own on the database of the environment.

`python -m tests.benchmarks.desk prepare RELEASES PAGES` makes approved releases for tomorrow;
`python -m tests.benchmarks.desk arm SECONDS` gives them random instants within so many seconds and
prints, as JSON, the address of a page of each and its instant.
"""

import json
import random
import sys
from datetime import timedelta

import django

#: Until the first instant, in seconds: the observer has to be ready.
LEAD = 5.0


def prepare(releases: int, pages: int) -> None:
    """A home page, a list, and releases with so many new articles each."""
    # Models can be imported once Django is set up.
    from fixtures.factories import HomePageFactory, NewsArticleFactory, NewsListFactory
    from fixtures.factories.lifecycle import State
    from fixtures.factories.releases import make_release
    from pages import clock

    news = NewsListFactory(parent=HomePageFactory(site_root=True))
    for number in range(releases):
        drafts = [
            NewsArticleFactory(parent=news, state=State.DRAFT, slug=f"r{number}-{page}")
            for page in range(pages)
        ]
        make_release(*drafts, at=clock.now() + timedelta(days=1), title=f"Release {number}")


def arm(seconds: float) -> None:
    """Spread the instants of all approved releases and print where each shows."""
    from newsroom.releases.models import Release
    from pages import clock

    chance = random.Random(9)
    begin = clock.database_now() + timedelta(seconds=LEAD)
    listed = []
    for release in Release.objects.armed().order_by("pk"):
        release.instant = begin + timedelta(seconds=chance.uniform(0, seconds))
        release.save(update_fields=["instant"])
        page = release.items.first().page
        listed.append([page.url, release.instant.timestamp()])
    print(json.dumps(sorted(listed, key=lambda entry: entry[1])))


if __name__ == "__main__":
    django.setup()
    command, *numbers = sys.argv[1:]
    if command == "prepare":
        prepare(*map(int, numbers))
    else:
        arm(*map(float, numbers))
