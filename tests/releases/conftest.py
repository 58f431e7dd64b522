"""What tests of the release desk share."""

from collections.abc import Callable

import pytest
from wagtail.models import Page

from fixtures.factories.lifecycle import State
from fixtures.factories.newsroom import NewsListFactory, NewsroomFactory, PressReleaseFactory
from newsroom.models import NewsListPage


@pytest.fixture
def news_list(db) -> NewsListPage:
    """A public list in a public newsroom."""
    return NewsListFactory(parent=NewsroomFactory())


@pytest.fixture
def draft(news_list: NewsListPage) -> Callable[..., Page]:
    """Makes a press release that nobody has seen yet."""

    def make(**fields) -> Page:
        return PressReleaseFactory(**{"parent": news_list, "state": State.DRAFT, **fields})

    return make


@pytest.fixture
def public(news_list: NewsListPage) -> Callable[..., Page]:
    """Makes a press release that readers see."""

    def make(**fields) -> Page:
        return PressReleaseFactory(**{"parent": news_list, **fields})

    return make
