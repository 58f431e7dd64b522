"""Source and page side by side."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic.base import ContextMixin, View
from wagtail.models import Page
from wagtail.utils.decorators import xframe_options_sameorigin_override

from newsroom.models import NewsLinkPage
from portal.isomer.admin.permissions import Permitted
from portal.isomer.admin.rows import Row, rows_of
from portal.isomer.admin.source import Source, read_source
from portal.isomer.admin.views.base import find_run
from portal.isomer.admin.views.report import FoundItems
from portal.isomer.models import ImportRun, ImportRunItem
from portal.isomer.report import Action


class CompareView(FoundItems):
    """One file as it was written, next to its page as it is today."""

    template_name = "isomer/admin/compare.html"

    def prepare(self, **kwargs) -> None:
        super().prepare(**kwargs)
        self.item = _find_item(self.run, kwargs["item_id"])

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_page_title(self) -> str:
        return self.item.source

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        report = {
            "url": self.index_url + self.chosen,
            "label": self.run.repository or self.run.source,
        }
        return [*self.breadcrumbs_items, report, {"url": "", "label": self.item.source}]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        row = rows_of(self.run, [self.item])[0]
        return ContextMixin.get_context_data(self, **kwargs) | {
            "view": self,
            "run": self.run,
            "header_title": f"{self.item.source}: source and page",
            "header_icon": self.header_icon,
            "breadcrumbs_items": self.get_breadcrumbs_items(),
            "row": row,
            "source": source_of(self.run, self.item),
            "frame": self._frame(row.page),
            "leads_to": row.page.target if isinstance(row.page, NewsLinkPage) else None,
            "reason": _why_no_page(self.run, row),
            **self._neighbours(),
        }

    def _frame(self, page: Page | None) -> str:
        """The page's own preview: the same for drafts and for what is published."""
        if page is None or isinstance(page, NewsLinkPage) or not _may_preview(page, self.request):
            return ""
        return reverse("imports:preview", args=[self.run.pk, self.item.pk])

    def _neighbours(self) -> dict[str, Any]:
        """The items before and after this one, as the search and the filters find them."""
        found = self.get_queryset()
        before = found.filter(position__lt=self.item.position)
        earlier = before.order_by("-position").first()
        later = found.filter(position__gt=self.item.position).order_by("position").first()
        return {
            "previous_url": self._address_of(earlier),
            "next_url": self._address_of(later),
            "place": before.count() + 1,
            "found": found.count(),
        }

    def _address_of(self, item: ImportRunItem | None) -> str:
        if item is None:
            return ""
        return reverse("imports:compare", args=[self.run.pk, item.pk]) + self.chosen


@method_decorator(xframe_options_sameorigin_override, name="dispatch")
class PreviewView(Permitted, View):
    """The page of an item with its latest changes, for the frame beside its source."""

    def get(self, request: HttpRequest, run_id: int, item_id: int) -> HttpResponseBase:
        item = _find_item(find_run(run_id), item_id)
        page = get_object_or_404(Page, pk=item.page_id).get_latest_revision_as_object()
        if not _may_preview(page, request):
            raise PermissionDenied
        return page.make_preview_request(request, page.default_preview_mode)


def _find_item(run: ImportRun, number: int) -> ImportRunItem:
    try:
        return run.items.get(pk=number)
    except ImportRunItem.DoesNotExist as error:
        raise Http404("There is no such file in this import.") from error


def _may_preview(page: Page, request: HttpRequest) -> bool:
    """Whether somebody may see drafts of a page, by Wagtail's own rule."""
    rights = page.permissions_for_user(request.user)
    return rights.can_edit() or rights.can_publish()


def source_of(run: ImportRun, item: ImportRunItem) -> Source | None:
    """The item's source; of one that was not written again, as an earlier run read it."""
    text = item.text
    if not text:
        runs = ImportRun.objects.filter(repository=run.repository, site=run.site, pk__lte=run.pk)
        same = ImportRunItem.objects.filter(run__in=runs, source=item.source)
        earlier = same.exclude(text="").order_by("-run")
        text = earlier.values_list("text", flat=True).first() or ""
    return read_source(text, item) if text else None


def _why_no_page(run: ImportRun, row: Row) -> str:
    """Why there is nothing to show beside the source."""
    if row.page is not None:
        return "You may not see drafts of this page."
    if row.edit_url:
        return "This file became settings of the site; it has no page of its own."
    if row.item.action == Action.SKIPPED:
        return "This file was left out; the warnings say why."
    if run.dry_run:
        return "This was a rehearsal: no page was made."
    return "The page was deleted since."
