"""One run, from a repository that was read to a report.

Pages are written in batches, each in a transaction of its own together with its rows of the
report. A run that is killed has lost the batch it was at; started again, it goes on there and
ends in the state in which it would have ended.
"""

import logging
from collections.abc import Callable, Iterator
from itertools import islice

from django.db import InterfaceError, OperationalError, transaction
from wagtail.models import Site

from pages import clock
from portal.isomer.accounting import Ledger, item_of
from portal.isomer.codes import Code, Note
from portal.isomer.conversion import Converted, converted_pages
from portal.isomer.documents import Kind
from portal.isomer.mapping import Mapping
from portal.isomer.models import ImportRun
from portal.isomer.models.runs import Phase
from portal.isomer.planner import PlannedPage, make_plan
from portal.isomer.reader import Repository
from portal.isomer.report import Action, Item, Report
from portal.isomer.resolver import AddressBook, MediaLibrary, Resolver
from portal.isomer.resolver.media import stored_in_memory
from portal.isomer.rest import RestOfSite
from portal.isomer.writer.contacts import Contacts
from portal.isomer.writer.indexing import Indexing, gathered
from portal.isomer.writer.pages import PageWriter
from portal.isomer.writer.place import find_place, make_home, taken_keys

#: Pages with their places in the plan, counted from 1.
Batch = list[tuple[int, PlannedPage]]

#: Called with the phase, how many are done, and of how many.
Progress = Callable[[str, int, int], None]

logger = logging.getLogger(__name__)

#: Pages of one transaction: what a killed run has to do again.
BATCH = 40
#: Places of one transaction; nothing has to be done again for one that is there.
PLACES = 200


class _DryRunOver(Exception):
    """Leaves the transaction of a dry run, so that nothing of it stays."""


def run(
    repository: Repository,
    mapping: Mapping,
    *,
    root: str | None = None,
    dry_run: bool = False,
    progress: Progress = lambda phase, done, total: None,
    record: ImportRun | None = None,
) -> Report:
    """Import a repository that was read.

    `record` is the row that keeps the report as it grows, and from which a run that was
    interrupted goes on. A dry run does the same work in one transaction, keeps new files in
    memory, and is rolled back. Raises ImportStop when the place to write to can't be found.
    """
    current = _Run(repository, mapping, root, progress, None if dry_run else record)
    current.report.dry_run = dry_run
    with gathered() as indexing:
        if dry_run:
            _rehearse(current, indexing)
        else:
            current.everything(indexing)
    current.report.finished = clock.now()
    return current.report


def _rehearse(current: "_Run", indexing: Indexing) -> None:
    with stored_in_memory():
        try:
            with transaction.atomic():
                current.everything(indexing)
                raise _DryRunOver
        except _DryRunOver:
            Site.clear_site_root_paths_cache()
    for item in current.report.items:
        if item.action in {Action.CREATED, Action.ENTRY}:
            item.page_id = None


class _Run:
    def __init__(
        self,
        repository: Repository,
        mapping: Mapping,
        root: str | None,
        progress: Progress,
        record: ImportRun | None,
    ):
        self.repository = repository
        self.mapping = mapping
        self.root = root
        self.progress = progress
        self.record = record
        self.report = Report(repository.key, clock.now())
        self.media = MediaLibrary(repository.key, repository.tree, record.pk if record else None)
        self.ledger = Ledger(record)
        self.contacts = Contacts(self.ledger.made("contacts"))

    def everything(self, indexing: Indexing) -> None:
        """All steps in their order. Whatever interrupts them leaves whole batches only."""
        self.indexing = indexing
        place = find_place(self.root)
        taken = taken_keys(place, self.repository.key)
        self.plan = make_plan(
            self.repository,
            self.mapping,
            today=clock.today(),
            top=place.top,
            is_taken=taken.__contains__,
        )
        self.writer = PageWriter(place, self.repository.key)
        try:
            for batch in _batches(self.plan.pages, PLACES):
                with transaction.atomic():
                    self._make_places(batch)
                    # Every place is indexed when its page is written.
                    self.indexing.forget()
                self._tell(Phase.PLACES, batch[-1][0])
            self._prepare()
            contents = converted_pages(self.plan.pages, self.room)
            for batch in _batches(self.plan.pages, BATCH):
                self._write_batch(batch, list(islice(contents, len(batch))))
                self._tell(Phase.PAGES, batch[-1][0])
            self._tell(Phase.SETTINGS, len(self.plan.pages))
            self.rest = RestOfSite(
                place.site, self.repository, self.plan, self.resolver, self.addresses
            )
            files = self._take_files()
            with transaction.atomic():
                self._finish(files)
                self.indexing.flush()
        except BaseException:
            # Also when somebody presses Ctrl-C: rows are rolled back, files must follow.
            self.media.discard()
            Site.clear_site_root_paths_cache()
            raise

    def _tell(self, phase: str, done: int) -> None:
        total = len(self.plan.pages)
        if self.record is not None:
            self.record.beat(phase, done, total)
        self.progress(phase, done, total)

    def _make_places(self, batch: Batch) -> None:
        place = self.writer.place
        for position, planned in batch:
            if position > 1:
                self.writer.ensure(planned)
                continue
            made = place.home is None
            if place.home is None:
                place.home = make_home(place.site, planned.title)
            self.writer.adopt_home(planned, place.home, made=made)
            self.writer.follow_renames(self.plan.pages)
        self.writer.settle_places()

    def _prepare(self) -> None:
        """What the pages need to know of each other, once every one has its place."""
        self.addresses = {page.source: self.writer.address_of(page) for page in self.plan.pages}
        book = AddressBook(
            self.repository.config,
            self.repository.tree,
            {address: source for source, address in reversed(self.addresses.items())},
            redirects=self.repository.redirects,
            media=self.repository.media,
        )
        hidden = {page.source for page in self.plan.pages if page.is_hidden}
        self.resolver = Resolver(
            book, self.media, self.writer.ids.get, self.contacts.key_of, hidden
        )
        rooms = (page.source for page in self.plan.pages if page.kind == Kind.NEWSROOM)
        self.room = next(rooms, "")

    def _write_batch(self, batch: Batch, contents: list[Converted]) -> None:
        """Write a batch; when something in it fails, each of its pages on its own."""
        try:
            self._write(batch, contents)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            self._forget()
            for one, content in zip(batch, contents, strict=True):
                try:
                    self._write([one], [content])
                except (OperationalError, InterfaceError):
                    raise
                except Exception as error:
                    self._forget()
                    self._fail(*one, error)

    def _write(self, batch: Batch, contents: list[Converted]) -> None:
        items: dict[int, Item] = {}
        with transaction.atomic():
            self.writer.load([planned for _, planned in batch])
            for (position, planned), content in zip(batch, contents, strict=True):
                if isinstance(content, Exception):
                    raise content
                resolved = self.resolver.resolve(planned.source, planned.address, content)
                written = self.writer.write(planned, resolved)
                item = item_of(planned, content, resolved, written, self.repository.tree)
                items[position] = self.ledger.entered(position, item)
            self.writer.settle()
            self.indexing.flush()
            self.ledger.save(items)
        self.media.keep()
        self.report.items += items.values()

    def _forget(self) -> None:
        self.media.discard()
        self.indexing.forget()
        self.writer.forget()

    def _fail(self, position: int, planned: PlannedPage, error: Exception) -> None:
        """One page that can't be written does not hold up the others."""
        logger.error("%s could not be imported", planned.source, exc_info=error)
        reason = " ".join(str(error).split()) or type(error).__name__
        item = Item(planned.source, planned.kind, planned.address, page_type=planned.page_type)
        item.warnings = [*planned.notes, Note(Code.PAGE_FAILED, reason[:300])]
        with transaction.atomic():
            self.ledger.save({position: item})
        self.report.items.append(item)

    def _take_files(self) -> list[Item]:
        """The public files that no page uses, in batches as the pages."""
        items: list[Item] = []
        paths = list(self.repository.media)
        for start in range(0, len(paths), BATCH):
            with transaction.atomic():
                items += self.rest.files.take(paths[start : start + BATCH])
                self.indexing.flush()
            self.media.keep()
        return items

    def _finish(self, files: list[Item]) -> None:
        rest = [
            *self.rest.settings(),
            *self.rest.redirects(self.ledger.made("redirects")),
            *files,
            *self.rest.left_out(self.writer.gone(self.plan.pages)),
        ]
        first = len(self.plan.pages) + 1
        self.ledger.save(dict(enumerate(rest, start=first)))
        self.report.items += rest
        if self.record is not None:
            self.record.finish(self.report)


def _batches(pages: list[PlannedPage], size: int) -> Iterator[Batch]:
    """The plan in parts."""
    for start in range(0, len(pages), size):
        yield list(enumerate(pages[start : start + size], start=start + 1))
