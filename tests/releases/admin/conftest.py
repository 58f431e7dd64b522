"""What the tests of the release desk's admin share."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html

from fixtures.factories.lifecycle import State
from fixtures.factories.newsroom import PressReleaseFactory
from fixtures.factories.releases import person
from newsroom.models import PressReleasePage


@pytest.fixture
def log_in(client) -> Callable[[str], User]:
    """A function that logs the member of a group in."""

    def enter(group: str) -> User:
        user = person(group)
        client.force_login(user)
        return user

    return enter


@pytest.fixture
def draft(news_list) -> Callable[..., PressReleasePage]:
    """A function that makes a press release nobody has published."""

    def make(**fields) -> PressReleasePage:
        return PressReleaseFactory(parent=news_list, state=State.DRAFT, **fields)

    return make


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "lxml")


def words(node) -> str:
    """The text of a node with single spaces."""
    return " ".join(node.get_text(" ").split())


def edit_form(client: Client, page: Page) -> QueryDict:
    """What the page's edit form would send if nobody changed anything."""
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200, response.url
    data = querydict_from_html(response.content.decode(), form_id="page-edit-form")
    for field in page.specific_class._meta.get_fields():
        if isinstance(field, StreamField):
            # Streams are built by a script; one without blocks is sent.
            data[f"{field.name}-count"] = "0"
    return data


def save_page(client: Client, page: Page, *, autosave: bool = False, **changes) -> HttpResponse:
    """Send the edit form of a page with some changes, as the browser or as autosave does it."""
    data = edit_form(client, page)
    data.update(changes)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    headers = {"accept": "application/json"} if autosave else {}
    return client.post(address, data, headers=headers)


def told(client: Client, answer: HttpResponse) -> str:
    """The messages of the page that an answer leads to."""
    page = soup(client.get(answer.url)) if answer.status_code == 302 else soup(answer)
    return " ".join(words(line) for line in page.select(".messages li"))


def reload(page: Page) -> Page:
    """The page as it is stored."""
    return Page.objects.get(pk=page.pk)
