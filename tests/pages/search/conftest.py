from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from fixtures import factories as make
from pages.models import HomePage, SearchPage
from pages.search.results import Results

TEXT = "paragraph"


def body(*paragraphs: str) -> list[tuple[str, str]]:
    return [("paragraph", f"<p>{text}</p>") for text in paragraphs]


def titles(results: Results) -> list[str]:
    """The titles of all results, the best first."""
    return [match.title for match in results.matches]


@pytest.fixture
def home(db) -> HomePage:
    return make.HomePageFactory(site_root=True)


@pytest.fixture
def search_page(home) -> SearchPage:
    return make.SearchPageFactory(parent=home)


@pytest.fixture
def published(home, django_capture_on_commit_callbacks) -> Callable:
    """A block in which pages are published for good: what waits for the commit happens after it."""

    @contextmanager
    def block() -> Iterator[None]:
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return block


@pytest.fixture
def asked(search_page, client: Client) -> Callable[..., Tag]:
    """The page of results for an address's parameters."""

    def ask(**parameters) -> Tag:
        response = client.get(search_page.url, parameters)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "lxml")

    return ask
