"""One site: every public address is asked for, and its answer written into a file."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Site, get_page_models

from newsroom.models.listings import ListingPage
from portal.delivery.baking import addresses, receipts
from portal.delivery.baking.asking import Answer, Application
from portal.delivery.baking.record import Entry, SiteRecord
from portal.delivery.baking.writing import Writer, digest_of
from portal.delivery.page_cache.answers import Headers

#: Of one answer or one transfer, so that they can't be those of a folder: nginx makes its own of
#: the first, a document's name is in its address, and the others are for who stands further out. When
#: an answer expires that nobody may keep is the moment at which it was made.
_OF_ONE = frozenset({
    "content-length", "etag", "last-modified", "date", "server", "connection", "accept-ranges",
    "content-encoding", "content-disposition", "location", "x-content-mark", "age",
    "expires", "surrogate-key", "cache-tag", "xkey",
})  # fmt: skip
_REDIRECTS = (301, 302)
#: Behind the name of a folder whose pages only a mirror shows.
APART = "-apart"


@dataclass
class Run:
    """What one run does for all sites."""

    writer: Writer
    #: How many of kind, year and topic may be chosen at once in a list that has files.
    choices: int
    counter: int
    #: Whether an entry of the run before still is what the application would answer.
    holds: Callable[[Entry], bool]
    #: Whether files have the headers that they had.
    is_same_code: bool
    places_of: Callable[[frozenset[str]], tuple[int, ...]]
    progress: Callable[[int], object]
    rendered: int = 0
    kept: int = 0
    failed: list[str] = field(default_factory=list)


class SiteBaker:
    """Asks for the addresses of one site, beginning with those of its pages."""

    def __init__(
        self, site: Site, application: Application, name: str, before: SiteRecord | None, run: Run
    ) -> None:
        """`name` is that of the site's folder, `before` what the run before left of it."""
        self._site, self._application, self._run = site, application, run
        self._name, self._before = name, before
        self.record = SiteRecord(host=application.host, origin=application.origin)
        self._waiting: deque[str] = deque()
        self._seen: set[str] = set()
        self._pages: set[str] = set()
        self._lists: set[str] = set()
        self._apart: set[str] = set()
        self._numbers: dict[str, int] = {}

    def bake(self) -> SiteRecord:
        """Write the files of the site; returns what was written."""
        lists = _types_of_lists()
        apart = receipts.waiting_pages()
        for address, page in addresses.pages_of(self._site):
            self._pages.add(address)
            if page.content_type_id in lists:
                self._lists.add(address)
            if page.pk in apart:
                self._apart.add(address)
            self._follow(address)
        for address in (*addresses.FIXED, *addresses.feeds_of(self._site)):
            self._follow(address)
        while self._waiting:
            address = self._waiting.popleft()
            self._visit(address)
            self._run.progress(len(self._waiting))
        return self.record

    def follow_links_of(self, address: str, answer: Answer) -> None:
        """Bake also what an answer needs that has no file of its own: an error's."""
        for link in self._links_of(address, answer):
            self._follow(link)

    def _links_of(self, address: str, answer: Answer) -> list[str]:
        links = addresses.links_of(address, answer, self.record.origin)
        return [link for link in links if addresses.chosen_in(link) <= self._run.choices]

    def _follow(self, address: str) -> None:
        path, _, query = address.partition("?")
        if address in self._seen or (query and path not in self._lists and path != "/theme.css"):
            return
        self._seen.add(address)
        self._waiting.append(address)

    def _visit(self, address: str) -> None:
        before = self._before.entries.get(address) if self._before else None
        if before and self._before and self._still_holds(address, before):
            linked = [self._before.linked[number] for number in before.links]
            self._take_over(address, before, linked, self._before.folders)
            return
        known = before if self._run.is_same_code else None
        answer = self._application.ask(address, etag=known.etag if known else "")
        self._run.rendered += 1
        if answer.status == 304 and before and self._before:
            linked = [self._before.linked[number] for number in before.links]
            self._take_over(address, before, linked, self._before.folders)
        elif answer.status >= 500 or answer.status == 400:
            self._run.failed.append(f"{self.record.origin}{address}")
        elif answer.is_personal:
            return
        elif answer.status in _REDIRECTS and "?" not in address:
            self._note_redirect(address, answer)
        elif answer.status == 410 and "?" not in address:
            self.record.redirects[address] = (410, "")
        elif answer.status == 200 and (answer.is_kept or addresses.has_file_of_its_name(address)):
            self._write(address, answer, before)

    def _still_holds(self, address: str, before: Entry) -> bool:
        folder = before.file.split("/", 1)[0]
        if folder.endswith(APART) != (address in self._apart):
            return False
        return self._run.is_same_code and (
            self._run.holds(before) or _is_immutable(self._before, folder, address)
        )

    def _take_over(
        self, address: str, before: Entry, linked: list[str], folders: dict[str, Headers]
    ) -> None:
        folder = before.file.split("/", 1)[0]
        if not self._run.writer.keep(f"{self._name}/{before.file}"):
            # Somebody has been in the tree; what is missing there is made anew.
            answer = self._application.ask(address)
            self._run.rendered += 1
            if answer.status == 200:
                self._write(address, answer, None)
            return
        self._run.kept += 1
        self.record.folders[folder] = folders[folder]
        self.record.entries[address] = before
        before.links = tuple(self._numbered(linked))
        for link in linked:
            self._follow(link)

    def _write(self, address: str, answer: Answer, before: Entry | None) -> None:
        links = self._links_of(address, answer)
        for link in links:
            self._follow(link)
        name = addresses.file_for(address)
        if name is None:
            self.record.left_out[address] = "its name is too long for a file, or not one of ours"
            return
        folder = self._folder_of(address, answer)
        digest = digest_of(answer.body)
        is_file = addresses.has_file_of_its_name(address)
        entry = self.record.entries[address] = Entry(
            file=f"{folder}/{name}",
            digest=digest,
            status=answer.status,
            bytes=len(answer.body),
            etag=answer.header("etag") if is_file and not answer.is_kept else "",
            counter=self._run.counter,
            made_from=self._run.places_of(answer.keys) if answer.keys else (),
            links=tuple(self._numbered(link for link in links if link not in self._pages)),
        )
        same = before is not None and (before.digest, before.file) == (digest, entry.file)
        if same and self._run.writer.keep(f"{self._name}/{entry.file}"):
            return
        kind = answer.header("content-type")
        self._run.writer.write(f"{self._name}/{entry.file}", answer.body, kind)

    def _note_redirect(self, address: str, answer: Answer) -> None:
        target = answer.header("location")
        if target != address:
            self.record.redirects[address] = (answer.status, target)
            self.record.headers.setdefault("redirect", headers_of_folder(answer.headers))
        self.follow_links_of(address, answer)

    def _folder_of(self, address: str, answer: Answer) -> str:
        headers = headers_of_folder(answer.headers)
        kind = answer.header("content-type").partition(";")[0].partition("/")[2] or "file"
        mark = blake2b(repr(headers).encode(), digest_size=4).hexdigest()
        folder = f"{kind.replace('+', '-').replace('.', '-')}-{mark}"
        if address in self._apart:
            folder += APART
        self.record.folders[folder] = headers
        return folder

    def _numbered(self, links: Iterator[str] | list[str]) -> Iterator[int]:
        for link in links:
            if link not in self._numbers:
                self._numbers[link] = len(self.record.linked)
                self.record.linked.append(link)
            yield self._numbers[link]


def headers_of_folder(headers: Headers) -> Headers:
    """The headers that all answers of one sort have in common, in a fixed order."""
    return sorted(
        (name, _in_order(name, value)) for name, value in headers if name.lower() not in _OF_ONE
    )


def _in_order(name: str, value: str) -> str:
    """The value of a header whose parts come in another order from each process."""
    if not name.lower().startswith("content-security-policy"):
        return value
    return "; ".join(sorted(part.strip() for part in value.split(";") if part.strip()))


def _types_of_lists() -> set[int]:
    kinds: list[type[Page]] = [
        model for model in get_page_models() if issubclass(model, ListingPage)
    ]
    return {kind.pk for kind in ContentType.objects.get_for_models(*kinds).values()}


def _is_immutable(before: SiteRecord | None, folder: str, address: str) -> bool:
    """Whether what lies at an address never changes, by what the answer said itself."""
    if before is None or not addresses.has_file_of_its_name(address):
        return False
    caching = dict(before.folders[folder]).get("Cache-Control", "")
    return "immutable" in caching
