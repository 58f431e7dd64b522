from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from pages.api.fields import HTMLField
from pages.blocks.home import HighlightBlock
from pages.blocks.links import LinkBlock
from pages.blocks.stream import HomeStoryBlock
from pages.models.base import BasePage


class HomePage(BasePage):
    """The front page: an opening picture, a few highlights, and bands below."""

    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.StrategyPage",
        "pages.SectionPage",
        "pages.ContentPage",
        "pages.ContactPage",
        "pages.SearchPage",
        "newsroom.NewsroomPage",
        "newsroom.NewsListPage",
    ]
    page_description = "The front page of the site"

    hero_title = models.CharField("headline", max_length=160, blank=True)
    hero_subtitle = models.TextField("line below the headline", blank=True)
    hero_image = models.ForeignKey(
        "pages.SiteImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="picture",
    )
    hero_link_label = models.CharField("button text", max_length=80, blank=True)
    hero_link = StreamField(
        [("link", LinkBlock())], blank=True, max_num=1, verbose_name="button leads to"
    )
    highlights = StreamField(
        [("highlight", HighlightBlock())],
        blank=True,
        max_num=6,
        help_text="Up to six short ways to what people look for most.",
    )
    body = StreamField(HomeStoryBlock(), blank=True, verbose_name="bands")

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            ["hero_title", "hero_subtitle", "hero_image", "hero_link_label", "hero_link"],
            heading="Opening",
        ),
        FieldPanel("highlights"),
        FieldPanel("body"),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("hero_title", boost=2),
        index.SearchField("hero_subtitle"),
        index.SearchField("body"),
    ]
    api_fields = [
        "hero_title",
        "hero_subtitle",
        APIField("body", HTMLField("highlights", "body")),
    ]

    class Meta:
        verbose_name = "home page"
