"""One run: what changed is made anew, as at one moment, and again until nothing changes meanwhile:
so that all of it comes from one state of the database.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from wagtail.models import Site

from pages import clock, languages
from portal.delivery import counters
from portal.delivery.baking import folder as folders
from portal.delivery.baking import nginx_files, record, redirects
from portal.delivery.baking.asking import Answer, Application, check_sites, quietly
from portal.delivery.baking.fingerprint import fingerprint
from portal.delivery.baking.record import Entry, Record, SiteRecord
from portal.delivery.baking.site import Run, SiteBaker, headers_of_folder
from portal.delivery.baking.urls import NOT_HERE
from portal.delivery.baking.writing import Writer, next_stamp

#: Something may be published while a run is at work. It is made anew then, so many times.
MOST_ROUNDS = 5
#: Where nothing is, in every language, and no page can be.
_NOWHERE = "/theme.css/nothing/"


@dataclass
class Report:
    """What a run did."""

    pages: int = 0
    files: int = 0
    bytes: int = 0
    redirects: int = 0
    rendered: int = 0
    seconds: float = 0.0
    next_due: datetime | None = None
    failed: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    #: Whether nothing that it shows was changed while it was made.
    is_settled: bool = True
    #: Whether nginx has to read its configuration again.
    is_new_to_nginx: bool = False


def bake(
    folder: Path,
    choices: int,
    progress: Callable[[int, int], object] = lambda done, left: None,
) -> Report:
    """Bake into a folder that is held (`folder.held`), until nothing changes meanwhile; of lists also
    what at most so many choices leave of them.

    Raises NoAnswer, before anything is changed.
    """
    check_sites()
    began = time.monotonic()
    rounds: list[Report] = []
    while not rounds or (len(rounds) < MOST_ROUNDS and not rounds[-1].is_settled):
        rounds.append(_round(folder, choices, progress))
    report = rounds[-1]
    report.rendered = sum(one.rendered for one in rounds)
    report.is_new_to_nginx = any(one.is_new_to_nginx for one in rounds)
    report.seconds = time.monotonic() - began
    return report


def is_unchanged(known: Record | None) -> bool:
    """Whether a tree still is what the application would answer, as far as the counter tells."""
    counter = counters.current()
    return (
        known is not None
        and counter >= 0
        and counter == known.counter
        and (known.next_due is None or clock.database_now() < known.next_due)
    )


def _round(folder: Path, choices: int, progress: Callable[[int, int], object]) -> Report:
    _do_what_is_due()
    tree = folders.current(folder)
    before = record.read(tree)
    code = fingerprint(choices)
    same_code = before is not None and before.code == code
    if before is not None and same_code and is_unchanged(before):
        return _report(before)
    # Before anything is read, so that what is committed meanwhile counts as a change.
    counter = counters.current()
    now = clock.database_now()
    usable = same_code and before is not None and not _has_passed(before.changes_at, now)
    known = before if usable else None
    fresh = Record(now, counter, code, next_stamp(before.stamp if before else 0))
    rounds = _Round(folder, choices, known, before, fresh, progress)
    with folders.next_tree(folder) as made:
        rounds.make(made, tree)
    if tree != made:
        folders.drop(tree)
    report = _report(fresh)
    report.rendered = rounds.run.rendered
    report.failed = rounds.run.failed
    report.is_new_to_nginx = rounds.is_new_to_nginx
    report.is_settled = is_unchanged(fresh)
    return report


class _Round:
    """All sites, once."""

    def __init__(
        self,
        folder: Path,
        choices: int,
        known: Record | None,
        before: Record | None,
        fresh: Record,
        progress: Callable[[int, int], object],
    ) -> None:
        """`known` is what may be taken over; `before` what there is, if only to compare with."""
        self._folder, self._choices = folder, choices
        self._known, self._before, self._fresh = known, before, fresh
        self._is_same_code = before is not None and before.code == fresh.code
        self._progress = progress
        self.run: Run
        self.is_new_to_nginx = False

    def make(self, made: Path, tree: Path | None) -> None:
        """Fill a new tree."""
        with Writer(made, tree, self._fresh.stamp) as writer:
            self.run = Run(
                writer,
                self._choices,
                self._fresh.counter,
                self._holds,
                self._is_same_code,
                counters.places_of,
                lambda left: self._progress(self.run.rendered + self.run.kept, left),
            )
            with clock.at(self._fresh.moment), quietly():
                for name, site in _names(list(Site.objects.select_related("root_page"))):
                    self._fresh.sites[name] = self._site(name, site, made)
            writer.finish()
        told = nginx_files.write(self._folder, made, self._fresh)
        self.is_new_to_nginx = _told_before(tree) != told
        (made / nginx_files.FOLDER / "digest").write_text(told)
        self._fresh.write(made)

    def _site(self, name: str, site: Site, made: Path) -> SiteRecord:
        application = Application(site)
        # Its answer is of everybody's, whatever the site, and tells what is due.
        self._note_due(application.ask("/robots.txt"))
        found = self._before.sites.get(name) if self._before else None
        baker = SiteBaker(site, application, name, found, self.run)
        for address in (_NOWHERE, f"/{NOT_HERE}"):
            baker.follow_links_of(address, application.ask(address))
        baked = baker.bake()
        for address in redirects.candidates(site):
            if address in baked.entries or address in baked.redirects:
                continue
            answer = application.ask(address)
            if answer.is_personal:
                continue
            if answer.status == 410:
                baked.redirects[address] = (410, "")
            elif answer.status in (301, 302):
                baked.redirects[address] = (answer.status, answer.header("location"))
                baked.headers.setdefault("redirect", headers_of_folder(answer.headers))
        _write_errors(application, baked, made / name / "errors")
        baked.folders = dict(sorted(baked.folders.items()))
        return baked

    def _note_due(self, answer: Answer) -> None:
        self._fresh.changes_at = _earlier(self._fresh.changes_at, self._in(answer.changes_in))
        due = _earlier(self._in(answer.due_in), self._fresh.changes_at)
        self._fresh.next_due = _earlier(self._fresh.next_due, due)

    def _in(self, seconds: float) -> datetime | None:
        known = 0 <= seconds < timedelta.max.total_seconds()
        return self._fresh.moment + timedelta(seconds=seconds) if known else None

    def _holds(self, entry: Entry) -> bool:
        if self._known is None or not entry.made_from or entry.counter < 0:
            return False
        return not counters.has_changed(entry.made_from, entry.counter, self._fresh.counter)


def _do_what_is_due() -> None:
    """What is to be published by now is, as a request would do it."""
    site = Site.objects.filter(is_default_site=True).first() or Site.objects.first()
    if site is not None:
        Application(site).ask("/robots.txt")


def _write_errors(application: Application, baked: SiteRecord, place: Path) -> None:
    """The pages of errors, in each language that addresses can have."""
    place.mkdir(parents=True)
    prefixes = {languages.prefix(language.code) for language in languages.offered()} | {""}
    gone = [path for path, (status, _) in baked.redirects.items() if status == 410]
    for prefix in sorted(prefixes):
        name = prefix.replace("/", "-")
        asked = {"404": f"{prefix}{_NOWHERE}", "503": f"{prefix}/{NOT_HERE}"}
        taken_off = [path for path in gone if languages.prefix_of(path) == prefix]
        if taken_off:
            asked["410"] = taken_off[0]
        for kind, address in asked.items():
            answer = application.ask(address)
            if answer.status == int(kind):
                (place / f"{kind}{name}.html").write_bytes(answer.body)
                baked.headers.setdefault(kind, headers_of_folder(answer.headers))


def _names(sites: list[Site]) -> list[tuple[str, Site]]:
    """The folder of each site: its host, with the port where two have the same."""
    hosts = [site.hostname for site in sites]
    return [
        (site.hostname if hosts.count(site.hostname) == 1 else f"{site.hostname}_{site.port}", site)
        for site in sites
    ]


def _report(known: Record) -> Report:
    entries = [entry for site in known.sites.values() for entry in site.entries.values()]
    return Report(
        pages=sum(entry.file.startswith("html-") for entry in entries),
        files=len(entries),
        bytes=sum(entry.bytes for entry in entries),
        redirects=sum(len(site.redirects) for site in known.sites.values()),
        next_due=known.next_due,
        left_out={
            f"{site.origin}{address}": why
            for site in known.sites.values()
            for address, why in site.left_out.items()
        },
    )


def _told_before(tree: Path | None) -> str:
    try:
        return (tree / nginx_files.FOLDER / "digest").read_text() if tree else ""
    except OSError:
        return ""


def _has_passed(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant <= now


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, (one, other)), default=None)
