"""Which page each document becomes, below which other, and at which address."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from pages import permalinks
from portal.isomer.codes import Code, Note
from portal.isomer.documents import Document, Kind, in_words
from portal.isomer.mapping import Mapping, PageType
from portal.isomer.reader import Repository

_RELEASE_NAMES = ("press", "media-release", "media release", "statement")
_SLUG_LENGTH = 120
_TITLE_LENGTH = 255
_ITEMS = frozenset({PageType.PRESS_RELEASE, PageType.ARTICLE, PageType.LINK})
HOME = "index.md"


@dataclass
class PlannedPage:
    """One page to be; `source` is its key, `parent` the key of the page above it."""

    source: str
    kind: str
    page_type: str
    title: str
    slug: str = ""
    address: str = ""
    """Where the public must reach it; "" when any place will do."""
    parent: str = ""
    document: Document | None = None
    nav_group: str = ""
    default_kind: str = "news"
    """What a list mostly holds, as the newsroom names it."""
    day: date | None = None
    draft: bool = False
    go_live: date | None = None
    """The day on which a page dated in the future appears."""
    notes: list[Note] = field(default_factory=list)

    def note(self, code: str, detail: str = "") -> None:
        self.notes.append(Note(code, detail))


@dataclass
class Plan:
    """Every page in the order in which it is made, parents first, and what is left out."""

    pages: list[PlannedPage] = field(default_factory=list)
    left_out: list[tuple[Document, Note]] = field(default_factory=list)

    def by_source(self) -> dict[str, PlannedPage]:
        return {page.source: page for page in self.pages}


def make_plan(
    repository: Repository,
    mapping: Mapping,
    *,
    today: date,
    top: str = "/",
    is_taken: Callable[[str], bool] = lambda key: False,
) -> Plan:
    """Decide everything that needs no database.

    `top` is the path of the home page within its site.

    `is_taken` tells whether a page that is not of this import has an address, given by its key
    (`permalinks.key_of`).
    """
    plan = Plan()
    documents = sorted(repository.documents, key=lambda d: (d.folder, d.order, d.path))
    plan.pages += _structure(repository, documents)
    for document in documents:
        page = _page(document, repository, mapping, today)
        if page is not None:
            plan.pages.append(page)
        elif document.kind == Kind.SYSTEM:
            plan.left_out.append((document, Note(Code.SYSTEM_PAGE)))
        elif mapping.type_for(document.address) == PageType.SKIP:
            plan.left_out.append((document, Note(Code.MAPPED_OUT)))
    _claim_addresses(plan, is_taken)
    _choose_slugs(plan, top, is_taken)
    return plan


def _structure(repository: Repository, documents: list[Document]) -> Iterator[PlannedPage]:
    """Home, resource room, categories and collections, whether or not they have a file."""
    by_kind: dict[str, dict[str, Document]] = {}
    for document in documents:
        by_kind.setdefault(document.kind, {})[document.folder] = document
    home = by_kind.get(Kind.HOME, {}).get("")
    title = (home.title if home else "") or repository.config.title or "Home"
    yield PlannedPage(HOME, Kind.HOME, PageType.HOME, title, document=home, address="/")
    room = repository.config.resources_name
    categories = repository.categories()
    room_file = by_kind.get(Kind.NEWSROOM, {}).get(room)
    has_room = room_file or any(name.startswith(f"{room}/") for name in categories)
    if room and has_room:
        yield _listing(room, Kind.NEWSROOM, PageType.NEWSROOM, room_file, HOME)
    for name in categories:
        if name == room:
            continue
        file = by_kind.get(Kind.CATEGORY, {}).get(name)
        parent = _listing_key(room) if room and name.startswith(f"{room}/") else HOME
        listing = _listing(name, Kind.CATEGORY, PageType.NEWS_LIST, file, parent)
        listing.default_kind = _mostly(documents, name)
        yield listing
    for collection in repository.collections:
        yield PlannedPage(
            collection.path,
            Kind.COLLECTION,
            PageType.SECTION,
            collection.title,
            slug=collection.name,
            parent=HOME,
        )


def _listing(
    folder: str, kind: str, page_type: str, document: Document | None, parent: str
) -> PlannedPage:
    name = PurePosixPath(folder).name or "posts"
    return PlannedPage(
        _listing_key(folder),
        kind,
        page_type,
        document.title if document and document.front.get("title") else in_words(name),
        slug=name,
        address=document.address if document else f"/{folder}/" if folder else "",
        parent=parent,
        document=document,
    )


def _mostly(documents: list[Document], folder: str) -> str:
    kinds: dict[str | None, str] = {PageType.PRESS_RELEASE: "press-release", PageType.LINK: "link"}
    types = Counter(_usual_type(document) for document in documents if document.folder == folder)
    types.pop(None, None)
    return kinds.get(types.most_common(1)[0][0], "news") if types else "news"


def _listing_key(folder: str) -> str:
    return f"{folder}/index.html" if folder else "_posts/index.html"


def _page(
    document: Document, repository: Repository, mapping: Mapping, today: date
) -> PlannedPage | None:
    wanted = mapping.type_for(document.address)
    usual = _usual_type(document)
    if usual is None or wanted == PageType.SKIP:
        return None
    page = PlannedPage(
        document.path,
        document.kind,
        usual,
        document.title,
        address=document.address,
        parent=_parent(document, repository),
        document=document,
        day=document.date,
        draft=not document.is_published,
    )
    page.notes += [Note(code, detail) for code, detail in document.notes]
    if wanted and wanted != usual:
        if (wanted in _ITEMS) == (usual in _ITEMS) and usual != PageType.LINK:
            page.page_type = wanted
        else:
            page.note(Code.TYPE_UNFIT, wanted)
    if page.draft:
        page.note(Code.UNPUBLISHED)
    if document.kind in {Kind.POST, Kind.ENTRY} and page.day is None:
        page.day = today
        page.note(Code.DATE_MISSING)
    in_future = document.kind == Kind.POST and page.day is not None and page.day > today
    if in_future and not page.draft and not repository.config.publishes_future:
        page.go_live = page.day
        page.note(Code.FUTURE_DATED, str(page.day))
    if page.page_type == PageType.CONTENT:
        page.nav_group = " ".join(str(document.front.get("third_nav_title") or "").split())[:120]
    if len(page.title) > _TITLE_LENGTH:
        page.title = page.title[: _TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
        page.note(Code.TITLE_SHORTENED)
    return page


def _usual_type(document: Document) -> str | None:
    if document.kind == Kind.POST:
        name = document.folder.lower()
        is_release = any(part in name for part in _RELEASE_NAMES)
        return PageType.PRESS_RELEASE if is_release else PageType.ARTICLE
    usual: dict[str, str] = {
        Kind.ENTRY: PageType.LINK,
        Kind.CONTACT: PageType.CONTACT,
        Kind.SEARCH: PageType.SEARCH,
        Kind.DOCUMENT: PageType.CONTENT,
        Kind.PAGE: PageType.CONTENT,
    }
    return usual.get(document.kind)


def _parent(document: Document, repository: Repository) -> str:
    if document.kind in {Kind.POST, Kind.ENTRY}:
        return _listing_key(document.folder)
    if document.kind == Kind.DOCUMENT:
        return next(c.path for c in repository.collections if c.name == document.folder)
    return HOME


def _claim_addresses(plan: Plan, is_taken: Callable[[str], bool]) -> None:
    """Give each address to the first page that asks for it; the others live where they stand.

    A draft asks after the published pages.
    """
    claimed: set[str] = set()
    for page in sorted(plan.pages, key=lambda page: page.draft):
        if not page.address or page.source == HOME:
            continue
        try:
            page.address = permalinks.normalise(page.address)
        except ValidationError as error:
            page.note(Code.ADDRESS_RESERVED, f"{page.address[:200]}: {error.messages[0]}")
            page.address = ""
            continue
        key = permalinks.key_of(page.address)
        if key in claimed or key == "/" or is_taken(key):
            page.note(Code.ADDRESS_TAKEN, page.address)
            page.address = ""
        else:
            claimed.add(key)


def _choose_slugs(plan: Plan, top: str, is_taken: Callable[[str], bool]) -> None:
    """A place in the tree for each page that no other page's address stands on."""
    addresses = {
        permalinks.key_of(page.address): page.source for page in plan.pages if page.address
    }
    places: dict[str, str] = {HOME: top}
    used: set[str] = set()
    for page in plan.pages:
        if page.source == HOME:
            continue
        above = places.get(page.parent, top)
        wanted = _slug(page)
        slug, number = wanted, 1
        while True:
            place = f"{above}{slug}/"
            key = permalinks.key_of(place)
            other = addresses.get(key, page.source) != page.source
            if not (other or key in used or _reserved(place) or is_taken(key)):
                break
            number += 1
            slug = f"{wanted[: _SLUG_LENGTH - 5]}-{number}"
        if number > 1 and not page.address:
            page.note(Code.SLUG_CHANGED, slug)
        page.slug = slug
        used.add(key)
        places[page.source] = place


def _slug(page: PlannedPage) -> str:
    last = page.address.rstrip("/").rsplit("/", 1)[-1] if page.address else ""
    last = last.removesuffix(".html").removesuffix(".htm")
    candidates = (last, page.slug, page.title, PurePosixPath(page.source).stem)
    slugs = (
        slugify(candidate, allow_unicode=True)[:_SLUG_LENGTH].strip("-_")
        for candidate in candidates
    )
    return next((slug for slug in slugs if slug), "page")


def _reserved(place: str) -> bool:
    try:
        permalinks.normalise(place)
    except ValidationError:
        return True
    return False
