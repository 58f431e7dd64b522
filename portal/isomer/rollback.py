"""An import is taken back: what it made goes, what it changed returns, what people edited stays."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex, Revision, Site

from pages.models import Navigation, SiteSettings
from pages.snippets import Contact
from portal.isomer.models import ImportedMedia, ImportedPage, ImportRun, ImportRunItem, RunState
from portal.isomer.models.runs import Phase
from portal.isomer.report import Action
from portal.isomer.writer.place import make_welcome
from portal.isomer.writer.settings import SettingsWriter

#: What a page's fingerprint is after its return: the next import writes it anew.
TAKEN_BACK = "taken-back"
T = TypeVar("T")
_BATCH = 20
_NAMED = 20
_SETTINGS = {model.__name__: model for model in (SiteSettings, Navigation)}


@dataclass
class RollbackPlan:
    """What taking a run back would do, or did."""

    removed: int = 0
    restored: int = 0
    kept: list[str] = field(default_factory=list)
    """The titles of pages that stay as they are, because somebody changed them."""
    blocked: str = ""
    """Why it can't be done; empty when it can."""

    def __str__(self) -> str:
        text = f"{self.removed} pages removed, {self.restored} returned to their earlier version."
        if self.kept:
            names = ", ".join(f"“{title}”" for title in self.kept[:_NAMED])
            more = f" and {len(self.kept) - _NAMED} more" if len(self.kept) > _NAMED else ""
            text += f" Kept, because they were changed here or hold other pages: {names}{more}."
        return text


def preview(run: ImportRun) -> RollbackPlan:
    """What taking a run back would do now; nothing is changed."""
    if reason := _refusal(run):
        return RollbackPlan(blocked=reason)
    plan = RollbackPlan()
    made = _made(run)
    for page in made:
        if _is_edited(page):
            plan.kept.append(page.title)
        else:
            plan.removed += 1
    for item in _updated(run):
        if item.page is None or _is_edited(item.page):
            plan.kept.append(item.page.title if item.page else item.source)
        else:
            plan.restored += 1
    return plan


def roll_back(run: ImportRun, progress: Callable[[str, int, int], None]) -> RollbackPlan:
    """Take a run back, in batches; interrupted, it can be started again.

    The caller has made sure that `preview` names no reason against it.
    """
    made, updated = _made(run), list(_updated(run))
    plan = RollbackPlan()
    total = len(made) + len(updated)
    with transaction.atomic():
        _return_settings(run)
        Redirect.objects.filter(pk__in=run.undo.get("redirects", [])).delete()

    def tell(done: int) -> None:
        run.beat(Phase.ROLLBACK, done, total)
        progress(Phase.ROLLBACK, done, total)

    _in_batches(made, lambda page: _remove(page, plan), tell)
    _in_batches(updated, lambda item: _restore(item, plan), lambda done: tell(len(made) + done))
    with transaction.atomic():
        _forget_unused(run)
        run.rolled_back(str(plan))
    Site.clear_site_root_paths_cache()
    return plan


def _refusal(run: ImportRun) -> str:
    if run.dry_run:
        return "This was a rehearsal: it changed nothing."
    if run.state == RunState.ROLLED_BACK:
        return "This import was taken back already."
    if run.state == RunState.WAITING or (run.is_running and run.phase != Phase.ROLLBACK):
        return "This import is not over yet."
    newer = ImportRun.objects.filter(
        site=run.site, repository=run.repository, dry_run=False, asked_at__gt=run.asked_at
    ).exclude(state=RunState.ROLLED_BACK)
    wrote = ImportRunItem.objects.filter(
        run__in=newer, action__in=(Action.CREATED, Action.ENTRY, Action.UPDATED)
    )
    if first := newer.filter(pk__in=wrote.values("run")).first():
        return f"A newer import wrote to the same pages; take that one back first: {first}."
    return ""


def _made(run: ImportRun) -> list[Page]:
    """The pages that the run made, the deepest first; also those it had no time to fill."""
    written = run.items.filter(action__in=(Action.CREATED, Action.ENTRY)).values("page_id")
    own = ImportedPage.objects.filter(site=run.site, repository=run.repository)
    pages = Page.objects.filter(pk__in=written) | Page.objects.filter(
        pk__in=own.filter(fingerprint="").values("page_id")
    )
    return list(pages.select_related("imported_from").order_by("-depth", "-path"))


def _updated(run: ImportRun) -> "QuerySet[ImportRunItem]":
    items = run.items.filter(action=Action.UPDATED, undo__latest__isnull=False)
    return items.select_related("page__imported_from").order_by("position")


def _is_edited(page: Page) -> bool:
    record = getattr(page, "imported_from", None)
    return record is None or record.is_edited(page)


def _remove(page: Page, plan: RollbackPlan) -> None:
    current = Page.objects.select_for_update().filter(pk=page.pk).first()
    if current is None:
        return
    if _is_edited(page) or not current.is_leaf():
        plan.kept.append(page.title)
        return
    if site := Site.objects.filter(root_page=current).first():
        make_welcome(site)
    current.specific.delete()
    plan.removed += 1


def _restore(item: ImportRunItem, plan: RollbackPlan) -> None:
    page = Page.objects.select_for_update().filter(pk=item.page_id).first()
    latest = Revision.objects.filter(pk=item.undo["latest"]).first()
    record = ImportedPage.objects.filter(page=page).first() if page else None
    if page is None or latest is None or record is None or record.is_edited(page):
        plan.kept.append(page.title if page else item.source)
        return
    if record.fingerprint == TAKEN_BACK:
        return
    live = Revision.objects.filter(pk=item.undo["live"]).first() if item.undo["live"] else None
    if live is not None:
        live.as_object().save_revision(log_action=False).publish(log_action=False)
    elif page.live:
        page.specific.unpublish(log_action=False)
    if live is None or live.pk != latest.pk:
        latest.as_object().save_revision(log_action=False)
    page.refresh_from_db()
    record.revision, record.live, record.fingerprint = (
        page.latest_revision_id,
        page.live,
        TAKEN_BACK,
    )
    record.save()
    plan.restored += 1


def _return_settings(run: ImportRun) -> None:
    if run.site is None:
        return
    writer = SettingsWriter(run.site, run.repository)
    for item in run.items.exclude(undo={}).filter(page_type__in=_SETTINGS):
        writer.give_back(_SETTINGS[item.page_type], item.undo)


def _forget_unused(run: ImportRun) -> None:
    """Images, documents and contacts that the run made and nothing refers to any more."""
    media = ImportedMedia.objects.filter(run=run).select_related("image", "document")
    contacts = Contact.objects.filter(pk__in=run.undo.get("contacts", []))
    for made in (*(row.image or row.document for row in media), *contacts):
        if made is not None and not ReferenceIndex.get_references_to(made).exists():
            made.delete()


def _in_batches(things: list[T], act: Callable[[T], None], tell: Callable[[int], None]) -> None:
    """Act on each, a transaction to a batch; after each, how many are done is told."""
    for start in range(0, len(things), _BATCH):
        batch = things[start : start + _BATCH]
        with transaction.atomic():
            for thing in batch:
                act(thing)
        tell(start + len(batch))
