"""What the lists of the admin say of a page to those who know of it in part, and to those who do."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from pages import clock
from pages.admin_privacy.titles import UNKNOWN
from tests.embargo.asking import client_of
from tests.embargo.items import HIDDEN, State
from tests.embargo.tokens import found_in, token
from tests.embargo.world import World

pytestmark = pytest.mark.django_db


def rows(html: str | bytes) -> dict[str, Tag]:
    """The rows of a listing by the titles in them."""
    table = BeautifulSoup(html, "lxml").select_one("table.listing")
    found = {}
    for row in table.select("tbody tr") if table else []:
        if cell := row.select_one("td.title"):
            words = cell.select_one("a, .title-wrapper")
            found[" ".join(words.get_text(" ").split())] = row
    return found


def explored(client: Client, page: Page, **query: str) -> dict[str, Tag]:
    return rows(client.get(reverse("wagtailadmin_explore", args=[page.pk]), query).content)


def chooser(client: Client, page: Page) -> dict[str, Tag]:
    address = reverse("wagtailadmin_choose_page_child", args=[page.pk])
    return rows(json.loads(client.get(address).content)["html"])


def test_who_may_only_add_explores_their_own_drafts_and_what_is_public(world: World) -> None:
    titles = set(explored(client_of(world, "adder"), world.news))
    assert titles == {"My own draft", "Old article", "As published", token(State.PUBLIC, "title")}


def test_an_editor_explores_everything(world: World) -> None:
    titles = set(explored(client_of(world, "editor"), world.news))
    for state in HIDDEN:
        assert (token(state, "title") in titles) == (state != State.BELOW)


def test_the_chooser_offers_public_pages_and_ones_own(world: World) -> None:
    public = {"Old article", "As published", token(State.PUBLIC, "title")}
    others = chooser(client_of(world, "other"), world.news)
    assert set(others) == {"News", *public}
    adders = chooser(client_of(world, "adder"), world.news)
    assert set(adders) == {"News", "My own draft", *public}


def test_a_changed_page_looks_as_it_is_published(world: World) -> None:
    """Neither its title nor its status nor its date says that there is a draft."""
    live = Page.objects.get(pk=world.items[State.AMENDED].page.pk)
    changed = clock.now() + timedelta(days=3)
    Page.objects.filter(pk=live.pk).update(latest_revision_created_at=changed)
    for find, client in [
        (chooser, client_of(world, "other")),
        (chooser, client_of(world, "adder")),
        (explored, client_of(world, "adder")),
    ]:
        row = find(client, world.news)["As published"]
        words = row.get_text(" ").lower()
        assert "live" in words and "draft" not in words
        assert f"{changed:%Y-%m-%d}" not in str(row)
    row = explored(client_of(world, "editor"), world.news)[token(State.AMENDED, "title")]
    assert "live + draft" in row.get_text(" ").lower()


def test_a_scheduled_change_is_shown_to_those_who_may_read_it(world: World) -> None:
    page = world.items[State.AMENDED].page.get_latest_revision_as_object()
    page.go_live_at = clock.now() + timedelta(days=1)
    page.save_revision(user=world.people["author"]).publish(user=world.people["approver"])
    for role, is_shown in [("adder", False), ("editor", True)]:
        client = client_of(world, role)
        title = token(State.AMENDED, "title") if is_shown else "As published"
        row = explored(client, world.news)[title].get_text(" ")
        assert ("in 1 d 0 h" in row or "in 23 h" in row) == is_shown
        assert ("in 1 d 0 h" in panel(client) or "in 23 h" in panel(client)) == is_shown
        assert (token(State.AMENDED, "title") in panel(client)) == is_shown


def panel(client: Client) -> str:
    home = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "lxml")
    return home.select_one("#scheduled-next-section").get_text(" ")


def test_an_arrow_in_the_chooser_leads_to_a_page_one_knows_of(world: World) -> None:
    """A public page whose only page below is a secret looks as one without any."""
    home, parent = world.home, world.section
    for client, leads in [(client_of(world, "other"), True), (client_of(world, "adder"), True)]:
        row = chooser(client, home)[parent.title]
        assert bool(row.select_one("a.navigate-pages")) == leads
    Page.objects.filter(pk=world.elsewhere_page.pk).update(live=False)
    for role, leads in [("other", True), ("adder", False), ("editor", True)]:
        row = chooser(client_of(world, role), home)[parent.title]
        assert bool(row.select_one("a.navigate-pages")) == leads


def test_the_number_of_pages_counts_the_known_ones(world: World) -> None:
    def count(role: str) -> str:
        home = BeautifulSoup(client_of(world, role).get(reverse("wagtailadmin_home")).content,
                             "lxml")  # fmt: skip
        return home.select_one(".w-summary__list li a").get_text().split()[0]

    # The list, what is above it, three public pages in it, and their own draft.
    assert count("adder") == "6"
    assert count("other") == "3"


def test_a_report_of_page_types_counts_the_known_ones(world: World) -> None:
    def count(role: str) -> str:
        page = client_of(world, role).get(reverse("wagtailadmin_reports:page_types_usage"))
        row = next(
            row for row in BeautifulSoup(page.content, "lxml").select("table.listing tbody tr")
            if "newsroom.pressreleasepage" in row.get_text()
        )  # fmt: skip
        return " ".join(row.get_text(" ").split())

    assert " 3 " in count("adder")
    assert " 0 " in count("other")
    assert " 11 " in count("editor")


@pytest.mark.parametrize("state", HIDDEN)
def test_a_bulk_action_on_unknown_pages_finds_none(world: World, state: State) -> None:
    pages = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    images = reverse("wagtail_bulk_action", args=["pages", "siteimage", "delete"])
    item = world.items[state]
    for role in ("other", "adder"):
        client = client_of(world, role)
        for address, pk in ((pages, item.page.pk), (images, item.image.pk)):
            secret, nothing = (client.get(address, {"id": number}) for number in (pk, 999_999))
            assert secret.status_code == nothing.status_code == 404
            assert secret.content == nothing.content


def test_a_bulk_action_still_says_what_it_cant_be_done_with(world: World) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = client_of(world, "adder").get(address, {"id": world.article.pk})
    assert "Old article" in response.content.decode()


def test_redirects_and_settings_name_no_unknown_page(world: World) -> None:
    """Whoever keeps redirects or the menu need not know of every page they lead to."""
    from django.contrib.auth.models import Permission

    keeper = world.people["other"]
    for codename in ("change_redirect", "view_redirect", "change_navigation",
                     "change_sitesettings"):  # fmt: skip
        keeper.user_permissions.add(Permission.objects.get(codename=codename))
    client = client_of(world, "other")
    redirect = Redirect.objects.get(old_path="/old-draft")
    for address in (
        reverse("wagtailredirects:index"),
        reverse("wagtailredirects:edit", args=[redirect.pk]),
        reverse("wagtailsettings:edit", args=["pages", "navigation", world.site.pk]),
        reverse("wagtailsettings:edit", args=["pages", "sitesettings", world.site.pk]),
    ):
        response = client.get(address)
        assert response.status_code == 200
        leaks = {name for name in found_in(response.content)
                 if not name.startswith(token(State.PUBLIC, ""))}  # fmt: skip
        assert leaks == set(), address
        assert UNKNOWN.partition("’")[0] in response.content.decode()
