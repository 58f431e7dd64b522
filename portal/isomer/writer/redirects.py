"""Old addresses that lead to a page, a file or another site, as rows of Wagtail's redirects."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect as Row
from wagtail.models import Site

from pages.permalinks import encode, key_of
from portal.isomer.codes import Code, Note
from portal.isomer.models import ImportedSetting
from portal.isomer.redirects import REDIRECTS_FILE, Redirect
from portal.isomer.report import Action
from portal.isomer.repository import Repository
from portal.isomer.resolver.addresses import AddressBook

_LONGEST = 255
_BATCH = 500


@dataclass(frozen=True)
class Wanted:
    """What one old address should do: lead to a page, or to an address."""

    page_id: int | None = None
    link: str = ""
    is_permanent: bool = True


@dataclass
class RedirectsWritten:
    """What became of the redirects of one source."""

    source: str
    action: str = Action.UNCHANGED
    notes: list[Note] = field(default_factory=list)
    made: list[int] = field(default_factory=list)
    """The ids of new rows."""


class RedirectWriter:
    """Writes rows that are not there, or still as an earlier run left them."""

    def __init__(
        self, site: Site, repository: Repository, book: AddressBook,
        page_id: Callable[[str], int | None], page_address: Callable[[str], str],
    ):  # fmt: skip
        self.site = site
        self.repository = repository
        self.book = book
        self.page_id = page_id
        self.page_address = page_address
        known = ImportedSetting.objects.filter(
            site=site, repository=repository.key, name__startswith="redirect:"
        )
        self._known = {row.name: row for row in known}
        self._claimed: dict[str, str] = {}

    def write_rules(self, files: Mapping[str, str] | None = None) -> Iterator[RedirectsWritten]:
        """The repository's own redirects, for each source of theirs.

        `files` holds the new address of each file that is served, by its path in the repository.
        """
        self._files = files or {}
        sources = dict.fromkeys(rule.source for rule in self.repository.redirects)
        if REDIRECTS_FILE in self.repository.tree:
            sources = {REDIRECTS_FILE: None, **sources}
        for source in sources:
            written = RedirectsWritten(source)
            rows: dict[str, Wanted] = {}
            for rule in self.repository.redirects:
                if rule.source == source:
                    for old, wanted in self._rows_of(rule, written):
                        self._claim(old, wanted, rule, rows, written)
            self._write(rows, written)
            yield written

    def write_files(self, addresses: Mapping[str, str]) -> RedirectsWritten:
        """Old addresses of files (decoded) that lead to where each file is served now."""
        written = RedirectsWritten("files")
        rows: dict[str, Wanted] = {}
        for old, link in addresses.items():
            rule = Redirect("files", 0, old, link)
            if self.book.page_at(old) is None:
                self._claim(old, Wanted(link=link), rule, rows, written)
        self._write(rows, written)
        return written

    def _rows_of(self, rule: Redirect, written: RedirectsWritten) -> Iterator[tuple[str, Wanted]]:
        def note(code: str, detail: str) -> None:
            written.notes.append(Note(code, f"{rule.old}: {detail}"[:300], rule.line))

        if rule.problem:
            note(Code.REDIRECT_UNSUPPORTED, rule.problem)
            return
        if rule.is_exact:
            yield from self._exact(rule.old, rule.target, rule, note)
            return
        found = {}
        for address in [*self.book.pages, *self.repository.media.values()]:
            if old := rule.old_of(address):
                found[old] = address
        for old, address in found.items():
            yield from self._exact(old, encode(address), rule, note)
        if not found or ":" not in rule.target.removeprefix(_scheme(rule.target)):
            base = rule.old.split("*", 1)[0].rstrip("/")
            single = rule.target_of(base) if base and ":" not in base else None
            if single is not None:
                yield from self._exact(base, single, rule, note)
            note(
                Code.REDIRECT_UNSUPPORTED,
                f"the addresses that it means are not known; only {base} leads there"
                if single is not None
                else "the addresses that it means are not known",
            )

    def _exact(
        self, old: str, target: str, rule: Redirect, note: Callable[[str, str], None]
    ) -> Iterator[tuple[str, Wanted]]:
        found = self.book.find(target)
        standing = self.book.page_at(old)
        if standing is not None:
            if standing != found.source:
                note(Code.REDIRECT_CONFLICT, f"{standing} stands there")
            return
        file, exact = self.repository.tree.find(old)
        if file in self.repository.media and exact and found.file != file:
            note(Code.REDIRECT_CONFLICT, f"{file} stands there")
            return
        wanted = None
        if found.source and (page := self.page_id(found.source)) is not None:
            anchor = f"#{found.anchor}" if found.anchor else ""
            wanted = Wanted(page, "", rule.is_permanent)
            if anchor:
                link = encode(self.page_address(found.source)) + anchor
                wanted = Wanted(None, link, rule.is_permanent)
        elif found.file and found.file in self._files:
            wanted = Wanted(None, self._files[found.file], rule.is_permanent)
        elif found.url.startswith(("http:", "https:")):
            wanted = Wanted(None, found.url, rule.is_permanent)
        if wanted is None:
            note(Code.REDIRECT_NOWHERE, target)
        else:
            yield old, wanted

    def _claim(
        self, old: str, wanted: Wanted, rule: Redirect, rows: dict[str, Wanted],
        written: RedirectsWritten,
    ) -> None:  # fmt: skip
        path = Row.normalise_path(encode(old))
        if len(path) > _LONGEST or len(wanted.link) > _LONGEST:
            detail = f"{old[:200]}: longer than {_LONGEST} characters"
            written.notes.append(Note(Code.REDIRECT_UNSUPPORTED, detail, rule.line))
        elif path == "/":
            written.notes.append(Note(Code.REDIRECT_CONFLICT, "/: the home page", rule.line))
        elif key_of(path) not in self._claimed:
            self._claimed[key_of(path)] = rule.source
            rows[path] = wanted

    def _write(self, rows: dict[str, Wanted], written: RedirectsWritten) -> None:
        paths = list(rows)
        for start in range(0, len(paths), _BATCH):
            part = {path: rows[path] for path in paths[start : start + _BATCH]}
            self._write_batch(part, written)

    def _write_batch(self, rows: dict[str, Wanted], written: RedirectsWritten) -> None:
        standing = {
            row.old_path: row for row in Row.objects.filter(site=self.site, old_path__in=list(rows))
        }
        new: list[Row] = []
        remember: list[ImportedSetting] = []
        for path, wanted in rows.items():
            row = standing.get(path)
            name = f"redirect:{hashlib.sha256(path.encode()).hexdigest()[:40]}"
            memory = self._known.get(name)
            if row is None:
                new.append(_apply(Row(site=self.site, old_path=path), wanted))
            elif _state(row) == _state(_apply(Row(), wanted)):
                continue
            elif memory is None or memory.fingerprint != _state(row):
                written.notes.append(Note(Code.REDIRECT_CONFLICT, f"{path}: changed here"))
                continue
            else:
                _apply(row, wanted).save()
                written.action = _stronger(written.action, Action.UPDATED)
            fingerprint = _state(_apply(Row(), wanted))
            if memory is None:
                memory = ImportedSetting(site=self.site, repository=self.repository.key, name=name)
                self._known[name] = memory
            memory.fingerprint = fingerprint
            remember.append(memory)
        if new:
            written.made += [row.pk for row in Row.objects.bulk_create(new)]
            written.action = Action.CREATED
        ImportedSetting.objects.bulk_create([row for row in remember if row.pk is None])
        ImportedSetting.objects.bulk_update(
            [row for row in remember if row.pk is not None], ["fingerprint"]
        )


def _apply(row: Row, wanted: Wanted) -> Row:
    row.redirect_page_id = wanted.page_id
    row.redirect_link = wanted.link
    row.is_permanent = wanted.is_permanent
    row.automatically_created = True
    return row


def _state(row: Row) -> str:
    text = f"{row.redirect_page_id}\0{row.redirect_link}\0{row.is_permanent}"
    return hashlib.sha256(text.encode()).hexdigest()


def _stronger(one: str, other: str) -> str:
    return one if one == Action.CREATED else other


def _scheme(address: str) -> str:
    scheme = urlsplit(address).scheme
    return f"{scheme}:" if scheme else ""
