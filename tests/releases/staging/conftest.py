"""What tests of the stage share."""

import pytest
from wagtail.models import Page

from fixtures.factories.lifecycle import State
from fixtures.factories.newsroom import NewsListFactory, NewsroomFactory, PressReleaseFactory
from fixtures.factories.pages import HomePageFactory
from fixtures.factories.releases import make_release
from newsroom.models import NewsListPage, PressReleasePage
from newsroom.releases.models import Release


@pytest.fixture
def home(db) -> Page:
    """A home page at the root of the default site."""
    return HomePageFactory(site_root=True)


@pytest.fixture
def news_list(home: Page) -> NewsListPage:
    """A public list of the default site."""
    return NewsListFactory(parent=NewsroomFactory(parent=home), title="News")


@pytest.fixture
def secret(news_list, clock) -> PressReleasePage:
    """A press release that nobody may know of yet."""
    return PressReleaseFactory(
        parent=news_list,
        state=State.DRAFT,
        title="Kestrel programme",
        slug="kestrel-programme",
        summary="What the programme is about.",
    )


@pytest.fixture
def release(secret: PressReleasePage) -> Release:
    """The secret's release, armed for an hour from now."""
    return make_release(secret, title="Code word Kestrel")
