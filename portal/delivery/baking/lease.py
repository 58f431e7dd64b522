"""Until when nginx may answer in the place of the application, second by second.

`lease/<second>` leads to `live`, and `live` to a tree. nginx looks for a baked file below the folder
of the second that it is, so that nothing is served beyond what was leased, whatever becomes of the
process that leases: it leases HORIZON seconds and no more. Taking `live` away ends all at once.

nginx remembers files that are asked for often, by their names. `moments/<hundredth>` leads to the
folder itself and stands before the name, so that what is remembered in one hundredth of a second is
not what is asked for in the next.

Seconds are counted by this machine's clock, which is nginx's, too; instants by the database's.
"""

import time
from datetime import datetime
from pathlib import Path

from django.conf import settings

from pages import clock
from portal.delivery.baking import folder as folders

LIVE, LEASE, MOMENTS = "live", "lease", "moments"
#: So many seconds ahead something is leased: how long a page could be served that is no longer what
#: the application says, if the process that watches stops dead in the moment of a publication.
HORIZON = 2


class Lease:
    """What is leased in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place = folder / LEASE
        self._place.mkdir(exist_ok=True)
        moments = folder / MOMENTS
        moments.mkdir(exist_ok=True)
        for hundredth in range(100):
            folders.lead(moments / f"{hundredth:02}", "..")
        self._leased: set[int] = set()
        self.end()

    def begin(self, tree: Path) -> None:
        """Let what is leased from now on be this tree."""
        folders.lead(self._folder / LIVE, f"{folders.TREES}/{tree.name}")

    def end(self) -> None:
        """Lease nothing any more: from this moment everything goes to the application."""
        (self._folder / LIVE).unlink(missing_ok=True)
        for link in self._place.iterdir():
            link.unlink(missing_ok=True)
        self._leased.clear()

    def renew(self, until: datetime | None) -> bool:
        """Lease the next seconds, none of which reaches `until`; False when that leaves none."""
        now = int(time.time())
        last = now + HORIZON
        if until is not None:
            ahead = (until - clock.database_now()).total_seconds()
            # What a visitor is sent may be kept by others for a while; the application tells them
            # less when something is due.
            end = time.time() + ahead - max(settings.PAGE_CACHE_SHARED_SECONDS, 0)
            # Both clocks have been read, one after the other; a whole second covers that.
            last = min(last, int(end) - 2)
        for second in range(now, last + 1):
            if second not in self._leased:
                (self._place / str(second)).symlink_to(f"../{LIVE}")
                self._leased.add(second)
        for second in [second for second in self._leased if second < now]:
            (self._place / str(second)).unlink(missing_ok=True)
            self._leased.discard(second)
        return last >= now
