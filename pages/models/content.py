from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from pages.api.fields import HTMLField
from pages.blocks.stream import BodyStoryBlock
from pages.models.base import BasePage


class ContentPage(BasePage):
    """A page of information."""

    template = "pages/content_page.html"
    parent_page_types = [
        "pages.HomePage",
        "pages.SectionPage",
        "pages.StrategyPage",
        "pages.ContentPage",
    ]
    subpage_types = ["pages.ContentPage"]
    page_description = "Information in text, pictures, tables and more"

    summary = models.TextField(
        blank=True, help_text="One or two sentences. Shown below the title and in lists."
    )
    body = StreamField(BodyStoryBlock(), blank=True)
    show_contents = models.BooleanField(
        "show a table of contents", default=True, help_text="Made from the headings of the page."
    )
    nav_group = models.CharField(
        "group in the section",
        max_length=120,
        blank=True,
        help_text="Pages with the same group stand together in the navigation of their section.",
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("show_contents"),
    ]
    promote_panels = [*BasePage.promote_panels, FieldPanel("nav_group")]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    api_fields = [APIField("body", HTMLField("body"))]

    class Meta:
        verbose_name = "content page"
