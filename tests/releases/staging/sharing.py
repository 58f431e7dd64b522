"""What tests of shared previews share."""

from datetime import timedelta

from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Page

from fixtures.factories.releases import person
from newsroom.releases.models import Release
from newsroom.releases.staging import previews

WEEK = timedelta(days=7)
FOR = "Ada Reporter, The Aldermouth Post"


def share(release: Release, clock) -> str:
    """The address of a preview of the release."""
    until = clock.now() + WEEK
    _, token = previews.share_release(person("Administrators"), release, FOR, until)
    return reverse("release_preview", args=[token])


def share_page(page: Page, clock) -> str:
    until = clock.now() + WEEK
    _, token = previews.share_page(person("Administrators"), page, FOR, until)
    return reverse("release_preview", args=[token])


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "lxml")


def strip(response) -> str:
    return soup(response).select_one(".stage-notice-words").get_text(" ", strip=True)
