"""Withdrawing an item: it keeps its address and its text, under a notice."""

from datetime import datetime

from wagtail.models import Page

from newsroom.models import NewsroomItem
from pages import clock


def withdraw(
    page: NewsroomItem, reason: str, replaced_by: Page | None = None, at: datetime | None = None
) -> None:
    """Set on an item in memory that it is withdrawn; nothing is stored.

    `at` is the instant, aware; readers are shown the later one of it and of the publication.
    An item that is withdrawn already keeps its instant and gets the new reason. Raises ValueError
    without a reason.
    """
    if not reason.strip():
        raise ValueError("A withdrawal needs a reason that readers can be told.")
    if page.withdrawn_at is None:
        # Revisions are stored as JSON, which keeps no microseconds.
        page.withdrawn_at = (at or clock.now()).replace(microsecond=0)
    page.withdrawal_reason = reason.strip()
    page.replaced_by = replaced_by


def reinstate(page: NewsroomItem, note: str) -> None:
    """Set on an item in memory that it holds again, and why; nothing is stored."""
    page.withdrawn_at, page.withdrawal_reason, page.replaced_by = None, "", None
    page.describe_change(note.strip())
