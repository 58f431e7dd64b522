"""Whatever a visitor sees moves the counter when it changes; what only the office sees does not."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, User
from django.core import management
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)

from fixtures import factories as make
from fixtures.factories.lifecycle import edit, schedule, stored
from fixtures.factories.releases import make_release, person
from newsroom.releases.dispatcher import run_pass
from newsroom.releases.dispatcher.heartbeat import Pulse
from newsroom.releases.models import UnitFailure
from pages import clock
from pages.models import Navigation
from pages.models.media import SiteImage
from pages.models.search_index import SearchEntry
from pages.site_settings import SiteSettings
from tests.portal.counters.moving import moves

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "open sesame 7"


class Things:
    """A page, and what belongs to a site."""

    def __init__(self) -> None:
        self.home = make.HomePageFactory(site_root=True, slug="front")
        self.page = make.ContentPageFactory(parent=self.home, title="First")
        self.other = make.ContentPageFactory(parent=self.home, title="Second")
        self.news = make.NewsListFactory(parent=make.NewsroomFactory(parent=self.home))
        self.item = make.PressReleaseFactory(parent=self.news)
        self.image = make.SiteImageFactory()
        self.document = make.SiteDocumentFactory()
        self.topic = make.TopicFactory()
        self.contact = make.ContactFactory()
        self.site = Site.objects.get(is_default_site=True)
        self.settings = SiteSettings.for_site(self.site)
        self.settings.save()
        self.navigation = Navigation.objects.create(site=self.site)
        self.user = User.objects.create_superuser("ana", "ana@example.org", PASSWORD)


@pytest.fixture
def things() -> Things:
    return Things()


def save(thing, **changes) -> None:
    for name, value in changes.items():
        setattr(thing, name, value)
    thing.save()


def soon():
    return clock.now() + timedelta(hours=1)


def emergency(things: Things) -> None:
    """A release goes out by the dispatcher."""
    page = stored(things.other)
    page.title = "Third"
    page.save_revision()
    make_release(page, at=clock.now() - timedelta(minutes=1))
    run_pass()


PUBLIC: dict[str, Callable[[Things], object]] = {
    "publish": lambda on: edit(on.page, title="Changed"),
    "unpublish": lambda on: stored(on.page).unpublish(),
    "delete": lambda on: stored(on.page).delete(),
    "move": lambda on: stored(on.page).move(on.other, pos="last-child"),
    "reorder": lambda on: stored(on.page).move(on.other, pos="right"),
    "slug": lambda on: edit(on.home, slug="new-front"),
    "permalink": lambda on: edit(on.page, permalink="/elsewhere"),
    "item": lambda on: edit(on.item, summary="Another summary"),
    "menu": lambda on: save(stored(on.page), show_in_menus=True),
    "bulk": lambda on: Page.objects.filter(pk=on.page.pk).update(seo_title="For search engines"),
    "schedule": lambda on: schedule(stored(on.page), soon()),
    "expiry": lambda on: Page.objects.filter(pk=on.page.pk).update(expire_at=soon()),
    "release armed": lambda on: make_release(on.page, at=soon()),
    "release out": emergency,
    "failed unit": lambda on: UnitFailure.objects.create(
        key="x:1", first_failed_at=clock.now(), failed_at=clock.now(), next_attempt_at=soon()
    ),
    "restriction": lambda on: PageViewRestriction.objects.create(page=on.page, password="x"),
    "redirect": lambda on: Redirect.objects.create(old_path="/old", redirect_page=on.page),
    "navigation": lambda on: save(on.navigation, items=[]),
    "settings": lambda on: save(on.settings, tagline="In other words"),
    "contact": lambda on: save(on.contact, name="Ben"),
    "topic": lambda on: save(on.topic, name="Tides"),
    "topics of an item": lambda on: edit(on.item, topics=[on.topic]),
    "image": lambda on: save(on.image, alt_text="A tree"),
    "focus": lambda on: SiteImage.objects.filter(pk=on.image.pk).update(focal_point_x=3),
    "rendition": lambda on: on.image.get_rendition("width-40"),
    "document": lambda on: save(on.document, title="Report"),
    "collection": lambda on: Collection.get_first_root_node().add_child(name="Closed"),
    "closed collection": lambda on: CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), password="x"
    ),
    "site": lambda on: save(on.site, hostname="other.example.org"),
    "language": lambda on: Locale.objects.filter(language_code="en").update(language_code="ms")
    or Locale.objects.create(language_code="ta"),
    "search": lambda on: SearchEntry.objects.filter(pk=on.page.pk).delete(),
}  # fmt: skip

QUIET: dict[str, Callable[[Things], object]] = {
    "draft": lambda on: (
        setattr(on.page, "title", "A draft"), on.page.save_revision(user=on.user, log_action=True)
    ),
    "draft of an item": lambda on: stored(on.item).save_revision(user=on.user, log_action=True),
    "lock": lambda on: Page.objects.filter(pk=on.page.pk).update(
        locked=True, locked_by=on.user, locked_at=clock.now()
    ),
    "heartbeat": lambda on: Pulse().beat(clock.now()),
    "group": lambda on: person("Editors") and Group.objects.create(name="Guests"),
    "log in": lambda on: Client().post(
        "/admin/login/", {"username": "ana", "password": PASSWORD}
    ),
    "reading": lambda on: Client().get(on.page.url),
    "a pass with nothing due": lambda on: run_pass(),
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLIC)
def test_what_visitors_see(things: Things, name: str) -> None:
    with moves() as moved:
        PUBLIC[name](things)
    assert moved.count >= 1


@pytest.mark.parametrize("name", QUIET)
def test_what_visitors_never_see(things: Things, name: str) -> None:
    with moves() as moved:
        QUIET[name](things)
    assert moved.count == 0


def test_drafts_are_saved_in_the_editor_without_a_move(things: Things) -> None:
    client = Client()
    client.force_login(things.user)
    address = f"/admin/pages/{things.page.pk}/edit/"
    assert client.get(address).status_code == 200
    with moves() as moved:
        assert client.get(address).status_code == 200
    assert moved.count == 0


def test_a_page_type_that_nobody_listed_counts() -> None:
    """As `notices_notice` does, which only the tests have."""
    from tests.notices.models import Notice

    with moves() as moved:
        Notice.objects.create(text="Closed on Monday")
    assert moved.count == 1


def test_what_the_search_knows_already_is_not_written_again(things: Things) -> None:
    with moves() as moved:
        management.call_command("update_index", verbosity=0, stdout=StringIO())
    assert moved.count == 0
