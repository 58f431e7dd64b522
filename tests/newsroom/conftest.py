import pytest
from wagtail.models import Page, Site

from newsroom.models import NewsArticlePage, NewsListPage, NewsroomPage
from pages.models import HomePage


@pytest.fixture
def newsroom(db) -> NewsroomPage:
    """A published newsroom on the default site."""
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Home", slug="front"))
    site = Site.objects.get(is_default_site=True)
    site.root_page = home
    site.save()
    return home.add_child(instance=NewsroomPage(title="Media hub"))


@pytest.fixture
def news(newsroom) -> NewsListPage:
    return newsroom.add_child(instance=NewsListPage(title="News"))


@pytest.fixture
def add_item(news):
    """A function that publishes an item below the list of news, or another page."""

    def add(title: str, model=NewsArticlePage, parent=None, **fields):
        page = (parent or news).add_child(instance=model(title=title, **fields))
        return model.objects.get(pk=page.pk)

    return add
