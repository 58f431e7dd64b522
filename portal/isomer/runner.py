"""One run, from a folder to a report, in one transaction."""

from collections.abc import Callable

from django.db import transaction
from wagtail.models import Site

from pages import clock
from pages.models import Navigation, SiteSettings
from portal.isomer.codes import Code, Note
from portal.isomer.contents import Content, build
from portal.isomer.documents import Kind
from portal.isomer.mapping import Mapping, PageType
from portal.isomer.planner import Plan, PlannedPage, make_plan
from portal.isomer.reader import Repository
from portal.isomer.report import Action, Item, Report
from portal.isomer.resolver import AddressBook, MediaLibrary, Resolver
from portal.isomer.resolver.media import stored_in_memory
from portal.isomer.resolver.resolve import Resolved
from portal.isomer.writer.contacts import contact_id
from portal.isomer.writer.menu import CONFIG, FOOTER, NAVIGATION, SiteValues
from portal.isomer.writer.pages import PageWriter, Written
from portal.isomer.writer.place import find_place, make_home, taken_keys
from portal.isomer.writer.settings import SettingsWriter

Progress = Callable[[int, int], None]


class _DryRunOver(Exception):
    """Leaves the transaction of a dry run, so that nothing of it stays."""


def run(
    repository: Repository,
    mapping: Mapping,
    *,
    root: str | None = None,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Import a repository that was read.

    Everything happens in one transaction; whatever interrupts it leaves neither rows nor files.
    A dry run does the same work, keeps new files in memory, and is rolled back. Raises ImportStop
    when the place to write to can't be found.
    """
    current = _Run(repository, mapping, root, progress, dry_run=dry_run)
    if not dry_run:
        current.everything()
        return current.report
    with stored_in_memory():
        try:
            with transaction.atomic():
                current.everything()
                raise _DryRunOver
        except _DryRunOver:
            Site.clear_site_root_paths_cache()
    for item in current.report.items:
        if item.action in {Action.CREATED, Action.ENTRY}:
            item.page_id = None
    return current.report


class _Run:
    def __init__(
        self,
        repository: Repository,
        mapping: Mapping,
        root: str | None,
        progress: Progress,
        *,
        dry_run: bool,
    ):
        self.repository = repository
        self.mapping = mapping
        self.root = root
        self.progress = progress
        self.report = Report(repository.key, clock.now(), dry_run=dry_run)
        self.media = MediaLibrary(repository.key, repository.tree)

    def everything(self) -> None:
        try:
            with transaction.atomic():
                self._write()
        except BaseException:
            # Also when somebody presses Ctrl-C: rows are rolled back, files must follow.
            self.media.discard()
            Site.clear_site_root_paths_cache()
            raise
        self.report.finished = clock.now()

    def _write(self) -> None:
        place = find_place(self.root)
        taken = taken_keys(place, self.repository.key)
        today = clock.today()
        plan = make_plan(
            self.repository, self.mapping, today=today, top=place.top, is_taken=taken.__contains__
        )
        home = plan.pages[0]
        made = place.home is None
        if place.home is None:
            place.home = make_home(place.site, home.title)
        writer = PageWriter(place, self.repository.key)
        writer.adopt_home(home, place.home, made=made)
        writer.follow_renames(plan.pages)
        for planned in plan.pages[1:]:
            writer.ensure(planned)
        addresses = {planned.source: writer.address_of(planned) for planned in plan.pages}
        book = AddressBook(
            self.repository.config,
            self.repository.tree,
            {address: source for source, address in reversed(addresses.items())},
        )
        resolver = Resolver(book, self.media, writer.ids.get, addresses.__getitem__, contact_id)
        room = next((page.source for page in plan.pages if page.kind == Kind.NEWSROOM), "")
        for done, planned in enumerate(plan.pages, start=1):
            content = build(planned, room=room)
            resolved = resolver.resolve(planned.source, planned.address, content)
            written = writer.write(planned, resolved)
            self.report.items.append(_item(planned, content, resolved, written))
            self.progress(done, len(plan.pages))
        by_id = {writer.ids[source]: address for source, address in addresses.items()}
        self._write_settings(place.site, SiteValues(self.repository, plan, resolver, by_id))
        self._account_for_the_rest(plan, writer)

    def _write_settings(self, site: Site, values: SiteValues) -> None:
        writer = SettingsWriter(site, self.repository.key)
        groups = (
            (CONFIG, Kind.SETTINGS, SiteSettings, values.site),
            (FOOTER, Kind.SETTINGS, SiteSettings, values.footer),
            (NAVIGATION, Kind.NAVIGATION, Navigation, values.navigation),
        )
        for source, kind, model, resolve in groups:
            if source not in self.repository.tree:
                continue
            fields, notes = resolve()
            written = writer.write(model, fields)
            item = Item(source, kind, page_type=model.__name__, action=written.action)
            item.warnings = [*notes, *written.notes]
            self.report.items.append(item)

    def _account_for_the_rest(self, plan: Plan, writer: PageWriter) -> None:
        for document, note in plan.left_out:
            item = Item(document.path, document.kind, document.address, warnings=[note])
            self.report.items.append(item)
        for path, note in self.repository.left_out:
            self.report.items.append(Item(path, "file", warnings=[note]))
        for row in writer.gone(plan.pages):
            item = Item(row.source, "file", page_id=row.page_id, warnings=[Note(Code.SOURCE_GONE)])
            self.report.items.append(item)


def _item(planned: PlannedPage, content: Content, resolved: Resolved, written: Written) -> Item:
    action = written.action
    if planned.page_type == PageType.LINK and action == Action.CREATED:
        action = Action.ENTRY
    blocks = [
        block for value in resolved.fields.values() if isinstance(value, list) for block in value
    ]
    notes = [*content.notes, *resolved.notes, *written.notes]
    links = vars(resolved.links)
    return Item(
        source=planned.source,
        kind=planned.kind,
        address=written.address,
        page_type=written.page_type,
        page_id=written.page_id,
        action=action,
        source_words=content.source.words,
        page_words=content.page_words,
        images=resolved.images,
        videos=_count(blocks, "video"),
        embeds=_count(blocks, "embed"),
        cards=sum(len(block["value"]["cards"]) for block in _of(blocks, "card_grid")),
        tables=_count(blocks, "table"),
        # The home page's links stand in its front matter, where no body is there to be counted.
        links={"total": content.source.links or sum(links.values()), **links},
        legacy_html_blocks=_count(blocks, "legacy_html"),
        warnings=sorted(notes, key=lambda note: (note.line, str(note.code))),
    )


def _of(blocks: list[dict], kind: str) -> list[dict]:
    """The blocks of one kind, also those inside accordions."""
    found = []
    for block in blocks:
        if block["type"] == kind:
            found.append(block)
        elif block["type"] == "accordion":
            for item in block["value"]["items"]:
                found += _of(item["content"], kind)
    return found


def _count(blocks: list[dict], kind: str) -> int:
    return len(_of(blocks, kind))
