from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Subquery
from django.db.models.functions import Left, Length
from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.models.pages import PageManager
from wagtail.search import index

from pages import (
    languages,
    outline,
    permalinks,
    publication,
    surroundings,
    together,
    visibility,
)
from pages.admin_privacy.copying import KnownCopyForm
from pages.forms import BasePageForm
from pages.media import pictures
from pages.visibility import PublicPageQuerySet

#: What a page keeps whatever a version of it says. Looked up, each would cost a statement, a version
#: with all of its content; nobody types them, and the database holds them by its constraints.
_SET_BY_WAGTAIL = frozenset({
    "alias_of", "content_type", "latest_revision", "live_revision", "locale", "locked_by", "owner",
})  # fmt: skip
#: Likewise, that nobody else has them.
_UNIQUE_IN_THE_DATABASE = frozenset({"path", "translation_key"})


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
    copy_form_class = KnownCopyForm
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
    type_label: str | Promise = _("Page")
    #: The stream whose headings make the table of contents.
    story_field = "body"
    #: Whether the search of the site may find pages of this type.
    in_site_search = True

    class Meta:
        abstract = True

    @property
    def kind_label(self) -> str:
        """What visitors call this sort of page, in search results and facets."""
        return str(self.type_label)

    @classmethod
    def search_kind(cls) -> tuple[str, str | Promise]:
        """How addresses of the search name this sort of page, in any language, and its label."""
        with translation.override(None):
            return slugify(str(cls.type_label)), cls.type_label

    @property
    def search_date(self) -> date | None:
        """The day by which the search narrows results to a year; None for a page without one."""
        return None

    @property
    def summary_text(self) -> str:
        """One or two sentences about the page, for cards, search results and sharing."""
        return getattr(self, "summary", "") or self.search_description

    @cached_property
    def contents(self) -> list[outline.Entry]:
        """The table of contents; naming the headings on the way."""
        story = getattr(self, self.story_field, None)
        return outline.outline(story) if story else []

    #: By which relations pages beside this one are fetched as what they are.
    beside_as: tuple[str, ...] = ()

    def stands_beside(self) -> set[int]:
        """The numbers of pages that an answer names beside those that the page points to."""
        return set()

    def cards(self) -> Iterable[models.Model]:
        """Pages that an answer shows as cards, if they were fetched before it is rendered."""
        return ()

    def get_url_parts(self, request: HttpRequest | None = None):
        parts = together.place_on_only_site(self) or super().get_url_parts(request)
        if parts and self.permalink and parts[2] is not None:
            path = languages.prefix_of(parts[2]) + permalinks.encode(self.permalink)
            return (parts[0], parts[1], path)
        return parts

    def _get_site_root_paths(self, cache_object=None, **kwargs):
        # Wagtail would ask the cache of all processes for each page that an answer names.
        if cache_object is None and visibility.scope() is not None:
            return together.site_roots()
        return super()._get_site_root_paths(cache_object, **kwargs)

    def route(self, request: HttpRequest, path_components: list[str]):
        # Wagtail looks for the page behind an address here; visitors come by `permalinks.find`.
        found = super().route(request, path_components)
        if not visibility.is_served(found.page):
            raise Http404
        return found

    def get_view_restrictions(self):
        # The gate has looked at the whole tree already; only a restricted page asks again.
        if visibility.is_restricted(self):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    def full_clean(self, exclude: Iterable[str] | None = None, **kwargs) -> None:
        known = _SET_BY_WAGTAIL | _UNIQUE_IN_THE_DATABASE
        super().full_clean(exclude={*(exclude or ()), *known}, **kwargs)

    def with_content_json(self, content: dict):
        """The page as a version has it."""
        own = {name: value for name, value in content.items() if name not in _SET_BY_WAGTAIL}
        page = super().with_content_json(own)
        # Wagtail gives it the others of them.
        page.live_revision_id = self.live_revision_id
        # It was asked for to know the address.
        page.__dict__.setdefault("_cached_parent_obj", self.get_parent())
        return page

    def save_revision(self, *args, overwrite_revision: Revision | None = None, **kwargs):
        """Make a new version also where autosave would write over one that somebody relies on."""
        if overwrite_revision is None:
            return super().save_revision(*args, **kwargs)
        with transaction.atomic():
            # Whoever comes to rely on a version locks the page's row first.
            stored = Page.objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
            is_latest = stored is not None and stored.latest_revision_id == overwrite_revision.pk
            if is_latest and publication.is_relied_on(overwrite_revision):
                overwrite_revision = None
            return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def get_parent(self, update: bool = False):
        """Also of a page that was moved since it was read, as by another editor just now."""
        try:
            return super().get_parent(update)
        except Page.DoesNotExist:
            # One statement: the page may be moved again between two.
            above = Left("path", Length("path") - self.steplen)
            own = Page.objects.filter(pk=self.pk).values(above=above)
            return Page.objects.get(path=Subquery(own))

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        surroundings.look_around(self, request)
        context = super().get_context(request, *args, **kwargs)
        pictures.fetch_for_page(self)
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
        site = permalinks.site_of(parent) if parent else None
        if site is None:
            return
        field = "permalink" if self.permalink else "slug"
        prefix = languages.tree_of(parent, site)[1]
        path = (
            prefix + self.permalink
            if self.permalink
            else permalinks.tree_path(parent, self.slug, site)
        )
        if languages.prefix_of(path) != prefix:
            message = f"Addresses below “{languages.prefix_of(path)}” belong to another language."
            raise ValidationError({field: message})
        try:
            permalinks.check(self, path, site)
        except ValidationError as error:
            raise ValidationError({field: error}) from error
