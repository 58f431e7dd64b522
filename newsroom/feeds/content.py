"""The texts of items as feed readers show them: plain HTML with complete links.

The texts of all entries are fetched and resolved together, so that a feed takes as many queries
with thirty entries as with one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import nh3
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from lxml import html as markup
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.fields import StreamField
from wagtail.rich_text import RichText, expand_db_html

from newsroom import numbering
from newsroom.models import NewsLinkPage, NewsroomItem, PressReleasePage
from newsroom.querysets import NewsroomItemQuerySet
from pages import together
from pages.blocks.links import LinkValue
from pages.media.renditions import fetch_renditions
from pages.models import SiteImage
from pages.prepared import Prepared, places, spread
from pages.sanitising import LEGACY_ATTRIBUTES, LEGACY_TAGS, URL_SCHEMES

TEMPLATE = "newsroom/feeds/content.html"
#: The streams that readers read. The others are about the item, or wait in a draft.
STREAMS = ("body", "attachments", "link")
#: Blocks that show what is elsewhere, which a feed tells itself.
NOT_IN_FEEDS = frozenset({"latest_items"})
#: Gone with all they hold.
_DROPPED = {"script", "style", "svg", "form", "button", "iframe", "object", "template", "noscript"}
#: What may stand in a paragraph.
_INLINE = {
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "picture",
    "q", "s", "small", "source", "span", "strong", "sub", "sup", "svg", "u", "use",
}  # fmt: skip
#: What XML 1.0 cannot hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: Of some thousands of words each.
_TEXTS_KEPT = 128
#: Between the texts that are resolved together; no text holds it.
_SEAM = "\x1e"


def of_their_types(numbers: Iterable[tuple[int, int]]) -> list[NewsroomItem]:
    """The items of these numbers as their own types, with what belongs to them; `numbers` are those
    of pages and of their types.
    """
    by_type: dict[int, list[int]] = defaultdict(list)
    for item, kind in numbers:
        by_type[kind].append(item)
    found: list[NewsroomItem] = []
    for kind, items in by_type.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        number, values = spread("pk", items)
        found += _of_type.ask(model, number, **values)
    return found


def _by_number(model: type[NewsroomItem], number: int) -> NewsroomItemQuerySet:
    pages = model.objects.filter(id__in=places("pk", number, BigIntegerField()))
    return pages.for_feed().order_by()


_of_type = Prepared(_by_number)


def resolve(pages: list[NewsroomItem]) -> None:
    """Get for all texts together what they refer to: which links lead to something public, and
    which pictures there are.
    """
    by_type: dict[type[NewsroomItem], list[NewsroomItem]] = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for alike in by_type.values():
        _fill_streams(alike)
    prefetch_related_objects(pages, "lead_image")
    _resolve(pages, _releases(pages))


def as_html(pages: Iterable[NewsroomItem]) -> list[str]:
    """The text of each item, as HTML that is safe to show anywhere."""
    return [_cleaned(render_to_string(TEMPLATE, _context(page)), page.full_url) for page in pages]


def target_of(page: NewsroomItem) -> str:
    """Where an item leads that is only a link; empty while the public may not reach it."""
    return (page.target or "") if isinstance(page, NewsLinkPage) else ""


def _context(page: NewsroomItem) -> dict[str, Any]:
    body = getattr(page, "body", [])
    # Names and ranks the headings.
    _ = page.contents
    shown = [child for child in body if child.block_type not in NOT_IN_FEEDS]
    if isinstance(page, PressReleasePage):
        parts = list(numbering.numbered_parts(shown, page.numbering, page.dateline))
    else:
        parts = [numbering.Part(child) for child in shown]
    release = page if isinstance(page, PressReleasePage) else None
    return {"page": page, "parts": parts, "target": target_of(page), "release": release}


def _fill_streams(pages: list[NewsroomItem]) -> None:
    """Make the values of all pages of one type at once: one query for each sort of choice."""
    for field in pages[0]._meta.get_fields():
        if not isinstance(field, StreamField) or field.name not in STREAMS:
            continue
        raw = [list(getattr(page, field.name).raw_data) for page in pages]
        for page, value in zip(pages, field.stream_block.bulk_to_python(raw), strict=True):
            setattr(page, field.name, value)


def _releases(pages: list[NewsroomItem]) -> list[PressReleasePage]:
    return [page for page in pages if isinstance(page, PressReleasePage)]


def _resolve(pages: list[NewsroomItem], releases: list[PressReleasePage]) -> None:
    streams = (getattr(page, name, ()) for page in pages for name in STREAMS)
    values = [value for stream in streams for value in _values(stream)]
    images = [value for value in values if isinstance(value, SiteImage)]
    fetch_renditions(images + [page.lead_image for page in pages if page.lead_image])
    links = [value for value in values if isinstance(value, LinkValue) and value.get("page")]
    public = together.public_pages(link["page"].pk for link in links)
    for link in links:
        link["page"] = public.get(link["page"].pk)
    texts = [value for value in values if isinstance(value, RichText)]
    sources = [text.source for text in texts] + [page.notes_to_editors for page in releases]
    expanded = _expanded(sources)
    for text, source in zip(texts, expanded, strict=False):
        text.source = source
    for page, source in zip(releases, expanded[len(texts) :], strict=True):
        page.notes_to_editors = source


def _expanded(sources: list[str]) -> list[str]:
    """Rich text as it is shown. What is shown already stays the same when it is expanded again."""
    if not sources:
        return []
    whole = _SEAM.join(source.replace(_SEAM, "") for source in sources)
    return expand_db_html(whole).split(_SEAM)


def _values(value: Any) -> Iterator[Any]:
    """Everything inside the value of a stream."""
    yield value
    if isinstance(value, blocks.StreamValue):
        inside: Iterable[Any] = (child.value for child in value)
    elif isinstance(value, blocks.StructValue):
        inside = value.values()
    elif isinstance(value, TypedTable):
        inside = (cell.value for row in value.rows for cell in row)
    elif isinstance(value, blocks.list_block.ListValue):
        inside = value
    else:
        inside = ()
    for child in inside:
        yield from _values(child)


@lru_cache(maxsize=_TEXTS_KEPT)
def _cleaned(rendered: str, address: str) -> str:
    """What was rendered at an address, as any reader may show it. Of the texts of a feed, which is
    made anew for one that is new, and in three formats, most are as they were.
    """
    root = markup.fragment_fromstring(UNWRITABLE.sub("", rendered), create_parent="div")
    for film in list(root.iter("video")):
        _replace_by_link(film)
    for link in root.iter("a"):
        # What it says beside a picture or an icon, to those who can't see them.
        if link.get("aria-label"):
            link[:] = []
            link.text = link.get("aria-label")
    for box in root.iter("div"):
        # Without our style sheet, a line of its own has to be a paragraph. Wrappers go.
        if box is not root and all(child.tag in _INLINE for child in box.iterdescendants()):
            box.tag = "p"
    root.make_links_absolute(address, handle_failures="discard")
    for picture in list(root.iter("img")):
        if not picture.get("src", "").startswith(("http://", "https://")):
            picture.drop_tree()
    cleaned = nh3.clean(
        markup.tostring(root, encoding="unicode"),
        tags=LEGACY_TAGS - {"div", "span"},
        clean_content_tags=_DROPPED,
        attributes={**LEGACY_ATTRIBUTES, "*": {"lang", "dir", "title"}},
        url_schemes=URL_SCHEMES,
        link_rel=None,
    )
    return mark_safe("\n".join(line for line in map(str.strip, cleaned.split("\n")) if line))


def _replace_by_link(film: markup.HtmlElement) -> None:
    source = film if film.get("src") else film.find(".//source")
    address = source.get("src") if source is not None else None
    if address:
        link = markup.Element("a", href=address)
        link.text = film.get("aria-label") or address
        paragraph = markup.Element("p")
        paragraph.append(link)
        film.addprevious(paragraph)
    film.drop_tree()
