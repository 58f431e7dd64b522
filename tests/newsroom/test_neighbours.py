"""From one item to the ones beside it, and to its topics."""

from datetime import date

import pytest

from fixtures import factories
from fixtures.factories.lifecycle import stored
from newsroom.templatetags import newsroom_tags

pytestmark = pytest.mark.django_db


@pytest.fixture
def newsroom():
    home = factories.HomePageFactory(site_root=True)
    return factories.NewsroomFactory(parent=home)


@pytest.fixture
def news(newsroom):
    return factories.NewsListFactory(parent=newsroom)


def test_the_neighbours_are_the_next_public_items_by_date(news) -> None:
    oldest, older, middle, hidden, newer = (
        factories.NewsArticleFactory(parent=news, date=date(2025, 1, 1)),
        factories.NewsArticleFactory(parent=news, date=date(2025, 2, 1)),
        factories.NewsArticleFactory(parent=news, date=date(2025, 3, 1)),
        factories.NewsArticleFactory(parent=news, date=date(2025, 3, 2), embargoed=True),
        factories.NewsArticleFactory(parent=news, date=date(2025, 4, 1)),
    )

    beside = newsroom_tags.item_neighbours(middle)

    assert (beside.older.pk, beside.newer.pk) == (older.pk, newer.pk)
    assert newsroom_tags.item_neighbours(oldest).older is None
    assert newsroom_tags.item_neighbours(newer).newer is None
    assert hidden.pk not in {beside.older.pk, beside.newer.pk}


def test_items_of_one_day_keep_the_order_in_which_they_were_made(news) -> None:
    first, second, third = factories.NewsArticleFactory.create_batch(
        3, parent=news, date=date(2025, 1, 1)
    )

    beside = newsroom_tags.item_neighbours(second)

    assert (beside.older.pk, beside.newer.pk) == (first.pk, third.pk)


def test_an_item_that_was_never_saved_has_no_neighbours() -> None:
    item = factories.NewsArticleFactory.build(topics=[])

    assert newsroom_tags.item_neighbours(item) == newsroom_tags.Neighbours()
    assert newsroom_tags.newsroom_address({}, item) == ""


def test_topics_lead_to_the_newsroom_else_to_the_list(newsroom, news) -> None:
    item = factories.NewsArticleFactory(parent=news)
    alone = factories.NewsListFactory()
    elsewhere = factories.NewsArticleFactory(parent=alone)

    assert newsroom_tags.newsroom_address({}, item) == newsroom.url
    assert newsroom_tags.newsroom_address({}, elsewhere) == alone.url

    newsroom.unpublish()
    # An item asks once what stands above it.
    assert newsroom_tags.newsroom_address({}, stored(item)) == ""
