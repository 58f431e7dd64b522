"""One source file that becomes a page, a listing or a listing entry."""

import html
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Any

from django.db.models import TextChoices

from portal.isomer.dates import POST_NAME, name_date, parse_date, parse_moment
from portal.isomer.frontmatter import truth

__all__ = ["Document", "Kind", "in_words", "parse_date", "without_tags"]

_TAG = re.compile(r"<[^>]*>")
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:\s[^>]*)?>",
    re.IGNORECASE,
)
_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)


class Kind(TextChoices):
    """What a source file is to Isomer."""

    HOME = "home", "home page"
    CONTACT = "contact", "contact page"
    SEARCH = "search", "search page"
    SYSTEM = "system", "page of the old site's machinery"
    NEWSROOM = "newsroom", "resource room"
    CATEGORY = "category", "category of posts"
    COLLECTION = "collection", "collection of pages"
    POST = "post", "post"
    ENTRY = "entry", "listing entry that leads elsewhere"
    DOCUMENT = "document", "page of a collection"
    PAGE = "page", "page"
    NAVIGATION = "navigation", "menu"
    SETTINGS = "settings", "site settings"


@dataclass(frozen=True)
class Document:
    """A source file as it was read; `address` is where the old site served it."""

    path: str
    kind: str
    front: dict[str, Any]
    body: str = ""
    body_line: int = 1
    address: str = ""
    folder: str = ""
    """The category's folder for posts, the collection's name for its pages."""
    order: int = 0
    """Its place among the pages of its collection, or among all posts, oldest first."""
    hidden: str = ""
    """Why the old site did not publish it, although nothing in its front matter says so."""
    notes: tuple[tuple[str, str], ...] = field(default=())
    """Warnings from reading: code and detail."""
    liquid: tuple[tuple[str, int], ...] = field(default=())
    """Liquid tags that stand in the body as they were written, each with its line there."""

    @property
    def title(self) -> str:
        """The title without tags; the file's name in words when there is none."""
        text = without_tags(self.front.get("title"))
        if text:
            return text
        pure = PurePosixPath(self.path)
        post = POST_NAME.match(pure.name)
        return in_words(post.group(2) if post else pure.stem)

    @property
    def description(self) -> str:
        return without_tags(self.front.get("description"))

    @property
    def date(self) -> date | None:
        """The `date` of the front matter, else the one the file's name begins with."""
        return parse_date(self.front.get("date")) or name_date(PurePosixPath(self.path).name)

    @property
    def moment(self) -> datetime:
        """The instant that posts are put in order by; the earliest of all without a date."""
        moment = parse_moment(self.front.get("date"))
        if moment is None and (day := name_date(PurePosixPath(self.path).name)):
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return moment or _EARLIEST

    @property
    def is_published(self) -> bool:
        """Whether the old site showed it, its date aside."""
        return not self.hidden and truth(self.front.get("published", "true"), default=True)

    @property
    def is_markdown(self) -> bool:
        return not self.path.lower().endswith((".html", ".htm"))

    @property
    def leads_elsewhere(self) -> bool:
        """Whether a listing entry names a target beside its own permalink."""
        return any(str(self.front.get(key) or "").strip() for key in ("external", "file_url"))

    @property
    def external_target(self) -> str:
        """Where a listing entry leads: `external`, else `file_url`, else its permalink."""
        for key in ("external", "file_url", "permalink"):
            if value := str(self.front.get(key) or "").strip():
                return value
        return ""


def without_tags(value: object) -> str:
    """A text of HTML in one line; tags that part words leave a space, those inside words none."""
    text = html.unescape(_TAG.sub(" ", _INLINE_TAG.sub("", str(value or ""))))
    return " ".join(text.split())


def in_words(name: str) -> str:
    """A folder's or file's name as Isomer shows it: words, capitalised."""
    name = name.strip().lstrip("_")
    words = re.sub(r"[-_\s]+", " ", name).strip().split(" ")
    return " ".join(word[:1].upper() + word[1:] for word in words if word) or "Untitled"
