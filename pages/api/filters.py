"""What narrows and orders a list of pages.

Every page that a question names is looked for among the public ones, so that one which is hidden
is answered as one which was never there.
"""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from pages.api.pagination import whole_number

#: How many things one question may name.
MOST = 10


class ParameterFilter(BaseFilterBackend):
    """A filter that knows the parameters it answers to."""

    names: frozenset[str]


class TreeFilter(ParameterFilter):
    """`?child_of=`, `?descendant_of=`, `?ancestor_of=` and `?translation_of=`, with a page's id."""

    names = frozenset({"child_of", "descendant_of", "ancestor_of", "translation_of"})

    def filter_queryset(self, request: Request, queryset: PageQuerySet, view: Any) -> QuerySet:
        for name in sorted(self.names & request.GET.keys()):
            page = named_page(request, name, view)
            match name:
                case "child_of":
                    queryset = queryset.child_of(page)
                case "descendant_of":
                    queryset = queryset.descendant_of(page)
                case "ancestor_of":
                    queryset = queryset.ancestor_of(page)
                case "translation_of":
                    queryset = queryset.translation_of(page)
        return queryset


class SlugFilter(ParameterFilter):
    """`?slug=`: the last part of a page's place in the tree."""

    names = frozenset({"slug"})

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        slug = request.GET.get("slug")
        return queryset if slug is None else queryset.filter(slug=slug)


class LocaleFilter(ParameterFilter):
    """`?locale=`: a language of the site."""

    names = frozenset({"locale"})

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        code = request.GET.get("locale")
        if code is None:
            return queryset
        locale = Locale.objects.filter(language_code=code).first()
        if locale is None:
            raise BadRequestError("locale: this site has no such language")
        return queryset.filter(locale=locale)


class OrderFilter(ParameterFilter):
    """`?order=`: names of fields with commas between them, each turned round by a minus sign."""

    names = frozenset({"order"})

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        wanted = request.GET.get("order", "id").split(",", MOST)
        for name in wanted:
            field = name.removeprefix("-")
            if field not in view.order_fields or not _has(queryset, field):
                known = sorted(name for name in view.order_fields if _has(queryset, name))
                raise BadRequestError(f"order: choose among {', '.join(known)}")
        # Pages that are equal in all of this keep one order over all parts of the list.
        return queryset.order_by(*wanted, "pk")


def named_page(request: Request, name: str, view: Any) -> Page:
    """The public page whose id a parameter holds; `root` stands for the home page.

    Raises BadRequestError when there is none.
    """
    text = request.GET[name]
    number = view.site.root_page_id if text == "root" else whole_number(text)
    if number is None:
        raise BadRequestError(f"{name} must be the id of a page")
    page = view.get_base_queryset().filter(pk=number).first()
    if page is None:
        raise BadRequestError(f"{name}: there is no such page")
    return page


def _has(queryset: QuerySet, name: str) -> bool:
    try:
        queryset.model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
