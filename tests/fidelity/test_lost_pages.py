"""Addresses, drafts, files, listings, menu, footer and redirects."""

import datetime

from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from pages.models import SiteDocument
from pages.navigation import Navigation
from pages.site_settings import SiteSettings
from tests.fidelity.conftest import page_titled

RELEASE = "Berths: now open"


def test_an_unpublished_page_is_found(check) -> None:
    page_titled("Everything afloat").unpublish()
    outcome = check("--only", "/afloat/")
    assert outcome.code == 1
    assert outcome.below() == {"addresses"}
    assert "answers 404" in outcome.output


def test_a_draft_that_leaks_is_found(check) -> None:
    draft = page_titled("Not yet agreed")
    assert not draft.live
    draft.get_latest_revision().publish()
    outcome = check()
    assert outcome.code == 1
    assert outcome.below() == {"hidden"}
    assert "published: false, but its address answers 200" in outcome.output


def test_a_file_with_other_bytes_is_found(check) -> None:
    document = SiteDocument.objects.get(title__icontains="form")
    document.file.save("other.txt", ContentFile(b"Something else\n"))
    outcome = check("--only", "/afloat/")
    assert outcome.below() == {"links"}
    assert "“the form” to /files/form.txt" in outcome.output


def test_an_image_that_is_not_served_is_found(check, media_root) -> None:
    check("--only", "/afloat/")
    kept = {}
    for path in media_root.rglob("quay*"):
        if path.is_file():
            kept[path] = path.read_bytes()
            path.unlink()
    try:
        outcome = check("--only", "/afloat/")
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
    assert outcome.below() == {"images"}
    assert "is not served" in outcome.output


def test_a_post_that_is_gone_from_its_listing_is_found(check) -> None:
    page_titled(RELEASE).unpublish()
    outcome = check()
    assert {"listings", "addresses"} <= outcome.below()
    assert "2023-06-01 “Berths now open”" in outcome.output


def test_posts_in_another_order_are_found(check) -> None:
    release = page_titled(RELEASE)
    release.date = datetime.date(2023, 9, 1)
    release.save()
    outcome = check()
    assert outcome.below() == {"listings"}
    assert outcome.share("listings") < 100


def test_a_post_that_the_source_does_not_have_is_found(check) -> None:
    release = page_titled(RELEASE)
    another = release.copy(update_attrs={"slug": "another", "permalink": ""})
    another.get_latest_revision().publish()
    outcome = check()
    assert "1 entries more than the source has" in outcome.output


def test_a_shorter_menu_is_found(check) -> None:
    site = Site.objects.get(is_default_site=True)
    menu = Navigation.for_site(site)
    menu.items = menu.items.stream_block.to_python(menu.items.get_prep_value()[:-1])
    menu.save()
    outcome = check()
    assert outcome.below() == {"menu"}
    assert "“More”" in outcome.output
    assert "“More › Tides”" in outcome.output


def test_a_footer_without_its_links_is_found(check) -> None:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.social_links = settings.social_links.stream_block.to_python([])
    settings.save()
    outcome = check()
    assert outcome.below() == {"footer"}
    assert "https://www.youtube.com/@harbour" in outcome.output


def test_a_redirect_that_is_gone_is_found(check) -> None:
    assert Redirect.objects.filter(old_path="/old-harbour").delete()[0]
    outcome = check()
    assert outcome.below() == {"redirects"}
    assert "/old-harbour → /afloat/: 404" in outcome.output
