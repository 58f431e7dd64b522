"""Topics: what items are about. Editors choose among them; they are not invented while writing."""

from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel
from wagtail.search import index


class Topic(index.Indexed, TagBase):
    """Something that press releases and articles are about."""

    free_tagging = False

    description = models.TextField(blank=True)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("description")]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        # A search among some topics names them by their ids.
        index.FilterField("id"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = "topic"


class TopicItem(ItemBase):
    """Ties a topic to an item."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="topic_items")
    content_object = ParentalKey(
        "newsroom.NewsroomItem", on_delete=models.CASCADE, related_name="topic_items"
    )
