import pytest
from wagtail.models import Page, Site

from pages.models import ContentPage, HomePage, SectionPage


@pytest.fixture
def home(db) -> HomePage:
    """A published home page at the root of the default site."""
    root = Page.objects.get(depth=1)
    page = root.add_child(instance=HomePage(title="Home", slug="front"))
    site = Site.objects.get(is_default_site=True)
    site.root_page = page
    site.save()
    return page


@pytest.fixture
def add_page(home):
    """A function that creates a page below another one and publishes it."""

    def add(title: str, parent: Page | None = None, model=ContentPage, **fields) -> Page:
        page = (parent or home).add_child(instance=model(title=title, live=False, **fields))
        page.save_revision().publish()
        return model.objects.get(pk=page.pk)

    return add


@pytest.fixture
def section(add_page) -> SectionPage:
    return add_page("About", model=SectionPage)
