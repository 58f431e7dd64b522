"""The endpoint of pages."""

from copy import copy
from typing import Any, cast
from urllib.parse import urlencode, urljoin

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.serializers import PageSerializer
from wagtail.api.v2.utils import (
    BadRequestError,
    page_models_from_string,
    parse_fields_parameter,
)
from wagtail.api.v2.views import PagesAPIViewSet as WagtailPagesAPIViewSet
from wagtail.models import Locale, Page, Site
from wagtail.query import PageQuerySet

from pages import languages, permalinks, visibility
from pages.api import fields
from pages.api.filters import (
    MOST,
    LocaleFilter,
    OrderFilter,
    ParameterFilter,
    SlugFilter,
    TreeFilter,
)
from pages.api.negotiation import OnlyJSON
from pages.api.pagination import LimitedPagination, whole_number
from pages.search.results import search
from pages.snapshot import View, in_one_state

UNKNOWN = "There is no such page."
METHODS = ("GET", "HEAD", "OPTIONS")
#: What every answer carries. Everything here is public, so other sites' scripts may read it; they
#: may keep it, and ask each time whether it still holds: a page can be public from one second on.
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, no-cache",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
#: Characters of one parameter. The parser of `fields` calls itself for each bracket.
LONGEST = 500


class PublicPageSerializer(PageSerializer):
    """A page that has passed the gate, and nothing behind it that has not."""

    html_url = fields.FullURLField()
    summary = fields.SummaryField()
    locale = fields.LocaleField()
    parent = fields.ParentField()


class PagesAPIViewSet(WagtailPagesAPIViewSet):
    """The pages of the request's site that the public may see at this moment."""

    renderer_classes = [JSONRenderer]
    parser_classes: list = []
    authentication_classes: list = []
    permission_classes: list = []
    content_negotiation_class = OnlyJSON
    http_method_names = [method.lower() for method in METHODS]
    pagination_class = LimitedPagination
    base_serializer_class = PublicPageSerializer
    filter_backends: list[type[ParameterFilter]] = [
        TreeFilter, SlugFilter, LocaleFilter, OrderFilter
    ]  # fmt: skip
    order_fields = frozenset({"id", "title", "first_published_at", "last_published_at"})

    body_fields = ["id", "title", "summary"]
    meta_fields = [
        "type", "detail_url", "html_url", "slug", "locale", "first_published_at",
        "last_published_at", "parent",
    ]  # fmt: skip
    listing_default_fields = [name for name in (*body_fields, *meta_fields) if name != "parent"]
    #: What takes a look at other pages or renders a text is told of one page at a time.
    detail_only_fields = [
        "parent", "intro", "body", "notes_to_editors", "attachments", "contacts", "changes",
        "replaced_by", "target",
    ]  # fmt: skip

    @classmethod
    def get_urlpatterns(cls) -> list:
        return [
            path("", served(cls.as_view({"get": "listing_view"})), name="listing"),
            path("<int:pk>/", served(cls.as_view({"get": "detail_view"})), name="detail"),
            path("find/", served(cls.as_view({"get": "find_view"})), name="find"),
        ]

    @classmethod
    def get_detail_default_fields(cls, model: type[Page]) -> list[str]:
        return cls.get_available_fields(model)

    @classmethod
    def get_listing_default_fields(cls, model: type[Page]) -> list[str]:
        return cls.listing_default_fields[:]

    @property
    def site(self) -> Site:
        """The site of the request. Raises Http404 when there is none."""
        site = Site.find_for_request(cast(HttpRequest, self.request._request))
        if site is None:
            raise Http404(UNKNOWN)
        return site

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.check_parameters()

    def check_parameters(self) -> None:
        """Refuse what is not understood, rather than answer another question than was asked."""
        given = self.request.GET
        if unknown := sorted(given.keys() - self.known_parameters()):
            raise BadRequestError(f"not a parameter here: {', '.join(unknown)[:LONGEST]}")
        for name, values in given.lists():
            if len(values) > 1:
                raise BadRequestError(f"{name} can be given once")
            if len(values[0]) > LONGEST or "\x00" in values[0]:
                raise BadRequestError(f"{name} can’t be read")

    def known_parameters(self) -> set[str]:
        """The names that this action understands."""
        if self.action == "detail_view":
            return {"fields"}
        if self.action == "find_view":
            return {"fields", "html_path", "id"}
        filters = {name for backend in self.filter_backends for name in backend.names}
        return {"fields", "type", "limit", "offset", "search"} | filters

    def get_base_queryset(self) -> PageQuerySet:
        return visibility.public(languages.in_site(Page.objects.all(), self.site))

    def get_queryset(self) -> PageQuerySet:
        models = self.asked_types()
        if len(models) == 1:
            return visibility.public(languages.in_site(models[0].objects.all(), self.site))
        pages = self.get_base_queryset()
        return pages.type(*models) if models else pages

    def asked_types(self) -> tuple[type[Page], ...]:
        """The page types of `?type=`; none for all of them."""
        names = self.request.GET.get("type", "")
        if not names:
            return ()
        try:
            return page_models_from_string(",".join(names.split(",")[:MOST]))
        except (LookupError, ValueError) as error:
            raise BadRequestError("type: there is no such type of page") from error

    def listing_view(self, request: Request) -> Response:
        pages = self.filter_queryset(self.get_queryset())
        if "search" not in request.GET:
            return self.told(list(self.listed(self.paginate_queryset(pages))))
        found = self.found(pages)
        if "order" in request.GET:
            pages = pages.filter(pk__in=found)
            return self.told(list(self.listed(self.paginate_queryset(pages))))
        part = self.paginate_queryset(found)
        by_id = {page.pk: page for page in self.listed(pages.filter(pk__in=part))}
        return self.told([by_id[pk] for pk in part if pk in by_id])

    def found(self, pages: PageQuerySet) -> list[int]:
        """Which of these pages the search of the site finds, the best first."""
        results = search(self.request.GET["search"], among=pages)
        if results.has_failed:
            raise BadRequestError("search: that took too long; fewer or rarer words may not")
        return [match.page for match in results.matches]

    def told(self, pages: list[Page]) -> Response:
        """One part of a list."""
        return self.get_paginated_response(self.get_serializer(pages, many=True).data)

    def listed(self, queryset: PageQuerySet | list) -> PageQuerySet | list:
        """With what a list tells of each page, in a number of queries that its length leaves."""
        if isinstance(queryset, list):
            return queryset
        queryset = queryset.defer_streamfields()
        # Summaries and own addresses are fields of the page types: one query for each type.
        return queryset.specific() if queryset.model is Page else queryset

    def get_object(self) -> Page:
        page = self.get_base_queryset().filter(pk=self.kwargs["pk"]).first()
        if page is None:
            raise Http404(UNKNOWN)
        return page.specific

    def detail_view(self, request: Request, pk: int) -> Response:
        page = self.get_object()
        serializer = self._serializer_of(type(page), alone=True)
        with languages.speaking(page):
            return Response(serializer(page, context=self.get_serializer_context()).data)

    def find_view(self, request: Request) -> HttpResponse:
        pk = self._found()
        if pk is None:
            raise Http404(UNKNOWN)
        asked = request.GET.get("fields")
        query = f"?{urlencode({'fields': asked})}" if asked else ""
        return HttpResponseRedirect(self.detail_address(pk) + query)

    def _found(self) -> int | None:
        number, address = (self.request.GET.get(name) for name in ("id", "html_path"))
        if (number is None) == (address is None):
            raise BadRequestError("say either id or html_path")
        if number is not None:
            pk = whole_number(number)
        else:
            pk = self._page_at(cast(str, address))
        return pk if pk and self.get_base_queryset().filter(pk=pk).exists() else None

    def _page_at(self, address: str) -> int | None:
        """The id of the page that an address of the site shows or redirects to."""
        there = copy(cast(HttpRequest, self.request._request))
        there.path = there.path_info = "/" + address.lstrip("/")
        there.META = {**there.META, "QUERY_STRING": ""}
        try:
            return permalinks.find(there).page.pk
        except Http404:
            return None

    def detail_address(self, pk: int) -> str:
        """The full address of a page here."""
        return urljoin(self.site.root_url, reverse("api:pages:detail", args=[pk]))

    def get_serializer_class(self) -> type:
        return self._serializer_of(self.get_queryset().model, alone=False)

    def _serializer_of(self, model: type[Page], *, alone: bool) -> type:
        try:
            asked = parse_fields_parameter(self.request.GET.get("fields", ""))
        except ValueError as error:
            raise BadRequestError(f"fields: {error}") from error
        if any(inner for _, _, inner in asked):
            raise BadRequestError("fields: there is nothing to choose inside a field")
        return self._get_serializer_class(
            self.request.wagtailapi_router, model, asked, show_details=alone
        )

    def get_serializer_context(self) -> dict[str, Any]:
        return {
            "request": self.request,
            "view": self,
            "router": self.request.wagtailapi_router,
            "base_queryset": self.get_base_queryset(),
            "locales": dict(Locale.objects.values_list("pk", "language_code")),
        }

    def get_renderer_context(self) -> dict[str, Any]:
        return super().get_renderer_context() | {"indent": None}

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What a browser asks before another site's script may send a header of its own."""
        headers = {"Access-Control-Allow-Methods": ", ".join(METHODS)}
        return Response(status=204, headers=headers)

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if isinstance(response.data, dict) and "detail" in response.data:
            response.data = {"message": str(response.data["detail"])}
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response


def served(view: View) -> View:
    """As the feeds are served: of one state, with a validator made from the answer itself.

    The answer is rendered in that state, and only then it is known whether it has changed.
    """
    return csrf_exempt(in_one_state(conditional_page(view)))


@csrf_exempt
def nothing(request: HttpRequest, **_: str) -> JsonResponse:
    """What an address below the API answers that is none of its own."""
    message = f"Nothing is here. Pages are at {reverse('api:pages:listing')}"
    return JsonResponse({"message": message}, status=404, headers=HEADERS)
