"""People and a site for the tests of uploads and downloads."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from PIL import Image, ImageFile
from wagtail.models import Page, Site

from pages.models import HomePage, SiteDocument
from tests.media import samples


@pytest.fixture
def administrator(db) -> User:
    return User.objects.create_superuser("admin", "admin@example.org", "password")


@pytest.fixture
def admin(administrator: User) -> Client:
    """A client that is logged in as an administrator."""
    client = Client()
    client.force_login(administrator)
    return client


@pytest.fixture
def home(db) -> HomePage:
    """The home page of the default site, live and empty."""
    home = HomePage(title="Home", slug="media-home")
    Page.objects.get(depth=1).add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "testserver", "root_page": home}
    )
    return home


@pytest.fixture
def no_decoding(monkeypatch):
    """Fails the test when Pillow so much as opens a file."""

    def refuse(*args, **kwargs):
        raise AssertionError("the file was given to a decoder")

    monkeypatch.setattr(Image, "open", refuse)
    monkeypatch.setattr(ImageFile.ImageFile, "load", refuse)


@pytest.fixture
def document(db) -> SiteDocument:
    """A PDF that nothing refers to."""
    return SiteDocument.objects.create(title="Plan", file=samples.upload("Plan 1.pdf", samples.PDF))
