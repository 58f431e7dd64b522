"""What a browser sends for the edit form of an item."""

from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

PUBLISH = {"action-publish": "action-publish"}


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def form_of(page: Page, *, corrections: list[dict] = (), **fields) -> dict:
    """The fields of an article's form as they are, with changes."""
    blocks = [("correction", correction) for correction in corrections]
    sent = {
        "title": page.title,
        "slug": page.slug,
        "permalink": "",
        "date": page.date.isoformat(),
        "summary": page.summary,
        "topics": "",
        "authors": page.authors,
        "lead_image": "",
        "lead_image_caption": "",
        "social_image": "",
        "body": streamfield([("paragraph", rich_text("<p>Words.</p>"))]),
        "corrections": streamfield(blocks),
        "show_contents": "on",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "change_kind": "minor",
        "change_text": "",
        "change_key": "",
        "withdrawal_reason": "",
        "replaced_by": "",
        "related": inline_formset([]),
        "comments": inline_formset([]),
    }
    return nested_form_data(sent | fields)


def save(client: Client, page: Page, **fields):
    """Send the form; with `publish=True` by the button that publishes."""
    publish = PUBLISH if fields.pop("publish", False) else {}
    return client.post(edit_address(page), form_of(page, **fields) | publish)
