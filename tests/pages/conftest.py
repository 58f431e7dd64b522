import pytest

from fixtures import factories as make
from pages.models import ContentPage, HomePage, SectionPage


@pytest.fixture
def home(db) -> HomePage:
    """A published home page at the root of the default site."""
    return make.HomePageFactory(site_root=True, slug="front")


@pytest.fixture
def add_page(home):
    """A function that publishes a content page, below the home page unless a parent is given."""

    def add(title: str, **fields) -> ContentPage:
        return make.ContentPageFactory(title=title, summary="", **fields)

    return add


@pytest.fixture
def section(home) -> SectionPage:
    return make.SectionPageFactory(title="About")
