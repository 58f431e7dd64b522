"""What a rehearsal tells people: one line each, with its page."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.contrib.auth.models import User
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

ERROR, WARNING = "error", "warning"
HIDDEN_PAGE = "a page you may not see"

#: Titles that a text names, each with its page, so that they can be kept from those who may not
#: know of it. For a deleted page, the one above it.
Named = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Finding:
    """One line: what is wrong, where, and what to do."""

    level: str
    text: str
    page: int | None = None
    title: str = ""
    named: Named = ()

    def as_row(self) -> dict:
        """As it is stored."""
        return asdict(self)


def error(page: Page | None, text: str, *named: Page) -> Finding:
    """Something that goes wrong at the instant; `named` are other pages that the text names."""
    return _finding(ERROR, page, text, named)


def warning(page: Page | None, text: str, *named: Page) -> Finding:
    """Something that somebody should look at; `named` are other pages that the text names."""
    return _finding(WARNING, page, text, named)


def seen_by(user: User, findings: Iterable[dict]) -> list[dict]:
    """Stored findings without the titles of pages that the person may not know of; one query."""
    rows = [{"named": [], **row} for row in findings]
    known = known_to(
        user, [row["page"] for row in rows] + [pk for row in rows for _, pk in row["named"]]
    )
    return [_seen(row, known) for row in rows]


def known_to(user: User, pages: Iterable[int | None]) -> set[int]:
    """Those of the pages that the person may explore."""
    ids = set(pages) - {None}
    if not ids:
        return set()
    explorable = page_permission_policy.explorable_instances(user)
    return set(explorable.filter(pk__in=ids).values_list("pk", flat=True))


def masked(text: str, named: Iterable[tuple[str, int | None]], known: set[int]) -> str:
    """A text without those titles whose page is not known."""
    for title, pk in named:
        if not _is_known(pk, known):
            text = text.replace(f"“{title}”", HIDDEN_PAGE)
    return text


def _seen(row: dict, known: set[int]) -> dict:
    own = [[row["title"], row["page"]]] if row["page"] else row["named"]
    is_known = all(_is_known(pk, known) for title, pk in own if title == row["title"])
    return {
        **row,
        "page": row["page"] if is_known else None,
        "title": row["title"] if is_known else HIDDEN_PAGE,
        "text": masked(row["text"], row["named"], known),
    }


def _is_known(page: int | None, known: set[int]) -> bool:
    # Nothing is left of a page that was deleted, not even the place where it was.
    return page is None or page in known


def _finding(level: str, page: Page | None, text: str, named: tuple[Page, ...]) -> Finding:
    names = tuple((other.get_admin_display_title(), other.pk) for other in named)
    if page is None:
        return Finding(level, text, named=names)
    return Finding(level, text, page.pk, page.get_admin_display_title(), names)
