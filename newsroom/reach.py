"""What else the publication of an item changes: its neighbours in the list, its topics, the news."""

from collections.abc import Iterable
from datetime import timedelta

from wagtail.models import Page

from newsroom.models import NewsroomItem
from newsroom.news_sitemap import NEW_FOR
from pages import clock, dependencies
from pages.reach import also

#: No answer that anybody kept is older.
_KEPT = timedelta(days=1)


@also
def neighbours_and_topics(page: Page) -> Iterable[str]:
    """The items between which this one stands, the topics it is about, and the news; one query."""
    if not issubclass(page.specific_class or Page, NewsroomItem):
        return ()
    items = NewsroomItem.objects.filter(pk=page.pk).order_by().with_neighbours()
    return {key for item in items for key in _keys_of(item)}


def _keys_of(item: NewsroomItem) -> Iterable[str]:
    beside = filter(None, (item.older_id, item.newer_id))
    return (
        *map(dependencies.beside, beside),
        *(dependencies.about(topic.pk) for topic in item.topic_list),
        *([dependencies.NEWS] if _is_news(item) else []),
    )


def _is_news(item: NewsroomItem) -> bool:
    """Whether the item is among the news of these days, or may still be for somebody who asked a
    while ago.
    """
    first = item.first_published_at
    return first is None or first > clock.now() - NEW_FOR - _KEPT
