"""A document can be fetched exactly while something public refers to it, and does no harm."""

import json
from datetime import timedelta

import pytest
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
from pages.models import ContentPage, Navigation, SiteDocument
from tests.media import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(db) -> SiteDocument:
    return SiteDocument.objects.create(title="Plan", file=samples.upload("Plan 1.pdf", samples.PDF))


def downloads(document: SiteDocument) -> str:
    item = {"document": document.pk, "title": "", "description": ""}
    return json.dumps([{"type": "downloads", "value": {"title": "", "items": [item]}}])


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


def add_page(parent, body: str = "[]", **fields) -> ContentPage:
    page = ContentPage(title="Page", body=body, **fields)
    parent.add_child(instance=page)
    return page


def fetch(address: str, client: Client | None = None, **headers: str):
    return (client or Client()).get(address, headers=headers)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


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


def assert_served(response) -> None:
    assert response.status_code == 200
    assert body(response) == samples.PDF


def assert_hidden(response) -> None:
    """The answer is the one that a document gets that never was."""
    nothing = fetch("/documents/99999999/Plan-1.pdf")
    assert (response.status_code, nothing.status_code) == (404, 404)
    assert response.content == nothing.content
    assert dict(response.headers) == dict(nothing.headers)
    assert response.cookies == nothing.cookies


@pytest.mark.parametrize("make_body", [downloads, rich_text, button, accordion, table])
def test_a_document_on_a_public_page_is_public(home, document, make_body):
    assert_hidden(fetch(document.url))
    add_page(home, make_body(document))
    assert_served(fetch(document.url))


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


class TestWhatIsSent:
    @pytest.fixture(autouse=True)
    def _public(self, home, document):
        add_page(home, downloads(document))

    def test_the_headers_disarm_it(self, document):
        response = fetch(document.url)
        assert response["Content-Disposition"] == 'attachment; filename="Plan-1.pdf"'
        assert response["Content-Security-Policy"] == "sandbox"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Length"] == str(len(samples.PDF))
        assert response["Cache-Control"] == "no-cache"
        assert "Vary" not in response
        assert not response.cookies

    def test_it_costs_few_queries(self, home, document, django_assert_num_queries):
        for _ in range(3):
            add_page(home, downloads(document))
        fetch(document.url)
        with django_assert_num_queries(6):
            fetch(document.url)

    def test_a_name_in_another_script_is_kept(self, home, document):
        document.file = samples.upload("计划 2.pdf", samples.PDF)
        document.save()
        disposition = fetch(document.url)["Content-Disposition"]
        assert disposition == "attachment; filename*=utf-8''%E8%AE%A1%E5%88%92-2.pdf"

    def test_head_answers_without_a_body(self, document):
        response = Client().head(document.url)
        assert (response.status_code, response.getvalue()) == (200, b"")
        assert response["Content-Length"] == str(len(samples.PDF))

    def test_other_methods_are_refused(self, document):
        assert Client().post(document.url).status_code == 405

    def test_an_unchanged_file_is_not_sent_again(self, document):
        first = fetch(document.url)
        assert first["ETag"] == f'"{document.file_hash}"'
        by_tag = fetch(document.url, **{"If-None-Match": first["ETag"]})
        by_date = fetch(document.url, **{"If-Modified-Since": first["Last-Modified"]})
        for response in (by_tag, by_date):
            assert (response.status_code, response.content) == (304, b"")
            assert response["Cache-Control"] == "no-cache"
        assert_served(fetch(document.url, **{"If-None-Match": '"other"'}))

    def test_a_hidden_file_is_not_confirmed_by_its_tag(self, document):
        ContentPage.objects.get().unpublish()
        headers = {"If-None-Match": f'"{document.file_hash}"'}
        assert fetch(document.url, **headers).status_code == 404

    @pytest.mark.parametrize(
        ("wanted", "part"),
        [
            ("bytes=0-3", samples.PDF[:4]),
            ("bytes=5-", samples.PDF[5:]),
            ("bytes=-6", samples.PDF[-6:]),
            ("bytes=3-99999", samples.PDF[3:]),
        ],
    )
    def test_a_part_can_be_asked_for(self, document, wanted, part):
        response = fetch(document.url, Range=wanted)
        assert response.status_code == 206
        assert body(response) == part
        assert response["Content-Length"] == str(len(part))
        first = samples.PDF.index(part)
        expected = f"bytes {first}-{first + len(part) - 1}/{len(samples.PDF)}"
        assert response["Content-Range"] == expected
        assert response["Content-Security-Policy"] == "sandbox"

    @pytest.mark.parametrize(
        "wanted", ["bytes=9-3", "bytes=-", "bytes=0-1,4-5", "bytes=9999-", "lines=1-2"]
    )
    def test_a_part_that_makes_no_sense_gets_the_whole(self, document, wanted):
        assert_served(fetch(document.url, Range=wanted))

    def test_a_part_of_another_version_gets_the_whole(self, document):
        headers = {"Range": "bytes=0-3", "If-Range": '"other"'}
        assert_served(fetch(document.url, **headers))

    def test_a_file_that_is_missing_in_storage_is_not_found(self, document):
        document.file.storage.delete(document.file.name)
        assert fetch(document.url).status_code == 404


class TestTheAddress:
    def test_it_stays_with_the_document_when_its_file_is_replaced(self, home, document):
        add_page(home, downloads(document))
        old = document.url
        document.file = samples.upload("Plan 2.docx", samples.DOCX)
        document.save()
        response = fetch(old)
        assert (response.status_code, response["Location"]) == (302, document.url)
        assert response["Cache-Control"] == "no-cache"
        assert body(fetch(document.url)) == samples.DOCX

    def test_a_file_of_the_same_name_keeps_it_wholly(self, home, document):
        add_page(home, downloads(document))
        old, tag = document.url, fetch(document.url)["ETag"]
        document.file = samples.upload("Plan 1.pdf", samples.PDF + b"%%")
        document.save()
        response = fetch(old)
        assert body(response) == samples.PDF + b"%%"
        assert response["ETag"] != tag

    def test_another_name_tells_nothing_about_a_hidden_document(self, home, document):
        assert_hidden(fetch(f"/documents/{document.pk}/other.pdf"))

    @pytest.mark.parametrize("number", ["0", "00", "9" * 18, "9" * 30, "9" * 5000, "٣"])
    def test_any_number_is_answered(self, home, number):
        assert fetch(f"/documents/{number}/a.pdf").status_code == 404
