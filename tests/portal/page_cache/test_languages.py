"""What a publication leaves warm in a site of two languages, and what shows it at once."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.urls import clear_url_caches

from fixtures import factories as make
from fixtures.factories.lifecycle import edit, stored
from pages import languages
from pages.models import BasePage, Navigation
from pages.site_settings import SiteSettings
from tests.pages.in_languages.versions import alternates, translate
from tests.portal.page_cache.both_ways import BothWays, ask
from tests.portal.page_cache.everything import set_entries

pytestmark = pytest.mark.django_db(transaction=True)
TWO = [("en-gb", "English"), ("ms", "Malay")]


class Site:
    """A site in English whose front page and one other are there in Malay, and a cache of it."""

    def __init__(self) -> None:
        languages.make_locales()
        self.home = make.HomePageFactory(site_root=True, title="Front")
        self.page = make.ContentPageFactory(parent=self.home, title="First")
        self.other = make.ContentPageFactory(parent=self.home, title="Second")
        self.elsewhere = make.SectionPageFactory(parent=self.home, title="Elsewhere")
        settings = SiteSettings.for_site(self.home.get_site())
        settings.contact_page = self.other
        settings.save()
        menu = {"label": "", "link": {"page": self.elsewhere.pk}, "children": []}
        set_entries(Navigation.for_site(settings.site), "items", "item", [menu])
        self.malay = translate(self.home, "ms", title="Laman")
        self.in_malay = translate(self.other, "ms", title="Kedua")
        self.both = BothWays()

    def warm(self, *pages: BasePage) -> None:
        self.both.warm([page.url for page in pages] * 2)

    def is_kept(self, page: BasePage) -> bool:
        before = self.both.renderings
        ask(self.both.cache, page.url)
        return self.both.renderings == before

    def versions(self, page: BasePage) -> dict[str, str]:
        """What a cached page says of its languages in its head; the same as uncached."""
        answer = ask(self.both.cache, page.url)
        assert answer == ask(self.both.django, page.url)
        return alternates(BeautifulSoup(answer.body, "lxml"))


@pytest.fixture
def site(clock, linked, settings) -> Iterator[Site]:
    settings.WAGTAIL_I18N_ENABLED = True
    settings.WAGTAIL_CONTENT_LANGUAGES = TWO
    clear_url_caches()
    site = Site()
    yield site
    clear_url_caches()


def test_a_publication_leaves_what_does_not_show_it_in_both_languages(site: Site) -> None:
    unrelated = [site.elsewhere, site.other, site.malay, site.in_malay]
    site.warm(site.page, *unrelated)
    edit(site.page, title="Another title")
    # The first answer also learns when something is due next.
    assert not site.is_kept(site.page)
    assert [page.title for page in unrelated if not site.is_kept(page)] == []


def test_a_translation_shows_at_once_in_the_other_versions(site: Site) -> None:
    draft = translate(site.page, "ms", live=False, title="Pertama")
    site.warm(site.page, site.other, site.in_malay)
    assert site.versions(site.page) == {}
    edit(draft)
    address = f"http://localhost{stored(draft).url}"
    assert site.versions(site.page)["ms"] == address
    assert site.is_kept(site.other) and site.is_kept(site.in_malay)


@pytest.mark.parametrize("how", ["unpublish", "move", "delete", "rename"])
def test_what_becomes_of_a_translation_shows_at_once(site: Site, how: str) -> None:
    site.warm(site.other)
    before = site.versions(site.other)["ms"]
    page = stored(site.in_malay)
    if how == "rename":
        edit(page, slug="lain")
    elif how == "move":
        page.move(translate(site.elsewhere, "ms"), pos="first-child")
    else:
        getattr(page, how)()
    assert site.versions(site.other).get("ms") != before


def test_what_a_menu_names_in_another_language_shows_at_once(site: Site) -> None:
    site.warm(site.malay)
    assert "Tempat lain" not in ask(site.both.cache, site.malay.url).body
    translate(site.elsewhere, "ms", title="Tempat lain")
    answer = ask(site.both.cache, site.malay.url)
    assert "Tempat lain" in answer.body
    assert answer == ask(site.both.django, site.malay.url)


def test_a_language_that_comes_shows_where_there_was_nothing(site: Site, settings) -> None:
    settings.WAGTAIL_CONTENT_LANGUAGES = [*TWO, ("ta", "Tamil")]
    clear_url_caches()
    languages.make_locales()
    site.both.warm(["/ta/"] * 2)
    assert ask(site.both.cache, "/ta/").status.startswith("404")
    draft = translate(site.home, "ta", live=False, title="முகப்பு")
    assert ask(site.both.cache, "/ta/") == ask(site.both.django, "/ta/")
    edit(draft)
    answer = ask(site.both.cache, "/ta/")
    assert answer.status.startswith("200")
    assert answer == ask(site.both.django, "/ta/")
