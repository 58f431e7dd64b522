"""Which address and which place in the tree each page gets."""

from collections.abc import Callable
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from pages import permalinks
from portal.isomer.codes import Code
from portal.isomer.documents import Kind
from portal.isomer.plan import HOME, Plan, PlannedPage
from portal.isomer.repository import POSTS, Repository

_SLUG_LENGTH = 120


def claim_addresses(plan: Plan, repository: Repository, is_taken: Callable[[str], bool]) -> None:
    """Give each address to one page; the others live where they stand.

    Of several files with one address Jekyll shows the one it writes last: pages by name, then
    posts by date, then collections. Drafts ask after everything that was published.
    """
    collections = [collection.name for collection in repository.collections]
    claimed: dict[str, str] = {}
    for page in sorted(plan.pages, key=lambda page: _precedence(page, collections)):
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
            holder = claimed.get(key, HOME if key == "/" else "")
            page.note(Code.ADDRESS_TAKEN, f"{page.address} ({holder})" if holder else page.address)
            page.address = ""
        else:
            claimed[key] = page.source


def _precedence(page: PlannedPage, collections: list[str]) -> tuple:
    """The smaller, the sooner a page is given the address it asks for."""
    document = page.document
    if page.address.endswith("/.html"):
        # A name of nothing but a suffix: here this is the address of the folder.
        return page.draft, 5, 0, (), page.source
    if document is None:
        return page.draft, 3, 0, (), page.source
    if document.kind == Kind.DOCUMENT:
        return page.draft, 0, -collections.index(document.folder), (-document.order,), page.source
    if document.kind in POSTS:
        leads_to_itself = document.kind == Kind.ENTRY and not document.leads_elsewhere
        return page.draft, 4 if leads_to_itself else 1, -document.order, (), page.source
    name = PurePosixPath(document.path).name
    return page.draft, 2, 0, _backwards(name), _backwards(document.path)


def _backwards(text: str) -> tuple[int, ...]:
    """A key that sorts texts from the last to the first."""
    return (*(-ord(char) for char in text), 1)


def choose_slugs(plan: Plan, top: str, is_taken: Callable[[str], bool]) -> None:
    """A place in the tree for each page that no other page's address stands on."""
    addresses = {
        permalinks.key_of(page.address): page.source for page in plan.pages if page.address
    }
    places: dict[str, str] = {HOME: top}
    used: set[str] = set()
    numbers: dict[str, int] = {}
    for page in plan.pages:
        if page.source == HOME:
            continue
        above = places.get(page.parent, top)
        wanted = _slug(page)
        slug = wanted
        while True:
            place = f"{above}{slug}/"
            key = permalinks.key_of(place)
            other = addresses.get(key, page.source) != page.source
            if not (other or key in used or _reserved(place) or is_taken(key)):
                break
            number = numbers[above + wanted] = numbers.get(above + wanted, 1) + 1
            slug = f"{wanted[: _SLUG_LENGTH - 7]}-{number}"
        if slug != wanted and not page.address:
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
