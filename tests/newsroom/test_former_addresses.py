"""Unpublishing asks where readers are sent; their addresses lead on, or say that they are gone."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import GroupPagePermission, Page, Site

from fixtures import factories as make
from fixtures.factories.lifecycle import publish
from newsroom.former_addresses import send_readers
from newsroom.models import FormerAddress, NewsArticlePage
from pages import publication
from tests.newsroom.editing import edit_address
from tests.newsroom.reading import latest, stored


@pytest.fixture
def target(add_item) -> NewsArticlePage:
    return add_item("Read this instead")


@pytest.fixture
def address(article) -> str:
    return reverse("wagtailadmin_pages:unpublish", args=[article.pk])


def answer(address: str) -> tuple[int, str]:
    response = Client().get(address)
    return response.status_code, response.get("Location", "")


def taken_off(page: NewsArticlePage, target: Page | None) -> str:
    """Take a page off and say where its readers go; returns its address."""
    address = page.url
    stored(page).unpublish()
    send_readers(stored(page), target)
    return address


# The question


def test_unpublishing_asks_and_decides_nothing_by_itself(officer, article, address, client) -> None:
    assert "What about people who follow a link to it?" in client.get(address).content.decode()
    refused = client.post(address)
    assert "Choose one of the two." in refused.content.decode()
    assert stored(article).live


def test_readers_are_sent_on(officer, article, address, client, target) -> None:
    client.post(address, {"readers": "sent_on", "target": target.pk})
    assert not stored(article).live
    assert answer(article.url) == (302, target.url)


def test_or_are_told_that_it_is_gone(officer, article, address, client) -> None:
    client.post(address, {"readers": "nowhere"})
    response = Client().get(article.url)
    assert response.status_code == 410
    assert "This page was taken down" in response.content.decode()
    assert "An article" not in response.content.decode()


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ("", "Choose the page."),
        ("x", "Choose the page."),
        ("999999", "Select a valid choice"),
        ("self", "can’t be sent to the page that is taken away"),
        ("hidden", "not public itself"),
    ],
)
def test_a_target_must_be_a_public_page(
    officer, article, address, client, news, chosen, message
) -> None:
    hidden = make.NewsArticleFactory(parent=news, draft=True)
    chosen = {"self": article.pk, "hidden": hidden.pk}.get(chosen, chosen)
    refused = client.post(address, {"readers": "sent_on", "target": chosen})
    assert message in refused.content.decode()
    assert stored(article).live and Redirect.objects.count() == 0


def test_a_page_of_others_is_as_unknown_as_none(article, address, client, news) -> None:
    group = Group.objects.create(name="One list only")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for right in ("change", "publish"):
        permission = Permission.objects.get(codename=f"{right}_page")
        GroupPagePermission.objects.create(group=group, page=news, permission=permission)
    client.force_login(make.UserFactory(group=group.name))
    secret = make.ContentPageFactory(title="Quokka", draft=True)
    sent = {"readers": "sent_on", "target": secret.pk}
    refused = client.post(address, sent).content.decode()
    assert "Select a valid choice" in refused and "Quokka" not in refused


def test_whoever_may_not_publish_may_not_send_readers_away(article, address, client) -> None:
    client.force_login(make.UserFactory(group="Editors"))
    client.post(address, {"readers": "nowhere"})
    assert stored(article).live and FormerAddress.objects.count() == 0


def test_a_release_that_refuses_leaves_everything_as_it_was(
    officer, article, address, client, monkeypatch
) -> None:
    monkeypatch.setattr(publication, "_refusals", [lambda page, user: "It waits in a release."])
    page = client.post(address, {"readers": "nowhere"}, follow=True)
    assert "It waits in a release." in page.content.decode()
    assert stored(article).live and FormerAddress.objects.count() == 0


def test_other_pages_are_asked_nothing_new(newsroom, client) -> None:
    page = make.ContentPageFactory()
    client.force_login(make.UserFactory(group="Administrators"))
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    assert "What about people who follow" not in client.get(address).content.decode()
    client.post(address)
    assert not Page.objects.get(pk=page.pk).live


# Their addresses


def test_a_permalink_and_the_place_in_the_tree_lead_on(add_item, target) -> None:
    page = add_item("With an address", permalink="/Reports/2026.html")
    place = f"{page.get_parent().url}{page.slug}/"
    old = taken_off(page, target)
    assert old == "/Reports/2026.html"
    assert answer(old) == answer(place) == (302, target.url)


@pytest.mark.parametrize("spelling", ["/Reports/2026.html", "/Reports/2026", "/reports/2026/"])
def test_every_spelling_of_an_address_is_gone(add_item, spelling) -> None:
    page = add_item("With an address", permalink="/Reports/2026.html")
    taken_off(page, None)
    assert answer(spelling)[0] == 410


@pytest.mark.parametrize("spelling", ["/Reports/2026", "/reports/2026/", "/REPORTS/2026.html"])
def test_every_spelling_of_an_address_leads_on(add_item, target, spelling) -> None:
    taken_off(add_item("With an address", permalink="/Reports/2026.html"), target)
    assert answer(spelling) == (302, target.url)
    target.unpublish()
    assert answer(spelling) == (404, "")


@pytest.mark.parametrize("leads_on", [True, False])
def test_an_older_address_goes_where_the_last_one_goes(add_item, target, leads_on) -> None:
    page = add_item("Moved", permalink="/first")
    page.permalink = "/second"
    page = publish(page)
    assert answer("/first") == (301, "/second")
    taken_off(page, target if leads_on else None)
    assert answer("/first") == ((302, target.url) if leads_on else (410, ""))


def test_letters_beyond_ascii_lead_on(add_item, target) -> None:
    page = add_item("With an address", permalink="/Grüße/日本")
    assert answer(taken_off(page, target)) == (302, target.url)


def test_a_target_that_is_hidden_later_is_not_told(article, target) -> None:
    address = taken_off(article, target)
    target.unpublish()
    assert answer(address) == (404, "")


def test_published_again_it_answers_itself_and_nothing_is_left(article, target) -> None:
    address = taken_off(article, target)
    latest(article).save_revision().publish()
    assert answer(address) == (200, "")
    assert FormerAddress.objects.count() == Redirect.objects.count() == 0
    stored(article).unpublish()
    assert answer(address) == (404, "")


def test_gone_and_published_again_it_answers_itself(article) -> None:
    address = taken_off(article, None)
    publish(latest(article))
    assert answer(address) == (200, "")
    assert FormerAddress.objects.count() == 0


def test_another_page_at_the_address_answers(article, news, target) -> None:
    address = taken_off(article, None)
    stored(article).delete()
    assert answer(address)[0] == 410
    make.NewsArticleFactory(parent=news, slug=article.slug, title="New")
    assert answer(address)[0] == 200


def test_what_was_never_public_is_simply_not_found(news) -> None:
    draft = make.NewsArticleFactory(parent=news, draft=True)
    assert answer(f"{news.url}{draft.slug}/") == (404, "")


def test_an_address_on_another_site_is_not_gone(article, settings) -> None:
    settings.ALLOWED_HOSTS = ["other.example"]
    address = taken_off(article, None)
    other = make.HomePageFactory(slug="other")
    Site.objects.create(hostname="other.example", root_page=other)
    assert Client(SERVER_NAME="other.example").get(address).status_code == 404


def test_minds_can_be_changed(article, target) -> None:
    address = taken_off(article, None)
    send_readers(stored(article), target)
    assert answer(address) == (302, target.url)
    send_readers(stored(article), None)
    assert answer(address)[0] == 410
    assert Redirect.objects.count() == 0


def test_an_address_too_long_for_a_redirect_is_refused_as_a_whole(add_item, target) -> None:
    page = add_item("Long", permalink="/" + "a" * 300)
    with pytest.raises(ValidationError, match="more than 255 characters"):
        taken_off(page, target)
    assert FormerAddress.objects.count() == Redirect.objects.count() == 0


def test_a_path_with_a_nul_is_not_found(article) -> None:
    taken_off(article, None)
    assert answer("/%00")[0] == 404


# Afterwards, and several at once


def test_it_can_be_decided_afterwards(officer, article, client, target) -> None:
    address = article.url
    stored(article).unpublish()
    place = reverse("newsroom:readers", args=[article.pk])
    assert place in client.get(edit_address(article)).content.decode()
    client.post(place, {"readers": "sent_on", "target": target.pk})
    assert answer(address) == (302, target.url)


def test_not_for_what_is_public_or_never_was(officer, article, news, client) -> None:
    draft = make.NewsArticleFactory(parent=news, draft=True)
    for page in (article, draft):
        place = reverse("newsroom:readers", args=[page.pk])
        client.post(place, {"readers": "nowhere"})
    assert FormerAddress.objects.count() == 0


def bulk(*pages: Page) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    return f"{address}?next=/admin/" + "".join(f"&id={page.pk}" for page in pages)


def test_several_at_once_are_asked_about_too(officer, article, target, client) -> None:
    address = bulk(article, target)
    assert "What about people who follow a link to it?" in client.get(address).content.decode()
    assert "Choose one of the two." in client.post(address).content.decode()
    assert stored(article).live and stored(target).live
    client.post(address, {"readers": "nowhere"})
    assert answer(article.url) == answer(target.url) == (410, "")


def test_several_at_once_are_sent_on_to_one_that_stays(
    officer, add_item, article, target, client
) -> None:
    other = add_item("Another one")
    client.post(bulk(article, other), {"readers": "sent_on", "target": target.pk})
    assert answer(article.url) == answer(other.url) == (302, target.url)
    refused = client.post(bulk(article, target), {"readers": "sent_on", "target": target.pk})
    assert "Readers can’t be sent to the page that is taken away." in refused.content.decode()
    assert stored(target).live


def test_those_below_are_asked_about_when_they_go_too(news, article, add_item, client) -> None:
    client.force_login(make.UserFactory(is_superuser=True))
    kept = make.ContentPageFactory(parent=news.get_parent().get_parent(), title="Kept")
    wanted = {"include_descendants": "on"}
    assert "Choose one of the two." in client.post(bulk(news), wanted).content.decode()
    assert stored(article).live
    client.post(bulk(news), {**wanted, "readers": "sent_on", "target": kept.pk})
    assert (stored(news).live, stored(article).live) == (False, False)
    assert answer(article.url) == (302, kept.url)


def test_pages_that_no_item_is_among_are_taken_off_as_ever(news, client) -> None:
    client.force_login(make.UserFactory(is_superuser=True))
    page = make.ContentPageFactory(parent=news.get_parent().get_parent())
    assert "follow a link" not in client.get(bulk(page)).content.decode()
    client.post(bulk(page))
    assert not stored(page).live


def test_a_section_with_all_below_it_says_what_readers_find(news, article, client) -> None:
    client.force_login(make.UserFactory(is_superuser=True))
    address = reverse("wagtailadmin_pages:unpublish", args=[news.pk])
    page = client.post(address, {"include_descendants": "on"}, follow=True)
    assert "Readers who follow an old link to an item below it" in page.content.decode()
    assert not stored(article).live
