"""One source file that becomes a page, a listing or a listing entry."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo

from django.db.models import TextChoices

from portal.isomer.frontmatter import truth

_POST_NAME = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})-(.*)$")
_DATE = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2}).*)?")
_BAD_POST_NAME = re.compile(r"^[\d-]*-")
# Jekyll's `pretty` slug: what is left of a file name in an address.
_NOT_PRETTY = re.compile(r"[^\w.~!$&'()+,;=@-]+|_", re.UNICODE)
_SITE_ZONE = ZoneInfo("Asia/Singapore")


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
    notes: tuple[tuple[str, str], ...] = field(default=())
    """Warnings from reading: code and detail."""

    @property
    def title(self) -> str:
        """The title without tags; the file's name in words when there is none."""
        raw = str(self.front.get("title") or "")
        text = " ".join(re.sub(r"<[^>]*>", " ", raw).split())
        return text or in_words(PurePosixPath(self.path).stem)

    @property
    def description(self) -> str:
        return " ".join(re.sub(r"<[^>]*>", " ", str(self.front.get("description") or "")).split())

    @property
    def date(self) -> date | None:
        """The `date` of the front matter, else the one the file's name begins with."""
        return parse_date(self.front.get("date")) or parse_date(PurePosixPath(self.path).name)

    @property
    def is_published(self) -> bool:
        return truth(self.front.get("published", "true"), default=True)

    @property
    def is_markdown(self) -> bool:
        return not self.path.lower().endswith((".html", ".htm"))

    @property
    def external_target(self) -> str:
        """Where a listing entry leads: `external`, else `file_url`, else its permalink."""
        for key in ("external", "file_url", "permalink"):
            if value := str(self.front.get(key) or "").strip():
                return value
        return ""


def parse_date(value: Any) -> date | None:
    """The calendar day of a front matter date or a post's file name; None when there is none.

    A time in UTC other than midnight is taken to Singapore's day; `T00:00:00.000Z` is what the
    old editor wrote for a day without a time.
    """
    match = _DATE.match(str(value or ""))
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups()[:3])
    try:
        parsed = date(year, month, day)
        hour, minute = int(match.group(4) or 0), int(match.group(5) or 0)
        if (hour or minute) and str(value).strip().endswith(("Z", "+00:00", "+0000")):
            moment = datetime(year, month, day, hour, minute, tzinfo=UTC)
            parsed = moment.astimezone(_SITE_ZONE).date()
    except (ValueError, OverflowError):
        return None
    return parsed


def in_words(name: str) -> str:
    """A folder's or file's name as Isomer shows it: words, capitalised."""
    name = name.strip().lstrip("_")
    words = re.sub(r"[-_\s]+", " ", name).strip().split(" ")
    return " ".join(word[:1].upper() + word[1:] for word in words if word) or "Untitled"


def post_slug(path: str) -> str:
    """The part of a post's address that Jekyll makes from its file name."""
    stem = PurePosixPath(path).stem
    match = _POST_NAME.match(stem)
    name = match.group(4) if match else _BAD_POST_NAME.sub("", stem, count=1)
    return _NOT_PRETTY.sub("-", name).strip("-")


def default_address(path: str, kind: str, folder: str) -> str:
    """Where Jekyll serves a file that has no permalink (`permalink: none`)."""
    pure = PurePosixPath(path)
    if kind in {Kind.POST, Kind.ENTRY}:
        categories = folder.lower()
        return f"/{categories}/{post_slug(path)}.html".replace("//", "/")
    if kind == Kind.DOCUMENT:
        inner = PurePosixPath(*pure.parts[1:]).with_suffix("")
        return f"/{folder}/{inner}.html"
    if pure.stem == "index":
        return f"/{pure.parent}/".replace("/./", "/")
    return f"/{pure.with_suffix('')}.html"


def source_address(front: dict[str, Any], path: str, kind: str, folder: str) -> str:
    """A document's address on the old site, decoded: its permalink as written, else Jekyll's.

    A permalink that is a full address or no path at all does not count: such a document has only
    its default place.
    """
    permalink = str(front.get("permalink") or "").strip().strip("'\"").strip()
    if permalink and not urlsplit_safe(permalink):
        path_only = re.split(r"[?#]", permalink, maxsplit=1)[0]
        decoded = re.sub(r"/{2,}", "/", "/" + unquote(path_only).lstrip("/"))
        if not any(part in {".", ".."} for part in decoded.split("/")):
            return decoded
    return default_address(path, kind, folder)


def urlsplit_safe(address: str) -> str:
    """The scheme of an address, or "" for a path and for what is no address at all."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "invalid"
    return parts.scheme or ("//" if address.startswith("//") else "")


def quoted(address: str) -> str:
    """A decoded path as it stands in a link."""
    return quote(address, safe="/~!$&'()*+,;=:@-._")
