from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.models.pages import PageManager
from wagtail.search import index

from pages import outline, permalinks, visibility
from pages.forms import BasePageForm
from pages.visibility import PublicPageQuerySet


class BasePage(Page):
    """What every page has: the gate, an address of its own if it wants one, a picture to share."""

    permalink = models.CharField(
        "own address",
        max_length=permalinks.MAX_LENGTH,
        blank=True,
        help_text="Only if the page must be reached at a path that is not its place in the site, "
        "such as /about/our-story. Leave it empty otherwise.",
    )
    social_image = models.ForeignKey(
        "pages.SiteImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="picture for sharing",
        help_text="Shown when somebody shares the page. 1200 by 630 pixels look best.",
    )

    base_form_class = BasePageForm
    promote_panels = [
        MultiFieldPanel(
            ["slug", "permalink", "seo_title", "search_description"],
            heading="Address and search engines",
        ),
        FieldPanel("social_image"),
    ]
    show_in_menus_default = False

    search_fields = [*Page.search_fields, index.FilterField("social_image_id")]

    objects = PageManager.from_queryset(PublicPageQuerySet)()

    #: What visitors call pages of this type; see `kind_label`.
    type_label = "Page"
    #: The stream whose headings make the table of contents.
    story_field = "body"

    class Meta:
        abstract = True

    @property
    def kind_label(self) -> str:
        """What visitors call this sort of page, in search results and facets."""
        return self.type_label

    @property
    def summary_text(self) -> str:
        """One or two sentences about the page, for cards, search results and sharing."""
        return getattr(self, "summary", "") or self.search_description

    @cached_property
    def contents(self) -> list[outline.Entry]:
        """The table of contents; naming the headings on the way."""
        story = getattr(self, self.story_field, None)
        return outline.outline(story) if story else []

    def get_url_parts(self, request: HttpRequest | None = None):
        parts = super().get_url_parts(request)
        if parts and self.permalink and parts[2] is not None:
            return (parts[0], parts[1], permalinks.encode(self.permalink))
        return parts

    def get_view_restrictions(self):
        # The gate has looked at the whole tree already; only a restricted page asks again.
        return super().get_view_restrictions() if visibility.is_restricted(self) else []

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["contents"] = self.contents
        return context

    def clean(self) -> None:
        super().clean()
        if self.path:
            self.check_address(self.get_parent())

    def check_address(self, parent: Page | None) -> None:
        """Refuse an address that can't be used, or that another page of the site has.

        Raises ValidationError, keyed by the field to change.
        """
        try:
            self.permalink = permalinks.normalise(self.permalink)
        except ValidationError as error:
            raise ValidationError({"permalink": error}) from error
        site = parent.get_site() if parent else None
        if site is None:
            return
        field = "permalink" if self.permalink else "slug"
        path = self.permalink or permalinks.tree_path(parent, self.slug, site)
        try:
            permalinks.check(self, path, site)
        except ValidationError as error:
            raise ValidationError({field: error}) from error
