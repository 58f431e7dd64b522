"""Where an item stands in its newsroom. Every page named here has passed the gate."""

from dataclasses import dataclass

from django import template
from django.db.models import Q
from wagtail.models import Page

from newsroom.feeds.formats import FORMATS
from newsroom.models import NewsListPage, NewsroomItem, NewsroomPage
from newsroom.models.listings import ListingPage
from pages import permalinks, visibility

register = template.Library()


@dataclass(frozen=True)
class Neighbours:
    """The items published before and after one, in the same list."""

    older: NewsroomItem | None = None
    newer: NewsroomItem | None = None


@register.simple_tag
def newsroom_address(page: NewsroomItem) -> str:
    """The listing in which the topics of an item can be looked up: the newsroom, else its list."""
    listings = _listings_above(page)
    return (permalinks.address_of(listings[0]) or "") if listings else ""


@register.simple_tag
def list_of(page: NewsroomItem) -> Page | None:
    """The public listing that holds an item."""
    listings = _listings_above(page)
    return listings[-1] if listings else None


def _listings_above(page: NewsroomItem) -> list[Page]:
    """The public listings above an item, the newsroom first; one query for a page that is shown."""
    if not page.path:
        return []
    known = page.__dict__
    if "listings_above" not in known:
        above = Page.objects.ancestor_of(page).type(NewsroomPage, NewsListPage).order_by("depth")
        rows = visibility.public(above).select_related("public_address")
        known["listings_above"] = list(rows)
    return known["listings_above"]


@register.simple_tag
def item_neighbours(page: NewsroomItem) -> Neighbours:
    """The next older and newer public items beside one."""
    if not page.path or not page.pk:
        return Neighbours()
    beside = visibility.public(NewsroomItem.objects.sibling_of(page, inclusive=False))
    # The bound on the date alone lets the database begin at this item, however old it is.
    before = Q(date__lte=page.date) & (Q(date__lt=page.date) | Q(pk__lt=page.pk))
    after = Q(date__gte=page.date) & (Q(date__gt=page.date) | Q(pk__gt=page.pk))
    return Neighbours(
        older=beside.filter(before).order_by("-date", "-pk").first(),
        newer=beside.filter(after).order_by("date", "pk").first(),
    )


@dataclass(frozen=True)
class FeedLink:
    """A feed of a listing in one format."""

    label: str
    media_type: str
    address: str


@register.simple_tag
def feeds_of(listing: ListingPage | None, topic: str = "") -> list[FeedLink]:
    """The feeds of a listing, or of one of its topics; none while the listing has no address."""
    if not listing or not listing.pk:
        return []
    return [
        FeedLink(form.label, form.media_type, form.address(listing.pk, topic)) for form in FORMATS
    ]
