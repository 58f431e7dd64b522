import pytest
from django.contrib.auth.models import User

from fixtures import factories as make
from newsroom.models import (
    NewsArticlePage,
    NewsLinkPage,
    NewsListPage,
    NewsroomPage,
    PressReleasePage,
)

FACTORIES = {
    NewsArticlePage: make.NewsArticleFactory,
    NewsLinkPage: make.NewsLinkFactory,
    PressReleasePage: make.PressReleaseFactory,
}


@pytest.fixture
def newsroom(db) -> NewsroomPage:
    """A published newsroom on the default site."""
    home = make.HomePageFactory(site_root=True, slug="front")
    return make.NewsroomFactory(title="Media hub", parent=home)


@pytest.fixture
def news(newsroom) -> NewsListPage:
    return make.NewsListFactory(title="News", parent=newsroom)


@pytest.fixture
def add_item(news):
    """A function that publishes an item below the list of news."""

    def add(title: str, model=NewsArticlePage, **fields):
        return FACTORIES[model](title=title, parent=news, **fields)

    return add


@pytest.fixture
def article(add_item, clock) -> NewsArticlePage:
    """Published at 09:00 on 2 March 2026; the clock stands at 09:30 on the day after."""
    page = add_item("An article")
    clock.forward(days=1, minutes=30)
    return page


@pytest.fixture
def officer(db, client) -> User:
    """Somebody who may publish in the newsroom, logged in."""
    user = make.UserFactory(group="Communications")
    client.force_login(user)
    return user
