"""Addresses on the only site are those that Wagtail gives, without asking it for each."""

import pytest
from django.test import override_settings
from django.test.utils import override_script_prefix
from wagtail.models import Page, Site

from fixtures import factories as make
from pages import together, visibility

pytestmark = pytest.mark.django_db

SLUGS = ["plain", "größe", "日本語", "a-b_c", "2026"]


@pytest.fixture
def pages() -> list[Page]:
    home = make.HomePageFactory(site_root=True)
    section = make.SectionPageFactory(parent=home, slug="sección")
    below = [make.ContentPageFactory(parent=section, slug=slug) for slug in SLUGS]
    return [Page.objects.get(pk=page.pk) for page in (home, section, *below)]


def test_it_says_what_wagtail_says(pages: list[Page]):
    with visibility.remember():
        for page in pages:
            said = together.place_on_only_site(page)
            assert said is not None
            assert said == page.get_url_parts(), page.slug


def test_below_another_script(pages: list[Page]):
    with visibility.remember(), override_script_prefix("/portal/"):
        for page in pages:
            said = together.place_on_only_site(page)
            assert said is not None and said[2].startswith("/portal/")
            assert said == page.get_url_parts()


def test_wagtail_is_asked_where_it_is_not_plain(pages: list[Page]):
    home = pages[0]
    assert together.place_on_only_site(home) is None, "outside a visitor's request"
    root = Page.objects.get(depth=1)
    with visibility.remember():
        assert together.place_on_only_site(root) is None, "on no site"
        with override_settings(WAGTAIL_I18N_ENABLED=True):
            assert together.place_on_only_site(home) is None, "languages have prefixes"
    Site.objects.create(hostname="other.example", root_page=pages[1])
    with visibility.remember():
        assert together.place_on_only_site(home) is None, "pages may be on several sites"
