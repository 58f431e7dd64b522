from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from pages import dependencies, permalinks, visibility
from pages.blocks.features import PROSE
from pages.models.base import BasePage
from pages.navigation import Entry
from pages.search import facets, results

RESULTS_PER_PAGE = 10
#: Places to go that a visitor is offered who has not found anything yet.
MAX_PLACES = 8


class SearchPage(BasePage):
    """Search over everything the public may see of its site, in its language."""

    template = "pages/search_page.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    page_description = "Search over the whole site"
    in_site_search = False

    intro = RichTextField("introduction", blank=True, features=PROSE)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = "search page"

    @property
    def tree(self) -> str:
        """The tree path of the home page that this page searches below."""
        return self.path[: -self.steplen]

    @cached_property
    def places(self) -> list[Entry]:
        """The public pages right below the home page, for who found nothing; one query."""
        below = Page.objects.filter(path__startswith=self.tree, depth=self.depth).exclude(
            pk=self.pk
        )
        public = visibility.public(below).select_related("public_address").order_by("path")
        with dependencies.reading(dependencies.names_below(self.tree)):
            rows = list(public[:MAX_PLACES])
        return [Entry(row.title, permalinks.address_of(row)) for row in rows]

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        if request.GET.get("q"):
            # As its head says; the page itself may be found.
            response["X-Robots-Tag"] = "noindex, follow"
        return response

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        found = results.search(
            request.GET.get("q", ""), chosen=facets.chosen_in(request.GET), within=self.tree
        )
        pages = results.ResultPaginator(found, RESULTS_PER_PAGE)
        context.update(
            query=found.asked.text,
            results=found,
            items=pages.get_page(request.GET.get("page")),
            result_count=pages.count,
            facets=found.facets,
        )
        return context
