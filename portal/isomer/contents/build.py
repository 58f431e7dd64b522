"""The content of every type of page; home and contact page have files of their own."""

from collections.abc import Callable
from typing import Any

from portal.isomer import release
from portal.isomer.codes import Code
from portal.isomer.contents.contact import contact_content
from portal.isomer.contents.home import home_content
from portal.isomer.contents.model import Content
from portal.isomer.converter import Conversion, assemble, convert, finish
from portal.isomer.converter.flatten import as_text
from portal.isomer.converter.model import ImageRef, LinkRef, Notes, Rich
from portal.isomer.converter.reading import story_words
from portal.isomer.converter.tally import words_in
from portal.isomer.mapping import PageType
from portal.isomer.markdown import to_html
from portal.isomer.planner import PlannedPage

#: Home, resource room and category pages list what is below them; the release desk numbers.
_LABELS = {"phone": "Phone:", "mobile": "Mobile:"}


def build(page: PlannedPage, *, room: str = "") -> Content:
    """The content of a planned page; `room` is the source of the newsroom, for the home page."""
    builder = _BUILDERS.get(page.page_type, _listing)
    if page.page_type == PageType.HOME:
        content = home_content(page.document, room)
    else:
        content = builder(page)
    # A heading that was left out because it is the title is read there.
    content.page_words += sum(
        len(words_in(note.detail)) for note in content.notes if note.code == Code.HEADING_REPEATS
    )
    content.notes = [*page.notes, *content.notes]
    _metadata(page, content)
    return content


def converted(page: PlannedPage) -> Conversion:
    """The blocks of a page's body, before the repairs that depend on the page's type."""
    document = page.document
    if document is None:
        return Conversion([], Notes())
    markup = to_html(document.body) if document.is_markdown else document.body
    conversion = convert(markup, first_line=document.body_line, markdown=document.is_markdown)
    for tag, line in document.liquid:
        conversion.notes.add(Code.LIQUID, tag, document.body_line + line - 1)
    return conversion


def story(page: PlannedPage, conversion: Conversion, *, as_release: bool = False) -> list[dict]:
    """The stream of a body."""
    return assemble(finish(conversion, page.title), release=as_release)


def _metadata(page: PlannedPage, content: Content) -> None:
    document = page.document
    content.fields["title"] = page.title
    if document is None:
        return
    content.fields["search_description"] = document.description
    image = str(document.front.get("image") or "").strip()
    if image:
        content.fields["social_image"] = ImageRef(image, 0)


def _simple(page: PlannedPage) -> Content:
    """Strategy and content pages."""
    conversion = converted(page)
    body = story(page, conversion)
    fields: dict[str, Any] = {"summary": _summary(page), "body": body}
    if page.page_type == PageType.CONTENT:
        fields["nav_group"] = page.nav_group
    return Content(
        fields,
        notes=conversion.notes.all(),
        source=conversion.source,
        page_words=len(story_words(body)),
    )


def _article(page: PlannedPage) -> Content:
    content = _simple(page)
    content.fields |= _item_fields(page)
    return content


def _press_release(page: PlannedPage) -> Content:
    conversion = converted(page)
    notes = conversion.notes
    conversion.blocks, heading, contacts = release.take_contacts(conversion.blocks, notes)
    blocks = finish(conversion, page.title)
    dateline = release.take_dateline(blocks, notes)
    numbering = release.take_numbers(blocks, notes)
    body = assemble(blocks, release=True)
    typed = sum(1 for block in blocks if block.type == "text" and not block.unnumbered)
    explicit = sum(1 for block in blocks if block.number)
    shown = typed - (numbering == release.AFTER_FIRST) if numbering != release.NONE else 0
    words = len(story_words(body)) + shown - explicit + len(words_in(dateline))
    words += len(words_in(heading)) + sum(_contact_words(contact) for contact in contacts)
    fields = {
        "body": body,
        "dateline": dateline,
        "numbering": numbering,
        "contacts_heading": heading,
        **_item_fields(page),
    }
    return Content(fields, contacts, notes.all(), conversion.source, words)


def _link(page: PlannedPage) -> Content:
    target = page.document.external_target if page.document else ""
    link = [{"type": "link", "value": LinkRef(target, 0), "line": 0}]
    return Content({"link": link, **_item_fields(page)})


def _listing(page: PlannedPage) -> Content:
    """Sections, the newsroom and its lists: what is below them is their content."""
    fields: dict[str, Any] = {}
    if page.page_type == PageType.NEWS_LIST:
        fields["default_kind"] = page.default_kind
    if page.document is None or not page.document.body.strip():
        return Content(fields)
    conversion = converted(page)
    if page.page_type == PageType.SECTION and not _is_text(conversion):
        body = story(page, conversion)
        fields["body"], shown = body, body
    else:
        shown = assemble(as_text(conversion.blocks, conversion.notes))
        fields["intro"] = shown[0]["value"] if shown else Rich("")
    notes = conversion.notes.all()
    return Content(fields, [], notes, conversion.source, len(story_words(shown)))


def _is_text(conversion: Conversion) -> bool:
    return all(block.type in {"text", "list"} for block in conversion.blocks)


def _contact(page: PlannedPage) -> Content:
    conversion = converted(page)
    return contact_content(page.document, story(page, conversion), conversion)


def _search(page: PlannedPage) -> Content:
    return Content({})


def _item_fields(page: PlannedPage) -> dict[str, Any]:
    front = page.document.front if page.document else {}
    image = str(front.get("image") or "").strip()
    return {
        "date": page.day,
        "summary": _summary(page),
        "lead_image": ImageRef(image, 0) if image else None,
    }


def _summary(page: PlannedPage) -> str:
    return page.document.description if page.document else ""


def _contact_words(contact: release.ContactData) -> int:
    texts = [contact.name, contact.role, contact.organisation]
    if contact.phone:
        texts += [_LABELS[contact.phone_kind], contact.phone]
    if contact.email:
        texts += ["Email:", contact.email]
    return len(words_in(" ".join(texts)))


_BUILDERS: dict[str, Callable[[PlannedPage], Content]] = {
    PageType.STRATEGY: _simple,
    PageType.CONTENT: _simple,
    PageType.ARTICLE: _article,
    PageType.PRESS_RELEASE: _press_release,
    PageType.LINK: _link,
    PageType.CONTACT: _contact,
    PageType.SEARCH: _search,
}
