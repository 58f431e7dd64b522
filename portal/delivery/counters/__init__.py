"""What makes a cached page invalid: the site's publication counter, and what it moved for.

Whoever keeps a page takes `current()` before it is rendered. It may be shown as long as `current()`
is that number, or nothing of what the page was made from (`pages.dependencies`) `has_changed()`
since, and `time.monotonic()` is below `trusted_until()`. What changes by its date, without a commit,
is for whoever keeps the page to look at; arming something for an instant changes the key `DUE`.

- `watching` sees on every connection what is committed, and moves the counter after the commit.
- `board` is the file through which the processes of a machine share it; a process that dies between
  a commit and its word leaves a mark there that others act upon.
- `link` carries it between machines, through PostgreSQL (`notifications`) or Redis (`redis_link`);
  `words` are what it says.
- `statements` and `tables` decide what concerns visitors, and which keys a change has; `keys` has a
  place in the file for each.

On one machine nobody can see a state of the database that is newer than the pages that are shown:
while a commit is under way, `current()` waits for its end, some milliseconds; after PATIENCE, and
whenever nobody can say, it gives a number that never comes again. Between machines the difference
is the time that a word takes.
"""

from collections.abc import Iterable

from portal.delivery.counters import sharing, watch
from portal.delivery.counters.keys import places_of

__all__ = ["bump", "current", "has_changed", "places_of", "trusted_until"]


def current() -> int:
    """The counter. Numbers are only equal or different: it begins anywhere and may wrap.

    A number below 0 says that the counter can't be known at present: it is equal to no other.
    """
    return sharing.read()


def has_changed(places: Iterable[int], since: int, counter: int) -> bool:
    """Whether something at these places (`places_of` keys) was changed after `current()` gave the
    number `since`; `counter` is what it gives now.
    """
    return sharing.has_changed(places, since, counter)


def bump() -> None:
    """Make everything invalid that was rendered so far. Call it after a commit; commits that go
    through Django's connections are seen without it.
    """
    sharing.bump()


def trusted_until() -> float:
    """Until when `current()` may be believed, by `time.monotonic()`: infinity while all is well,
    some seconds ahead or the past while the other machines are not heard of.
    """
    return watch.trusted_until()
