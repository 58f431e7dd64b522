"""Translating pages in the admin: who may, into what, and what the form tells of the others."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.test import Client
from django.urls import clear_url_caches, reverse
from wagtail.models import GroupPagePermission, Locale, Page

from fixtures import factories as make
from pages import languages

SECRET = "quokkazh"


@pytest.fixture
def site(db, settings):
    """A public section in English; its home page is there in Chinese, for all to see."""
    settings.WAGTAIL_I18N_ENABLED = True
    settings.WAGTAIL_CONTENT_LANGUAGES = [("en-gb", "English"), ("zh-hans", "Chinese")]
    clear_url_caches()
    cache.clear()
    languages.make_locales()
    home = make.HomePageFactory(site_root=True)
    home.copy_for_translation(chinese()).save_revision().publish()
    yield make.SectionPageFactory(title="Section", slug="section", parent=home)
    clear_url_caches()
    cache.clear()


def chinese() -> Locale:
    return Locale.objects.get(language_code="zh-hans")


def draft_of(page: Page) -> Page:
    """A translation that nobody was told of."""
    translated = page.copy_for_translation(chinese())
    translated.title = SECRET
    translated.save_revision()
    translated.save()
    return translated


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def limited(site):
    """Somebody who looks after the English section only, and may translate."""
    group = Group.objects.create(name="Section")
    group.permissions.add(
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(codename="submit_translation"),
    )
    for codename in ("add_page", "change_page"):
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=site, permission=right)
    return client_of(make.UserFactory(username="limited", group="Section"))


def address(page: Page) -> str:
    return reverse("simple_translation:submit_page_translation", args=[page.pk])


def shown(answer) -> str:
    """The answer without what differs each time."""
    text = re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", answer.content.decode()
    )
    return re.sub(r"[\w-]{60,}", "", text)


@pytest.mark.parametrize("group", ["Editors", "Communications", "Approvers", "Administrators"])
def test_the_team_translates_into_a_draft(site, group) -> None:
    child = make.ContentPageFactory(title="Child", parent=site, draft=True)
    client = client_of(make.UserFactory(username="one", group=group))
    assert "Include subtree (1 page)" in client.get(address(site)).content.decode()
    answer = client.post(address(site), {"locales": [chinese().pk], "include_subtree": "on"})
    translated = Page.objects.get(translation_key=site.translation_key, locale=chinese())
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[translated.pk])
    assert (translated.live, translated.url) == (False, "/zh-hans/section/")
    assert Page.objects.filter(translation_key=child.translation_key).count() == 2
    assert Client().get(translated.url).status_code == 404


def test_the_page_above_comes_first(site) -> None:
    child = make.ContentPageFactory(title="Child", parent=site)
    client = client_of(make.UserFactory(username="one", group="Editors"))
    assert re.search(r'name="locales"[^>]*disabled', client.get(address(child)).content.decode())
    answer = client.post(address(child), {"locales": [chinese().pk]})
    assert answer.status_code == 200
    assert Page.objects.filter(translation_key=child.translation_key).count() == 1


def test_a_draft_translation_changes_nothing_for_who_may_not_know_of_it(site, limited) -> None:
    places = [
        address(site),
        reverse("wagtailadmin_explore", args=[site.pk]),
        f"/admin/api/main/pages/{site.pk}/?fields=translations",
    ]
    edit = reverse("wagtailadmin_pages:edit", args=[site.pk])
    before = [shown(limited.get(place)) for place in places]
    posted = shown(limited.post(address(site), {"locales": [chinese().pk]}))
    hidden = draft_of(site)
    assert [shown(limited.get(place)) for place in places] == before
    # The editor numbers its sessions and its fields anew each time.
    edited = limited.get(edit).content.decode()
    assert SECRET not in edited and f"/pages/{hidden.pk}/" not in edited
    assert shown(limited.post(address(site), {"locales": [chinese().pk]})) == posted
    assert limited.get(address(hidden)).status_code == 404
    # Whoever looks after both sees it.
    editor = client_of(make.UserFactory(username="two", group="Editors"))
    assert address(site) in editor.get(places[1]).content.decode()
    assert f"/admin/pages/{hidden.pk}/edit/" in editor.get(edit).content.decode()
    assert SECRET in editor.get(places[2]).content.decode()


def test_drafts_below_are_copied_only_by_who_may_read_them(site, limited) -> None:
    group = Group.objects.get(name="Section")
    group.page_permissions.filter(permission__codename="change_page").delete()
    own = make.SectionPageFactory(title="Mine", parent=site, user=group.user_set.get())
    make.ContentPageFactory(title="Not mine", parent=own, draft=True)
    assert "subtree" not in limited.get(address(own)).content.decode()


def test_a_site_with_one_language_translates_nothing(site, settings) -> None:
    settings.WAGTAIL_I18N_ENABLED = False
    settings.WAGTAIL_CONTENT_LANGUAGES = [("en-gb", "English")]
    client = client_of(make.UserFactory(username="root", is_superuser=True, is_staff=True))
    assert client.get(address(site)).status_code == 404
    explorer = client.get(reverse("wagtailadmin_explore", args=[site.pk])).content.decode()
    assert address(site) not in explorer
    assert "/admin/locales/" not in client.get("/admin/").content.decode()
