"""What a rehearsal looks at on each page that goes out. Every check gets the page as it will be."""

from collections.abc import Callable, Iterator

from newsroom.releases.staging.checks import addresses, links, media, wording
from newsroom.releases.staging.checks.visited import Visited
from newsroom.releases.staging.findings import Finding

Check = Callable[[Visited], Iterator[Finding]]

#: In the order in which their findings are read.
CHECKS: tuple[Check, ...] = (
    addresses.is_reached,
    addresses.meets_redirects,
    media.files_are_there,
    media.pictures_are_described,
    media.films_are_complete,
    links.lead_to_public_pages,
    links.are_well_formed,
    links.are_answered,
    wording.has_summary,
    wording.is_dated_rightly,
    wording.headings_are_in_order,
)

__all__ = ["CHECKS", "Visited"]
