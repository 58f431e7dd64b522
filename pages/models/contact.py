from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from pages.api.fields import HTMLField
from pages.blocks.features import PROSE
from pages.blocks.listings import ContactsBlock
from pages.blocks.stream import BodyStoryBlock
from pages.models.base import BasePage


class OpeningHoursBlock(blocks.StructBlock):
    days = blocks.CharBlock(max_length=80, help_text="For example “Monday to Friday”.")
    times = blocks.CharBlock(max_length=80, help_text="For example “8.30 am to 5 pm”.")

    class Meta:
        icon = "time"
        label = "Opening hours"


class LocationBlock(blocks.StructBlock):
    """A place that people can visit."""

    name = blocks.CharBlock(max_length=160)
    address = blocks.TextBlock(rows=3)
    hours = blocks.ListBlock(OpeningHoursBlock(), label="Opening hours")
    map_url = blocks.URLBlock(required=False, label="Link to a map")

    class Meta:
        icon = "site"
        label = "Location"
        template = "blocks/location.html"
        preview_value = {
            "name": "Visitor centre",
            "address": "1 Harbour Street",
            "hours": [{"days": "Monday to Friday", "times": "9 am to 5 pm"}],
        }


class ContactPage(BasePage):
    """How to reach the agency."""

    template = "pages/contact_page.html"
    parent_page_types = ["pages.HomePage", "pages.SectionPage"]
    subpage_types: list[str] = []
    type_label = _("Contact")
    page_description = "Contacts, locations with opening hours, feedback"

    intro = RichTextField("introduction", blank=True, features=PROSE)
    contacts = StreamField([("contacts", ContactsBlock())], blank=True)
    locations = StreamField([("location", LocationBlock())], blank=True)
    feedback_url = models.URLField("feedback form", blank=True, max_length=500)
    body = StreamField(BodyStoryBlock(), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("contacts"),
        FieldPanel("locations"),
        FieldPanel("feedback_url"),
        FieldPanel("body"),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.SearchField("locations"),
        index.SearchField("body"),
    ]
    api_fields = [
        APIField("body", HTMLField("intro", "contacts", "locations", "body")),
        "feedback_url",
    ]

    class Meta:
        verbose_name = "contact page"
