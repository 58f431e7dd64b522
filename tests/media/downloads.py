"""Pages that offer a document, requests for it, and what may come of them."""

import json

from django.test import Client

from pages.models import ContentPage, SiteDocument
from tests.media import samples


def downloads(document: SiteDocument) -> str:
    item = {"document": document.pk, "title": "", "description": ""}
    return json.dumps([{"type": "downloads", "value": {"title": "", "items": [item]}}])


def add_page(parent, body: str = "[]", **fields) -> ContentPage:
    page = ContentPage(title="Page", body=body, **fields)
    parent.add_child(instance=page)
    return page


def fetch(address: str, client: Client | None = None, **headers: str):
    return (client or Client()).get(address, headers=headers)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def assert_served(response) -> None:
    assert response.status_code == 200
    assert body(response) == samples.PDF


def assert_hidden(response) -> None:
    """The answer is the one that a document gets that never was."""
    nothing = fetch("/documents/99999999/Plan-1.pdf")
    assert (response.status_code, nothing.status_code) == (404, 404)
    assert response.content == nothing.content
    assert dict(response.headers) == dict(nothing.headers)
    assert response.cookies == nothing.cookies
