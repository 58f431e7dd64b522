"""Renaming and moving a section, however many pages are below it.

A page keeps its place in the tree as a text, so that every page below a renamed section has to be
written. PostgreSQL takes a tenth of a millisecond for each, SQLite half of that. Up to `AT_ONCE`
pages that is done where it is asked for; for more, `pages.media.worker` does it: it moves the
section in one transaction, then writes the addresses below, some at a time, so that nobody who
publishes waits long.
Until a page's turn has come it answers at its old address; from then on that one leads to the new.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import wraps

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Left, Length
from wagtail.models import Page, Site

from pages import clock, former_places
from pages.admin_privacy.policy import page_policy
from pages.models.places import Relocation

logger = logging.getLogger(__name__)

#: So many pages are moved in a fifth of a second, with what follows them in the database.
AT_ONCE = {"postgresql": 2_000, "sqlite": 4_000}
BATCH = 2_000
#: How long the dashboard says why a section was not moved.
REFUSAL_SHOWN = timedelta(days=1)


def is_large(page: Page) -> bool:
    """Whether so many pages are below that they are written by the worker."""
    most = AT_ONCE[connection.vendor]
    # Not counted to the end.
    return _below(page).order_by()[most : most + 1].exists()


def move_later(page: Page, target: Page, user: User) -> None:
    """Let the worker move a section below `target`. Whether the user may is asked then, too."""
    _ask(page, target=target, user=user)


def known_to(user: User) -> list[Relocation]:
    """What is waiting or was refused, of pages that the user may know of, with their pages."""
    explorable = page_policy().explorable_instances(user).values("pk")
    rows = Relocation.objects.filter(page__in=explorable).select_related("page", "target")
    return list(rows.order_by("pk"))


def progress(page: Page) -> Relocation | None:
    """What is still to be done for a page that was renamed or moved."""
    return Relocation.objects.filter(page_id=page.pk).first()


def work() -> bool:
    """Carry out a step of what is waiting; returns whether there was anything.

    What fails is refused with a line for the editor; raises when the database does not answer.
    """
    waiting = Relocation.objects.filter(refusal="").order_by("pk")
    if not waiting.exists():
        _forget_refused()
        return False
    row = None
    try:
        with transaction.atomic():
            row = waiting.select_for_update(skip_locked=True, of=("self",)).first()
            if row is None:
                return False
            if row.target is not None:
                _move(row)
            else:
                _write_some(row)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # Whatever it is, it would be the same next time, and keep everything else waiting.
        logger.warning("page %s could not be relocated: %s", row and row.pk, error)
        reason = error.messages[0] if isinstance(error, ValidationError) else str(error)
        refused = waiting.filter(pk=row.pk) if row else waiting
        refused.update(refusal=reason[:300] or type(error).__name__, asked_at=clock.now())
    return True


def follow() -> None:
    """Write addresses here instead of in Wagtail. Called once, when applications are ready."""
    Page._update_descendant_url_paths = _instead_of(Page._update_descendant_url_paths)


def _instead_of(stock: Callable) -> Callable:
    @wraps(stock)
    def update(page: Page, old_url_path: str, new_url_path: str) -> None:
        with transaction.atomic():
            former_places.record(page, old_url_path)
            if is_large(page) and not _reaches_homes(page):
                _ask(page, target=None)
                return
            for wrong in _wrong(page):
                _right(wrong)

    return update


def _ask(page: Page, **wishes) -> None:
    beginning = {"total": _below(page).count(), "done": 0, "refusal": "", "asked_at": clock.now()}
    Relocation.objects.update_or_create(page_id=page.pk, defaults=beginning | wishes)


def _move(row: Relocation) -> None:
    page = row.page.specific
    if row.user is None or not page.permissions_for_user(row.user).can_move_to(row.target):
        raise ValidationError("It may not be moved there by the person who asked for that.")
    if not Page._slug_is_available(page.slug, row.target, page=page):
        raise ValidationError("The new parent has a page with the same slug.")
    page.move(row.target, pos="last-child", user=row.user)
    # Moving it has left a row for the addresses below, unless they are few by now.
    Relocation.objects.filter(pk=row.pk, target__isnull=False).delete()


def _write_some(row: Relocation) -> None:
    for wrong in _wrong(row.page):
        # Whoever publishes one of them now is not waited for: it comes with a later step.
        free = wrong.select_for_update(skip_locked=True, of=("self",))
        batch = list(free.values_list("pk", flat=True)[:BATCH])
        if batch or wrong.exists():
            number = _right(Page.objects.filter(pk__in=batch))
            Relocation.objects.filter(pk=row.pk).update(done=F("done") + number)
            return
    row.delete()


def _forget_refused() -> None:
    long_ago = clock.now() - REFUSAL_SHOWN
    Relocation.objects.filter(asked_at__lt=long_ago).exclude(refusal="").delete()


def _wrong(page: Page) -> Iterator[QuerySet]:
    """The pages below whose address is not what the tree says, one level after the other.

    The tree says it, so that it does not matter who has written some of them meanwhile, or whether
    a worker ended half-way.
    """
    deepest = _below(page).aggregate(deepest=Max("depth"))["deepest"] or page.depth
    for depth in range(page.depth + 1, deepest + 1):
        yield _below(page).filter(depth=depth).exclude(url_path=_address())


def _right(pages: QuerySet) -> int:
    return pages.update(url_path=_address())


def _address() -> Concat:
    """The address that a page has by the tree, while that of its parent is right."""
    above = Left(OuterRef("path"), Length(OuterRef("path")) - Page.steplen)
    parent = Page.objects.filter(path=above).values("url_path")
    return Concat(Subquery(parent), F("slug"), Value("/"))


def _reaches_homes(page: Page) -> bool:
    """Whether a home page is among them: below it, nothing can be found by half an address."""
    # Sites are few: they are looked through, rather than the pages below.
    homes = Site.objects.values_list("root_page__path", flat=True)
    return page.is_site_root() or any(path.startswith(page.path) for path in homes)


def _below(page: Page) -> QuerySet:
    return Page.objects.filter(path__startswith=page.path, depth__gt=page.depth)
