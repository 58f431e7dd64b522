"""How far a publication reaches: its page and what shows it, and nothing else; rather too far."""

from datetime import date, timedelta

import pytest
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale

from fixtures import factories as make
from fixtures.factories.lifecycle import schedule
from fixtures.factories.releases import make_release
from newsroom.models import NewsArticlePage
from newsroom.releases.dispatcher import run_pass
from pages import clock, permalinks
from pages.dependencies import (
    DUE,
    NEWS,
    NUMBERED_TOGETHER,
    about,
    at,
    below,
    beside,
    name,
    names_below,
    names_of,
    numbered,
    page,
    translations,
)
from pages.models import ContentPage
from tests.portal.counters.changed import changed

pytestmark = pytest.mark.django_db(transaction=True)


class Site:
    """A site with two branches, and a page in each."""

    def __init__(self) -> None:
        self.home = make.HomePageFactory(site_root=True, slug="front")
        self.section = make.SectionPageFactory(parent=self.home, title="Section")
        self.page = make.ContentPageFactory(parent=self.section, title="First")
        self.sibling = make.ContentPageFactory(parent=self.section, title="Second")
        self.elsewhere = make.SectionPageFactory(parent=self.home, title="Elsewhere")

    def unrelated(self) -> set[str]:
        return {page(self.sibling.pk), name(self.sibling.pk), below(self.elsewhere.path)}


@pytest.fixture
def site() -> Site:
    return Site()


def publish(stored, **values) -> None:
    for field, value in values.items():
        setattr(stored, field, value)
    stored.save_revision().publish()


def assert_unrelated_stay(site: Site, keys) -> None:
    assert not [key for key in site.unrelated() if key in keys]


def test_new_words_change_the_page_and_what_lists_it(site: Site) -> None:
    with changed() as keys:
        publish(site.page, summary="Other words.")
    for key in (page(site.page.pk), below(site.section.path), below(site.home.path)):
        assert key in keys
    for key in (name(site.page.pk), names_below(site.section.path), DUE):
        assert key not in keys
    assert_unrelated_stay(site, keys)


@pytest.mark.parametrize(
    "values", [{"title": "New"}, {"go_live_at": "2020-01-01T00:00:00Z"}, {"permalink": "/new/"}]
)
def test_a_new_title_address_or_date_changes_what_names_it(site: Site, values: dict) -> None:
    with changed() as keys:
        publish(site.page, **values)
    assert name(site.page.pk) in keys
    assert names_of("contentpage") in keys
    assert translations(site.page.translation_key) in keys
    assert names_below(site.section.path) in keys
    assert_unrelated_stay(site, keys)


def test_another_group_changes_what_names_the_pages_of_the_section(site: Site) -> None:
    with changed() as keys:
        publish(site.page, nav_group="Group")
    assert names_below(site.section.path) in keys
    assert name(site.page.pk) not in keys
    assert_unrelated_stay(site, keys)


def test_a_date_changes_when_something_is_due(site: Site) -> None:
    """Also one that is taken away again."""
    for date_of_end in (clock.now() + timedelta(days=1), None):
        with changed() as keys:
            publish(site.page, expire_at=date_of_end)
        assert DUE in keys
    with changed() as keys:
        publish(site.page, summary="Other words.")
    assert DUE not in keys


def test_pages_of_other_numbers_stay(site: Site) -> None:
    with changed() as keys:
        publish(site.page, title="New")
    assert numbered(site.page.pk) in keys
    assert numbered(site.page.pk + NUMBERED_TOGETHER) not in keys


def test_a_page_that_comes_changes_what_was_found_at_its_address(site: Site) -> None:
    new = site.section.add_child(instance=ContentPage(title="New", slug="New", live=False))
    with changed() as keys:
        publish(new, permalink="/2026/New.html")
    assert permalinks.place_key(new.url_path.casefold()) in keys
    assert at(permalinks.key_of("/2026/new")) in keys
    assert at(permalinks.key_of("/2026/old")) not in keys
    assert_unrelated_stay(site, keys)


def test_taking_off_changes_what_names_it(site: Site) -> None:
    with changed() as keys:
        site.page.unpublish()
    for key in (page(site.page.pk), name(site.page.pk), below(site.section.path)):
        assert key in keys
    assert_unrelated_stay(site, keys)


def test_new_words_above_leave_the_pages_below(site: Site) -> None:
    with changed() as keys:
        publish(site.section, title="New title")
    assert name(site.section.pk) in keys
    assert_unrelated_stay(site, keys)


@pytest.mark.parametrize("values", [{"slug": "moved"}, {"expire_at": "2100-01-01T00:00:00Z"}])
def test_what_moves_or_may_hide_pages_below_changes_everything(site: Site, values: dict) -> None:
    with changed() as keys:
        publish(site.section, **values)
    assert all(key in keys for key in site.unrelated())


def test_taking_off_a_page_with_others_below_changes_everything(site: Site) -> None:
    with changed() as keys:
        site.section.unpublish()
    assert all(key in keys for key in site.unrelated())


def test_a_page_with_an_alias_changes_everything(site: Site) -> None:
    CreatePageAliasAction(site.page, parent=site.elsewhere, update_slug="alias").execute()
    with changed() as keys:
        publish(site.page, title="New")
    assert below(site.elsewhere.path) in keys


def test_a_draft_changes_nobody_but_the_page_above(site: Site) -> None:
    with changed() as keys:
        draft = site.section.add_child(instance=ContentPage(title="Draft", live=False))
        draft.save_revision()
    assert_unrelated_stay(site, keys)
    assert name(site.section.pk) not in keys


def test_a_draft_of_a_translation_changes_what_names_the_translations(site: Site) -> None:
    key, locale = site.page.translation_key, Locale.objects.create(language_code="ms")
    draft = ContentPage(title="Draft", live=False, translation_key=key, locale=locale)
    with changed() as keys:
        site.section.add_child(instance=draft)
    assert translations(key) in keys
    assert_unrelated_stay(site, keys)


def test_moving_and_deleting_change_everything(site: Site) -> None:
    with changed() as keys:
        site.page.move(site.elsewhere, pos="last-child")
    assert all(key in keys for key in site.unrelated())
    with changed() as keys:
        site.sibling.delete()
    assert all(key in keys for key in site.unrelated())


def test_a_schedule_changes_only_when_something_is_due(site: Site) -> None:
    with changed() as keys:
        schedule(site.page, clock.now() + timedelta(hours=1))
    assert DUE in keys
    assert name(site.page.pk) not in keys
    assert_unrelated_stay(site, keys)


def test_a_release_changes_its_pages(site: Site) -> None:
    site.page.title = "Released"
    site.page.save_revision()
    with changed() as keys:
        make_release(site.page, at=clock.now() + timedelta(seconds=60))
    assert DUE in keys
    assert_unrelated_stay(site, keys)
    with changed() as keys, clock.at(clock.now() + timedelta(seconds=61)):
        run_pass()
    assert name(site.page.pk) in keys
    assert_unrelated_stay(site, keys)


class News:
    """A list with an item for each of five days, and the topics of some."""

    def __init__(self) -> None:
        home = make.HomePageFactory(site_root=True, slug="front")
        self.list = make.NewsListFactory(parent=make.NewsroomFactory(parent=home))
        self.topic, self.other = make.TopicFactory(), make.TopicFactory()
        self.items = [self._item(day) for day in range(1, 6)]

    def _item(self, day: int) -> NewsArticlePage:
        return make.NewsArticleFactory(parent=self.list, date=date(2026, 3, day))

    def beside(self, keys) -> list[bool]:
        return [beside(item.pk) in keys for item in self.items]


@pytest.fixture
def news() -> News:
    return News()


def test_an_item_changes_those_between_which_it_stands(news: News) -> None:
    with changed() as keys:
        publish(news.items[1], summary="Other words.")
    assert news.beside(keys) == [True, False, True, False, False]


def test_an_item_that_gets_another_date_changes_both_places(news: News) -> None:
    with changed() as keys:
        publish(news.items[0], date=date(2026, 3, 6))
    assert news.beside(keys) == [False, True, False, False, True]


def test_an_item_changes_the_topics_it_had_and_has(news: News) -> None:
    news.items[0].topics.add(news.topic)
    news.items[0].save_revision().publish()
    news.items[0].topics.set([news.other])
    with changed() as keys:
        news.items[0].save_revision().publish()
    assert about(news.topic.pk) in keys
    assert about(news.other.pk) in keys
    with changed() as keys:
        publish(news.items[1], summary="Other words.")
    assert about(news.topic.pk) not in keys


def test_an_item_is_news_for_some_days(news: News) -> None:
    with changed() as keys:
        publish(news.items[0], summary="Other words.")
    assert NEWS in keys
    with changed() as keys, clock.at(clock.now() + timedelta(days=4)):
        publish(news.items[0], summary="Words of later.")
    assert NEWS not in keys
    draft = NewsArticlePage(title="Draft", live=False, date=date(2026, 3, 7))
    news.list.add_child(instance=draft)
    with changed() as keys:
        publish(draft)
    assert NEWS in keys
