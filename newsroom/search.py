"""What the search of the site knows of the newsroom: the topics of its items."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from newsroom.topics import TopicItem
from pages.search import facets


def offer_topics() -> None:
    """Let visitors narrow search results by topic."""
    facets.offer("topic", _("Topic"), _topics_of)


def _topics_of(pages: list[int]) -> Iterable[tuple[int, str, str]]:
    return TopicItem.objects.filter(content_object_id__in=pages).values_list(
        "content_object_id", "tag__slug", "tag__name"
    )
