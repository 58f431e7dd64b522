"""The walk over a page's content that replaces every reference."""

import re
import uuid
from collections.abc import Callable, Set
from dataclasses import dataclass
from html import escape, unescape
from pathlib import PurePosixPath
from typing import Any

import nh3

from portal.isomer.codes import Code, Note
from portal.isomer.contents import Content, PageRef
from portal.isomer.converter.model import FileRef, ImageRef, LinkRef, Rich
from portal.isomer.release import ContactData
from portal.isomer.resolver.addresses import AddressBook, Target
from portal.isomer.resolver.media import IMAGE_SUFFIXES, MediaLibrary
from portal.isomer.resolver.story import NO_LINK, Story

_LINK = re.compile(r'<a href="([^"]*)" data-line="(\d+)">(.*?)</a>', re.DOTALL)
_PICTURE = re.compile(
    r'<embed data-src="([^"]*)" data-line="(\d+)" alt="([^"]*)"(?: data-href="([^"]*)")?/>'
)
_OPEN_VOID = re.compile(r"<(br|embed [^<>]*?)\s*/?>")
_TAGS = {"p", "b", "i", "a", "ul", "ol", "li", "sup", "sub", "br", "embed", "span"}
_ATTRIBUTES = {
    "a": {"href", "linktype", "id", "anchor"},
    "ol": {"start", "type", "reversed"},
    "embed": {"embedtype", "id", "alt", "format", "href", "linktype", "linkid", "anchor"},
    "span": {"id"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}


@dataclass(frozen=True)
class Landing:
    """Where a link leads in this portal; all empty when it leads nowhere."""

    source: str = ""
    document: int | None = None
    url: str = ""
    anchor: str = ""


@dataclass
class LinkTally:
    """How a page's links came out."""

    internal: int = 0
    files: int = 0
    external: int = 0
    unresolved: int = 0


class Resolver:
    """Resolves the content of one page after the other."""

    def __init__(
        self,
        book: AddressBook,
        media: MediaLibrary,
        page_id: Callable[[str], int | None],
        contact_id: Callable[[ContactData], int],
        hidden: Set[str] = frozenset(),
    ):
        """`hidden` holds the sources of pages that visitors do not see, or not yet."""
        self.book = book
        self.media = media
        self.page_id = page_id
        self.contact_id = contact_id
        self.hidden = hidden

    def resolve(self, source: str, address: str, content: Content) -> "Resolved":
        """The stored form of a page's fields; `address` is the page's, for relative links."""
        return Resolved(self, source, address, content)


class Resolved:
    """One page's fields as they are stored, with what was noticed on the way."""

    def __init__(self, resolver: Resolver, source: str, address: str, content: Content):
        self._resolver = resolver
        self._source = source
        self._address = address or "/"
        self.links = LinkTally()
        self.notes: list[Note] = []
        self.images = 0
        self.contacts = content.contacts
        self.contact_ids = [resolver.contact_id(contact) for contact in content.contacts]
        self.links.external += sum(1 for contact in content.contacts if contact.email)
        self.fields = {name: self._field(name, value) for name, value in content.fields.items()}
        # The picture for sharing is not one that the page shows.
        self.images -= self.fields.get("social_image") is not None

    def _field(self, name: str, value: Any) -> Any:
        if isinstance(value, list):
            story = Story(self)
            blocks = [resolved for block in value for resolved in story.blocks(block)]
            for place, block in enumerate(blocks):
                # The same block keeps its id from run to run, so that revisions compare well.
                key = f"{name}/{place}/{block['type']}"
                block["id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, key))
            return blocks
        return self.value(value)

    def value(self, value: Any) -> Any:
        """The stored form of a value with everything in it."""
        if isinstance(value, Rich):
            return self.rich(value)
        if isinstance(value, LinkRef):
            return self._link(value)
        if isinstance(value, ImageRef):
            return self._image(value)
        if isinstance(value, FileRef):
            return self._file(value)
        if isinstance(value, PageRef):
            return self._resolver.page_id(value.source)
        if isinstance(value, ContactData):
            return self._resolver.contact_id(value)
        if isinstance(value, list):
            return [self.value(part) for part in value]
        if not isinstance(value, dict):
            return value
        resolved = {key: self.value(part) for key, part in value.items() if key != "line"}
        if "link" in resolved and resolved["link"] is None:
            resolved["link"] = dict(NO_LINK)
        if set(resolved) == {"image", "decorative", "alt_text"} and resolved["image"] is None:
            resolved |= {"decorative": False, "alt_text": ""}
        return resolved

    def _image(self, image: ImageRef) -> int | None:
        target = self._resolver.book.find_file(image.src, self._address)
        if image.src.lower().startswith("data:"):
            self._note(Code.IMAGE_EMBEDDED, image.src[:40], image.line)
            return None
        if not target.file:
            missing = Code.IMAGE_EXTERNAL if target.url else Code.IMAGE_MISSING
            self._note(missing, image.src, image.line)
            return None
        if target.repaired:
            self._note(target.repaired, image.src, image.line)
        found, code, detail = self._resolver.media.image(target.file, image.alt)
        if code:
            self._note(code, detail, image.line)
        self.images += found is not None
        return found

    def _file(self, file: FileRef) -> int | None:
        target = self._resolver.book.find_file(file.href, self._address)
        if not target.file:
            self._note(Code.LINK_UNRESOLVED, file.href, file.line)
            return None
        found, code, detail = self._resolver.media.document(target.file)
        if code:
            self._note(code, detail, file.line)
        return found

    def document(self, file: FileRef) -> tuple[int | None, str]:
        """The document that a link leads to, else the link's opening tag, empty for none."""
        landing = self._land(file.href, file.line)
        return landing.document, "" if landing.document else self._tag(landing)

    def _link(self, link: LinkRef) -> dict:
        """A link's value; an unset one when it leads nowhere."""
        landing = self._land(link.href, link.line)
        if landing.document is not None:
            return {**NO_LINK, "document": landing.document}
        if landing.url:
            return {**NO_LINK, "url": landing.url}
        if landing.source or landing.anchor:
            page = self._resolver.page_id(landing.source or self._source)
            return {**NO_LINK, "page": page, "anchor": landing.anchor[:255]}
        return dict(NO_LINK)

    def rich(self, value: Rich) -> str:
        """The stored form of rich text, with nothing in it but what the editor knows."""
        text = _PICTURE.sub(self._picture, value)
        text = _LINK.sub(self._anchor, text)
        clean = nh3.clean(
            text, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None
        )
        # Wagtail reads its own elements as XML would: an open `embed` breaks the editor.
        clean = _OPEN_VOID.sub(r"<\1/>", clean)
        return clean.replace("&nbsp;", "\u00a0")

    def _picture(self, match: re.Match) -> str:
        src, line = unescape(match[1]), int(match[2])
        alt = unescape(match[3]).replace("<", " ").replace(">", " ")
        found = self._image(ImageRef(src, line, alt))
        href = unescape(match[4]) if match[4] else ""
        if found is None:
            words = escape(alt) or escape(PurePosixPath(src).name)
            link = f'<a href="{escape(href)}" data-line="{line}">{words}</a>'
            return f"<p>{link}</p>" if href else ""
        leads = self._attributes(self._land(href, line), name="linkid") if href else ""
        attributes = f'alt="{escape(alt)}" embedtype="image" format="fullwidth" id="{found}"'
        return f"<embed {attributes}{leads}/>"

    def _anchor(self, match: re.Match) -> str:
        tag = self._tag(self._land(unescape(match[1]), int(match[2])))
        return f"{tag}{match[3]}</a>" if tag else match[3]

    def _tag(self, landing: Landing) -> str:
        """The opening tag of a link in rich text; "" when it leads nowhere."""
        attributes = self._attributes(landing)
        return f"<a{attributes}>" if attributes else ""

    def _attributes(self, landing: Landing, name: str = "id") -> str:
        """What says in rich text where a link leads; `name` holds the page or document."""
        if landing.document is not None:
            return f' {name}="{landing.document}" linktype="document"'
        if landing.source:
            page = self._resolver.page_id(landing.source)
            anchor = f' anchor="{escape(landing.anchor)}"' if landing.anchor else ""
            return f' {name}="{page}" linktype="page"{anchor}'
        address = f"{landing.url}#{landing.anchor}" if landing.anchor else landing.url
        return f' href="{escape(address)}"' if address else ""

    def _land(self, href: str, line: int) -> Landing:
        """Where a link leads; counted, and reported when it leads nowhere."""
        target = self._resolver.book.find(href, self._address)
        if target.source and self._resolver.page_id(target.source) is None:
            target = Target(problem=Code.LINK_UNRESOLVED)
        if target.repaired:
            self._note(target.repaired, href, line)
        if target.file:
            return self._land_on_file(target, href, line)
        if target.source in self._resolver.hidden and target.source != self._source:
            self._note(Code.LINK_HIDDEN, href, line)
        if target.problem:
            self.links.unresolved += 1
            self._note(target.problem, href or "(empty)", line)
        elif target.url:
            self.links.external += 1
        else:
            self.links.internal += 1
        return Landing(target.source, None, target.url, target.anchor)

    def _land_on_file(self, target: Target, href: str, line: int) -> Landing:
        media = self._resolver.media
        picture = PurePosixPath(target.file).suffix.lower() in IMAGE_SUFFIXES
        find = (
            (lambda: media.image(target.file, ""))
            if picture
            else (lambda: media.document(target.file))
        )
        found, code, detail = find()
        if found is None:
            self.links.unresolved += 1
            self._note(code, detail or href, line)
            return Landing()
        self.links.files += 1
        return Landing(url=media.image_address(found)) if picture else Landing(document=found)

    def _note(self, code: str, detail: str, line: int) -> None:
        self.notes.append(Note(code, " ".join(detail.split())[:300], line))
