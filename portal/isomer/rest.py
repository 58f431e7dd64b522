"""What a repository has besides its pages: settings, menu, redirects and files."""

from collections.abc import Iterable, Iterator, Mapping

from wagtail.models import Site

from pages.models import Navigation, SiteSettings
from portal.isomer.codes import Code, Note
from portal.isomer.documents import Kind
from portal.isomer.models import ImportedPage
from portal.isomer.planner import Plan
from portal.isomer.redirects import REDIRECTS_FILE
from portal.isomer.report import Item
from portal.isomer.repository import Repository
from portal.isomer.resolver import Resolver
from portal.isomer.writer.files import PublicFiles
from portal.isomer.writer.menu import CONFIG, FOOTER, NAVIGATION, SiteValues
from portal.isomer.writer.redirects import RedirectWriter
from portal.isomer.writer.settings import SettingsWriter


class RestOfSite:
    """Written once every page is there; `addresses` holds each page's by its source."""

    def __init__(
        self,
        site: Site,
        repository: Repository,
        plan: Plan,
        resolver: Resolver,
        addresses: Mapping[str, str],
    ):
        self.site = site
        self.repository = repository
        self.plan = plan
        self.resolver = resolver
        self.addresses = addresses
        self.files = PublicFiles(repository, resolver.media)

    def settings(self) -> Iterator[Item]:
        """The site's settings, footer and menu; an item for each file they stand in."""
        by_id = {
            key: address
            for source, address in self.addresses.items()
            if (key := self.resolver.page_id(source)) is not None
        }
        values = SiteValues(self.repository, self.plan, self.resolver, by_id)
        writer = SettingsWriter(self.site, self.repository.key)
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
            item.undo = written.undo
            yield item

    def redirects(self, made: list[int]) -> Iterator[Item]:
        """The repository's redirects, and the old addresses of its files.

        The keys of new rows are added to `made`.
        """
        writer = RedirectWriter(
            self.site,
            self.repository,
            self.resolver.book,
            self.resolver.page_id,
            self.addresses.__getitem__,
        )
        for written in writer.write_rules(self.files.by_path):
            made += written.made
            if written.source == REDIRECTS_FILE or written.notes:
                item = Item(written.source, "redirects", action=written.action)
                item.warnings = written.notes
                yield item
        made += writer.write_files(self.files.by_address).made

    def left_out(self, gone: Iterable[ImportedPage]) -> Iterator[Item]:
        """Every file that became nothing, and `gone`: pages whose file is no longer there."""
        for document, note in self.plan.left_out:
            yield Item(document.path, document.kind, document.address, warnings=[note])
        for path, note in self.repository.left_out:
            yield Item(path, "file", warnings=[note])
        for row in gone:
            notes = [Note(Code.SOURCE_GONE)]
            yield Item(row.source, "file", page_id=row.page_id, warnings=notes)
