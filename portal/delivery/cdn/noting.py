"""What has to be purged, written down in the transaction that changes it.

Every row of a table that visitors see (`counters.tables.PUBLIC`) passes by here when it is saved or
deleted; what nobody has described counts as a change of everything, as does what is written without
(`untold`). A note says what was changed, not which addresses that are: these are looked up after the
commit, in the background. Only what will not be found any more then is looked up before: addresses of
what is deleted, and former neighbours.

Without CDN_PURGE_URL nothing is written and nothing asked.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import post_page_move

from newsroom.models import NewsroomItem
from newsroom.topics import Topic
from pages import permalinks
from pages.media.worker import sizes_made
from pages.models import SiteImage
from portal.delivery.cdn import addresses, untold
from portal.delivery.cdn.notes import WITH_OTHERS, Note, is_on, note
from portal.delivery.counters.tables import PUBLIC, QUIET_COLUMNS

#: In the memory of a page or a topic that is being saved: what its row was before.
_BEFORE = "_cdn_before"
_QUIET_FIELDS = frozenset(name.removesuffix("_id") for name in QUIET_COLUMNS) | QUIET_COLUMNS


def _everything(row: Any) -> Note:
    return {"everything": True}


def _referred(row: Any) -> Note:
    return {"referred": [row._meta.label_lower, row.pk]}


def _image_of(row: Any) -> Note:
    return {"referred": ["pages.siteimage", row.image_id]}


def _topic(row: Topic) -> Note:
    # What is called after it is found at no other address any more.
    former = {row.slug, row.__dict__.pop(_BEFORE, {}).get("slug", row.slug)}
    return {"everything": True, "topics": sorted(former)}


def _redirect(row: Redirect) -> Note:
    sites = [row.site] if row.site else list(addresses.sites())
    return {"addresses": [site.root_url + row.old_path for site in sites]}


def _former_address(row: Any) -> Note:
    return {"addresses": [row.site.root_url + permalinks.encode(row.path)]}


def _former_place(row: Any) -> Note:
    return {"former": [row.site_id, row.path, row.page_id]}


def _branch(row: Any) -> Note:
    return {"below": row.page.path}


#: What a row of a table changes; everything, where it is not here.
DESCRIBED: dict[str, Callable[[Any], Note]] = {
    "newsroom_changenote": lambda row: {"page": row.page_id},
    "newsroom_formeraddress": _former_address,
    "newsroom_topic": _topic,
    "pages_contact": _referred,
    "pages_formerplace": _former_place,
    "pages_relocation": _branch,
    "pages_sitedocument": _referred,
    "pages_siteimage": _referred,
    "pages_siterendition": _image_of,
    "wagtailcore_pageviewrestriction": _branch,
    "wagtailredirects_redirect": _redirect,
}


def follow() -> None:
    """Listen to what is saved and deleted. Called once, when applications are ready."""
    pre_save.connect(_remember, dispatch_uid="cdn.remember")
    post_save.connect(_saved, dispatch_uid="cdn.saved")
    pre_delete.connect(_leaving, dispatch_uid="cdn.leaving")
    post_delete.connect(_deleted, dispatch_uid="cdn.deleted")
    sizes_made.connect(_made, dispatch_uid="cdn.made")
    post_page_move.connect(_moved, dispatch_uid="cdn.moved")
    untold.follow()


def _remember(
    sender: type[Model], instance: Model, raw: bool, update_fields: Any, **_: Any
) -> None:
    if raw or not is_on() or _is_quiet(update_fields):
        return
    if isinstance(instance, Topic):
        setattr(
            instance, _BEFORE, Topic.objects.filter(pk=instance.pk).values("slug").first() or {}
        )
    if not isinstance(instance, Page):
        return
    stored = Page.objects.filter(pk=instance.pk).first() if instance.pk else None
    before: dict[str, Any] = {"name": _name(stored) if stored else None}
    if stored is not None and isinstance(instance, NewsroomItem):
        before["addresses"] = [*addresses.beside(stored.specific)]
    setattr(instance, _BEFORE, before)


def _saved(sender: type[Model], instance: Model, raw: bool, update_fields: Any, **_: Any) -> None:
    if raw or not is_on() or _is_quiet(update_fields):
        return
    if isinstance(instance, Page):
        before = instance.__dict__.pop(_BEFORE, {"name": None})
        if not instance.live and (before["name"] is None or not before["name"]["live"]):
            # A draft.
            return
        renamed = before["name"] != _name(instance)
        note(page=instance.pk, renamed=renamed, addresses=before.get("addresses", []))
    else:
        _describe(instance)


def _leaving(sender: type[Model], instance: Model, **_: Any) -> None:
    if is_on() and isinstance(instance, Page) and instance.live:
        found = addresses.of_page(instance.specific, renamed=True)
        if found is None:
            note(everything=True)
        else:
            note(addresses=sorted(found))


def _deleted(sender: type[Model], instance: Model, **_: Any) -> None:
    if is_on() and not isinstance(instance, Page):
        _describe(instance)


def _moved(sender: type[Model], instance: Page, **_: Any) -> None:
    note(page=instance.pk, renamed=True)
    note(below=instance.path)


def _made(sender: type[Model], image: SiteImage, **_: Any) -> None:
    # Rows that are written many at a time are told of by nobody else.
    note(**_referred(image))


def _describe(row: Model) -> None:
    table = row._meta.db_table
    if table in PUBLIC and table not in WITH_OTHERS:
        note(**DESCRIBED.get(table, _everything)(row))


def _is_quiet(update_fields: Any) -> bool:
    """Whether a save writes nothing but what belongs to drafts; fields are named, not columns."""
    return bool(update_fields) and _QUIET_FIELDS.issuperset(update_fields)


def _name(page: Page) -> dict[str, Any]:
    """What others say of a page, and whether they may."""
    dates = [page.go_live_at, page.expire_at]
    return {"live": page.live, "title": page.title, "slug": page.slug, "dates": dates}
