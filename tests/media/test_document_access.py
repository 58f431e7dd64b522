"""A document can be fetched exactly while something public refers to it, or by staff."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    PageViewRestriction,
    Site,
)

from pages import clock as pages_clock
from pages.models import Navigation, SiteDocument
from tests.media.downloads import add_page, assert_hidden, assert_served, downloads, fetch

pytestmark = pytest.mark.django_db


def rich_text(document: SiteDocument) -> str:
    link = f'<p>Read <a linktype="document" id="{document.pk}">the plan</a>.</p>'
    return json.dumps([{"type": "paragraph", "value": link}])


def button(document: SiteDocument) -> str:
    link = {"page": None, "document": document.pk, "url": "", "anchor": ""}
    value = {"label": "Plan", "link": link, "style": "primary"}
    return json.dumps([{"type": "button", "value": value}])


def accordion(document: SiteDocument) -> str:
    item = {"title": "More", "content": json.loads(downloads(document))}
    return json.dumps([{"type": "accordion", "value": {"items": [item]}}])


def table(document: SiteDocument) -> str:
    cell = f'<p><a linktype="document" id="{document.pk}">Plan</a></p>'
    grid = {
        "columns": [{"type": "text", "heading": ""}],
        "rows": [{"values": [cell]}],
        "caption": "",
    }
    value = {"header": "none", "table": grid, "merged": ""}
    return json.dumps([{"type": "table", "value": value}])


def staff(*permissions: str, collection: Collection | None = None) -> Client:
    """A client of someone who may log in to the admin, with these rights on documents."""
    group = Group.objects.create(name="Staff")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in permissions:
        GroupCollectionPermission.objects.create(
            group=group,
            collection=collection or Collection.get_first_root_node(),
            permission=Permission.objects.get(
                codename=codename, content_type__app_label="wagtaildocs"
            ),
        )
    user = User.objects.create_user("staff", password="password")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("make_body", [downloads, rich_text, button, accordion, table])
def test_a_document_on_a_public_page_is_public(home, document, make_body):
    assert_hidden(fetch(document.url))
    add_page(home, make_body(document))
    assert_served(fetch(document.url))


@pytest.mark.parametrize("make_body", [downloads, rich_text, button, accordion, table])
def test_the_link_on_the_page_leads_to_it(home, document, make_body):
    page = add_page(home, make_body(document))
    html = BeautifulSoup(fetch(page.url).content, "html.parser")
    [link] = html.select('main a[href*="/documents/"]')
    assert_served(fetch(link["href"]))


def test_a_document_that_nothing_refers_to_is_hidden(home, document):
    add_page(home)
    assert_hidden(fetch(document.url))


def test_a_document_on_a_draft_is_hidden(home, document):
    add_page(home, downloads(document), live=False)
    assert_hidden(fetch(document.url))


def test_a_document_in_the_draft_of_a_live_page_is_hidden_until_it_is_published(home, document):
    page = add_page(home)
    page.body = downloads(document)
    revision = page.save_revision()
    assert_hidden(fetch(document.url))
    revision.publish()
    assert_served(fetch(document.url))


def test_a_document_that_a_page_no_longer_refers_to_is_hidden(home, document):
    page = add_page(home, downloads(document))
    page.body = "[]"
    revision = page.save_revision()
    assert_served(fetch(document.url))
    revision.publish()
    assert_hidden(fetch(document.url))


def test_a_document_appears_and_goes_to_the_second_with_its_page(home, document):
    start = timezone.now() + timedelta(days=1)
    end = start + timedelta(hours=1)
    second = timedelta(seconds=1)
    add_page(home, downloads(document), go_live_at=start, expire_at=end)
    for instant, served in [
        (start - second, False),
        (start, True),
        (end - second, True),
        (end, False),
    ]:
        with pages_clock.at(instant):
            response = fetch(document.url)
            if served:
                assert_served(response)
            else:
                assert_hidden(response)


def test_a_document_below_an_unpublished_page_is_hidden(home, document):
    parent = add_page(home, slug="parent")
    add_page(parent, downloads(document), slug="child")
    assert_served(fetch(document.url))
    parent.unpublish()
    assert_hidden(fetch(document.url))


def test_a_document_in_the_menu_is_public(home, document):
    link = {"page": None, "document": document.pk, "url": "", "anchor": ""}
    item = {"label": "Plan", "link": link, "children": []}
    navigation = Navigation.for_site(Site.objects.get(is_default_site=True))
    navigation.items = json.dumps([{"type": "item", "value": item}])
    navigation.save()
    assert_served(fetch(document.url))


class TestPagesWithAPassword:
    @pytest.fixture
    def restriction(self, home, document):
        page = add_page(home, downloads(document))
        return PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="sesame"
        )

    def test_their_documents_are_hidden(self, restriction, document):
        assert_hidden(fetch(document.url))

    def test_their_documents_are_sent_to_those_who_gave_it(self, restriction, document):
        client = Client()
        session = client.session
        session[restriction.passed_view_restrictions_session_key] = [restriction.pk]
        session.save()
        response = fetch(document.url, client)
        assert_served(response)
        assert response["Cache-Control"] == "private, no-store"

    def test_their_documents_are_hidden_again_after_unpublishing(self, restriction, document):
        restriction.page.unpublish()
        client = Client()
        session = client.session
        session[restriction.passed_view_restrictions_session_key] = [restriction.pk]
        session.save()
        assert fetch(document.url, client).status_code == 404


class TestStaff:
    def test_an_administrator_may_fetch_any_document(self, home, document, admin):
        response = fetch(document.url, admin)
        assert_served(response)
        assert response["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("permission", ["choose_document", "change_document"])
    def test_who_may_pick_or_change_a_document_may_fetch_it(self, home, document, permission):
        assert_served(fetch(document.url, staff(permission)))

    def test_others_may_not(self, home, document):
        assert fetch(document.url, staff()).status_code == 404

    def test_rights_on_another_collection_are_not_enough(self, home, document):
        other = Collection.get_first_root_node().add_child(name="Other")
        client = staff("choose_document", collection=other)
        assert fetch(document.url, client).status_code == 404

    def test_who_uploaded_it_may_fetch_it(self, home, document):
        client = staff("add_document")
        assert fetch(document.url, client).status_code == 404
        document.uploaded_by_user = User.objects.get(username="staff")
        document.save()
        assert_served(fetch(document.url, client))

    def test_a_user_without_admin_access_may_not(self, home, document):
        client = staff("choose_document")
        Group.objects.get(name="Staff").permissions.clear()
        assert fetch(document.url, client).status_code == 404


def test_a_private_collection_asks_for_the_log_in_also_on_a_public_page(home, document):
    add_page(home, downloads(document))
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    response = fetch(document.url)
    assert response.status_code == 302
    assert response["Location"].endswith(f"/login/?next={document.url}")
