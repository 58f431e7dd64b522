"""Which addresses a cache in front of the site is told to drop, and when."""

import pytest
from django.db import transaction
from wagtail.models import Page

from fixtures import factories as make
from newsroom.releases.models.dispatch import Effect
from pages.discovery.sitemaps import CHUNK
from pages.media.worker import work_off
from pages.models import ContentPage
from pages.navigation import Navigation
from pages.site_settings import SiteSettings
from tests.portal.cdn.cache import Cache
from tests.portal.cdn.conftest import settled

SITE = "http://localhost"


@pytest.fixture
def news(home: Page) -> Page:
    """A newsroom with a list."""
    newsroom = make.NewsroomFactory(parent=home, slug="newsroom")
    return make.NewsListFactory(parent=newsroom, slug="news")


@pytest.fixture
def topic():
    return make.TopicFactory(name="Harbours", slug="harbours")


def purged_by(cache: Cache, change) -> set[str]:
    """The addresses, without the site's, that a cache drops because of a change."""
    settled()
    cache.forget()
    change()
    settled()
    assert all(address.startswith(f"{SITE}/") for address in cache.purged)
    return {address.removeprefix(SITE) for address in cache.purged}


def publish(page: Page, **values) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_a_page_that_goes_live_is_purged_at_its_address_and_the_spellings_of_it(home, cache):
    pages: list[ContentPage] = []
    purged = purged_by(
        cache, lambda: pages.append(make.ContentPageFactory(parent=home, slug="about"))
    )
    assert {"/about/", "/about", "/about.html", "/about/index.html"} <= purged
    # The page above lists it; sitemaps and the feed of news name it.
    own = f"/sitemap-{pages[0].pk // CHUNK}.xml"
    assert {"/", "/sitemap.xml", "/sitemap-news.xml", own} <= purged


def test_an_item_is_purged_with_every_list_and_feed_that_has_it(home, news, topic, cache):
    item = make.NewsArticleFactory(parent=news, slug="first")
    purged = purged_by(cache, lambda: publish(item, title="Another title"))
    newsroom = news.get_parent()
    assert {"/newsroom/news/first/", "/newsroom/news/", "/newsroom/", "/"} <= purged
    assert {
        "/newsroom/?page=2",
        "/newsroom/news/?kind=news",
        f"/newsroom/?year={item.date.year}",
        "/newsroom/news/?topic=harbours",
    } <= purged
    for listing in (newsroom, news):
        for file in ("atom.xml", "rss.xml", "feed.json"):
            assert f"/_feeds/{listing.pk}/{file}" in purged
            assert f"/_feeds/{listing.pk}/topics/harbours/{file}" in purged


def test_the_items_before_and_after_it_are_purged(news, cache, clock):
    older, item, newer = [
        make.NewsArticleFactory(parent=news, slug=slug, date=clock.forward(days=1).date())
        for slug in ("older", "item", "newer")
    ]
    purged = purged_by(cache, item.unpublish)
    assert {f"/newsroom/news/{page.slug}/" for page in (older, item, newer)} <= purged
    # Where it was is told as well as where it is now.
    purged = purged_by(cache, lambda: publish(older, date=clock.forward(days=9).date()))
    assert "/newsroom/news/newer/" in purged


def test_pages_that_link_to_it_or_show_the_newest_of_its_list_are_purged(home, news, cache):
    item = make.NewsArticleFactory(parent=news, slug="item")
    elsewhere = make.SectionPageFactory(parent=home, slug="elsewhere")
    make.ContentPageFactory(
        parent=elsewhere,
        slug="linking",
        body=[("paragraph", f'<p><a linktype="page" id="{item.pk}">An item</a></p>')],
    )
    make.ContentPageFactory(
        parent=elsewhere,
        slug="showing",
        body=[("latest_items", {"title": "New", "listing": news, "count": "3"})],
    )
    make.ContentPageFactory(parent=elsewhere, slug="unrelated")
    purged = purged_by(cache, lambda: publish(item, summary="Other words."))
    assert {"/elsewhere/linking/", "/elsewhere/showing/"} <= purged
    assert not {"/elsewhere/unrelated/", "/elsewhere/"} & purged


def test_what_stands_below_a_page_is_purged_when_its_title_changed_only(home, cache):
    section = make.SectionPageFactory(parent=home, slug="section")
    make.ContentPageFactory(parent=section, slug="below")
    assert "/section/below/" not in purged_by(cache, lambda: publish(section, intro="Words."))
    assert "/section/below/" in purged_by(cache, lambda: publish(section, title="New name"))


def test_a_renamed_section_is_purged_where_it_was_and_where_it_is(home, cache):
    section = make.SectionPageFactory(parent=home, slug="old")
    make.ContentPageFactory(parent=section, slug="below")
    purged = purged_by(cache, lambda: publish(section, slug="new"))
    assert {"/old/", "/old", "/old/below/", "/new/", "/new/below/"} <= purged


def test_a_page_with_another_permalink_is_purged_at_both(home, cache):
    page = make.ContentPageFactory(parent=home, permalink="/Old-Address")
    purged = purged_by(cache, lambda: publish(page, permalink="/New-Address"))
    assert {"/Old-Address", "/New-Address"} <= purged


def test_a_page_that_is_moved_is_purged_with_what_is_below(home, cache):
    section = make.SectionPageFactory(parent=home, slug="section")
    make.ContentPageFactory(parent=section, slug="below")
    target = make.SectionPageFactory(parent=home, slug="target")
    purged = purged_by(cache, lambda: section.move(target, pos="last-child"))
    assert {"/section/", "/section/below/", "/target/section/below/", "/target/"} <= purged


@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_what_is_taken_off_is_purged_with_what_is_below(home, cache, how):
    section = make.SectionPageFactory(parent=home, slug="section")
    make.ContentPageFactory(parent=section, slug="below")
    purged = purged_by(cache, lambda: getattr(Page.objects.get(pk=section.pk).specific, how)())
    assert {"/section/", "/section/below/", "/", "/sitemap.xml"} <= purged


def test_drafts_and_what_waits_for_its_date_are_told_to_nobody(home, cache):
    def prepare() -> None:
        make.ContentPageFactory(parent=home, slug="draft", draft=True)
        make.ContentPageFactory(parent=home, slug="secret", embargoed=True)
        shown.title = "A draft of a live page"
        shown.save_revision()

    shown = make.ContentPageFactory(parent=home, slug="shown")
    assert purged_by(cache, prepare) == set()
    # A change beside them names neither.
    purged = purged_by(cache, lambda: publish(shown, title="Other"))
    assert "/shown/" in purged
    assert not {address for address in purged if "draft" in address or "secret" in address}


def test_a_contact_is_purged_where_it_is_shown(home, cache):
    contact = make.ContactFactory(name="Ana")
    make.ContactPageFactory(
        parent=home, slug="contact", body=[("contacts", {"contacts": [contact]})]
    )
    make.ContentPageFactory(parent=home, slug="other")
    contact.name = "Bea"
    purged = purged_by(cache, contact.save)
    assert "/contact/" in purged
    assert "/other/" not in purged


def test_new_sizes_of_a_picture_are_purged_where_it_is_shown(home, cache):
    image = make.SiteImageFactory()
    picture = {"image": image, "alt_text": "A harbour"}
    make.ContentPageFactory(parent=home, slug="shown", body=[("image", {"image": picture})])
    make.ContentPageFactory(parent=home, slug="other")
    purged = purged_by(cache, lambda: work_off([image.pk]))
    assert "/shown/" in purged
    assert "/other/" not in purged


def test_a_change_of_the_whole_site_purges_all_of_its_addresses(home, news, cache):
    make.NewsArticleFactory(parent=news, slug="item")
    chosen = SiteSettings.for_site(home.get_site())
    chosen.site_name = "Another name"
    purged = purged_by(cache, chosen.save)
    assert {"/", "/newsroom/", "/newsroom/news/item/", "/robots.txt", "/sitemap.xml"} <= purged
    assert {f"/_feeds/{news.pk}/atom.xml", "/_site.webmanifest"} <= purged


def test_the_title_of_a_page_in_the_menu_is_a_change_of_the_whole_site(home, cache):
    named, other = (make.ContentPageFactory(parent=home, slug=slug) for slug in ("named", "other"))
    section = make.SectionPageFactory(parent=home, slug="section")
    make.ContentPageFactory(parent=section, slug="far")
    Navigation.objects.create(
        site=home.get_site(), items=[("item", {"label": "", "link": {"page": named}})]
    )
    assert "/section/far/" not in purged_by(cache, lambda: publish(other, title="Other"))
    assert "/section/far/" in purged_by(cache, lambda: publish(named, title="Other"))


def test_what_is_rolled_back_was_never_told(home, cache):
    def try_it() -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            make.ContentPageFactory(parent=home, slug="about")
            assert Effect.objects.exists()
            raise ZeroDivisionError

    assert purged_by(cache, try_it) == set()


def test_without_a_cache_nothing_is_asked_or_written(home, django_assert_num_queries, settings):
    assert settings.WAGTAILFRONTENDCACHE == {}
    contact = make.ContactFactory(name="Ana")
    with django_assert_num_queries(1):
        type(contact).objects.filter(pk=contact.pk).first()
    make.ContentPageFactory(parent=home, slug="about")
    assert not Effect.objects.exists()
