"""The pages endpoint with the newsroom's own ways to narrow a list, and the router."""

from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Page

from newsroom.api.fields import DayField, KindField, TopicsField
from newsroom.enums import ItemKind
from newsroom.listing import Choice
from newsroom.models import NewsroomItem
from pages.api.filters import ParameterFilter
from pages.api.views import PagesAPIViewSet as BasePagesAPIViewSet


class ItemFilter(ParameterFilter):
    """`?kind=`, `?year=` and `?topic=`: what a visitor chooses in a listing."""

    names = frozenset({"kind", "year", "topic"})

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        asked = {name: request.GET[name] for name in sorted(self.names & request.GET.keys())}
        if not asked:
            return queryset
        if not issubclass(queryset.model, NewsroomItem):
            raise BadRequestError(f"{', '.join(asked)}: only with type=newsroom.NewsroomItem")
        choice = Choice.from_request(request)
        for name, text in asked.items():
            if getattr(choice, name) != text:
                raise BadRequestError(f"{name}: {_EXPECTED[name]}")
        return queryset.chosen(**vars(choice))  # type: ignore[attr-defined]


_EXPECTED = {
    "kind": f"choose among {', '.join(ItemKind.values)}",
    "year": "four digits",
    "topic": "the name of a topic in addresses",
}


#: What lists tell of items; where other pages stand among them, they have none of it.
_TOLD = ("kind", "date", "topics")
_OF_ITEMS = [
    APIField("kind", KindField()),
    APIField("date", DayField()),
    APIField("topics", TopicsField()),
]


class PagesAPIViewSet(BasePagesAPIViewSet):
    """The pages of the site, items of the newsroom among them."""

    filter_backends = [*BasePagesAPIViewSet.filter_backends, ItemFilter]
    order_fields = BasePagesAPIViewSet.order_fields | {"date"}

    @classmethod
    def get_body_fields(cls, model: type) -> list[APIField]:
        told = super().get_body_fields(model)
        return [*told, *_OF_ITEMS] if model is Page else told

    @classmethod
    def get_listing_default_fields(cls, model: type) -> list[str]:
        told = super().get_listing_default_fields(model)
        return [*told, *_TOLD] if model is Page or issubclass(model, NewsroomItem) else told

    def told(self, pages: list[Page]) -> Response:
        items = [page for page in pages if isinstance(page, NewsroomItem)]
        prefetch_related_objects(items, "topics")
        return super().told(pages)


router = WagtailAPIRouter("api")
router.register_endpoint("pages", PagesAPIViewSet)
