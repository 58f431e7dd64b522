"""The receipt of a release: which addresses should have changed, and how to tell that they have.

`expect()` writes the lines in the transaction of the release; `fetching.py` then asks each address
from outside, as a visitor would, until it answers as it should.
"""

import logging

from django.db import DatabaseError
from wagtail.models import Page

from newsroom.releases.enums import Expectation
from newsroom.releases.models import ReceiptLine, Release, ReleaseItem
from pages import permalinks
from pages.marks import mark

__all__ = ["expect", "mark"]

logger = logging.getLogger(__name__)

#: What the columns hold.
_LONGEST_TITLE, _LONGEST_ADDRESS = 255, 1000


def expect(release: Release) -> list[ReceiptLine]:
    """Write down what visitors should find at each address of the release.

    To be called in its transaction, once everything has been carried out.
    """
    items = {item.page_id: item for item in release.items.all() if item.page_id}
    lines: dict[str, ReceiptLine] = {}
    for page in _pages(items):
        address = _address_of(page)
        if not address or len(address) > _LONGEST_ADDRESS:
            continue
        line = ReceiptLine(release=release, page=page, title=page.title[:_LONGEST_TITLE])
        line.address, line.expectation = address, Expectation.GONE
        if items[page.pk].is_pinned and page.live_revision_id:
            line.expectation, line.mark = Expectation.NEW, mark(page.live_revision_id)
        # One page may take the address of another that leaves.
        if line.expectation == Expectation.NEW or address not in lines:
            lines[address] = line
    return ReceiptLine.objects.bulk_create(lines.values())


def _pages(items: dict[int, ReleaseItem]) -> list[Page]:
    """The pages of a release; one statement for those that are published, however many."""
    leaving = [pk for pk, item in items.items() if not item.is_pinned]
    published = Page.objects.filter(pk__in=items).exclude(pk__in=leaving)
    # What was taken off has no public address any more; its own type knows the one that it had.
    gone = Page.objects.filter(pk__in=leaving).specific()
    found = [*published.select_related("public_address"), *gone]
    return sorted(found, key=lambda page: page.pk)


def _address_of(page: Page) -> str | None:
    """The page's whole public address; None when it is outside every site."""
    try:
        return permalinks.full_address_of(page)
    except DatabaseError:
        raise
    except Exception:
        # Whatever a page's own code raises: a release does not fail for its receipt.
        logger.exception("the address of page %s could not be found for a receipt", page.pk)
        return None
