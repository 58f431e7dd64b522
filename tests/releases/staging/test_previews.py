"""A shared link shows one person exactly what was shared, and nothing else that is not public."""

from datetime import timedelta

import pytest
from django.test import Client
from wagtail.models import Page, Site

from fixtures.factories.lifecycle import State
from fixtures.factories.media import SiteDocumentFactory, SiteImageFactory
from fixtures.factories.newsroom import (
    NewsLinkFactory,
    PressReleaseFactory,
)
from fixtures.factories.pages import ContentPageFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases import dispatcher
from newsroom.releases.enums import Status
from newsroom.releases.models import PreviewOpening
from pages.site_settings import SiteSettings
from tests.releases.staging.database import dump
from tests.releases.staging.sharing import FOR, share, share_page, soup, strip

pytestmark = pytest.mark.django_db


def test_a_release_opens_as_a_list_of_its_pages(client, release, secret, clock) -> None:
    address = share(release, clock)
    response = client.get(address)
    assert response.status_code == 200
    links = {tag.get_text(): tag["href"] for tag in soup(response).select("main h2 a")}
    assert links == {"Kestrel programme": f"{address}{secret.pk}/"}
    facts = soup(response).select_one(".preview-facts").get_text()
    assert facts == "Press release · The approved version of 2 Mar 2026, 09:00 SGT (UTC+8)."
    assert b"Code word" not in response.content, "the title of a release is for the team only"


def test_a_page_carries_the_name_and_the_embargo(client, release, secret, clock) -> None:
    response = client.get(f"{share(release, clock)}{secret.pk}/")
    assert (response.status_code, soup(response).h1.get_text()) == (200, "Kestrel programme")
    until = "Not for publication before 2 Mar 2026, 10:00 SGT (UTC+8)."
    assert strip(response) == (
        f"For {FOR} only. {until} The approved version of 2 Mar 2026, 09:00 SGT (UTC+8)."
    )
    assert (
        soup(response).select_one(".stage-mark").get_text(strip=True) == f"For {FOR} only. {until}"
    )


def test_an_expiry_that_nobody_has_carried_out_keeps_no_preview_back(
    client, release, public, clock
) -> None:
    """Without a dispatcher an expired page stays in the book; its date alone hides it."""
    late = public(title="Long over")
    type(late).objects.filter(pk=late.pk).update(expire_at=clock.now() - timedelta(hours=1))
    assert dispatcher.next_instant() < clock.now()
    assert client.get(share(release, clock)).status_code == 200
    assert client.get(f"{share(release, clock)}{release.items.get().page_id}/").status_code == 200


def test_looking_changes_nothing_but_the_list_of_openings(client, release, secret, clock) -> None:
    address = share(release, clock)
    client.get("/")  # The first answer of a new site writes its settings.
    before = dump()
    client.get(address)
    client.get(f"{address}{secret.pk}/")
    client.head(address)
    changed = {table for table, rows in dump().items() if rows != before[table]}
    assert changed == {"releases_previewopening"}
    whats = PreviewOpening.objects.order_by("pk").values_list("what", "at")
    assert list(whats) == [
        ("List of pages", clock.now()),
        ("Kestrel programme", clock.now()),
    ]
    columns = {field.name for field in PreviewOpening._meta.get_fields()}
    assert columns == {"id", "preview", "at", "what"}, "nothing about the machine of the reader"


def test_everything_else_is_as_the_public_sees_it(client, secret, news_list, clock) -> None:
    other = PressReleaseFactory(parent=news_list, state=State.DRAFT, title="Quokka programme")
    make_release(other, at=clock.now() + timedelta(minutes=30), title="Other")
    scheduled = ContentPageFactory(embargoed=True, title="Quokka schedule")
    secret.related.create(target=other)
    secret.body = [("button", {"label": "More", "link": {"page": scheduled}})]
    secret.save_revision(user=person("Editors"))
    news_list.title = "News of today"
    news_list.save_revision(user=person("Editors"))
    release = make_release(secret, news_list)
    settings = SiteSettings.for_site(Site.objects.get())
    settings.banner_text, settings.banner_from = "Quokka day", release.instant
    settings.save()
    address = share(release, clock)
    for page in (secret, news_list):
        response = client.get(f"{address}{page.pk}/")
        assert response.status_code == 200
        assert b"Quokka" not in response.content
        assert b"quokka" not in response.content
    assert b"Kestrel programme" in client.get(f"{address}{news_list.pk}/").content


def test_only_pages_of_the_release_open(client, release, clock, news_list) -> None:
    other = PressReleaseFactory(parent=news_list, state=State.DRAFT)
    address = share(release, clock)
    for pk in (other.pk, news_list.pk, 0, 10**9):
        assert client.get(f"{address}{pk}/").status_code == 404
    assert client.get(f"{address}{10**30}/").status_code == 404


def test_links_and_files_stay_inside_the_preview(client, secret, news_list, clock) -> None:
    document, foreign = SiteDocumentFactory(), SiteDocumentFactory()
    downloads = [("downloads", {"items": [{"document": foreign}]})]
    PressReleaseFactory(parent=news_list, state=State.DRAFT, attachments=downloads)
    second = PressReleaseFactory(
        parent=news_list, state=State.DRAFT, title="Second", permalink="/Second.html"
    )
    public = ContentPageFactory(title="Public", slug="public")
    secret.body = [
        ("paragraph", {"text": f'<p><a linktype="page" id="{second.pk}">a</a></p>'}),
        ("button", {"label": "b", "link": {"page": second, "anchor": "place"}}),
        ("button", {"label": "c", "link": {"page": public}}),
        ("button", {"label": "d", "link": {"url": "https://www.example.org/Second.html"}}),
    ]
    secret.attachments = [("downloads", {"items": [{"document": document}]})]
    secret.save_revision(user=person("Editors"))
    address = share(make_release(secret, second), clock)
    page = soup(client.get(f"{address}{secret.pk}/"))
    found = [tag["href"] for tag in page.select("main .page-body a[href]")]
    file_address = f"{address}documents/{document.pk}/{document.filename}"
    assert found == [
        f"{address}{second.pk}/",
        f"{address}{second.pk}/#place",
        "/public/",
        "https://www.example.org/Second.html",
        file_address,
    ]
    assert page.select("link[rel=canonical], nav.share") == []
    response = client.get(file_address)
    assert (response.status_code, response.getvalue()) == (200, b"A few words.\n")
    assert response["Cache-Control"] == "private, no-store"
    assert PreviewOpening.objects.first().what == document.filename
    wrong = f"{address}documents/{foreign.pk}/{foreign.filename}"
    assert client.get(wrong).status_code == 404
    assert client.get(document.url).status_code == 404


def test_its_pictures_are_there(client, secret, clock, media_root) -> None:
    secret.lead_image = SiteImageFactory()
    secret.save_revision(user=person("Editors"))
    address = share(make_release(secret), clock)
    page = soup(client.get(f"{address}{secret.pk}/"))
    source = page.select_one("main picture img")["src"]
    assert client.get(source).status_code == 200


def test_a_draft_shows_its_latest_version_and_says_so(client, secret, clock) -> None:
    release = make_release(secret, status=Status.DRAFT)
    address = share(release, clock)
    clock.forward(minutes=20)
    secret.title = "Kestrel programme, revised"
    secret.save_revision(user=person("Editors"))
    response = client.get(f"{address}{secret.pk}/")
    assert soup(response).h1.get_text() == "Kestrel programme, revised"
    assert strip(response).endswith(
        "A draft that may still change, saved 2 Mar 2026, 09:20 SGT (UTC+8)."
    )


def test_an_armed_release_shows_the_armed_version(client, release, secret, clock) -> None:
    address = share(release, clock)
    secret.title = "Kestrel programme, revised"
    secret.save_revision(user=person("Editors"))
    assert soup(client.get(f"{address}{secret.pk}/")).h1.get_text() == "Kestrel programme"


def test_one_page_opens_at_once_in_the_version_of_the_day_it_was_shared(
    client, news_list, clock
) -> None:
    parent = ContentPageFactory(draft=True, title="Hidden parent")
    page = ContentPageFactory(parent=parent, draft=True, title="Shared")
    address = share_page(page, clock)
    page.title = "Later"
    page.save_revision(user=person("Editors"))
    response = client.get(address)
    assert (response.status_code, soup(response).h1.get_text()) == (200, "Shared")
    assert b"Hidden parent" not in response.content
    assert strip(response) == (
        f"For {FOR} only. Not for publication. The version of 2 Mar 2026, 09:00 SGT (UTC+8)."
    )
    assert client.get(f"{address}{parent.pk}/").status_code == 404


def test_a_link_entry_says_where_it_leads(client, news_list, clock) -> None:
    hidden = ContentPageFactory(draft=True, title="Hidden")
    outside = NewsLinkFactory(parent=news_list, draft=True, title="Out")
    inside = NewsLinkFactory(
        parent=news_list, draft=True, title="In", link=[("link", {"page": hidden})]
    )
    address = share(make_release(outside, inside), clock)
    first = soup(client.get(f"{address}{outside.pk}/"))
    assert first.select_one("main .page-body a")["href"] == "https://www.example.org/"
    second = soup(client.get(f"{address}{inside.pk}/"))
    assert "not public yet" in second.select_one("main .page-body").get_text()
    assert "Hidden" not in second.get_text()


def test_what_cant_be_shown_is_a_sentence_for_outsiders(client, release, secret, clock) -> None:
    address = share(release, clock)
    Page.objects.get(pk=secret.get_parent().pk).add_child(
        instance=type(secret)(title="x", slug="x")
    )
    secret.move(secret.get_parent().get_parent(), pos="last-child")
    response = client.get(f"{address}{secret.pk}/")
    assert (response.status_code, soup(response).h1.get_text()) == (
        409,
        "The preview can’t be shown",
    )
    assert b"moved" not in response.content


def test_a_logged_in_person_sees_what_the_visitor_sees(release, secret, clock) -> None:
    address = f"{share(release, clock)}{secret.pk}/"
    staff = Client()
    staff.force_login(person("Administrators"))
    assert staff.get(address).content == Client().get(address).content
