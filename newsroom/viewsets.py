from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from newsroom.admin.views import UnpublishItemView
from newsroom.columns import GoesLiveColumn, ItemDateColumn
from newsroom.models import NewsListPage, NewsroomItem, Topic
from newsroom.topic_privacy import KnownTopicChooserViewSet
from pages import schedules
from pages.admin_privacy.policy import manages


def _columns() -> list:
    """Wagtail's columns with the item's own date in place of the last change, and its schedule."""
    stock = {column.name: column for column in PageViewSet.index_view_class.base_columns}
    return [
        stock["bulk_actions"],
        stock["title"],
        stock["parent"],
        ItemDateColumn("date", label="Date", sort_key="date", width="12%"),
        stock["type"],
        stock["status"],
        GoesLiveColumn("goes_live_at", label="Goes live at", width="20%"),
    ]


class CountedPaginator(Paginator):
    """A paginator that is told how many rows there are, and looks at those of one page only.

    What is asked about each row would else be asked about all rows before them, too.
    """

    def __init__(self, queryset: QuerySet, per_page: int, *, count: int, **kwargs) -> None:
        super().__init__(queryset, per_page, **kwargs)
        self._rows = queryset
        self.count = count  # type: ignore[misc]

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        rows = self._rows
        if rows.query.order_by:
            # Rows of one day would else be on two pages, or on none.
            rows = rows.order_by(*rows.query.order_by, "-pk")
        keys = rows.values_list("pk", flat=True)
        # From whichever end is nearer.
        if first > self.count // 2:
            some = keys.reverse()[self.count - last : self.count - first]
        else:
            some = keys[first:last]
        return Page(rows.filter(pk__in=list(some)), number, self)


class NewsroomItemIndexView(ExplorableIndexView):
    """The explorer of a list, which knows when each item goes live."""

    def get_base_queryset(self):
        """Who may read all drafts here is not asked about each: a list holds the whole archive."""
        if self._shows_everything():
            return self.annotate_queryset(self.model._default_manager.child_of(self.parent_page))
        return super().get_base_queryset()

    def get_paginator(self, queryset, per_page, **kwargs) -> Paginator:
        if not self._shows_everything():
            return super().get_paginator(queryset, per_page, **kwargs)
        return CountedPaginator(queryset, per_page, count=self.parent_page.numchild, **kwargs)

    def _shows_everything(self) -> bool:
        asked = self.is_searching or self.is_filtering
        return not asked and manages(self.request.user, self.parent_page)

    def annotate_queryset(self, pages):
        return super().annotate_queryset(pages).annotate(goes_live=schedules.go_live_at())


class NewsroomItemViewSet(PageViewSet):
    """The items of one list, newest first."""

    model = NewsroomItem
    index_view_class = NewsroomItemIndexView
    unpublish_view_class = UnpublishItemView
    parent_models = [NewsListPage]
    columns = _columns()
    list_filter = ["kind", "date"]
    ordering = "-date"


class TopicViewSet(SnippetViewSet):
    model = Topic
    chooser_viewset_class = KnownTopicChooserViewSet
    icon = "tag"
    menu_label = "Topics"
    menu_name = "topics"
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["name", "slug"]
    search_fields = ["name"]


newsroom_item_viewset = NewsroomItemViewSet()
