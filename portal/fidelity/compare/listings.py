"""Listings: every post, newest first, with its day and where it leads."""

from html import unescape

from portal.fidelity.compare.reported import ImportReport
from portal.fidelity.compare.targets import Targets
from portal.fidelity.criteria import Criterion, Outcome
from portal.fidelity.reading.chrome import ListingEntry, read_listing
from portal.fidelity.reading.sequences import missing
from portal.fidelity.reading.words import plain
from portal.fidelity.site.visits import Visits
from portal.fidelity.source.addresses import request_path
from portal.fidelity.source.documents import Document, Kind
from portal.fidelity.source.navigation import listing_folders
from portal.fidelity.source.repository import Repository

_MOST_PAGES = 2000
#: Titles longer than the field are cut, and reported with the page.
_TITLE_LENGTH = 200


def compare_listings(
    repository: Repository, visits: Visits, targets: Targets, report: ImportReport
) -> dict[str, dict[Criterion, Outcome]]:
    """The outcome of each listing by its address."""
    found = {}
    for address, posts in listing_folders(repository).items():
        outcome = Outcome(len(posts))
        entries = read_entries(visits, address)
        if entries is None:
            outcome.lose(f"{address} does not answer", len(posts))
        else:
            _compare(posts, entries, outcome, targets, report)
        found[address] = {Criterion.LISTINGS: outcome}
    return found


def read_entries(visits: Visits, address: str) -> list[ListingEntry] | None:
    """All entries of a listing, page by page; None when it does not answer."""
    path = request_path(address)
    answer = visits.get(path)
    if answer.status in {301, 302} and answer.location:
        path = request_path(answer.location)
        answer = visits.get(path)
    if answer.status != 200:
        return None
    listing = read_listing(answer.text)
    entries = list(listing.entries)
    for _ in range(_MOST_PAGES):
        if not listing.next:
            break
        query = listing.next.partition("?")[2]
        listing = read_listing(visits.get(f"{path}?{query}" if query else path).text)
        entries.extend(listing.entries)
    return entries


def _compare(
    posts: list[Document],
    entries: list[ListingEntry],
    outcome: Outcome,
    targets: Targets,
    report: ImportReport,
) -> None:
    expected = [(post.moment[:10], _title(post)) for post in posts]
    found = [(entry.day, entry.title[:_TITLE_LENGTH]) for entry in entries]
    # Posts of one day have no order of their own.
    for index in missing(sorted(expected, reverse=True), _sorted_days(found)):
        day, title = sorted(expected, reverse=True)[index]
        outcome.lose(f"{day} “{title[:80]}”")
    extra = len(entries) - len(posts)
    if extra > 0 and not report.is_known:
        outcome.lose(f"{extra} entries more than the source has", extra)
    _compare_targets(posts, entries, outcome, targets)


def _title(post: Document) -> str:
    return plain(unescape(post.title))[:_TITLE_LENGTH]


def _sorted_days(entries: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Entries of neighbouring places with one day, put into the order of their titles."""
    done: list[tuple[str, str]] = []
    run: list[tuple[str, str]] = []
    for entry in [*entries, ("", "")]:
        if run and run[0][0] != entry[0]:
            done.extend(sorted(run, reverse=True))
            run = []
        run.append(entry)
    return done


def _compare_targets(
    posts: list[Document], entries: list[ListingEntry], outcome: Outcome, targets: Targets
) -> None:
    """An entry that stands for a file or another site leads there."""
    by_title: dict[tuple[str, str], list[ListingEntry]] = {}
    for entry in entries:
        by_title.setdefault((entry.day, entry.title[:_TITLE_LENGTH]), []).append(entry)
    for post in posts:
        if post.kind != Kind.ENTRY or not post.target:
            continue
        wanted = targets.of_source(post.target, "/", set())
        if wanted is None or wanted.defect:
            continue
        same = by_title.get((post.moment[:10], _title(post)), [])
        reached = {targets.of_page(entry.href, "/").key for entry in same}
        if same and wanted.key not in reached:
            outcome.lose(f"“{_title(post)[:60]}” does not lead to {post.target[:120]}")
