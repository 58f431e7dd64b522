"""Items of a report as the admin shows them: in words, with links to what they became."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.apps import apps
from django.urls import reverse
from wagtail.models import Page, get_page_models

from portal.isomer.admin.filters import kind_label, meaning
from portal.isomer.models import ImportRun, ImportRunItem

#: As many warnings of an item are shown at once; the others open with a click.
SHOWN = 3
_SETTINGS = {"SiteSettings": "Site settings", "Navigation": "Menu"}


@dataclass(frozen=True)
class Warned:
    """One warning in words."""

    code: str
    meaning: str
    detail: str
    line: int | None


@dataclass
class Row:
    """One item, and the page as it is today."""

    item: ImportRunItem
    page: Page | None = None
    edit_url: str = ""
    live_url: str = ""
    warnings: list[Warned] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return kind_label(self.item.kind)

    @property
    def became(self) -> str:
        return type_label(self.item.page_type)

    @property
    def is_draft(self) -> bool:
        return self.page is not None and not self.page.live

    @property
    def source_words(self) -> int:
        return self.item.data.get("words", {}).get("source", 0)

    @property
    def page_words(self) -> int:
        return self.item.data.get("words", {}).get("page", 0)

    @property
    def first_warnings(self) -> list[Warned]:
        return self.warnings[:SHOWN]

    @property
    def more_warnings(self) -> list[Warned]:
        return self.warnings[SHOWN:]


def type_label(page_type: str) -> str:
    """What editors call a type of page or setting."""
    if page_type in _SETTINGS:
        return _SETTINGS[page_type]
    names = {model.__name__: model._meta.verbose_name for model in get_page_models()}
    return str(names.get(page_type, page_type)).capitalize()


def rows_of(run: ImportRun, items: Iterable[ImportRunItem]) -> list[Row]:
    """The items with their pages, in as many queries as there are types of pages among them."""
    kept = list(items)
    wanted = [item.page_id for item in kept if item.page_id]
    pages = {page.pk: page for page in Page.objects.filter(pk__in=wanted).specific()}
    return [_row(run, item, pages.get(item.page_id)) for item in kept]


def _row(run: ImportRun, item: ImportRunItem, page: Page | None) -> Row:
    row = Row(item, page, warnings=warnings_of(item))
    if page is not None:
        row.edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        row.live_url = (page.full_url or "") if page.live else ""
    elif item.page_type in _SETTINGS and run.site_id:
        model = apps.get_model("pages", item.page_type)._meta.model_name
        row.edit_url = reverse("wagtailsettings:edit", args=["pages", model, run.site_id])
    return row


def warnings_of(item: ImportRunItem) -> list[Warned]:
    """The warnings of an item, in the order of their lines."""
    notes: Sequence[dict] = item.data.get("warnings", [])
    return [
        Warned(note["code"], meaning(note["code"]), note.get("detail", ""), note.get("line"))
        for note in notes
    ]
