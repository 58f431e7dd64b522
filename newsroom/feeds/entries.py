"""What a feed tells, before any format: the one representation from which all are written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from mimetypes import guess_type
from typing import Any
from urllib.parse import urljoin
from uuid import uuid5

from django.db.models import CharField, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.timezone import get_default_timezone, make_aware
from django.utils.translation import gettext
from wagtail.models import Page, Site

from newsroom.enums import NoteKind
from newsroom.feeds import content
from newsroom.feeds.formats import Format
from newsroom.history import Entry as Told
from newsroom.models import NewsroomItem
from newsroom.models.listings import ListingPage
from newsroom.topics import Topic
from pages import dependencies, languages, visibility
from pages.media import pictures, sizes
from pages.prepared import Given
from pages.site_settings import SiteSettings

ENTRIES = 30
#: The look of the picture that opens an item.
LOOK = "lead"


@dataclass(frozen=True)
class Picture:
    """The picture that opens an item."""

    address: str
    media_type: str
    #: In bytes; 0 while it is not known.
    size: int


@dataclass(frozen=True)
class Entry:
    """One item. Texts hold nothing that XML cannot."""

    id: str
    title: str
    address: str
    #: HTML: what readers were told since, then the summary of the item.
    summary: str
    #: The same as one line of words.
    summary_text: str
    #: HTML: what readers were told since, then the text of the item, its links complete.
    content: str
    published: datetime
    updated: datetime
    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    picture: Picture | None = None
    #: Where an entry leads that has no text of its own.
    leads_to: str = ""


@dataclass(frozen=True)
class Feed:
    """A feed and its entries, newest first."""

    id: str
    title: str
    #: The page that shows the same.
    address: str
    #: Where this feed itself is.
    own_address: str
    description: str
    language: str
    publisher: str
    publisher_address: str
    updated: datetime
    entries: tuple[Entry, ...]


def feed_of(
    listing: ListingPage, topic: Topic | None, request: HttpRequest, written: Format
) -> Feed:
    """The feed of a listing that has passed the gate, or what it has on one topic."""
    site, settings = Site.find_for_request(request), SiteSettings.for_request(request)
    site_name = settings.site_name or site.site_name
    slug = topic.slug if topic else ""
    names = [topic.name if topic else "", listing.title, site_name]
    with dependencies.reading(dependencies.below(listing.path)):
        pages = _newest(listing, slug)
    entries = tuple(_entries(pages, site))
    established = listing.first_published_at or listing.last_published_at
    return Feed(
        id=_id_of_topic(listing, topic) if topic else _id(listing),
        title=_text(" | ".join(filter(None, names))),
        address=listing.full_url + (f"?topic={slug}" if slug else ""),
        own_address=site.root_url + written.address(listing.pk, slug),
        description=_text(_words(listing.summary_text or getattr(listing, "intro", ""))),
        language=languages.tag_of(languages.current()),
        publisher=_text(settings.agency or settings.site_name or site.hostname),
        publisher_address=site.root_url,
        updated=max((entry.updated for entry in entries), default=_moment(established)),
        entries=entries,
    )


def _newest(listing: ListingPage, topic: str) -> list[NewsroomItem]:
    """The items that were published or changed last: the last of both, taken together."""
    published = listing.shelf().newest_numbers(ENTRIES, topic)
    changed = _changed.ask(listing.path, bool(topic), topic=topic)
    pages = content.of_their_types({*published, *changed})
    newest = sorted(pages, key=lambda page: (_updated(page), page.pk), reverse=True)
    return newest[:ENTRIES]


def _changed_last(path: str, by_topic: bool) -> QuerySet:
    listing = Page(path=path, depth=len(path) // Page.steplen)
    topic: Any = Given("topic", CharField()) if by_topic else ""
    public = NewsroomItem.objects.below(listing).public_now()
    return public.lately_changed(topic).numbers()[:ENTRIES]


_changed = visibility.PreparedQuery(_changed_last)


def _entries(pages: list[NewsroomItem], site: Site) -> Iterable[Entry]:
    content.resolve(pages)
    texts = content.as_html(pages)
    shown = _pictures(pages, site)
    return [_entry(page, text, shown.get(page.pk)) for page, text in zip(pages, texts, strict=True)]


def _entry(item: NewsroomItem, text: str, picture: Picture | None) -> Entry:
    notices = _notices(item)
    summary = format_html("<p>{}</p>", item.summary_text) if item.summary_text else ""
    title = gettext("Withdrawn: %s") % item.title if item.is_withdrawn else item.title
    names = [name.strip() for name in getattr(item, "authors", "").split(",")]
    target = content.target_of(item)
    return Entry(
        id=_id(item),
        title=_text(title),
        address=item.full_url,
        summary=_text(notices + summary),
        summary_text=_text(_words(notices + summary)),
        content=_text(notices + text),
        published=_moment(_published(item)),
        updated=_moment(_updated(item)),
        topics=tuple(_text(topic.name) for topic in item.topic_list),
        authors=tuple(_text(name) for name in names if name),
        picture=picture,
        leads_to=urljoin(item.full_url, target) if target else "",
    )


def _notices(item: NewsroomItem) -> SafeString:
    """What readers were told since an item was published, as HTML."""
    history = item.history
    notices: list[Told] = [history.withdrawal] if history.withdrawal else []
    notices += (
        history.corrections
        or [entry for entry in history.entries if entry.kind == NoteKind.UPDATE][:1]
    )
    return format_html_join("", "{}", ((_notice(notice),) for notice in notices))


def _notice(entry: Told) -> SafeString:
    said = format_html(gettext(" It said: <del>{}</del>"), entry.earlier) if entry.earlier else ""
    says = format_html(gettext(" It says now: <ins>{}</ins>"), entry.later) if entry.later else ""
    return format_html(
        "<p><strong>{}, {}:</strong> {}{}{}</p>", entry.label, entry.stamp, entry.text, said, says
    )


def _pictures(pages: list[NewsroomItem], site: Site) -> dict[int, Picture]:
    """The pictures that open the items, by the items' numbers. One that is new is not ready for a
    moment.
    """
    files = {page.pk: pictures.file(page.lead_image, LOOK) for page in pages if page.lead_image}
    ready = {pk: file for pk, file in files.items() if file}
    bytes_of = sizes.sizes_of(ready.values())
    return {
        pk: Picture(
            urljoin(site.root_url, file.url),
            guess_type(file.url)[0] or "image/jpeg",
            bytes_of.get(str(file.name), 0),
        )
        for pk, file in ready.items()
    }


def _published(item: NewsroomItem) -> datetime:
    first = item.history.published
    if isinstance(first, datetime):
        return first
    return make_aware(datetime.combine(first, time.min), get_default_timezone())


def _updated(item: NewsroomItem) -> datetime:
    changed = item.history.updated_at
    return max(_published(item), changed) if changed else _published(item)


def _moment(instant: datetime) -> datetime:
    """To the second, in the site's zone."""
    return instant.astimezone(get_default_timezone()).replace(microsecond=0)


def _id(page: Page) -> str:
    """A name that stays when the page gets another address (RFC 4287, 4.2.6)."""
    # A page has its key in common with its translations, each of which is an entry of its own.
    prefix = languages.prefix(languages.current())
    return f"urn:uuid:{uuid5(page.translation_key, prefix) if prefix else page.translation_key}"


def _id_of_topic(listing: Page, topic: Topic) -> str:
    name = f"topic {topic.pk}{languages.prefix(languages.current())}"
    return f"urn:uuid:{uuid5(listing.translation_key, name)}"


def _words(html: str) -> str:
    return " ".join(strip_tags(html.replace("</p>", " ")).split())


def _text(words: str) -> str:
    return content.UNWRITABLE.sub("", str(words))
