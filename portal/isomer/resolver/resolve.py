"""The walk over a page's content that replaces every reference."""

import re
import uuid
from collections.abc import Callable
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

_LINK = re.compile(r'<a href="([^"]*)" data-line="(\d+)">(.*?)</a>', re.DOTALL)
_PICTURE = re.compile(r'<embed data-src="([^"]*)" data-line="(\d+)" alt="([^"]*)"/>')
_OPEN_VOID = re.compile(r"<(br|embed [^<>]*?)\s*/?>")
_TAGS = {"p", "b", "i", "a", "ul", "ol", "li", "sup", "sub", "br", "embed"}
_ATTRIBUTES = {
    "a": {"href", "linktype", "id"},
    "ol": {"start"},
    "embed": {"embedtype", "id", "alt", "format"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
NO_LINK = {"page": None, "document": None, "url": "", "anchor": ""}


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
        page_address: Callable[[str], str],
        contact_id: Callable[[ContactData], int],
    ):
        self.book = book
        self.media = media
        self.page_id = page_id
        self.page_address = page_address
        self.contact_id = contact_id

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
        self.links.external += sum(1 for contact in content.contacts if contact.email)
        self.fields = {name: self._field(name, value) for name, value in content.fields.items()}
        # The picture for sharing is not one that the page shows.
        self.images -= self.fields.get("social_image") is not None

    def _field(self, name: str, value: Any) -> Any:
        if isinstance(value, list):
            blocks = [resolved for block in value for resolved in self._block(block)]
            for place, block in enumerate(blocks):
                # The same block keeps its id from run to run, so that revisions compare well.
                key = f"{name}/{place}/{block['type']}"
                block["id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, key))
            return blocks
        return self._value(value)

    def _block(self, block: dict) -> list[dict]:
        """A block's stored form; none when nothing of it is left, several when it falls apart."""
        kind, value = block["type"], self._value(block["value"])
        line = block.get("line", 0)
        if kind == "image" and value["image"]["image"] is None:
            return self._without_image(value, block["value"])
        if kind == "info_picture" and value["image"]["image"] is None:
            bar = {key: part for key, part in value.items() if key not in {"image", "side"}}
            return [{"type": "info_bar", "value": bar}]
        if kind == "video" and not value["url"] and value["file"] is None:
            return []
        if kind == "button" and value["link"] == NO_LINK:
            return [{"type": "paragraph", "value": f"<p>{escape(value['label'], quote=False)}</p>"}]
        if kind == "link" and value == NO_LINK:
            return []
        if kind == "latest_items" and value["listing"] is None:
            return []
        if kind == "accordion":
            for item in value["items"]:
                item["content"] = [
                    resolved for part in item["content"] for resolved in self._block_of(part, line)
                ]
        return [{"type": kind, "value": value}]

    def _block_of(self, part: dict, line: int) -> list[dict]:
        # Blocks inside a block were resolved with it; only what is empty now is taken out.
        if part["type"] == "image" and part["value"]["image"]["image"] is None:
            return []
        if part["type"] == "video" and not part["value"]["url"] and part["value"]["file"] is None:
            return []
        return [{"type": part["type"], "value": part["value"]}]

    def _without_image(self, value: dict, original: dict) -> list[dict]:
        """What is left of a picture that is not there: its caption, and where it led."""
        parts = [value["caption"]] if value["caption"] else []
        link = original["link"]
        if link is not None and value["link"] != NO_LINK:
            label = (
                original["image"]["alt_text"] or PurePosixPath(original["image"]["image"].src).name
            )
            words = f'<a href="{escape(link.href)}" data-line="{link.line}">{escape(label)}</a>'
            parts.append(self._rich(Rich(f"<p>{words}</p>")))
        return [{"type": "paragraph", "value": "".join(parts)}] if parts else []

    def _value(self, value: Any) -> Any:
        if isinstance(value, Rich):
            return self._rich(value)
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
            return [self._value(part) for part in value]
        if not isinstance(value, dict):
            return value
        resolved = {key: self._value(part) for key, part in value.items() if key != "line"}
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

    def _rich(self, value: Rich) -> str:
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
        if found is None:
            return ""
        return f'<embed alt="{escape(alt)}" embedtype="image" format="fullwidth" id="{found}"/>'

    def _anchor(self, match: re.Match) -> str:
        inside = match[3]
        landing = self._land(unescape(match[1]), int(match[2]))
        if landing.document is not None:
            return f'<a id="{landing.document}" linktype="document">{inside}</a>'
        if landing.source and not landing.anchor:
            return f'<a id="{self._resolver.page_id(landing.source)}" linktype="page">{inside}</a>'
        address = landing.url
        if landing.source:
            # A page link of rich text can hold no anchor.
            address = self._resolver.page_address(landing.source)
        if landing.anchor:
            address = f"{address}#{landing.anchor}"
        return f'<a href="{escape(address)}">{inside}</a>' if address else inside

    def _land(self, href: str, line: int) -> Landing:
        """Where a link leads; counted, and reported when it leads nowhere."""
        target = self._resolver.book.find(href, self._address)
        if target.source and self._resolver.page_id(target.source) is None:
            target = Target(problem=Code.LINK_UNRESOLVED)
        if target.repaired:
            self._note(target.repaired, href, line)
        if target.file:
            return self._land_on_file(target, href, line)
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
