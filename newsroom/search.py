"""What the search of the site knows of the newsroom: the topics of its items."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from newsroom.topics import TopicItem
from pages.search import facets, results


def offer_topics() -> None:
    """Let visitors narrow search results by topic, and see which of them were withdrawn."""
    facets.offer("topic", _("Topic"), _topics_of)
    results.tell("withdrawn_at", "page__newsroomitem__withdrawn_at")


def _topics_of(pages: list[int]) -> Iterable[tuple[int, str, str]]:
    return TopicItem.objects.filter(content_object_id__in=pages).values_list(
        "content_object_id", "tag__slug", "tag__name"
    )
