"""The dispatcher: what is due is carried out, once, by whoever comes first.

`manage.py run_dispatcher` is there all the time and wakes for the next instant. `manage.py
publish_scheduled` does one pass, for a cron line. A request that finds something due and undone does
the pass itself (`newsroom/releases/middleware.py`), so that a dispatcher that died makes nobody late.

A pass goes through the units that are due: a release, a scheduled version of a page or a snippet, an
expiry. Each has a transaction of its own, in which everything about it is read anew under its lock.
What fails is rolled back, written down with its error, and tried again after a growing wait; it
keeps no other unit back. `units.py` says what a unit is, `passes.py` how it is carried out.
"""

from newsroom.releases.dispatcher.passes import PassReport, run_pass
from newsroom.releases.dispatcher.schedule import next_instant

__all__ = ["PassReport", "next_instant", "run_pass"]
