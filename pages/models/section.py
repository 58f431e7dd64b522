from itertools import groupby

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from pages import dependencies, visibility
from pages.api.fields import HTMLField
from pages.blocks.features import PROSE
from pages.blocks.stream import BodyStoryBlock
from pages.media import pictures
from pages.models.base import BasePage


class SectionPage(BasePage):
    """A collection of pages, in the order the editor gave them."""

    template = "pages/section_page.html"
    parent_page_types = ["pages.HomePage", "pages.SectionPage"]
    subpage_types = ["pages.ContentPage", "pages.StrategyPage", "pages.SectionPage"]
    type_label = _("Section")
    page_description = "A section with pages of its own"

    intro = RichTextField("introduction", blank=True, features=PROSE)
    body = StreamField(BodyStoryBlock(), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    api_fields = [APIField("body", HTMLField("intro", "body"))]

    class Meta:
        verbose_name = "section"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["groups"] = grouped_children(self)
        return context


def grouped_children(section: Page, *, as_cards: bool = True) -> list[dict]:
    """The public pages of a section in their order, as `{"title", "pages"}` for each group.

    Pages without a group come under an empty title; a group keeps the place of its first page. Unless
    they are shown as cards, the caller uses their names and addresses only.
    """
    below = visibility.public(Page.objects.child_of(section)).specific().order_by("path")
    key = dependencies.below if as_cards else dependencies.names_below
    with dependencies.reading(key(section.path)):
        children = list(below)
    if as_cards:
        pictures.fetch_for_cards(children, "hero_image")
    first_places: dict[str, int] = {}
    for place, page in enumerate(children):
        first_places.setdefault(_group(page), place)
    children.sort(key=lambda page: first_places[_group(page)])
    return [
        {"title": title, "pages": list(pages)} for title, pages in groupby(children, key=_group)
    ]


def _group(page: Page) -> str:
    return getattr(page, "nav_group", "")
