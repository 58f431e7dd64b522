"""May a page be deleted or moved: answered from what a list of pages knows already.

Who may not publish may delete only what holds no live page. Wagtail asks the database for those
below each row of a list, twice.
"""

from django.db.models import Case, Exists, F, OuterRef, Value, When
from django.db.models.functions import Concat
from django.http import HttpRequest
from wagtail.models import Page, PagePermissionTester
from wagtail.query import PageQuerySet

_KNOWN = "has_live_below"
#: No part of a tree path comes after this.
_LAST = Value("ZZZZZZZZ")


def look_at_once(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Let the explorer's rows know whether something below them is live (a hook of Wagtail's)."""
    below = Page.objects.filter(
        path__gt=OuterRef("path"), path__lt=Concat(OuterRef("path"), _LAST), live=True
    )
    # Only of a draft it matters, and only when something is below.
    asked = When(live=False, numchild__gt=0, then=Exists(below.order_by()))
    return pages.annotate(**{_KNOWN: Case(asked, default=F("live"))})


def ask_rows_first() -> None:
    """Let Wagtail's tester of rights answer from the row where that tells. Called once."""
    stock = PagePermissionTester.can_delete

    def can_delete(self: PagePermissionTester, ignore_bulk: bool = False) -> bool:
        page = self.page
        # Of a superuser, and of who may no longer log in, Wagtail looks no rights up.
        rights: frozenset[str] | set[str] = getattr(self, "permissions", frozenset())
        if self.page_is_root or "publish" in rights or "change" not in rights:
            return stock(self, ignore_bulk=ignore_bulk)
        if page.live:
            return False
        if page.is_leaf():
            return True
        if not (ignore_bulk or "bulk_delete" in rights):
            return False
        if hasattr(page, _KNOWN):
            return not getattr(page, _KNOWN)
        return stock(self, ignore_bulk=ignore_bulk)

    PagePermissionTester.can_delete = can_delete
