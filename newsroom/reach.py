"""What else the publication of an item changes: its neighbours in the list, and its topics."""

from collections.abc import Iterable

from wagtail.models import Page

from newsroom.models import NewsroomItem
from pages import dependencies
from pages.reach import also


@also
def neighbours_and_topics(page: Page) -> Iterable[str]:
    """The items between which this one stands, and the topics it is about; one query."""
    if not issubclass(page.specific_class or Page, NewsroomItem):
        return ()
    items = NewsroomItem.objects.filter(pk=page.pk).order_by().with_neighbours()
    return {key for item in items for key in _keys_of(item)}


def _keys_of(item: NewsroomItem) -> Iterable[str]:
    beside = filter(None, (item.older_id, item.newer_id))
    return (
        *map(dependencies.beside, beside),
        *(dependencies.about(topic.pk) for topic in item.topic_list),
    )
