"""Editors at work on the very pages that go out: nothing of theirs fails, and nothing is lost."""

import multiprocessing
import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from fixtures.factories.lifecycle import stored
from fixtures.factories.newsroom import NewsArticleFactory, NewsListFactory
from fixtures.factories.people import UserFactory
from fixtures.factories.releases import make_release
from newsroom.releases.dispatcher import run_pass
from newsroom.releases.enums import Status
from newsroom.releases.models import Release, UnitFailure
from pages import clock as pages_clock
from pages.publication import PublicationRefused
from tests.newsroom.editing import save
from tests.releases.faults.live import until
from tests.releases.faults.processes import at_once
from tests.releases.faults.units import Book

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3
_fork = multiprocessing.get_context("fork")


class Scene:
    """Two lists of articles: four that go out in two releases, two that don't."""

    def __init__(self, news_list) -> None:
        self.lists = [NewsListFactory(parent=news_list.get_parent()) for _ in range(2)]
        self.waiting = [NewsArticleFactory(parent=self.lists[0]) for _ in range(4)]
        self.free = [NewsArticleFactory(parent=self.lists[0]) for _ in range(2)]

    def arm(self, number: int) -> list[Release]:
        for page in self.waiting:
            page = stored(page)
            page.summary = f"Version of round {number}"
            page.save_revision()
        at = pages_clock.now() + timedelta(hours=1)
        a, b, c, d = self.waiting
        # In opposite orders, so that whoever locks in the order of a release meets another one.
        return [make_release(a, c, at=at), make_release(d, b, at=at)]


def test_saves_publications_and_moves_while_releases_go_out(news_list, clock) -> None:
    scene = Scene(news_list)
    users = [UserFactory(username=f"busy{n}", group="Administrators") for n in range(2)]
    book, armed = Book(), []
    for number in range(ROUNDS):
        releases = scene.arm(number)
        armed += [item for release in releases for item in release.items.all()]
        clock.set(pages_clock.now() + timedelta(hours=1))
        written = play(scene, users, random.Random(number))
        for release in releases:
            assert Release.objects.get(pk=release.pk).status == Status.RELEASED
        assert not UnitFailure.objects.exists()
        for page in scene.waiting:
            page = stored(page)
            newest = Revision.objects.for_instance(page).order_by("-pk").first()
            assert page.latest_revision_id == newest.pk
            assert newest.content["summary"] == written[page.pk], "the last draft is kept"
            assert (page.summary, page.live) == (f"Version of round {number}", True)
        assert Page.find_problems() == ([], [], [], [], [])
    out = {entry for entry in book.publications() if entry[2] == "releases.publish"}
    assert {entry[3] for entry in out} == {item.revision_id for item in armed}
    assert all(book.publications()[entry] == 1 for entry in out)
    print(f"{connection.vendor}: {ROUNDS} rounds of dispatcher, writer, publisher and mover")


def test_a_page_that_was_moved_while_its_publication_waited_stays_where_it_is(news_list) -> None:
    other = NewsListFactory(parent=news_list.get_parent())
    page = NewsArticleFactory(parent=news_list, slug="old-name")
    page.slug = "new-name"
    # What a request has read when it comes to the lock.
    publication = PublishPageRevisionAction(page.save_revision())
    stored(page).move(other, pos="last-child")
    NewsArticleFactory(parent=other)
    publication.execute(skip_permission_checks=True)
    moved = stored(page)
    assert moved.live
    assert moved.get_parent().pk == other.pk
    assert moved.url_path == f"{other.url_path}new-name/"
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_parent_of_a_page_whose_section_was_moved_meanwhile_is_found(news_list) -> None:
    article = NewsArticleFactory(parent=news_list)
    read_before = stored(article)
    stored(news_list).move(news_list.get_parent().get_parent(), pos="last-child")
    assert read_before.get_parent().pk == news_list.pk


def test_a_page_that_got_children_while_it_was_taken_off_still_has_them(news_list) -> None:
    unpublication = UnpublishPageAction(stored(news_list))
    NewsArticleFactory(parent=news_list)
    draft = stored(news_list)
    draft.title = "A newer draft"
    newer = draft.save_revision()
    unpublication.execute(skip_permission_checks=True)
    found = stored(news_list)
    assert (found.live, found.numchild) == (False, 1)
    assert (found.latest_revision, found.draft_title) == (newer, "A newer draft")


def play(scene: Scene, users: list, chance: random.Random) -> dict[int, str]:
    """Everybody at once; the last words that the writer saved, by page."""
    written: dict[int, str] = {}
    works: list[Callable] = [
        dispatch,
        lambda: write(scene.waiting, users[0], chance, written),
        lambda: publish(scene.free, users[1], chance),
        lambda: move(scene),
    ]
    barrier = _fork.Barrier(len(works))

    def at_the_signal(work: Callable) -> Callable:
        return lambda: (barrier.wait(60), work())[1]

    return at_once([at_the_signal(work) for work in works])[1]


def dispatch() -> None:
    for _ in range(100):
        if not run_pass().done and not Release.objects.armed().exists():
            return


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def write(pages: list[Page], user, chance: random.Random, written: dict[int, str]):
    """Save drafts of the pages that go out, by the form."""
    client = logged_in(user)
    for turn in range(2):
        for page in chance.sample(pages, len(pages)):
            words = f"Draft {turn} {chance.random()}"
            assert save(client, stored(page), summary=words).status_code == 302
            written[page.pk] = words
    return written


def publish(pages: list[Page], user, chance: random.Random) -> None:
    """Publish pages that are in no release, by the form."""
    client = logged_in(user)
    for page in [*pages, *pages]:
        words = f"Out {chance.random()}"
        response = save(client, stored(page), summary=words, publish=True)
        assert response.status_code == 302
        assert stored(page).summary == words


def move(scene: Scene) -> None:
    """Move a page to the other list and back; then the whole list with the pages that go out, as
    soon as it may: while they wait for their instant, it is refused.
    """
    one, other = scene.lists
    for target in (other, one):
        stored(scene.free[0]).move(stored(target), pos="last-child")
    home = stored(one).get_parent()
    for target in (other.get_parent().get_parent(), home):
        until(lambda target=target: _is_moved(one, target), "their release")


def _is_moved(page: Page, target: Page) -> bool:
    try:
        stored(page).move(stored(target), pos="last-child")
    except PublicationRefused:
        return False
    return True
