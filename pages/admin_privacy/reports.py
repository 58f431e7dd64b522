"""Figures about pages: they count the pages that the person may know of."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.admin.navigation import get_site_for_user
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.views.reports import locked_pages
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page, Site

from pages.admin_privacy.policy import page_policy
from pages.admin_privacy.titles import shown_change


class KnownPageTypesUsageView(PageTypesUsageReportView):
    """How often each page type is used, and where last: among known pages only."""

    def get_queryset(self) -> QuerySet:
        types = super().get_queryset()
        known = page_policy().explorable_instances(self.request.user).filter(depth__gt=1)
        if site_path := self.filters.form.cleaned_data.get("site"):
            known = known.filter(path__startswith=site_path)
        of_type = Page.objects.filter(pk__in=known.values("pk"), content_type=OuterRef("pk"))
        number = of_type.order_by().values("content_type").annotate(n=Count("pk")).values("n")
        last = of_type.order_by(
            F("latest_revision_created_at").desc(nulls_last=True), "title", "-pk"
        )
        return types.annotate(
            count=Coalesce(Subquery(number, output_field=IntegerField()), 0),
            last_edited_page_id=Subquery(last.values("pk")[:1]),
        ).order_by("-count", "app_label", "model")

    def decorate_paginated_queryset(self, page_types: QuerySet) -> QuerySet:
        for page_type in super().decorate_paginated_queryset(page_types):
            if page := page_type.last_edited_page:
                page.latest_revision_created_at = shown_change(page)
        return page_types


class LockedPagesView(locked_pages.LockedPagesView):
    """The report of locked pages; what its rows tell is asked for all of them at once."""

    def get_queryset(self) -> QuerySet:
        pages = super().get_queryset().defer_streamfields().specific()
        pages = pages.annotate_approved_schedule().annotate_site_root_state()
        return pages.prefetch_related("sites_rooted_here").prefetch_workflow_states()


class KnownPagesSummaryItem(PagesSummaryItem):
    """The number of pages on the dashboard."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        # Wagtail's own would count all pages, known or not.
        place = get_site_for_user(self.request.user)
        top, sites = place["root_page"], list(Site.objects.select_related("root_page")[:2])
        if top and top.is_root() and len(sites) == 1:
            # The only home page is where people look for their pages.
            top = sites[0].root_page
        known = page_policy().explorable_instances(self.request.user).filter(depth__gt=1)
        return {
            "root_page": top, "site_name": place["site_name"], "total_pages": known.count(),
        }  # fmt: skip
