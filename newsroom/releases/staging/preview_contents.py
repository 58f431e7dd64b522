"""What a shared preview holds: its pages in the shared versions, and the files they refer to."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex, Site

from newsroom.releases.models import SharedPreview
from newsroom.releases.staging import previews
from newsroom.releases.staging.rewriting import Rewriting
from newsroom.releases.staging.rolled_back import stage
from pages import clock, languages, permalinks
from pages.models import SiteDocument


class Contents:
    """The pages and files of a preview; they can be asked for inside `staged()`."""

    def __init__(self, preview: SharedPreview, token: str) -> None:
        self._preview = preview
        self._token = token
        if preview.release is not None:
            self._ids = [item.page_id for item in previews.shown_items(preview)]
        else:
            self._ids = [preview.page_id]

    @contextmanager
    def staged(self) -> Iterator["Contents"]:
        """Put the shared versions, and nothing else that is not public, onto a stage.

        The clock stays where it is: what else becomes visible until the release stays hidden.
        """
        release, revision = self._preview.release, self._preview.revision
        releases = [release] if release is not None and release.is_open else []
        revisions = [revision] if release is None and revision is not None else []
        with stage(clock.now(), releases=releases, revisions=revisions):
            yield self

    def page(self, pk: int) -> Page:
        """A shared page, of its own type. Raises Http404 when it was deleted."""
        found = Page.objects.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found.specific

    def document(self, pk: int) -> SiteDocument | None:
        """A file that one of the shared pages refers to."""
        return self._documents().filter(pk=pk).first()

    def rewriting(self) -> Rewriting:
        """How links between the shared pages, and to their files, stay inside the preview."""
        addresses = {}
        hosts = set()
        for page in Page.objects.filter(pk__in=self._ids).specific():
            inside = reverse("release_preview_page", args=[self._token, page.pk])
            for path in self._paths(page):
                addresses[path] = inside
            site = page.get_site()
            if site is not None:
                hosts.add(site.hostname)
        if self._preview.release is None:
            addresses = dict.fromkeys(addresses, reverse("release_preview", args=[self._token]))
        for document in self._documents():
            addresses[document.url] = reverse(
                "release_preview_document", args=[self._token, document.pk, document.filename]
            )
        return Rewriting(hosts, addresses)

    def _documents(self):
        pages = ReferenceIndex._get_base_content_type(Page)
        files = ReferenceIndex._get_base_content_type(SiteDocument)
        ids = ReferenceIndex.objects.filter(
            base_content_type=pages,
            object_id__in=[str(pk) for pk in self._ids],
            to_content_type=files,
        ).values_list("to_object_id", flat=True)
        return SiteDocument.objects.filter(pk__in=[int(pk) for pk in ids])

    def _paths(self, page: Page) -> Iterator[str]:
        """The decoded paths under which links name a page: its address, and its place."""
        site: Site | None = page.get_site()
        if site is None:
            return
        if getattr(page, "permalink", ""):
            yield permalinks.own_path(page, site)
        parent = page.get_parent()
        root, prefix = languages.tree_of(page, site)
        if page.url_path == root or parent is None:
            yield prefix + "/"
        else:
            yield permalinks.tree_path(parent, page.slug, site)
