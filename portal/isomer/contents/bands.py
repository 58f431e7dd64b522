"""A home page in the making: bands, words that fit no field, and what nothing was made of."""

import re
from html import unescape
from typing import Any

from portal.isomer.codes import Code
from portal.isomer.contents.fragments import plain_text, rich_text
from portal.isomer.converter.figures import image_block, image_value
from portal.isomer.converter.model import ImageRef, LinkRef, Notes

_ANCHOR = re.compile(r"<a\b[^>]*?href\s*=\s*[\"']([^\"']+)[\"'][^>]*>(.*?)</a>", re.I | re.S)
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp|jfif|ico)$", re.IGNORECASE)
_IMAGES = frozenset({"image", "src", "background", "picture", "icon", "logo", "img"})
_LINKS = frozenset({"url", "link_url", "button_url", "href", "external"})
_LABELS = ("button", "linktext", "link_text", "link", "label")
#: What says how a section looks, or what it is called in the file.
_SILENT = frozenset({
    "id", "variant", "alignment", "backgroundcolor", "background_color", "size", "color",
    "colour", "layout", "type", "alt", "target", "class", "classname", "imageposition", "style",
})  # fmt: skip


class Bands:
    """The blocks of the home page's body, as they are made."""

    def __init__(self) -> None:
        self.body: list[dict] = []
        self.notes = Notes()
        self._after: list[dict] = []

    def block(self, block_type: str, value: Any) -> None:
        """One band; what its short fields could not hold follows it."""
        self.body.append({"type": block_type, "value": value, "line": 0})
        self.body += self._after
        self._after = []

    def settle(self) -> None:
        """Place what waits for a band where there is none."""
        self.body += self._after
        self._after = []

    def short(self, value: object, limit: int = 0) -> str:
        """A text for a field without markup; its links and what is too long follow the band."""
        text = plain_text(value, limit)
        for href, label in _ANCHOR.findall(str(value or "")):
            self._wait("button", _button(plain_text(label, 80), LinkRef(unescape(href))))
        if limit and len(plain_text(value)) > limit:
            self.notes.add(Code.FIELD_TRUNCATED, text[:80])
            whole, _ = rich_text(plain_text(value), self.notes)
            self._wait("paragraph", whole)
        return text

    def text(self, value: object) -> None:
        """A text as a paragraph, with the pictures and films that stand in it."""
        if isinstance(value, (dict, list)):
            self.anything(value)
            return
        text, others = rich_text(value, self.notes)
        if text:
            self.block("paragraph", text)
        self.others(others)

    def opening(self, data: dict) -> None:
        """The small line, heading and words above a band."""
        self.text(data.get("subtitle"))
        if title := self.short(data.get("title"), 255):
            self.block("heading", {"text": title, "level": "h2", "anchor": ""})
        self.text(data.get("description"))

    def grid(self, entries: list) -> None:
        """Cards, each with what it says of itself."""
        cards = []
        for entry in entries:
            if not isinstance(entry, dict):
                self._wait_for(entry)
                continue
            title = self.short(entry.get("title"), 255)
            description = self.short(entry.get("description"))
            image = image_of(entry)
            if not (title or description):
                self._wait_for(entry)
                continue
            cards.append({
                "image": image_value(image),
                "title": title or plain_text(description, 255),
                "description": description if title else "",
                "link": link_of(entry.get("url") or entry.get("link_url")),
                "link_label": self.short(label_of(entry), 120),
            })  # fmt: skip
            known = {"title", "description", "url", "link_url", *_LABELS, *_IMAGES}
            self._wait_for({key: value for key, value in entry.items() if key not in known})
        if cards:
            columns = {1: "1", 2: "2", 4: "2"}.get(len(cards), "3")
            self.block("card_grid", {"columns": columns, "cards": cards})
        self.settle()

    def button(self, data: dict) -> None:
        """The button of a section; a label that leads nowhere stays as text."""
        label, link = label_of(data), link_of(data.get("url"))
        if link:
            self.block("button", _button(self.short(label, 80) or "More", link))
        else:
            self.text(label)

    def others(self, blocks: list) -> None:
        """What a text held beside words."""
        for block in blocks:
            if block.type in {"image", "video", "embed", "card_grid", "button", "table"}:
                self.block(block.type, block.value)

    def anything(self, value: object, key: str = "") -> None:
        """Whatever a section says that no band has a place for: words, links and pictures."""
        if isinstance(value, list):
            for part in value:
                self.anything(part, key)
        elif isinstance(value, dict):
            self._anything_of(value)
        elif key.lower() in _SILENT or not (text := str(value or "").strip()):
            return
        elif key.lower() in _IMAGES or (_IMAGE.search(text) and " " not in text):
            self.block("image", image_block(ImageRef(text)).value)
        elif key.lower() in _LINKS:
            self.block("button", _button(text[:80], LinkRef(text)))
        else:
            self.text(value)

    def _anything_of(self, data: dict) -> None:
        if title := self.short(data.get("title"), 255):
            self.block("heading", {"text": title, "level": "h3", "anchor": ""})
        image = image_of(data)
        if image:
            self.block("image", image_block(image).value)
        labelled = "url" in data and bool(label_of(data))
        for key, part in data.items():
            taken = key == "title" or (key in _IMAGES and isinstance(part, str) and image)
            if not taken and not (labelled and (key == "url" or key in _LABELS)):
                self.anything(part, str(key))
        if labelled:
            self.button(data)

    def _wait(self, block_type: str, value: Any) -> None:
        self._after.append({"type": block_type, "value": value, "line": 0})

    def _wait_for(self, value: object) -> None:
        """Something that is said once the band it belongs to stands."""
        inner = Bands()
        inner.notes = self.notes
        inner.anything(value)
        self._after += inner.body


def dicts(value: object) -> list[dict]:
    """The entries of a list that say something; [] for what is no list."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def link_of(url: object) -> LinkRef | None:
    """The link of an address; None without one."""
    address = str(url or "").strip()
    return LinkRef(address) if address else None


def label_of(data: dict) -> str:
    """What a section or card writes on its link."""
    return next((str(data[key]) for key in _LABELS if str(data.get(key) or "").strip()), "")


def image_of(data: dict) -> ImageRef | None:
    """The picture of a section or card, with its alternative text."""
    for key in ("image", "src", "background"):
        source = data.get(key)
        if isinstance(source, str) and source.strip():
            return ImageRef(source.strip(), 0, plain_text(data.get("alt"), 255))
    return None


def _button(label: str, link: LinkRef) -> dict:
    return {"label": label or "More", "link": link, "style": "primary"}
