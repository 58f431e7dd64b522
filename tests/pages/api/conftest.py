from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fixtures import factories as make
from newsroom.models import NewsListPage
from pages.models import HomePage

PAGES = "/api/v2/pages/"


@pytest.fixture
def home(db) -> HomePage:
    """The home page of the default site."""
    return make.HomePageFactory(site_root=True, slug="front", title="Front")


@pytest.fixture
def news(home) -> NewsListPage:
    newsroom = make.NewsroomFactory(title="Media hub", slug="hub", parent=home)
    return make.NewsListFactory(title="News", slug="news", parent=newsroom)


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    """A function that gets an address below the pages and returns its JSON; it must answer 200."""

    def get(below: str = "", **query: Any) -> Any:
        response = client.get(PAGES + below, query)
        assert response.status_code == 200, response.content
        return response.json()

    return get
