import math

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from newsroom.enums import ItemKind
from newsroom.models.after_publication import after_publication_panels
from newsroom.models.item import NewsroomItem, opening_panels
from pages import words
from pages.api.fields import HTMLField
from pages.blocks.stream import BodyStoryBlock

#: Words an adult reads in a minute (Brysbaert 2019: 238 for English non-fiction).
WORDS_PER_MINUTE = 238


class NewsArticlePage(NewsroomItem):
    """A story told at length."""

    template = "newsroom/news_article_page.html"
    is_creatable = True
    item_kind = ItemKind.NEWS
    can_be_corrected = True
    page_description = "A story told at length"

    authors = models.CharField(
        max_length=255, blank=True, help_text="Names as they are shown, with commas between them."
    )
    lead_image_caption = models.CharField("caption", max_length=255, blank=True)
    body = StreamField(BodyStoryBlock(), blank=True)
    show_contents = models.BooleanField(
        "show a table of contents", default=True, help_text="Made from the headings of the article."
    )

    content_panels = [
        *opening_panels,
        FieldPanel("topics"),
        FieldPanel("authors"),
        MultiFieldPanel(["lead_image", "lead_image_caption"], heading="Lead picture"),
        FieldPanel("body"),
        FieldPanel("show_contents"),
        *after_publication_panels,
    ]

    search_fields = [
        *NewsroomItem.search_fields,
        index.SearchField("authors"),
        index.SearchField("body"),
    ]
    api_fields = [*NewsroomItem.api_fields, "authors", APIField("body", HTMLField("body"))]

    class Meta:
        verbose_name = "news article"

    @property
    def reading_minutes(self) -> int:
        """How long the text takes to read, in whole minutes, at least one."""
        return max(1, math.ceil(words.count(self, "body") / WORDS_PER_MINUTE))
