"""Pages through revisions: made once, changed only when their source did."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey
from django.utils.timezone import get_default_timezone, make_aware
from wagtail.fields import StreamField
from wagtail.models import Page

from newsroom.models import PressReleasePage, ReleaseContact
from pages import permalinks
from pages.models import BasePage, SearchPage
from portal.isomer.codes import Code, Note
from portal.isomer.models import ImportedPage
from portal.isomer.planner import HOME, PlannedPage
from portal.isomer.report import Action
from portal.isomer.resolver.resolve import Resolved
from portal.isomer.writer.contacts import contact_id
from portal.isomer.writer.page_types import MODELS, fitting
from portal.isomer.writer.place import Place
from portal.isomer.writer.rescue import rescue_fields, rescue_streams


@dataclass
class Written:
    """What became of one page."""

    action: str
    page_id: int | None
    address: str
    page_type: str
    notes: list[Note] = field(default_factory=list)


class PageWriter:
    """Makes the pages of one run, then fills them."""

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
        self._parents: dict[str, BasePage] = {}

    def ensure(self, planned: PlannedPage) -> None:
        """A page to fill later: the one imported before, or a new one that nobody sees yet."""
        record = self.records.get(planned.source)
        model = MODELS[planned.page_type]
        if record is not None:
            page = record.page.specific
            if type(page) is model or record.is_edited(page) or not page.is_leaf():
                self._keep(planned, page)
                if type(page) is not model:
                    self._mistyped.add(planned.source)
                return
            # Its type changed in the map: nothing but the import ever touched it.
            self._retyped.add(planned.source)
            del self.records[planned.source]
            page.delete()
            self._forget_parent(planned.parent)
        parent = self._parent(planned.parent)
        if model is SearchPage and (found := SearchPage.objects.child_of(parent).first()):
            self._keep(planned, found)
            self.kept[planned.source] = Code.SEARCH_EXISTS
            return
        page = model(title=planned.title, slug=planned.slug, live=False)
        if planned.day is not None and hasattr(page, "date"):
            page.date = planned.day
        parent.add_child(instance=page)
        self._keep(planned, page)
        if planned.source not in self._retyped:
            self.made.add(planned.source)

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
        if made:
            self.made.add(planned.source)
        elif planned.source not in self.records:
            self.kept[planned.source] = Code.HOME_EXISTS

    def write(self, planned: PlannedPage, resolved: Resolved) -> Written:
        """Fill a page when its content is not what the last run wrote."""
        record = self.records.get(planned.source)
        page = self._load(planned)
        if planned.source in self.kept:
            return self._left_alone(page, self.kept[planned.source])
        if record is not None and record.is_edited(page):
            return self._left_alone(page, Code.LOCAL_EDIT)
        if planned.source in self._mistyped:
            return self._left_alone(page, Code.TYPE_UNFIT)
        permalink = self._permalink(planned, page)
        fingerprint = _fingerprint(planned, permalink, resolved)
        if record is not None and record.fingerprint == fingerprint:
            return self._written(Action.UNCHANGED, page, [])
        notes = self._fill(page, planned, permalink, resolved)
        revision = page.save_revision(log_action=False, clean=False)
        if not planned.draft:
            revision.publish(log_action=False)
        elif page.live:
            page.unpublish(log_action=False)
        page = Page.objects.get(pk=page.pk).specific
        ImportedPage.objects.update_or_create(
            site=self.place.site,
            repository=self.repository,
            source=planned.source,
            defaults={
                "page_id": page.pk,
                "fingerprint": fingerprint,
                "revision": page.latest_revision_id,
                "live": page.live,
            },
        )
        is_new = planned.source in self.made
        if planned.source in self._retyped:
            notes.append(Note(Code.TYPE_CHANGED, page.specific_class.__name__))
        action = Action.CREATED if is_new else Action.UPDATED
        return self._written(action, page, notes)

    def address_of(self, planned: PlannedPage) -> str:
        """The public path of a page of this run."""
        return planned.address or permalinks.encode(self._tree_address(self._load(planned)))

    def _keep(self, planned: PlannedPage, page: BasePage) -> None:
        self.ids[planned.source] = page.pk
        self._parents[planned.source] = page

    def _parent(self, source: str) -> BasePage:
        return self._parents[source]

    def _forget_parent(self, source: str) -> None:
        self._parents[source].refresh_from_db()

    def _load(self, planned: PlannedPage) -> BasePage:
        return Page.objects.get(pk=self.ids[planned.source]).specific

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
            _assign(page, name, value)
        if isinstance(page, PressReleasePage):
            page.contacts = [
                ReleaseContact(contact_id=contact_id(contact), sort_order=place)
                for place, contact in enumerate(resolved.contacts)
            ]
        page.go_live_at = _midnight(planned.go_live) if planned.go_live else None
        notes += rescue_streams(page, resolved.fields)
        try:
            page.full_clean()
        except ValidationError as error:
            notes += rescue_fields(page, error)
            try:
                page.full_clean()
            except ValidationError as still:
                if "permalink" not in getattr(still, "error_dict", {}):
                    raise
                notes.append(Note(Code.ADDRESS_TAKEN, page.permalink))
                page.permalink = ""
                page.full_clean()
        return notes

    def _left_alone(self, page: Page, code: str) -> Written:
        return self._written(Action.KEPT, page, [Note(code)])

    def _written(self, action: str, page: Page, notes: list[Note]) -> Written:
        return Written(action, page.pk, self._public_address(page), type(page).__name__, notes)

    def _public_address(self, page: Page) -> str:
        return getattr(page, "permalink", "") or self._tree_address(page)


def _assign(page: BasePage, name: str, value: Any) -> None:
    model_field = page._meta.get_field(name)
    if isinstance(model_field, StreamField):
        setattr(page, name, json.dumps(value))
    elif isinstance(model_field, ForeignKey):
        setattr(page, model_field.attname, value)
    elif value is not None:
        setattr(page, name, value)


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
