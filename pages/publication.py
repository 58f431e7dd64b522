"""The one door through which pages are published and taken off.

Wagtail publishes through two actions, from a dozen places. Both are guarded here: under the lock of
the page's row every application that has a reason can refuse, and what follows from a publication
in the database happens in the same transaction. `page_published` and its siblings stay what they
are for everything outside the database.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import Signal
from wagtail.actions import publish_revision
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Page, Revision

from pages import clock, indexing, reach

#: Sent in the transaction in which a page went live, with `instance` (of its own type) and
#: `revision`. A receiver writes to the database only; when it raises, the page does not go live.
went_live = Signal()
#: Sent in the transaction in which a page was taken off, with `instance`.
went_off = Signal()

#: Says why a page can't be published or taken off now, or nothing.
Refusal = Callable[[Page, User | None], str]
_refusals: list[Refusal] = []
#: Says whether somebody relies on a version staying word for word as it is.
Reliance = Callable[[Revision], bool]
_reliances: list[Reliance] = []
#: Lines for the person whose request is being answered; None outside of one.
_told: ContextVar[list[str] | None] = ContextVar("pages_publication_told", default=None)
_lifted: ContextVar[bool] = ContextVar("pages_publication_lifted", default=False)
#: What belongs to a page and to none of its versions.
_OF_THE_PAGE_ITSELF = (
    "path", "depth", "numchild", "draft_title", "owner_id", "locked", "locked_by_id", "locked_at",
    "latest_revision_id", "latest_revision_created_at", "live", "has_unpublished_changes",
)  # fmt: skip


class PublicationRefused(PermissionDenied):
    """The page can't be published or taken off now; the message is one line for the person."""


def refuse_when(rule: Refusal) -> Refusal:
    """Register a rule that is asked before every publication and taking off of a page."""
    _refusals.append(rule)
    return rule


def refusal(page: Page, user: User | None) -> str:
    """Why the page can't be published or taken off now; empty when it can."""
    return next(filter(None, (rule(page, user) for rule in _refusals)), "")


def keep_when(rule: Reliance) -> Reliance:
    """Register a rule that is asked before a version is written over."""
    _reliances.append(rule)
    return rule


def is_relied_on(revision: Revision) -> bool:
    """Whether the version has to stay as it is, so that a change makes a new one."""
    return any(rule(revision) for rule in _reliances)


def tell(line: str) -> None:
    """Note a line for the person whose request this is: why a page was not published."""
    if (lines := _told.get()) is not None:
        lines.append(line)


@contextmanager
def listening() -> Iterator[list[str]]:
    """The lines that are told inside the block."""
    lines: list[str] = []
    token = _told.set(lines)
    try:
        yield lines
    finally:
        _told.reset(token)


@contextmanager
def by_dispatcher() -> Iterator[None]:
    """Publish inside the block whatever the rules say: for whoever carries out an approval.

    The caller holds the lock of the page's row and has fetched the page since, and tells the search
    of the admin afterwards (`indexing.tell_admin`).
    """
    token = _lifted.set(True)
    try:
        yield
    finally:
        _lifted.reset(token)


def guard() -> None:
    """Put the door in front of Wagtail's actions. Called once, when applications are ready."""
    PublishRevisionAction.execute = _guarded(PublishRevisionAction.execute, went_live, live=True)
    UnpublishAction.execute = _guarded(UnpublishAction.execute, went_off, live=False)
    Page.add_child = reach.of_drafts(Page.add_child)
    # Whether an instant has come is decided by the one clock there, too.
    publish_revision.timezone = clock


def _guarded(execute: Callable, follows: Signal, *, live: bool) -> Callable:
    @wraps(execute)
    def guarded(action, *args, **kwargs):
        page = action.object
        if not isinstance(page, Page):
            with _time_of_database(page):
                return execute(action, *args, **kwargs)
        with transaction.atomic(), _time_of_database(page):
            revision = getattr(action, "revision", None)
            stored = _locked(page, revision) if _lifted.get() else _ask_the_row(page, action.user)
            was_live = stored is not None and stored.live
            with reach.declared(stored, page) as reaching:
                with indexing.once(page, admin_later=_lifted.get()):
                    answer = execute(action, *args, **kwargs)
                reaching.is_planned = live and not _went_live(action)
                if not reaching.is_planned and (live or was_live):
                    instance = page if type(page) is page.specific_class else page.specific
                    follows.send(type(instance), instance=instance, revision=revision)
        return answer

    return guarded


def _locked(page: Page, revision: Revision | None) -> Page | None:
    """The page as it is stored, which the caller has locked and fetched."""
    return revision.content_object if revision else page


def _ask_the_row(page: Page, user: User | None) -> Page | None:
    """Lock the row, ask the rules, and let the page be where it is by now; returns it as it is
    stored. Raises PublicationRefused.
    """
    stored = Page.objects.select_for_update(of=("self",)).filter(pk=page.pk).first()
    if stored is None:
        return None
    if reason := refusal(stored, user):
        tell(reason)
        raise PublicationRefused(reason)
    _take_what_is_stored(page, stored)
    return stored


def _take_what_is_stored(page: Page, stored: Page) -> None:
    """While the lock was waited for, the page may have been moved, or a newer version written.

    The action would write back what it read before that.
    """
    for name in _OF_THE_PAGE_ITSELF:
        setattr(page, name, getattr(stored, name))
    if stored.depth > 1:
        page.url_path = f"{stored.url_path.removesuffix(f'{stored.slug}/')}{page.slug}/"
    page.__dict__.pop("_cached_parent_obj", None)


def _time_of_database(instance) -> AbstractContextManager:
    """On a machine with a wrong clock, a page with a date would go live at the wrong instant."""
    if not instance.go_live_at or clock.fixed_instant():
        return nullcontext()
    return clock.running_from(clock.database_now())


def _went_live(action: PublishRevisionAction) -> bool:
    """Whether the action published its version, rather than writing a schedule for it."""
    page = action.object
    waits = page.go_live_at is not None and page.go_live_at > clock.now()
    return bool(page.live and page.live_revision_id == action.revision.pk and not waits)
