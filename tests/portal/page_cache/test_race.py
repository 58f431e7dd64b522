"""A whole site changes at random while visitors read it on real server processes, out of their
caches: nobody ever sees a state older than the last one that could be known, nor one before its
time. On two machines the second may be late by the time that a word takes between them.
"""

import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from fixtures import factories as make
from fixtures.factories.lifecycle import publish, schedule
from newsroom.feeds.formats import FORMATS
from newsroom.models import Topic
from pages.models import Navigation, SiteImage
from pages.site_settings import SiteSettings
from portal.delivery.counters import watch
from portal.delivery.counters.link import ASK_EVERY, LOST_AFTER
from tests.isomer.processes import database_url, shared_with_children
from tests.portal.counters.machines import linked_by_redis
from tests.portal.page_cache.racing import HIDDEN, Judge, State, Thing, View, read
from tests.releases.faults.live import resident, site
from tests.releases.faults.processes import Process

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = float(os.environ.get("RACE_SECONDS", "10"))
ITEMS, READERS, WORKERS = 3, 3, 2
#: While the link to the other machine stands, a word takes milliseconds; this is the safe side.
PATIENCE = LOST_AFTER + 1.0
#: What is made there anew meanwhile is new already. Half of the time after which the other machine
#: would hear without Redis, so that it is noticed when Redis carries nothing.
WORD = ASK_EVERY / 2

PAGES = [Thing(f"Item{number}") for number in range(ITEMS)]
BANNER, MENU, OLD = Thing("Banner"), Thing("Menu"), Thing("Redirect")
TOPIC, PICTURE = Thing("Topic", absence_tells=False), Thing("Picture", absence_tells=False)


class Author:
    """Changes the site at random, and remembers what was to be seen when."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.states: dict[str, list[State]] = defaultdict(list)
        self.done: Counter[str] = Counter()
        #: Things that wait for an instant are left alone until it has come, and somebody has done
        #: what was due.
        self._waiting: dict[str, Callable[[], bool]] = {}
        self.late: list[float] = []
        home = make.HomePageFactory(site_root=True, title="Front")
        newsroom = make.NewsroomFactory(parent=home, slug="media")
        self.lists = [make.NewsListFactory(parent=newsroom, slug=f"list-{n}") for n in range(2)]
        home.body = [("latest_items", {"title": "Latest", "listing": newsroom, "count": "12"})]
        publish(home)
        self.topic = make.TopicFactory(name="Topic state 0")
        self.image = make.SiteImageFactory(alt_text="Picture state 0")
        self.items = [
            make.NewsArticleFactory(
                parent=self.lists[0],
                title=f"{PAGES[number].name} state 0",
                slug=f"item{number}-a",
                topics=[self.topic],
                lead_image=self.image,
            ).pk
            for number in range(ITEMS)
        ]
        default = Site.objects.get(is_default_site=True)
        self.settings, _ = SiteSettings.objects.get_or_create(site=default)
        self.menu, _ = Navigation.objects.get_or_create(site=default)
        self.redirect = Redirect(site=default, old_path="/old", redirect_link="", is_permanent=True)
        for one in (*PAGES, TOPIC, PICTURE):
            address = self._address(PAGES.index(one)) if one in PAGES else ""
            self.states[one.name].append(State(f"{one.name} state 0", address, 0, 0))
        for one in (BANNER, MENU, OLD):
            self.states[one.name].append(State(HIDDEN, "", 0, 0))
        self.views = list(self._views(newsroom.pk))

    def change(self) -> None:
        ways: list[tuple[Thing, Callable[[], None]]] = [
            (BANNER, self.set_banner),
            (MENU, self.set_menu),
            (OLD, self.set_redirect),
            (TOPIC, self.rename_topic),
            (PICTURE, self.describe_picture),
        ]
        for number, one in enumerate(PAGES):
            kinds = (
                self.publish,
                self.unpublish,
                self.rename,
                self.move,
                self.schedule,
                self.expire,
            )
            ways += [(one, lambda n=number, kind=kind: kind(n)) for kind in kinds]  # type: ignore[misc]
        self.look()
        self.chance.choice([way for way in ways if way[0].name not in self._waiting])[1]()

    def look(self) -> None:
        """Note what has come to pass."""
        for name, has_come in [*self._waiting.items()]:
            if has_come():
                del self._waiting[name]

    def publish(self, number: int) -> None:
        page, text = self._next(number)
        self._told("publish", PAGES[number], text, page, lambda: publish(page))

    def unpublish(self, number: int) -> None:
        page, _ = self._next(number)
        self._told("unpublish", PAGES[number], HIDDEN, page, page.unpublish)

    def rename(self, number: int) -> None:
        """Another address, and another title."""
        page, text = self._next(number)
        page.slug = f"item{number}-{'b' if page.slug.endswith('a') else 'a'}"
        address = self._address(number, page.slug)
        self._told("rename", PAGES[number], text, page, lambda: publish(page), address)

    def move(self, number: int) -> None:
        page, _ = self._next(number)
        target = self.lists[1] if page.is_child_of(self.lists[0]) else self.lists[0]
        address = f"/media/{target.slug}/{page.slug}/"
        shows = self.states[PAGES[number].name][-1].shows
        page = Page.objects.get(pk=page.pk).specific
        target = Page.objects.get(pk=target.pk)
        self._told(
            "move", PAGES[number], shows, page, lambda: page.move(target, "last-child"), address
        )

    def schedule(self, number: int) -> None:
        page, text = self._next(number)
        at, one = self._soon(), PAGES[number]
        state = State(text, self._address(number), at.timestamp())
        self.states[one.name].append(state)
        schedule(page, at)
        self.done["schedule"] += 1

        def has_come() -> bool:
            if not Page.objects.filter(pk=page.pk, title=text, live=True).exists():
                return False
            # Whoever has done it has committed by now.
            state.known = time.time()
            self.late.append(state.known - state.begun)
            return True

        self._waiting[one.name] = has_come

    def expire(self, number: int) -> None:
        """Its date alone hides it, whether or not anybody does anything then."""
        page, text = self._next(number)
        page.expire_at = self._soon()
        at = page.expire_at.timestamp()
        self._told("publish", PAGES[number], text, page, lambda: publish(page))
        # On a slow machine it may be over before it was written.
        self.states[PAGES[number].name].append(State(HIDDEN, "", at, max(at, time.time())))
        self._waiting[PAGES[number].name] = lambda: time.time() > at + 1.0
        self.done["expire"] += 1

    def set_banner(self) -> None:
        row = SiteSettings.objects.get(pk=self.settings.pk)
        text = "" if row.banner_text else f"Banner state {len(self.states[BANNER.name])}"
        row.banner_text = text
        self._told("banner", BANNER, text or HIDDEN, None, row.save)

    def set_menu(self) -> None:
        row = Navigation.objects.get(pk=self.menu.pk)
        text = f"Menu state {len(self.states[MENU.name])}"
        entry = {"label": text, "link": {"url": "/media/"}, "children": []}
        row.items = row.items.stream_block.to_python([{"type": "item", "value": entry}])
        self._told("menu", MENU, text, None, row.save)

    def set_redirect(self) -> None:
        row = self.redirect
        if row.pk and self.chance.random() < 0.5:
            self._told("redirect", OLD, HIDDEN, None, row.delete)
            self.redirect = Redirect(site=row.site, old_path="/old", is_permanent=True)
            return
        row.redirect_link = f"https://www.example.org/{len(self.states[OLD.name])}"
        self._told("redirect", OLD, f"→ {row.redirect_link}", None, row.save)

    def rename_topic(self) -> None:
        row = Topic.objects.get(pk=self.topic.pk)
        row.name = f"Topic state {len(self.states[TOPIC.name])}"
        self._told("topic", TOPIC, row.name, None, row.save)

    def describe_picture(self) -> None:
        row = SiteImage.objects.get(pk=self.image.pk)
        row.alt_text = f"Picture state {len(self.states[PICTURE.name])}"
        self._told("picture", PICTURE, row.alt_text, None, row.save)

    def _next(self, number: int) -> tuple[Page, str]:
        page = Page.objects.get(pk=self.items[number]).specific
        page.go_live_at = page.expire_at = None
        name = PAGES[number].name
        page.title = f"{name} state {len(self.states[name])}"
        return page, page.title

    def _told(
        self,
        way: str,
        one: Thing,
        shows: str,
        page: Page | None,
        do: Callable[[], object],
        address: str = "",
    ) -> None:
        """Do it, and note from when on it may be seen and must be seen."""
        if page is not None and shows != HIDDEN:
            address = address or self._address(PAGES.index(one))
        state = State(shows, address, time.time())
        self.states[one.name].append(state)
        do()
        state.known = time.time()
        self.done[way] += 1

    def _address(self, number: int, slug: str = "") -> str:
        page = Page.objects.get(pk=self.items[number])
        parent = page.get_parent()
        return f"/media/{parent.slug}/{slug or page.slug}/"

    def _soon(self) -> datetime:
        # Versions are stored with milliseconds.
        at = datetime.now(UTC) + timedelta(seconds=self.chance.uniform(1, 2.5))
        return at.replace(microsecond=at.microsecond // 1000 * 1000)

    def _views(self, newsroom: int) -> Iterator[View]:
        everywhere = (BANNER, MENU)
        yield View("/", (*PAGES, *everywhere))
        yield View("/media/", (*PAGES, *everywhere, TOPIC))
        yield View("/old/", (), OLD)
        for form in FORMATS:
            yield View(form.address(newsroom), tuple(PAGES))
        for number, one in enumerate(PAGES):
            for place in ("list-0", "list-1"):
                for slug in "ab":
                    path = f"/media/{place}/item{number}-{slug}/"
                    yield View(path, (*everywhere, TOPIC, PICTURE), one)


@pytest.mark.parametrize(
    ("machines", "link"), [(1, ""), (2, "NOTIFY"), (2, "Redis")], ids=["one", "two", "redis"]
)
def test_nobody_sees_what_was(machines: int, link: str, monkeypatch, tmp_path: Path) -> None:
    if machines == 2 and connection.vendor != "postgresql":
        pytest.skip("SQLite lives on one machine")
    seed = int(os.environ.get("RACE_SEED", "7"))
    author = Author(seed)
    monkeypatch.setenv("PAGE_CACHE_MB", "32")
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)
    with shared_with_children(monkeypatch), ExitStack() as running:
        if link == "Redis":
            running.enter_context(linked_by_redis(monkeypatch))
        url = database_url()
        sites = []
        for number in range(2):
            machine = number if machines == 2 else 0
            monkeypatch.setenv("RUNTIME_DIR", str(tmp_path / f"machine-{machine}"))
            monkeypatch.setattr(settings, "RUNTIME_DIR", str(tmp_path / "machine-0"))
            log = tmp_path / f"site-{number}.log"
            sites.append((machine, running.enter_context(site(url, log, workers=WORKERS))))
        monkeypatch.setenv("RUNTIME_DIR", str(tmp_path / "machine-0"))
        running.enter_context(resident(url, tmp_path / "dispatcher.log"))
        end = time.time() + SECONDS
        readers = [
            Process(lambda n=n: read(sites, author.views, seed + n, end + 1))  # type: ignore[misc]
            for n in range(READERS)
        ]
        try:
            while time.time() < end:
                author.change()
                time.sleep(author.chance.choice([0, 0, 0.02, 0.2]))
            author.look()
        finally:
            ended = [reader.wait() for reader in readers]
            watch.stop()
    assert not any(one.error for one in ended), [one.error for one in ended]
    seen = [answer for one in ended for answer in one.answer]
    judge = Judge(author.states, PATIENCE, WORD)
    wrong = judge.wrong(seen)
    assert not wrong, f"seed {seed}: {len(wrong)} of {len(seen)}:\n" + "\n".join(wrong[:5])
    assert len({answer.shows for answer in seen}) > sum(author.done.values()) / 4
    late = f", the second machine late by {max(judge.late, default=0.0):.3f} s at most"
    due = f"; what was due was done {max(author.late, default=0.0):.3f} s later at most"
    print(
        f"{connection.vendor}, {machines} machines {link}: {len(seen)} things seen during "
        f"{sum(author.done.values())} changes {dict(author.done)}: none older, none early"
        f"{late if machines == 2 else ''}{due}"
    )
