from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from pages.api.fields import HTMLField
from pages.blocks.stream import StrategyStoryBlock
from pages.blocks.videos import VideoBlock
from pages.models.base import BasePage


class StrategyPage(BasePage):
    """A strategy or a programme: where it leads, how it gets there, and how far it is."""

    template = "pages/strategy_page.html"
    parent_page_types = ["pages.HomePage", "pages.SectionPage"]
    subpage_types = ["pages.ContentPage"]
    type_label = _("Strategy")
    page_description = "A strategy with goals, enablers, milestones and downloads"

    summary = models.TextField(
        blank=True, help_text="One or two sentences. Shown below the title and in lists."
    )
    hero_image = models.ForeignKey(
        "pages.SiteImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="opening picture",
    )
    hero_video = StreamField(
        [("video", VideoBlock())],
        blank=True,
        max_num=1,
        verbose_name="opening film",
        help_text="Shown instead of the opening picture.",
    )
    body = StreamField(StrategyStoryBlock(), blank=True)
    show_contents = models.BooleanField(
        "show a table of contents", default=True, help_text="Made from the headings of the page."
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(["hero_image", "hero_video"], heading="Opening"),
        FieldPanel("body"),
        FieldPanel("show_contents"),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    api_fields = [APIField("body", HTMLField("hero_video", "body"))]

    class Meta:
        verbose_name = "strategy page"
