"""Somebody who publishes, in a process of their own, and looks at once what visitors see:

`python -m tests.benchmarks.freshness_author PAGES` fills the database of the environment and prints
the addresses of the pages; without a number it waits for lines, as `archives` asks them:
`publish`, `next PORT`, `until PORT`, `warm WHAT`, which is one of CHANGES.
"""

import http.client
import json
import re
import sys
import time
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import django

#: The article whose title counts its versions, and how a version looks in its text.
SLUG = "counted"
VERSION = re.compile(r"Version (\d+)\.")
#: So many visitors ask at once after a commit.
CONNECTIONS = 40
PATIENCE = 30.0
COMMANDS = ("publish", "next", "until", "warm")
#: What `warm` publishes.
CHANGES = ("edited", "new", "page")


class Author:
    """Publishes one article again and again, by the same door as the admin."""

    def __init__(self) -> None:
        from newsroom.models import NewsArticlePage
        from pages.models import ContentPage

        self.page = NewsArticlePage.objects.get(slug=SLUG)
        self.words = ContentPage.objects.earliest("pk")
        self.path = self.page.url
        self.version = _version_in(self.page.title)
        self._connections: dict[int, list[http.client.HTTPConnection]] = {}

    def publish(self) -> list[float]:
        """One more version; when it was begun and done, by `time.monotonic()`."""
        self.version += 1
        began = time.monotonic()
        self.page.title = f"Version {self.version}."
        self.page.save_revision().publish()
        self.page.refresh_from_db()
        return [began, time.monotonic()]

    def next(self, port: str) -> list[int]:
        """Publish; then all connections ask at once. How many answers were older."""
        connections = self._connected(int(port))
        self.version += 1
        self.page.title = f"Version {self.version}."
        self.page.save_revision().publish()
        for connection in connections:
            connection.request("GET", self.path)
        seen = [_version(connection) for connection in connections]
        self.page.refresh_from_db()
        return [sum(version < self.version for version in seen)]

    def until(self, port: str) -> list[float]:
        """Publish, and ask until the version is shown; seconds from the commit until then."""
        connection = self._connected(int(port))[0]
        _, committed = self.publish()
        while time.monotonic() < committed + PATIENCE:
            connection.request("GET", self.path)
            if _version(connection) >= self.version:
                return [time.monotonic() - committed]
        sys.exit(f"the other machine has not shown a version for {PATIENCE} seconds")

    def warm(self, what: str) -> list[float]:
        """How many other addresses a cache holds, and how many of them still after a publication."""
        found = addresses()
        cache = Cache()
        for address in found:
            cache.ask(address)
        page, change = {
            "edited": (self.page, self.publish),
            "new": (None, self._add),
            "page": (self.words, self._say),
        }[what]
        others = [address for address in found if page is None or address != page.url]
        before = cache.kept(others)
        change()
        return [len(before), len(cache.kept(before))]

    def _add(self) -> None:
        """One more article in the list of the other one."""
        from fixtures import factories as make

        make.NewsArticleFactory(parent=self.page.get_parent())

    def _say(self) -> None:
        """Other words in a page of a section."""
        self.version += 1
        self.words.summary = f"Summary {self.version}."
        self.words.save_revision().publish()
        self.words.refresh_from_db()

    def _connected(self, port: int) -> list[http.client.HTTPConnection]:
        if port not in self._connections:
            self._connections[port] = [
                http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                for _ in range(CONNECTIONS)
            ]
            for connection in self._connections[port]:
                connection.request("GET", self.path)
                _version(connection)
        return self._connections[port]


class Cache:
    """The page cache in this process, in front of Django."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.core.wsgi import get_wsgi_application

        from portal.delivery import counters
        from portal.delivery.page_cache.front import in_front_of

        settings.PAGE_CACHE_MB = 64
        self._django = get_wsgi_application()
        self._rendered = 0
        self._front = in_front_of(self._count, counters)
        end = time.monotonic() + PATIENCE
        while counters.trusted_until() < float("inf") and time.monotonic() < end:
            time.sleep(0.05)

    def ask(self, address: str) -> None:
        path, _, query = address.partition("?")
        environ = {
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            "wsgi.input": BytesIO(),
        }
        setup_testing_defaults(environ)
        answer = self._front(environ, lambda *words: None)
        b"".join(answer)
        getattr(answer, "close", lambda: None)()

    def kept(self, addresses: list[str]) -> list[str]:
        """Those of the addresses that Django is not asked for."""
        kept = []
        for address in addresses:
            before = self._rendered
            self.ask(address)
            if self._rendered == before:
                kept.append(address)
        return kept

    def _count(self, environ, start_response):
        self._rendered += 1
        return self._django(environ, start_response)


def fill(pages: int) -> None:
    """A site with sections and so many articles, one of which counts."""
    from fixtures import factories as make

    home = make.HomePageFactory(site_root=True)
    sections = [make.SectionPageFactory(parent=home) for _ in range(4)]
    for number in range(pages // 2):
        make.ContentPageFactory(parent=sections[number % 4])
    newsroom = make.NewsroomFactory(parent=home)
    counted, other = (make.NewsListFactory(parent=newsroom) for _ in range(2))
    topics = [make.TopicFactory() for _ in range(5)]
    for number in range(pages - pages // 2):
        make.NewsArticleFactory(parent=other, topics=[topics[number % 5]])
    make.NewsArticleFactory(parent=counted, slug=SLUG, title="Version 0.")


def addresses() -> list[str]:
    """Where the pages of the site are, those of listings and feeds included."""
    from wagtail.models import Page

    from newsroom.feeds.formats import FORMATS
    from newsroom.models import NewsListPage

    # The page that Wagtail begins with belongs to no site.
    found = [page.url for page in Page.objects.filter(depth__gte=2, live=True).order_by("pk")]
    pages = [address for address in found if address]
    lists = NewsListPage.objects.order_by("pk")
    return [*pages, *(form.address(one.pk) for one in lists for form in FORMATS)]


def _version(connection: http.client.HTTPConnection) -> int:
    """What an answer shows; -1 for one that is no article."""
    response = connection.getresponse()
    shown = _version_in(response.read().decode())
    return shown if response.status == 200 else -1


def _version_in(text: str) -> int:
    found = VERSION.search(text)
    return int(found[1]) if found else -1


def wait_for_lines() -> None:
    author = Author()
    print(json.dumps(COMMANDS), flush=True)
    for line in sys.stdin:
        name, *words = line.split()
        if name not in COMMANDS:
            sys.exit(f"{name!r} can't be asked; there are {', '.join(COMMANDS)}")
        print(json.dumps(getattr(author, name)(*words)), flush=True)


if __name__ == "__main__":
    django.setup()
    if len(sys.argv) > 1:
        fill(int(sys.argv[1]))
        print(json.dumps(addresses()))
    else:
        wait_for_lines()
