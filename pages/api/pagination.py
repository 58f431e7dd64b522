"""A part of a list, and how long the whole is."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
#: Larger than any number of pages; what a database can count.
MAX_OFFSET = 2**31 - 1


class LimitedPagination(BasePagination):
    """`?limit=` and `?offset=`, as Wagtail's API has them, within bounds."""

    def paginate_queryset(  # type: ignore[override]
        self, queryset: QuerySet | list, request: Request, view: Any = None
    ) -> QuerySet | list:
        """The asked part. Raises BadRequestError for what is no number or out of bounds."""
        offset = _number(request, "offset", 0, MAX_OFFSET)
        limit = _number(request, "limit", DEFAULT_LIMIT, MAX_LIMIT)
        self.total = len(queryset) if isinstance(queryset, list) else queryset.count()
        if offset >= self.total or limit == 0:
            return []
        return queryset[offset : offset + limit]

    def get_paginated_response(self, data: list) -> Response:
        return Response({"meta": {"total_count": self.total}, "items": data})


def _number(request: Request, name: str, default: int, largest: int) -> int:
    text = request.GET.get(name)
    if text is None:
        return default
    number = whole_number(text)
    if number is None or number > largest:
        raise BadRequestError(f"{name} must be a whole number from 0 to {largest}")
    return number


def whole_number(text: str) -> int | None:
    """The number that a text says in plain digits, or None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None
