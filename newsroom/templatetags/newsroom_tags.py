"""Where an item stands in its newsroom. Every page named here has passed the gate."""

from dataclasses import dataclass

from django import template
from django.db.models import Q, Subquery
from wagtail.models import Page

from newsroom import cards
from newsroom.enums import ItemKind
from newsroom.feeds.formats import FORMATS
from newsroom.models import NewsroomItem
from newsroom.models.listings import ListingPage
from pages import permalinks, surroundings, together, visibility

register = template.Library()


@dataclass(frozen=True)
class Neighbours:
    """The items published before and after one, in the same list."""

    older: NewsroomItem | None = None
    newer: NewsroomItem | None = None


@register.filter
def kind_label(kind: str) -> str:
    """A kind of item in the language of the answer."""
    return ItemKind.label_of(kind)


@register.simple_tag(takes_context=True)
def newsroom_address(context: template.Context, page: NewsroomItem) -> str:
    """The listing in which the topics of an item can be looked up: the newsroom, else its list."""
    listings = _listings_above(context, page)
    return (permalinks.address_of(listings[0]) or "") if listings else ""


@register.simple_tag(takes_context=True)
def list_of(context: template.Context, page: NewsroomItem) -> Page | None:
    """The public listing that holds an item."""
    listings = _listings_above(context, page)
    return listings[-1] if listings else None


def _listings_above(context: template.Context, page: NewsroomItem) -> list[Page]:
    """The public listings above an item, the newsroom first."""
    above = surroundings.public_pages_above(page, context.get("request"))
    return [row for row in above if issubclass(row.specific_class or Page, ListingPage)]


@register.simple_tag
def item_neighbours(page: NewsroomItem) -> Neighbours:
    """The next older and newer public items beside one."""
    if not page.path or not page.pk:
        return Neighbours()
    if "older_id" in page.__dict__:
        numbers = {"older": page.__dict__["older_id"], "newer": page.__dict__["newer_id"]}
        items = cards.items_among(together.public_pages(filter(None, numbers.values())).values())
        return Neighbours(**{place: items.get(pk) for place, pk in numbers.items()})
    beside = visibility.public(NewsroomItem.objects.sibling_of(page, inclusive=False))
    # The bound on the date alone lets the database begin at this item, however old it is.
    before = Q(date__lte=page.date) & (Q(date__lt=page.date) | Q(pk__lt=page.pk))
    after = Q(date__gte=page.date) & (Q(date__gt=page.date) | Q(pk__gt=page.pk))
    older = beside.filter(before).order_by("-date", "-pk").values("pk")[:1]
    newer = beside.filter(after).order_by("date", "pk").values("pk")[:1]
    found = beside.filter(Q(pk=Subquery(older)) | Q(pk=Subquery(newer))).order_by("date", "pk")
    place = (page.date, page.pk)
    return Neighbours(
        older=next((item for item in found if (item.date, item.pk) < place), None),
        newer=next((item for item in found if (item.date, item.pk) > place), None),
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
