"""A site in four languages."""

import pytest
from django.core.cache import cache
from django.urls import clear_url_caches

from fixtures import factories as make
from pages import languages
from pages.models import ContentPage, HomePage
from tests.pages.in_languages.versions import ALL, translate


@pytest.fixture
def in_four(db, settings):
    """The site with its four languages."""
    settings.WAGTAIL_I18N_ENABLED = True
    settings.WAGTAIL_CONTENT_LANGUAGES = ALL
    clear_url_caches()
    cache.clear()
    languages.make_locales()
    yield
    clear_url_caches()
    cache.clear()


@pytest.fixture
def home(in_four) -> HomePage:
    return make.HomePageFactory(site_root=True, title="Front")


@pytest.fixture
def chinese(home) -> HomePage:
    return translate(home, "zh-hans", title="首页")


@pytest.fixture
def about(home) -> ContentPage:
    return make.ContentPageFactory(title="About us", slug="about", parent=home)
