"""The home page: each section of the old one becomes a band."""

from collections.abc import Callable
from typing import Any

from portal.isomer.codes import Code
from portal.isomer.contents.fragments import plain_text, rich_text
from portal.isomer.contents.model import Content, PageRef
from portal.isomer.converter.figures import image_block, image_value
from portal.isomer.converter.model import ImageRef, LinkRef, Notes, Rich
from portal.isomer.converter.reading import rich_words, story_words
from portal.isomer.converter.tally import Tally, words_in
from portal.isomer.documents import Document, parse_date

_MOST_HIGHLIGHTS = 6
_WORDS = frozenset({
    "title", "subtitle", "description", "button", "linktext", "link_text", "announcement", "date",
})  # fmt: skip


def home_content(document: Document | None, room: str) -> Content:
    """The home page's fields; `room` is the source of the newsroom whose latest items it shows."""
    if document is None:
        return Content({})
    home = _Home(room)
    sections = document.front.get("sections")
    for section in sections if isinstance(sections, list) else []:
        if isinstance(section, dict):
            for name, data in section.items():
                home.add(str(name), data)
    fields = {"highlights": home.highlights, "body": home.body, **home.fields}
    words = len(story_words([*home.highlights, *home.body]))
    words += sum(
        len(words_in(str(home.fields[name]))) for name in _HERO_WORDS if name in home.fields
    )
    source = Tally(words=_source_words(sections))
    return Content(fields, [], home.notes.all(), source, words)


_HERO_WORDS = ("hero_title", "hero_subtitle", "hero_link_label")


class _Home:
    def __init__(self, room: str):
        self.room = room
        self.fields: dict[str, Any] = {}
        self.highlights: list[dict] = []
        self.body: list[dict] = []
        self.notes = Notes()

    def add(self, name: str, data: Any) -> None:
        sections: dict[str, Callable[[dict], None]] = {
            "hero": self._hero,
            "resources": self._resources,
            "infobar": self._infobar,
            "infopic": self._infopic,
            "textcards": self._cards,
            "infocols": self._cards,
            "announcements": self._announcements,
        }
        if name == "carousel" and isinstance(data, list):
            for slide in data:
                inner = slide.get("slide", slide) if isinstance(slide, dict) else None
                if isinstance(inner, dict):
                    self._infopic(inner)
        elif name in sections and isinstance(data, dict):
            sections[name](data)
        elif isinstance(data, dict):
            self.notes.add(Code.SECTION_UNKNOWN, name)
            self._opening(data)
            self._button(data)

    def _block(self, block_type: str, value: Any) -> None:
        self.body.append({"type": block_type, "value": value, "line": 0})

    def _hero(self, data: dict) -> None:
        self.fields["hero_title"] = plain_text(data.get("title"), 160)
        self.fields["hero_subtitle"] = plain_text(data.get("subtitle"))
        if background := str(data.get("background") or "").strip():
            self.fields["hero_image"] = ImageRef(background)
        if url := str(data.get("url") or "").strip():
            self.fields["hero_link_label"] = plain_text(data.get("button"), 80)
            self.fields["hero_link"] = [{"type": "link", "value": LinkRef(url), "line": 0}]
        entries = _dicts(data.get("key_highlights"))
        dropdown = data.get("dropdown")
        if isinstance(dropdown, dict):
            entries += _dicts(dropdown.get("options"))
        for entry in entries[:_MOST_HIGHLIGHTS]:
            value = {
                "title": plain_text(entry.get("title"), 80) or "More",
                "description": plain_text(entry.get("description"), 160),
                "link": _link(entry.get("url")),
            }
            self.highlights.append({"type": "highlight", "value": value, "line": 0})
        if len(entries) > _MOST_HIGHLIGHTS:
            self._grid(entries[_MOST_HIGHLIGHTS:])

    def _resources(self, data: dict) -> None:
        if not self.room:
            return
        value = {
            "title": plain_text(data.get("title"), 160) or "Latest",
            "subtitle": plain_text(data.get("subtitle"), 160),
            "listing": PageRef(self.room),
            "count": "3",
            "link_label": plain_text(data.get("button"), 80),
        }
        self._block("latest_items", value)

    def _infobar(self, data: dict) -> None:
        value, others = self._words(data)
        if value["title"]:
            self._block("info_bar", value)
        self._others(others)

    def _infopic(self, data: dict) -> None:
        value, others = self._words(data)
        src = str(data.get("image") or data.get("src") or "").strip()
        image = ImageRef(src, 0, plain_text(data.get("alt"), 255)) if src else None
        if image and value["title"]:
            self._block("info_picture", {**value, "image": image_value(image), "side": "right"})
        elif value["title"]:
            self._block("info_bar", value)
        elif image:
            self.body.append({"type": "image", "value": image_block(image).value, "line": 0})
        self._others(others)

    def _cards(self, data: dict) -> None:
        self._opening(data)
        self._grid(_dicts(data.get("cards")) or _dicts(data.get("infoboxes")))
        self._button(data)

    def _announcements(self, data: dict) -> None:
        items = []
        for entry in _dicts(data.get("announcement_items")) or _dicts(data.get("items")):
            text, _ = rich_text(entry.get("announcement") or entry.get("description"), self.notes)
            day = parse_date(entry.get("date"))
            written = plain_text(entry.get("date"))
            if written and day is None:
                text = Rich(f"<p>{written}</p>{text}")
            link = _link(entry.get("link_url") or entry.get("url"))
            items.append({
                "title": plain_text(entry.get("title"), 160) or "Announcement",
                "date": day.isoformat() if day else None,
                "text": text,
                "link": link,
            })  # fmt: skip
        self._text(data.get("subtitle"))
        if items:
            title = plain_text(data.get("title"), 160) or "Announcements"
            self._block("announcements", {"title": title, "items": items})

    def _words(self, data: dict) -> tuple[dict, list]:
        text, others = rich_text(data.get("description"), self.notes)
        return {
            "title": plain_text(data.get("title"), 160),
            "subtitle": plain_text(data.get("subtitle"), 160),
            "text": text,
            "link": _link(data.get("url")),
            "link_label": plain_text(data.get("button"), 80),
        }, others

    def _opening(self, data: dict) -> None:
        """The small line, heading and words above a band."""
        self._text(data.get("subtitle"))
        if title := plain_text(data.get("title"), 255):
            self._block("heading", {"text": title, "level": "h2", "anchor": ""})
        self._text(data.get("description"))

    def _text(self, value: object) -> None:
        text, others = rich_text(value, self.notes)
        if text:
            self._block("paragraph", text)
        self._others(others)

    def _grid(self, entries: list[dict]) -> None:
        cards = []
        for entry in entries:
            title = plain_text(entry.get("title"), 255)
            description = plain_text(entry.get("description"))
            if not (title or description):
                continue
            src = str(entry.get("image") or "").strip()
            image = ImageRef(src, 0, plain_text(entry.get("alt"), 255)) if src else None
            cards.append({
                "image": image_value(image),
                "title": title or plain_text(description, 255),
                "description": description if title else "",
                "link": _link(entry.get("url")),
                "link_label": plain_text(entry.get("linktext") or entry.get("button"), 120),
            })  # fmt: skip
        if cards:
            columns = {1: "1", 2: "2", 4: "2"}.get(len(cards), "3")
            self._block("card_grid", {"columns": columns, "cards": cards})

    def _button(self, data: dict) -> None:
        label, link = plain_text(data.get("button"), 80), _link(data.get("url"))
        if label and link:
            self._block("button", {"label": label, "link": link, "style": "primary"})

    def _others(self, blocks: list) -> None:
        for block in blocks:
            if block.type in {"image", "video", "embed", "card_grid", "button"}:
                self._block(block.type, block.value)


def _link(url: object) -> LinkRef | None:
    address = str(url or "").strip()
    return LinkRef(address) if address else None


def _dicts(value: object) -> list[dict]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _source_words(value: object) -> int:
    """The words that the old home page showed from its front matter."""
    if isinstance(value, list):
        return sum(_source_words(part) for part in value)
    if not isinstance(value, dict):
        return 0
    return sum(
        len(rich_words(part)) if isinstance(part, str) else _source_words(part)
        for key, part in value.items()
        if not isinstance(part, str) or key in _WORDS
    )
