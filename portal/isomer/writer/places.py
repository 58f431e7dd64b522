"""Places in the tree for many new pages at once.

Adding a page the usual way asks and writes about seventeen times; an import adds thousands of
leaves below a few parents, whose slugs its plan has made unique. What is made here is what
`add_child` makes of a draft: a row in each table of the page's type, and an entry in its history.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model
from wagtail.models import Page, PageLogEntry

from pages import clock


def add_leaves(parent: Page, pages: list[Page]) -> None:
    """Put new, unsaved pages below a saved one, after its other children; they become drafts.

    To be called inside a transaction. Pages get their keys.
    """
    parent = Page.objects.select_for_update().get(pk=parent.pk)
    taken = set(parent.get_children().values_list("slug", flat=True))
    last = parent.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    for place, page in enumerate(pages, start=step + 1):
        page.slug = _free(page.slug, taken)
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, place)
        page.locale_id = parent.locale_id
        page.draft_title = page.title
        page.set_url_path(parent)
    rows = Page.objects.bulk_create(Page(**_columns(Page, page)) for page in pages)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = row.pk
        for model in _tables(type(page)):
            setattr(page, model._meta.pk.attname, row.pk)
            # A row of this table alone, as when a fixture is loaded: its parents are there.
            model(**_columns(model, page)).save_base(raw=True, force_insert=True)
        page._state.adding = False
    PageLogEntry.objects.bulk_create(_created(pages))
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))


def _free(slug: str, taken: set[str]) -> str:
    """The slug, numbered when somebody took it since the plan was made."""
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    taken.add(free)
    return free


def _tables(model: type[Page]) -> list[type[Model]]:
    """The models between Page and the page's own, parents first."""
    chain = [model, *model._meta.get_parent_list()]
    return [found for found in reversed(chain) if found is not Page]


def _columns(model: type[Model], page: Page) -> dict[str, Any]:
    fields = [field for field in model._meta.local_concrete_fields if field.name != "id"]
    return {field.attname: getattr(page, field.attname) for field in fields}


def _created(pages: list[Page]) -> Iterable[PageLogEntry]:
    now = clock.now()
    types = ContentType.objects.get_for_models(*{type(page) for page in pages})
    for page in pages:
        yield PageLogEntry(
            page_id=page.pk,
            content_type=types[type(page)],
            label=page.get_admin_display_title(),
            action="wagtail.create",
            timestamp=now,
        )
