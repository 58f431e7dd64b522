"""The menu, the footer's links and the old redirects."""

from portal.fidelity.compare.reported import Notes
from portal.fidelity.compare.targets import Targets
from portal.fidelity.criteria import Criterion, Outcome
from portal.fidelity.reading.chrome import MenuEntry, read_footer, read_menu
from portal.fidelity.reading.sequences import missing
from portal.fidelity.reading.words import plain
from portal.fidelity.site.visits import Visits
from portal.fidelity.source.addresses import request_path
from portal.fidelity.source.navigation import Entry, footer_links, menu, redirects
from portal.fidelity.source.repository import Repository

Row = tuple[str, tuple[str, str]]


def compare_menu(
    repository: Repository, markup: str, targets: Targets, notes: Notes
) -> dict[Criterion, Outcome]:
    """Each entry of the menu at its place, leading where it led."""
    expected = _source_rows(menu(repository), targets, "")
    found = _page_rows(read_menu(markup), targets, "")
    outcome = Outcome(len(expected))
    for index in missing(expected, found):
        title, target = expected[index]
        named = next((key for name, key in found if name == title), None)
        what = f"“{title}” leads to {' '.join(named)}" if named else f"“{title}” {' '.join(target)}"
        outcome.lose(what, reported=notes.excuse(Criterion.MENU, what))
    return {Criterion.MENU: outcome}


def _source_rows(entries: list[Entry], targets: Targets, above: str) -> list[Row]:
    rows = []
    for entry in entries:
        title = f"{above} › {plain(entry.title)}" if above else plain(entry.title)
        target = targets.of_source(entry.href, "/", set())
        key = target.key if target is not None and not target.defect else ("", "")
        rows.append((title, key))
        rows.extend(_source_rows(entry.children, targets, title))
    return rows


def _page_rows(entries: list[MenuEntry], targets: Targets, above: str) -> list[Row]:
    rows = []
    for entry in entries:
        title = f"{above} › {entry.title}" if above else entry.title
        key = targets.of_page(entry.href, "/").key if entry.href else ("", "")
        rows.append((title, key))
        rows.extend(_page_rows(entry.children, targets, title))
    return rows


def compare_footer(
    repository: Repository, markup: str, targets: Targets, notes: Notes
) -> dict[Criterion, Outcome]:
    """Each link of the old footer is in the footer."""
    outcome = Outcome()
    found = {targets.of_page(href, "/").key for href in read_footer(markup)}
    for href in footer_links(repository):
        target = targets.of_source(href, "/", set())
        if target is None or target.defect:
            continue
        outcome.expected += 1
        if target.key not in found:
            outcome.lose(href, reported=notes.excuse(Criterion.FOOTER, href))
    return {Criterion.FOOTER: outcome}


def compare_redirects(
    repository: Repository, visits: Visits, targets: Targets
) -> dict[Criterion, Outcome]:
    """Each line of `_redirects` still leads where it says."""
    outcome = Outcome()
    for old, new in redirects(repository):
        target = targets.of_source(new, "/", set())
        if target is None or target.defect:
            continue
        outcome.expected += 1
        reached = targets.of_page(request_path(old), "/")
        if reached.key != target.key:
            status = visits.get(request_path(old)).status
            outcome.lose(f"{old} → {new}: {status}, {reached.value[:100]}")
    return {Criterion.REDIRECTS: outcome}
