"""The form of a page's edit view, as a browser without any of its blocks would send it."""

from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def sent_by_form(client: Client, page: Page) -> QueryDict:
    """What the form would send unchanged; streams are empty, as scripts fill them."""
    html = client.get(edit_address(page)).content.decode()
    data = querydict_from_html(html, form_id="page-edit-form")
    for field in page.specific_class._meta.get_fields():
        if isinstance(field, StreamField):
            data[f"{field.name}-count"] = "0"
    return data
