"""What is stored of an item, and what a visitor reads of it."""

import json
from xml.etree import ElementTree

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision

ATOM = {"atom": "http://www.w3.org/2005/Atom"}


def latest(page: Page) -> Page:
    """The newest draft of an item."""
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def stored(page: Page) -> Page:
    return type(page).objects.get(pk=page.pk)


def fresh(revision: Revision) -> Revision:
    """A revision as somebody else would find it: the instance that was saved knows an old page."""
    return Revision.objects.get(pk=revision.pk)


def seen(client: Client, page: Page) -> BeautifulSoup:
    """The page as an anonymous visitor gets it."""
    response = Client().get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "lxml")


def words(element) -> str:
    """The text of an element on one line."""
    return " ".join(element.get_text(" ").split()) if element else ""


def graph_of(page: Page) -> dict[str, dict]:
    """What search engines are told about a page: the nodes by their type."""
    (script,) = seen(Client(), page).select("script[type='application/ld+json']")
    return {node["@type"]: node for node in json.loads(script.string)["@graph"]}


def structured(page: Page) -> dict:
    """The article among it."""
    return graph_of(page)["NewsArticle"]


def feed_of(listing: Page) -> ElementTree.Element:
    response = Client().get(reverse("newsroom_feed", args=[listing.pk]))
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def text_of(element: ElementTree.Element, name: str) -> str | None:
    return element.findtext(f"atom:{name}", namespaces=ATOM)


def entries(listing: Page) -> list[ElementTree.Element]:
    return feed_of(listing).findall("atom:entry", ATOM)


def titles(listing: Page) -> list[str]:
    return [text_of(entry, "title") for entry in entries(listing)]
