from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from pages import site_search
from pages.blocks.features import PROSE
from pages.models.base import BasePage

RESULTS_PER_PAGE = 10


class SearchPage(BasePage):
    """Search over everything the public may see."""

    template = "pages/search_page.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    page_description = "Search over the whole site"

    intro = RichTextField("introduction", blank=True, features=PROSE)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = "search page"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        query = site_search.clean_query(request.GET.get("q", ""))
        results = site_search.search(query, kind=request.GET.get("kind", ""))
        page_of_results = Paginator(results.pages, RESULTS_PER_PAGE).get_page(
            request.GET.get("page")
        )
        context.update(
            query=query,
            items=page_of_results,
            result_count=len(results.pages),
            facets=[site_search.kind_facet(results, query)] if results.kinds else [],
        )
        return context
