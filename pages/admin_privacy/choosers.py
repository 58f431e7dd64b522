"""The page chooser, limited to pages that the person may link to.

Its browse and search views take a hook for the list of pages; what surrounds that list, the pages
chosen by number, and addresses typed by hand take none, so these views come before Wagtail's
(`urls.py`).
"""

import json

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse, JsonResponse
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import chooser
from wagtail.models import Page

from pages import visibility
from pages.admin_privacy.policy import knows, page_policy
from pages.admin_privacy.titles import show_known_change, shown_title
from pages.admin_privacy.viewer import Person

#: Wagtail's name of the address at which pages are searched; the view there is ours (`urls.py`).
SEARCH = "wagtailadmin_choose_page_search"


def choosable(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """The hook `construct_page_chooser_queryset`."""
    if request.resolver_match and request.resolver_match.view_name == SEARCH:
        # The search knows but the columns of its index, of which the number is one.
        return pages.filter(pk__in=page_policy().choosable_instances(request.user).values("pk"))
    return page_policy().choosable_among(pages, request.user)


class ChildTitleColumn(chooser.PageTitleColumn):
    """The title of a page whose parent is known, so that it need not be fetched for each."""

    def __init__(self, *args, parent: Page, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.parent = parent

    def get_value(self, instance: Page) -> str:
        if instance != self.parent:
            instance._cached_parent_obj = self.parent
        return super().get_value(instance)


class WayDownColumn(chooser.PageNavigateToChildrenColumn):
    """The arrow to the pages below; none where the person knows of none."""

    def get_value(self, instance: Page) -> Page:
        page = super().get_value(instance)
        page.can_descend = page.can_descend and page.leads_on
        return page


class BrowseView(chooser.BrowseView):
    """Browsing; it begins at the root when the usual place is none the person knows of."""

    @property
    def columns(self) -> list[Column]:
        own = {
            "title": ChildTitleColumn(
                "title",
                label="Title",
                is_multiple_choice=self.is_multiple_choice,
                parent=self.parent_page,  # type: ignore[has-type]
            ),
            "children": WayDownColumn("children", label="", width="10%"),
        }
        return [own.get(column.name) or show_known_change(column) for column in super().columns]

    def get_object_list(self) -> QuerySet:
        parent: Page = self.parent_page  # type: ignore[has-type]
        if parent.depth > 1 and not knows(self.request.user, parent):
            self.parent_page = Page.get_first_root_node()
        pages = super().get_object_list().annotate(leads_on=_leads_on(self.request.user))
        # What the column of states would ask for each page.
        return pages.annotate_approved_schedule().prefetch_workflow_states()


def _leads_on(user: Person) -> Exists:
    """Whether the person knows of a page right below; the path is compared as the index has it."""
    first, last = (Value(page * Page.steplen) for page in (Page.alphabet[0], Page.alphabet[-1]))
    below = (
        page_policy()
        .choosable_instances(user)
        .filter(
            depth=OuterRef("depth") + 1,
            path__gte=Concat(OuterRef("path"), first),
            path__lte=Concat(OuterRef("path"), last),
        )
    )
    return Exists(below)


class SearchView(chooser.SearchView):
    """Searching."""

    @property
    def columns(self) -> list[Column]:
        return [show_known_change(column) for column in super().columns]


class ChosenMultipleView(chooser.ChosenMultipleView):
    """Pages by their numbers; one that the person may not link to is left out."""

    def get(self, request: HttpRequest) -> JsonResponse:
        numbers = [number for number in request.GET.getlist("id") if number.isdecimal()]
        known = page_policy().choosable_instances(request.user).filter(pk__in=numbers, depth__gt=1)
        asked = request.GET.copy()
        asked.setlist("id", [str(pk) for pk in known.values_list("pk", flat=True)])
        request.GET = asked  # type: ignore[assignment]
        return super().get(request)


class ExternalLinkView(chooser.ExternalLinkView):
    """An address typed by hand; the page behind it has the title that the person may know."""

    def post(self, request: HttpRequest) -> HttpResponse:
        answer = super().post(request)
        data = json.loads(answer.content)
        chosen = data.get("internal") or data.get("result") or {}
        page = Page.objects.filter(pk=chosen.get("id")).first()
        if page is None or not visibility.is_served(page):
            return answer
        chosen["adminTitle"] = shown_title(page)
        if "internal" not in data:
            return JsonResponse(data)
        words = {
            "submitted_url": data["external"]["url"],
            "internal_url": chosen["url"],
            "page": shown_title(page),
        }
        template = "wagtailadmin/chooser/confirm_external_to_internal.html"
        del data["html"]
        return render_modal_workflow(request, template, None, words, json_data=data)
