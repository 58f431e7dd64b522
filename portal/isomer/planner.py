"""Which page each document becomes, below which other, and at which address."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import PurePosixPath

from portal.isomer.codes import Code, Note
from portal.isomer.dates import day_near
from portal.isomer.documents import Document, Kind, in_words
from portal.isomer.mapping import Mapping, PageType
from portal.isomer.placement import choose_slugs, claim_addresses
from portal.isomer.plan import HOME, Plan, PlannedPage
from portal.isomer.repository import POSTS, Repository

_RELEASE_NAMES = ("press", "media-release", "media release", "statement")
_TITLE_LENGTH = 255
__all__ = ["HOME", "Plan", "PlannedPage", "make_plan"]

_ITEMS = frozenset({PageType.PRESS_RELEASE, PageType.ARTICLE, PageType.LINK})


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
    # Posts oldest first: of two of one day, the listing shows the later made above the other.
    documents = sorted(
        repository.documents,
        key=lambda d: (
            (True, "", d.order, d.path) if d.kind in POSTS else (False, d.folder, d.order, d.path)
        ),
    )
    plan.pages += _structure(repository, documents)
    for document in documents:
        page = _page(document, repository, mapping, today)
        if page is not None:
            plan.pages.append(page)
        elif document.kind == Kind.SYSTEM:
            plan.left_out.append((document, Note(Code.SYSTEM_PAGE)))
        elif mapping.type_for(document.address) == PageType.SKIP:
            plan.left_out.append((document, Note(Code.MAPPED_OUT)))
    claim_addresses(plan, repository, is_taken)
    choose_slugs(plan, top, is_taken)
    return plan


def _structure(repository: Repository, documents: list[Document]) -> Iterator[PlannedPage]:
    """Home, resource room, categories and collections, whether or not they have a file."""
    by_kind: dict[str, dict[str, Document]] = {}
    for document in documents:
        by_kind.setdefault(document.kind, {})[document.folder] = document
    home = by_kind.get(Kind.HOME, {}).get("")
    title = (home.title if home else "") or repository.config.title or "Home"
    yield PlannedPage(HOME, Kind.HOME, PageType.HOME, title, document=home, address="/")
    room = repository.room
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
    if page.draft and not document.hidden:
        page.note(Code.UNPUBLISHED)
    if page.page_type == PageType.LINK and document.body.strip():
        page.note(Code.ENTRY_TEXT, " ".join(document.body.split())[:120])
    if document.kind in POSTS and page.day is None:
        page.day = day_near(PurePosixPath(document.path).name)
        page.note(Code.DATE_MISSING, str(page.day))
    dated = document.kind in POSTS or (
        document.kind == Kind.DOCUMENT and document.front.get("date")
    )
    if (
        dated
        and page.day
        and page.day > today
        and not page.draft
        and not repository.config.publishes_future
    ):
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
    if document.kind in POSTS:
        return _listing_key(document.folder)
    if document.kind == Kind.DOCUMENT:
        return next(c.path for c in repository.collections if c.name == document.folder)
    return HOME
