"""Pages whose release waits for its receipt. `newsroom.releases.fetching` asks their addresses for
the mark of the version, a header of its own for each page, which nginx can't give. So in front of
the application these pages are left to it until they were seen.
"""

from newsroom.releases.enums import Status
from newsroom.releases.fetching import GIVE_UP
from newsroom.releases.models import ReceiptLine
from pages import clock


def waiting_pages() -> set[int]:
    """The numbers of these pages."""
    waiting = ReceiptLine.objects.filter(
        seen_at=None,
        release__status=Status.RELEASED,
        release__released_at__gt=clock.now() - GIVE_UP,
        page__isnull=False,
    )
    return set(waiting.values_list("page_id", flat=True))
