from collections.abc import Iterable

from django.db import models
from django.db.models import OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.models.pages import PageManager
from wagtail.search import index

from newsroom.enums import ItemKind
from newsroom.listing import listing_context
from newsroom.models.item import NewsroomItem
from newsroom.querysets import NewsroomItemQuerySet
from newsroom.shelf import Shelf
from pages import dependencies, visibility
from pages.api.fields import HTMLField
from pages.blocks.features import PROSE
from pages.media import pictures
from pages.models import BasePage
from pages.rows import Rows
from pages.visibility import PublicPageQuerySet


class ListingPage(BasePage):
    """A page that lists the items below it."""

    type_label = _("List")

    class Meta:
        abstract = True

    def public_items(self) -> NewsroomItemQuerySet:
        """The items below this page that the public may see now."""
        return NewsroomItem.objects.below(self).public_now()

    def shelf(self) -> Shelf:
        """The same items, for whoever wants some of them or their number."""
        return Shelf(self, [self.pk, *self._public_lists()])

    def latest_items(self, count: int) -> list[NewsroomItem]:
        """The newest `count` public items, ready to be listed."""
        with dependencies.reading(dependencies.below(self.path)):
            items = self.shelf().newest(count)
        pictures.fetch_for_cards(items, "lead_image")
        return items

    def cards(self) -> list[NewsroomItem]:
        return list(self.__dict__["listed"]["items"]) if "listed" in self.__dict__ else []

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        # Before the page looks around: it fetches their pictures with its own.
        with dependencies.reading(dependencies.below(self.path)):
            self.__dict__["listed"] = listed = listing_context(self.shelf(), request)
        context = super().get_context(request, *args, **kwargs)
        pictures.fetch_for_cards(listed["items"], "lead_image")
        return context | listed

    def _public_lists(self) -> Iterable[int]:
        """The ids of the public lists below this one."""
        return ()


class NewsroomPageQuerySet(PublicPageQuerySet):
    """Newsrooms."""

    def for_visit(self) -> "NewsroomPageQuerySet":
        """With the numbers of the public lists below it."""
        # There are few lists: the databases begin with those, and look at no other pages.
        lists = NewsListPage.objects.order_by().values("pk")
        below = Page.objects.filter(pk__in=lists, path__startswith=OuterRef("path"))
        return self.annotate(list_rows=Rows(visibility.public(below).order_by(), id="pk"))


class NewsroomPage(ListingPage):
    """The media hub: everything the newsroom publishes, newest first."""

    template = "newsroom/newsroom_page.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = [
        "newsroom.NewsListPage",
        "newsroom.PressReleasePage",
        "newsroom.NewsArticlePage",
        "newsroom.NewsLinkPage",
    ]
    page_description = "The media hub: all releases and articles"

    intro = RichTextField("introduction", blank=True, features=PROSE)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]
    api_fields = [APIField("intro", HTMLField("intro"))]

    objects = PageManager.from_queryset(NewsroomPageQuerySet)()

    class Meta:
        verbose_name = "newsroom"

    def _public_lists(self) -> Iterable[int]:
        if "list_rows" in self.__dict__:
            return [row["id"] for row in self.__dict__["list_rows"] or []]
        lists = NewsListPage.objects.descendant_of(self).public_now().order_by()
        return lists.values_list("pk", flat=True)


class NewsListPage(ListingPage):
    """One category of the newsroom."""

    template = "newsroom/news_list_page.html"
    parent_page_types = ["pages.HomePage", "newsroom.NewsroomPage"]
    subpage_types = [
        "newsroom.PressReleasePage",
        "newsroom.NewsArticlePage",
        "newsroom.NewsLinkPage",
    ]
    page_description = "One category of the newsroom, such as press releases"

    intro = RichTextField("introduction", blank=True, features=PROSE)
    default_kind = models.CharField(
        "mostly holds",
        max_length=20,
        choices=ItemKind,
        default=ItemKind.NEWS,
        help_text="What editors most often add here.",
    )

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("default_kind")]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]
    api_fields = [APIField("intro", HTMLField("intro"))]

    class Meta:
        verbose_name = "news list"
