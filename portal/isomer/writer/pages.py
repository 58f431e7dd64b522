"""Pages through revisions: made once, changed only when their source did."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.timezone import get_default_timezone, make_aware
from wagtail.models import Locale, Page

from newsroom.models import PressReleasePage, ReleaseContact
from pages import permalinks
from pages.models import BasePage, SearchPage
from portal.isomer.codes import Code, Note
from portal.isomer.documents import Kind
from portal.isomer.models import ImportedPage
from portal.isomer.planner import HOME, PlannedPage
from portal.isomer.report import Action
from portal.isomer.resolver.resolve import Resolved
from portal.isomer.writer.page_types import MODELS, fitting
from portal.isomer.writer.place import Place
from portal.isomer.writer.places import add_leaves
from portal.isomer.writer.publishing import publish
from portal.isomer.writer.rescue import rescue_fields, rescue_streams
from portal.isomer.writer.values import assign

#: What other pages stand below.
PARENTS = frozenset({Kind.NEWSROOM, Kind.CATEGORY, Kind.COLLECTION})

#: Decided when the page got its place, and not changed by filling it.
_SETTLED = frozenset({"path", "locale", "translation_key"})


@dataclass
class Written:
    """What became of one page."""

    action: str
    page_id: int | None
    address: str
    page_type: str
    notes: list[Note] = field(default_factory=list)
    undo: dict[str, Any] = field(default_factory=dict)
    """The page's revisions before, when it was there before."""


class PageWriter:
    """Makes the pages of one run, then fills them in batches.

    Between `ensure` and `write` a page is known by its row in the tree alone; `load` fetches the
    whole pages of a batch, `settle` records what became of them.
    """

    def __init__(self, place: Place, repository: str):
        self.place = place
        self.repository = repository
        rows = ImportedPage.objects.filter(site=place.site, repository=repository)
        self.records = {row.source: row for row in rows.select_related("page")}
        self.ids: dict[str, int] = {}
        self.made: set[str] = set()
        self.kept: dict[str, str] = {}
        self._retyped: set[str] = set()
        self._mistyped: set[str] = set()
        self._pages: dict[str, Page] = {}
        self._loaded: dict[int, BasePage] = {}
        self._fresh: list[ImportedPage] = []
        self._locales: dict[int, Locale] = {}
        self._leaves: dict[str, list[tuple[PlannedPage, BasePage]]] = {}

    def ensure(self, planned: PlannedPage) -> None:
        """A page to fill later: the one imported before, or a new one that nobody sees yet."""
        record = self.records.get(planned.source)
        model = MODELS[planned.page_type]
        if record is not None:
            page = record.page
            if page.specific_class is model or record.is_edited(page) or not page.is_leaf():
                self._keep(planned, page)
                if page.specific_class is not model:
                    self._mistyped.add(planned.source)
                elif not record.fingerprint:
                    self.made.add(planned.source)
                return
            # Its type changed in the map: nothing but the import ever touched it.
            self._retyped.add(planned.source)
            del self.records[planned.source]
            page.specific.delete()
            self._pages[planned.parent].refresh_from_db()
        parent = self._pages[planned.parent]
        if model is SearchPage and (found := SearchPage.objects.child_of(parent).first()):
            self._keep(planned, found)
            self.kept[planned.source] = Code.SEARCH_EXISTS
            return
        page = model(title=planned.title, slug=planned.slug, live=False)
        if planned.day is not None and hasattr(page, "date"):
            page.date = planned.day
        if planned.kind in PARENTS:
            parent.add_child(instance=page)
            self._made(planned, page)
        else:
            self._leaves.setdefault(planned.parent, []).append((planned, page))

    def settle_places(self) -> None:
        """Put the pages into the tree that `ensure` found missing and nothing is below."""
        for parent, leaves in self._leaves.items():
            add_leaves(self._pages[parent], [page for _, page in leaves])
            for planned, page in leaves:
                self._made(planned, page)
        self._leaves.clear()

    def follow_renames(self, pages: list[PlannedPage]) -> None:
        """A file that only got another name keeps its page: its address tells."""
        known = {planned.source for planned in pages}
        gone = {
            permalinks.key_of(self._public_address(row.page.specific)): row
            for row in self.records.values()
            if row.source not in known
        }
        for planned in pages:
            if planned.source in self.records or not planned.address:
                continue
            row = gone.pop(permalinks.key_of(planned.address), None)
            if row is not None:
                del self.records[row.source]
                row.source = planned.source
                row.save(update_fields=["source"])
                self.records[row.source] = row

    def gone(self, pages: list[PlannedPage]) -> list[ImportedPage]:
        """What earlier runs made of files that are no longer there."""
        known = {planned.source for planned in pages}
        return [row for source, row in sorted(self.records.items()) if source not in known]

    def adopt_home(self, planned: PlannedPage, home: BasePage, *, made: bool) -> None:
        """The home page: ours when this run made it or an earlier one did."""
        self._keep(planned, home)
        record = self.records.get(planned.source)
        if made:
            self._made(planned, home)
        elif record is None:
            self.kept[planned.source] = Code.HOME_EXISTS
        elif not record.fingerprint:
            self.made.add(planned.source)

    def load(self, batch: list[PlannedPage]) -> None:
        """Fetch the pages that `write` will be asked for, whole and as they are now."""
        above = {self.ids[p.source]: self._pages[p.parent] for p in batch if p.parent}
        found = Page.objects.filter(pk__in=[self.ids[p.source] for p in batch]).specific()
        self._loaded = {page.pk: page for page in found}
        for page in self._loaded.values():
            # What Wagtail would ask for again for every single page.
            page.content_type = ContentType.objects.get_for_id(page.content_type_id)
            page.locale = self._locale(page.locale_id)
            if page.pk in above:
                page._cached_parent_obj = above[page.pk]
                page._is_site_root = False

    def write(self, planned: PlannedPage, resolved: Resolved) -> Written:
        """Fill a page when its content is not what the last run wrote."""
        record = self.records.get(planned.source)
        page = self._loaded[self.ids[planned.source]]
        if planned.source in self.kept:
            return self._left_alone(page, self.kept[planned.source])
        if record is None or record.is_edited(page):
            return self._left_alone(page, Code.LOCAL_EDIT)
        if planned.source in self._mistyped:
            return self._left_alone(page, Code.TYPE_UNFIT)
        permalink = self._permalink(planned, page)
        fingerprint = _fingerprint(planned, permalink, resolved)
        if record.fingerprint == fingerprint:
            return self._written(Action.UNCHANGED, page, [])
        undo = {"live": page.live_revision_id, "latest": page.latest_revision_id}
        notes = self._fill(page, planned, permalink, resolved)
        revision = page.save_revision(log_action=False, clean=False)
        if not planned.draft:
            publish(page, revision)
        elif page.live:
            page.unpublish(log_action=False)
        record.fingerprint = fingerprint
        self._fresh.append(record)
        is_new = planned.source in self.made
        if planned.source in self._retyped:
            notes.append(Note(Code.TYPE_CHANGED, page.specific_class.__name__))
        written = self._written(Action.CREATED if is_new else Action.UPDATED, page, notes)
        written.undo = {} if is_new or planned.source in self._retyped else undo
        return written

    def settle(self) -> None:
        """Record the batch: which revision of each page is the import's own."""
        rows = {row.page_id: row for row in self._fresh}
        states = Page.objects.filter(pk__in=rows).values_list("pk", "latest_revision_id", "live")
        for pk, revision, live in states:
            rows[pk].revision, rows[pk].live = revision, live
        ImportedPage.objects.bulk_update(rows.values(), ["fingerprint", "revision", "live"])
        self._fresh.clear()

    def forget(self) -> None:
        """The batch was rolled back."""
        for row in self._fresh:
            row.refresh_from_db(fields=["fingerprint", "revision", "live"])
        self._fresh.clear()

    def address_of(self, planned: PlannedPage) -> str:
        """The public path of a page of this run."""
        page = self._pages[planned.source]
        return planned.address or permalinks.encode(self._tree_address(page))

    def _keep(self, planned: PlannedPage, page: Page) -> None:
        self.ids[planned.source] = page.pk
        self._pages[planned.source] = page

    def _locale(self, key: int) -> Locale:
        if key not in self._locales:
            self._locales[key] = Locale.objects.get(pk=key)
        return self._locales[key]

    def _made(self, planned: PlannedPage, page: Page) -> None:
        self._keep(planned, page)
        self.records[planned.source] = ImportedPage.objects.create(
            site=self.place.site,
            repository=self.repository,
            source=planned.source,
            page_id=page.pk,
        )
        if planned.source not in self._retyped:
            self.made.add(planned.source)

    def _tree_address(self, page: Page) -> str:
        root = self.place.site.root_page.url_path
        return "/" + page.url_path[len(root) :]

    def _permalink(self, planned: PlannedPage, page: Page) -> str:
        if planned.source == HOME:
            return ""
        return "" if planned.address in {"", self._tree_address(page)} else planned.address

    def _fill(
        self, page: BasePage, planned: PlannedPage, permalink: str, resolved: Resolved
    ) -> list[Note]:
        notes: list[Note] = []
        page.permalink = permalink
        for name, value in resolved.fields.items():
            value, cut = fitting(type(page), name, value)
            if cut:
                notes.append(Note(Code.FIELD_TRUNCATED, name))
            if value is not None or page._meta.get_field(name).null:
                assign(page, name, value)
        if isinstance(page, PressReleasePage):
            page.contacts = [
                ReleaseContact(contact_id=key, sort_order=place)
                for place, key in enumerate(resolved.contact_ids)
            ]
        page.go_live_at = _midnight(planned.go_live) if planned.go_live else None
        notes += rescue_streams(page, resolved.fields)
        try:
            page.full_clean(exclude=_SETTLED)
        except ValidationError as error:
            notes += rescue_fields(page, error)
            try:
                page.full_clean(exclude=_SETTLED)
            except ValidationError as still:
                if "permalink" not in getattr(still, "error_dict", {}):
                    raise
                notes.append(Note(Code.ADDRESS_TAKEN, page.permalink))
                page.permalink = ""
                page.full_clean(exclude=_SETTLED)
        return notes

    def _left_alone(self, page: Page, code: str) -> Written:
        return self._written(Action.KEPT, page, [Note(code)])

    def _written(self, action: str, page: Page, notes: list[Note]) -> Written:
        return Written(action, page.pk, self._public_address(page), type(page).__name__, notes)

    def _public_address(self, page: Page) -> str:
        return getattr(page, "permalink", "") or self._tree_address(page)


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min), get_default_timezone())


def _fingerprint(planned: PlannedPage, permalink: str, resolved: Resolved) -> str:
    state = {
        "type": planned.page_type,
        "permalink": permalink,
        "draft": planned.draft,
        "go_live": planned.go_live,
        "fields": resolved.fields,
        "contacts": [vars(contact) for contact in resolved.contacts],
    }
    text = json.dumps(state, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
