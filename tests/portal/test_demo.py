"""The demo site holds what it promises and shows what it should."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image
from wagtail.fields import StreamField
from wagtail.models import Page, PageLogEntry, Revision, Site, WorkflowState, get_page_models

from newsroom.models import (
    NewsArticlePage,
    NewsLinkPage,
    NewsListPage,
    NewsroomItem,
    NewsroomPage,
    PressReleasePage,
    Topic,
)
from newsroom.releases import permissions
from newsroom.releases.enums import Status
from newsroom.releases.models import Release
from pages import clock, visibility
from pages.blocks.stream import HomeStoryBlock, StrategyStoryBlock
from pages.models import (
    BasePage,
    Contact,
    HomePage,
    Navigation,
    SectionPage,
    SiteImage,
    StrategyPage,
)

pytestmark = pytest.mark.django_db

KINDS = (PressReleasePage, NewsArticlePage)
IMPORTER_ONLY = {"legacy_html"}


@dataclass(frozen=True)
class Loaded:
    """The day on which it was (tests run past midnight), what was printed, where the files are."""

    day: date
    output: str
    media_root: Path


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Loaded]:
    """The demo site, loaded once; every test of this file starts from it."""
    folder = tmp_path_factory.mktemp("demo")
    files = override_settings(MEDIA_ROOT=str(folder))
    with django_db_blocker.unblock(), files, transaction.atomic():
        loaded = Loaded(clock.today(), load(), folder)
        shrink_pictures()
        yield loaded
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def media_root(demo: Loaded) -> Path:
    """The demo's folder instead of an empty one."""
    return demo.media_root


def load() -> str:
    output = StringIO()
    call_command("load_demo", stdout=output)
    return output.getvalue()


def shrink_pictures() -> None:
    """Make the stored files tiny: encoding every size of every picture would take minutes."""
    for image in SiteImage.objects.all():
        with Image.open(image.file.path) as picture:
            picture.thumbnail((32, 32))
            picture.save(image.file.path)


def pages() -> list[Page]:
    return list(Page.objects.filter(depth__gt=1).specific())


def public_pages() -> list[Page]:
    return [page for page in pages() if visibility.is_public(page)]


def streams(page: Page) -> Iterator:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield getattr(page, field.name)


def block_types(page: Page, field: str = "body") -> set[str]:
    return {child.block_type for child in getattr(page, field)}


def test_twelve_releases_and_articles_over_four_years_are_public() -> None:
    for model in KINDS:
        items = list(model.objects.public_now())
        assert len(items) == 12
        assert {item.date.year for item in items} == {2023, 2024, 2025, 2026}
        assert all(item.topics.count() for item in items)
        assert all(item.lead_image for item in items)
    assert NewsLinkPage.objects.public_now().count() == 2


def test_lists_topics_and_contacts() -> None:
    assert NewsroomPage.objects.public_now().count() == 1
    assert NewsListPage.objects.public_now().count() == 2
    assert Topic.objects.count() == 9
    assert not Topic.objects.filter(topic_items=None).exists()
    assert Contact.objects.count() == 8
    assert all(page.contacts.exists() for page in PressReleasePage.objects.all())


def test_two_items_are_scheduled_by_an_approved_revision(demo: Loaded) -> None:
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    pages_by_day = {}
    for revision in scheduled:
        page = revision.content_object
        assert not page.live
        assert page.go_live_at == revision.approved_go_live_at > clock.now()
        local = timezone.localtime(page.go_live_at)
        pages_by_day[local.date() - demo.day] = f"{local:%H:%M}"
    assert pages_by_day == {timedelta(days=2): "09:30", timedelta(days=6): "08:00"}


def test_one_release_has_expired() -> None:
    (release,) = PressReleasePage.objects.filter(expired=True)
    assert not release.live
    assert release.expire_at < clock.now()


def test_two_drafts_wait_for_approval() -> None:
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    waiting = [state.content_object.specific for state in states]
    assert {type(page) for page in waiting} == set(KINDS)
    assert not any(page.live for page in waiting)
    assert {state.workflow.name for state in states} == {"Approval"}


def test_one_release_is_armed_and_one_waits_for_approval() -> None:
    armed, waiting = Release.objects.order_by("instant")
    assert (armed.status, waiting.status) == (Status.APPROVED, Status.IN_REVIEW)
    assert timezone.localtime(armed.instant).strftime("%H:%M") == "09:30"
    assert tuple(type(item.page.specific) for item in armed.items.all()) == KINDS
    assert all(item.revision == item.page.latest_revision for item in armed.items.all())
    assert all(item.revision.as_object().body for item in armed.items.all())
    assert permissions.obstacles_to_approval(armed.approved_by, waiting) == []


def test_what_is_not_public_cannot_be_found() -> None:
    hidden = [page for page in pages() if not visibility.is_public(page)]
    assert len(hidden) == 8
    client = Client()
    listings = [client.get(page.url).content.decode() for page in NewsListPage.objects.all()]
    for page in hidden:
        assert client.get(page.url).status_code == 404, page
        assert not any(page.title in listing for listing in listings)


def test_every_page_type_is_used() -> None:
    creatable = {model for model in get_page_models() if issubclass(model, BasePage)}
    creatable -= {NewsroomItem}
    assert {type(page) for page in pages()} == creatable


def test_the_strategy_page_uses_every_block() -> None:
    page = StrategyPage.objects.get()
    assert block_types(page) == StrategyStoryBlock().child_blocks.keys() - IMPORTER_ONLY
    assert page.hero_video[0].value.provider == "file"
    (picture,) = (child for child in page.body if child.block_type == "interactive_image")
    assert len(picture.value.points) == 5
    (gallery,) = (child for child in page.body if child.block_type == "gallery")
    assert len(gallery.value["images"]) == 6


def test_every_block_of_the_site_is_used() -> None:
    known: set[str] = set()
    used: set[str] = set()
    for page in pages():
        for stream in streams(page):
            known |= stream.stream_block.child_blocks.keys()
            used |= {child.block_type for child in stream}
    # A correction waits in a draft; what readers see of it is kept apart.
    assert known - used == IMPORTER_ONLY | {"correction"}
    assert "announcements" in block_types(HomePage.objects.get())
    home = {"info_bar", "info_picture", "card_grid", "logo_cloud", "statistics", "latest_items"}
    assert home <= block_types(HomePage.objects.get()) <= HomeStoryBlock().child_blocks.keys()


@pytest.fixture(scope="module")
def answers(demo: Loaded) -> dict[str, BeautifulSoup]:
    """What every public page answers, by its address; link entries lead elsewhere."""
    client, found = Client(), {}
    for page in public_pages():
        response = client.get(page.url)
        assert response.status_code == (302 if isinstance(page, NewsLinkPage) else 200), page.url
        if response.status_code == 200:
            found[page.url] = BeautifulSoup(response.content, "html.parser").main
    return found


def test_every_public_page_has_one_h1_and_headings_without_gaps(
    answers: dict[str, BeautifulSoup],
) -> None:
    assert len(answers) == 51
    for address, main in answers.items():
        levels = [int(heading.name[1]) for heading in main.find_all(re.compile("^h[1-6]$"))]
        assert levels.count(1) == 1 and levels[0] == 1, address
        steps = [after - before for before, after in pairwise(levels)]
        assert max(steps, default=0) <= 1, (address, levels)


def test_tables_have_no_empty_headings(answers: dict[str, BeautifulSoup]) -> None:
    headings = [(url, cell) for url, main in answers.items() for cell in main.find_all("th")]
    assert len(headings) > 40
    assert [url for url, cell in headings if not cell.get_text(strip=True)] == []


def test_links_inside_the_site_lead_somewhere(answers: dict[str, BeautifulSoup]) -> None:
    targets = {
        link["href"].partition("#")[0]
        for main in answers.values()
        for link in main.select("a[href^='/']")
    }
    client = Client()
    wrong = {
        target: status
        for target in sorted(targets - answers.keys())
        if target and (status := client.get(target).status_code) not in (200, 302)
    }
    assert len(targets) > 60
    assert wrong == {}


def test_sections_have_groups_and_the_menu_three_levels() -> None:
    for section in SectionPage.objects.all():
        groups = Counter(child.specific.nav_group for child in section.get_children())
        assert len(groups) == 2 and all(groups), section
    menu = Navigation.for_site(Site.objects.get(is_default_site=True)).entries()
    assert any(leaf.href for top in menu for group in top.children for leaf in group.children)


def test_the_welcome_page_is_gone() -> None:
    site = Site.objects.get(is_default_site=True)
    assert isinstance(site.root_page.specific, HomePage)
    assert not Page.objects.filter(title__startswith="Welcome to your new").exists()


def test_users_of_every_group_can_log_in() -> None:
    groups = {}
    for name in ("editor", "comms", "approver", "admin"):
        user = authenticate(username=name, password=f"demo-{name}")
        assert isinstance(user, User) and not user.is_superuser
        assert user.has_perm("wagtailadmin.access_admin")
        (group,) = user.groups.all()
        groups[name] = group.name
    assert list(groups.values()) == ["Editors", "Communications", "Approvers", "Administrators"]


def test_a_second_run_changes_nothing_and_says_so(demo: Loaded) -> None:
    page = StrategyPage.objects.get()
    page.title = "Edited since"
    page.save_revision().publish()
    before = counts()
    first, *log_ins = load().splitlines()
    assert counts() == before
    assert StrategyPage.objects.get().title == "Edited since"
    assert first == "The demo site is already loaded; nothing was changed."
    assert log_ins == demo.output.splitlines()[-5:]
    assert len(log_ins) == 5 and "demo-approver" in demo.output


def counts() -> list[int]:
    models = (Page, Revision, PageLogEntry, SiteImage, Contact, Topic, User, WorkflowState)
    return [model.objects.count() for model in models]


def test_history_looks_as_if_it_had_been_published_then() -> None:
    for item in PressReleasePage.objects.public_now():
        assert timezone.localdate(item.first_published_at) == item.date
        assert item.latest_revision.created_at < item.last_published_at
