"""Where an item stands in its newsroom. Every page named here has passed the gate."""

from dataclasses import dataclass

from django import template
from django.db.models import Q

from newsroom.models import NewsListPage, NewsroomItem, NewsroomPage
from pages import visibility

register = template.Library()


@dataclass(frozen=True)
class Neighbours:
    """The items published before and after one, in the same list."""

    older: NewsroomItem | None = None
    newer: NewsroomItem | None = None


@register.simple_tag
def newsroom_address(page: NewsroomItem) -> str:
    """The listing in which the topics of an item can be looked up: the newsroom, else its list."""
    if not page.path:
        return ""
    for kind in (NewsroomPage, NewsListPage):
        listing = visibility.public(kind.objects.ancestor_of(page)).order_by("depth").first()
        if listing:
            return listing.url
    return ""


@register.simple_tag
def item_neighbours(page: NewsroomItem) -> Neighbours:
    """The next older and newer public items beside one."""
    if not page.path or not page.pk:
        return Neighbours()
    beside = visibility.public(NewsroomItem.objects.sibling_of(page, inclusive=False))
    earlier = Q(date__lt=page.date) | Q(date=page.date, pk__lt=page.pk)
    return Neighbours(
        older=beside.filter(earlier).order_by("-date", "-pk").first(),
        newer=beside.exclude(earlier).order_by("date", "pk").first(),
    )
