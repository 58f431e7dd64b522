"""Pages as cards beside an item: what an editor recommends, what is about the same, what is next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce, NullIf
from wagtail.models import Page, get_page_models

from pages import permalinks, together


@dataclass(frozen=True)
class PageCard:
    """A page that is no item of the newsroom."""

    pk: int
    title: str
    url: str
    summary_text: str = ""


def of(ids: Iterable[int]) -> list[Any]:
    """The public ones of these pages in their order: items as they are, other pages as cards.

    One query where they were fetched with the page, and one more for other pages.
    """
    numbers = list(ids)
    pages = together.public_pages(numbers)
    items = items_among(pages.values())
    others = _summaries(pages.keys() - items.keys())
    return [items.get(pk) or named(pages[pk], others.get(pk, "")) for pk in numbers if pk in pages]


def named(page: Page, summary: str = "") -> PageCard:
    """A page with its address."""
    return PageCard(page.pk, page.title, permalinks.address_of(page) or "", summary)


def items_among(pages: Iterable[Page]) -> dict[int, Any]:
    """The items of the newsroom among pages, by number, with their lead pictures."""
    # The items ask here for their cards.
    from newsroom.models import NewsroomItem

    rows = {page.pk: page for page in pages}
    fetched = {
        pk: page._state.fields_cache["newsroomitem"]
        for pk, page in rows.items()
        if "newsroomitem" in page._state.fields_cache
    }
    if missing := rows.keys() - fetched.keys():
        found = NewsroomItem.objects.filter(pk__in=missing).select_related("lead_image")
        fetched |= {item.pk: item for item in found}
    return {pk: item for pk, item in fetched.items() if item is not None}


def _summaries(ids: Iterable[int]) -> dict[int, str]:
    """What pages of other types say about themselves; one query."""
    if not (wanted := set(ids)):
        return {}
    own = [
        NullIf(F(f"{model._meta.model_name}__summary"), Value(""))
        for model in get_page_models()
        if model.__base__ is not Page and _has_summary(model)
    ]
    said = Coalesce(*own, F("search_description"), output_field=CharField())
    return dict(Page.objects.filter(pk__in=wanted).values_list("pk", said))


def _has_summary(model: type[Page]) -> bool:
    # Only pages right below `Page` are reached by one relation.
    parents = [field.related_model for field in model._meta.parents.values() if field]
    return Page in parents and any(field.name == "summary" for field in model._meta.local_fields)
