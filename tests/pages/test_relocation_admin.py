"""Moving and renaming a large section in the admin: asked for at once, done by the worker."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from fixtures import factories as make
from pages import relocation
from pages.models import Relocation, SectionPage


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch) -> None:
    monkeypatch.setitem(relocation.AT_ONCE, connection.vendor, 2)


@pytest.fixture
def boss(db, client):
    user = make.UserFactory(group="Administrators")
    client.force_login(user)
    return user


@pytest.fixture
def about(home) -> SectionPage:
    section = make.SectionPageFactory(title="About", slug="about", parent=home)
    for number in range(3):
        make.ContentPageFactory(slug=f"p{number}", parent=fresh(section))
    return fresh(section)


@pytest.fixture
def ministry(home) -> SectionPage:
    return make.SectionPageFactory(title="Ministry", slug="ministry", parent=fresh(home))


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).specific


def move_address(page: Page, target: Page) -> str:
    return reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])


def panel(client: Client) -> str:
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "lxml")
    section = page.select_one("#relocations-section")
    return " ".join(section.get_text(" ").split()) if section else ""


def work_off() -> None:
    while relocation.work():
        pass


def test_a_large_section_is_moved_in_the_background(boss, about, ministry, client) -> None:
    assert panel(client) == ""
    page = client.post(move_address(about, ministry), follow=True)
    assert page.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
    assert "“About” has many pages below and is moved in the background." in page.content.decode()
    assert "About Waits to be moved with 3 pages" in panel(client)
    assert fresh(about).get_parent().pk != ministry.pk
    relocation.work()
    assert fresh(about).get_parent().pk == ministry.pk
    assert "About 0 of 3 pages have their new address" in panel(client)
    work_off()
    assert panel(client) == "" and not Relocation.objects.exists()
    moved = Client().get("/about/p1/")
    assert (moved.status_code, moved["Location"]) == (301, "/ministry/about/p1/")


def test_looking_at_the_question_moves_nothing(boss, about, ministry, client) -> None:
    assert client.get(move_address(about, ministry)).status_code == 200
    assert not Relocation.objects.exists()


def test_a_small_section_is_moved_at_once(boss, about, ministry, client) -> None:
    client.post(move_address(ministry, about))
    assert fresh(ministry).get_parent().pk == about.pk
    assert not Relocation.objects.exists()


def test_several_pages_at_once_are_moved_in_the_background(boss, about, ministry, client) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    client.post(f"{address}?id={about.pk}", {"chooser": ministry.pk})
    assert fresh(about).get_parent().pk != ministry.pk
    work_off()
    assert fresh(about).get_parent().pk == ministry.pk


def test_a_renamed_section_says_how_far_it_is(boss, about, client) -> None:
    page = fresh(about)
    page.slug = "who-we-are"
    page.save_revision().publish()
    assert "0 of 3 pages have their new address" in panel(client)


def test_whoever_may_not_move_asks_in_vain(about, ministry, client) -> None:
    group = Group.objects.create(name="One section only")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    right = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=about, permission=right)
    client.force_login(make.UserFactory(group=group.name))
    client.post(move_address(about, ministry))
    assert not Relocation.objects.exists()
    assert fresh(about).get_parent().pk != ministry.pk


def test_a_right_that_is_gone_by_then_counts(boss, about, ministry, client) -> None:
    client.post(move_address(about, ministry))
    boss.groups.clear()
    work_off()
    assert fresh(about).get_parent().pk != ministry.pk
    client.force_login(make.UserFactory(username="other", group="Administrators"))
    assert "Not moved: It may not be moved there" in panel(client)


def test_a_refusal_keeps_nothing_waiting_and_is_shown_for_a_day(
    boss, about, ministry, client, clock
) -> None:
    client.post(move_address(about, ministry))
    make.ContentPageFactory(slug="about", parent=fresh(ministry))
    work_off()
    assert "Not moved: The new parent has a page with the same slug." in panel(client)
    clock.forward(days=1, seconds=1)
    assert not relocation.work()
    assert panel(client) == ""


def test_others_learn_nothing_of_it(boss, about, ministry, client) -> None:
    client.post(move_address(about, ministry))
    group = Group.objects.create(name="Elsewhere")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    right = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=ministry, permission=right)
    client.force_login(make.UserFactory(username="other", group=group.name))
    assert panel(client) == ""
