"""The home page: each section of the old one becomes a band."""

import html
from collections.abc import Callable
from typing import Any

from portal.isomer.codes import Code
from portal.isomer.contents.bands import Bands, dicts, image_of, label_of, link_of
from portal.isomer.contents.fragments import plain_text, rich_text
from portal.isomer.contents.model import Content, PageRef
from portal.isomer.converter import assemble, convert, finish
from portal.isomer.converter.figures import image_block, image_value
from portal.isomer.converter.model import ImageRef, LinkRef, Rich
from portal.isomer.converter.reading import rich_words, story_words
from portal.isomer.converter.tally import Tally, words_in
from portal.isomer.documents import Document, parse_date
from portal.isomer.markdown import to_html

_MOST_HIGHLIGHTS = 6
#: Keys whose values are no words that anybody reads.
_NOT_WORDS = frozenset({
    "id", "url", "link_url", "button_url", "href", "image", "src", "background", "alt", "variant",
    "alignment", "backgroundcolor", "size", "color", "layout", "type", "icon", "logo", "target",
    "external", "imageposition", "style", "class",
})  # fmt: skip
_HERO_WORDS = ("hero_title", "hero_subtitle", "hero_link_label")


def home_content(document: Document | None, room: str) -> Content:
    """The home page's fields; `room` is the source of the newsroom whose latest items it shows."""
    if document is None:
        return Content({})
    home = _Home(room)
    sections = document.front.get("sections")
    for section in sections if isinstance(sections, list) else [sections]:
        if isinstance(section, dict):
            for name, data in section.items():
                home.add(str(name), data)
        else:
            home.bands.anything(section)
    words = _source_words(sections) + home.add_body(document)
    home.bands.settle()
    body = home.bands.body
    fields = {"highlights": home.highlights, "body": body, **home.fields}
    shown = len(story_words([*home.highlights, *body]))
    shown += sum(
        len(words_in(str(home.fields[name]))) for name in _HERO_WORDS if name in home.fields
    )
    return Content(fields, [], home.bands.notes.all(), Tally(words=words), shown)


class _Home:
    def __init__(self, room: str):
        self.room = room
        self.fields: dict[str, Any] = {}
        self.highlights: list[dict] = []
        self.bands = Bands()
        self._pictures = 0

    def add(self, name: str, data: Any) -> None:
        sections: dict[str, Callable[[dict], None]] = {
            "hero": self._hero,
            "resources": self._resources,
            "infobar": self._infobar,
            "infopic": self._infopic,
            "textcards": self._cards,
            "infocols": self._cards,
            "infocards": self._cards,
            "announcements": self._announcements,
            "carousel": self._carousel,
        }
        if name == "carousel" and isinstance(data, list):
            data = {"items": data}
        if name == "hero" and self.fields:
            # Isomer shows the first only; the words of another are kept as of any section.
            name = "second hero"
        if name in sections and isinstance(data, dict):
            sections[name](data)
            self.bands.settle()
        elif data:
            self.bands.notes.add(Code.SECTION_UNKNOWN, name)
            self.bands.anything(data, name)

    def add_body(self, document: Document) -> int:
        """The text below the front matter, which Isomer's own layout does not show.

        Returns how many words of it there are, when they count.
        """
        layout = str(document.front.get("layout") or "").strip()
        if layout == "homepage" or not document.body.strip():
            return 0
        conversion = convert(
            to_html(document.body) if document.is_markdown else document.body,
            first_line=document.body_line,
        )
        self.bands.body += assemble(finish(conversion, document.title))
        self.bands.notes.single += conversion.notes.single
        return conversion.source.words

    def _hero(self, data: dict) -> None:
        bands = self.bands
        given = data.get("dropdown")
        dropdown: dict = given if isinstance(given, dict) else {}
        self.fields["hero_title"] = bands.short(data.get("title"), 160)
        lines = [data.get("subtitle"), data.get("description"), dropdown.get("title")]
        self.fields["hero_subtitle"] = "\n".join(
            text for line in lines if isinstance(line, str) and (text := bands.short(line))
        )
        if background := str(data.get("background") or data.get("image") or "").strip():
            self.fields["hero_image"] = ImageRef(background)
        label, url = label_of(data), str(data.get("url") or "").strip()
        if url:
            self.fields["hero_link_label"] = bands.short(label, 80)
            self.fields["hero_link"] = [{"type": "link", "value": LinkRef(url), "line": 0}]
        elif label:
            bands.text(label)
        entries = [*dicts(data.get("key_highlights")), *dicts(dropdown.get("options"))]
        for entry in entries[:_MOST_HIGHLIGHTS]:
            self._highlight(entry)
        bands.grid(entries[_MOST_HIGHLIGHTS:])
        self._rest("hero", data, {
            "title", "subtitle", "description", "background", "image", "url", "button", "linktext",
            "link_text", "link", "label", "key_highlights", "dropdown",
        })  # fmt: skip

    def _highlight(self, entry: dict) -> None:
        title, description = entry.get("title"), entry.get("description")
        if not plain_text(title):
            title, description = description, ""
        if not plain_text(title) and not entry.get("url"):
            return
        value = {
            "title": self.bands.short(title, 80) or "More",
            "description": self.bands.short(description, 160),
            "link": link_of(entry.get("url")),
        }
        self.highlights.append({"type": "highlight", "value": value, "line": 0})

    def _resources(self, data: dict) -> None:
        if not self.room:
            self.bands.opening(data)
            self.bands.text(label_of(data))
            return
        value = {
            "title": self.bands.short(data.get("title"), 160) or "Latest",
            "subtitle": self.bands.short(data.get("subtitle"), 160),
            "listing": PageRef(self.room),
            "count": "3",
            "link_label": self.bands.short(label_of(data), 80),
        }
        self.bands.block("latest_items", value)
        self._rest("resources", data, {"title", "subtitle", "button", "link", "url"})

    def _infobar(self, data: dict) -> None:
        value, others = self._words(data)
        if value["title"]:
            self.bands.block("info_bar", value)
        else:
            self._without_title(value)
        self.bands.others(others)
        self._rest("infobar", data, _INFO)

    def _infopic(self, data: dict) -> None:
        value, others = self._words(data)
        image = image_of(data)
        if image and value["title"]:
            side = "right" if self._pictures % 2 == 0 else "left"
            self._pictures += 1
            picture = {**value, "image": image_value(image), "side": side}
            self.bands.block("info_picture", picture)
        elif value["title"]:
            self.bands.block("info_bar", value)
        else:
            if image:
                self.bands.block("image", image_block(image).value)
            self._without_title(value)
        self.bands.others(others)
        self._rest("infopic", data, {*_INFO, "image", "src", "alt"})

    def _carousel(self, data: dict) -> None:
        self.bands.opening(data)
        for slide in dicts(data.get("items") or data.get("slides")):
            inner = slide.get("slide", slide)
            if isinstance(inner, dict):
                self._infopic(inner)
        self._rest("carousel", data, {"items", "slides", "title", "subtitle", "description"})

    def _cards(self, data: dict) -> None:
        entries = data.get("cards") or data.get("infoboxes") or data.get("infocards")
        self.bands.opening(data)
        self.bands.grid(entries if isinstance(entries, list) else [])
        self.bands.button(data)
        self._rest("cards", data, {*_INFO, "cards", "infoboxes", "infocards"})

    def _announcements(self, data: dict) -> None:
        self.bands.text(data.get("subtitle"))
        entries = dicts(data.get("announcement_items")) or dicts(data.get("items"))
        found: list = []
        items = [self._announcement(entry, found) for entry in entries]
        if items:
            title = self.bands.short(data.get("title"), 160) or "Announcements"
            self.bands.block("announcements", {"title": title, "items": items})
        else:
            self.bands.opening({"title": data.get("title")})
        self.bands.others(found)
        known = {"title", "subtitle", "announcement_items", "items"}
        self._rest("announcements", data, known)

    def _announcement(self, entry: dict, found: list) -> dict:
        words = entry.get("announcement") or entry.get("description")
        text, others = rich_text(words, self.bands.notes)
        found += others
        day, written = parse_date(entry.get("date")), plain_text(entry.get("date"))
        if written and day is None:
            text = Rich(f"<p>{html.escape(written, quote=False)}</p>{text}")
        link = link_of(entry.get("link_url") or entry.get("url"))
        label = plain_text(label_of(entry))
        if label:
            # The block's own link has no words.
            shown = html.escape(label, quote=False)
            if link:
                shown = f'<a href="{html.escape(link.href)}" data-line="0">{shown}</a>'
            text, link = Rich(f"{text}<p>{shown}</p>"), None
        return {
            "title": self.bands.short(entry.get("title"), 160) or "Announcement",
            "date": day.isoformat() if day else None,
            "text": text,
            "link": link,
        }

    def _words(self, data: dict) -> tuple[dict, list]:
        text, others = rich_text(data.get("description"), self.bands.notes)
        title, subtitle = data.get("title"), data.get("subtitle")
        if not plain_text(title):
            title, subtitle = subtitle, ""
        return {
            "title": self.bands.short(title, 160),
            "subtitle": self.bands.short(subtitle, 160),
            "text": text,
            "link": link_of(data.get("url")),
            "link_label": self.bands.short(label_of(data), 80),
        }, others

    def _without_title(self, value: dict) -> None:
        if value["text"]:
            self.bands.block("paragraph", value["text"])
        self.bands.button({"url": value["link"].href if value["link"] else "",
                           "button": value["link_label"]})  # fmt: skip

    def _rest(self, name: str, data: dict, known: set[str]) -> None:
        """What a section says beside what its kind is known to say."""
        rest = {key: value for key, value in data.items() if key not in known}
        before = len(self.bands.body)
        self.bands.settle()
        self.bands.anything({key: value for key, value in rest.items() if key != "alt"})
        if len(self.bands.body) > before and rest.keys() - _NOT_WORDS:
            self.bands.notes.add(Code.SECTION_UNKNOWN, f"{name}: {', '.join(sorted(rest))}"[:200])


_INFO = {"title", "subtitle", "description", "url", "button", "linktext", "link_text", "link",
         "label"}  # fmt: skip


def _source_words(value: object) -> int:
    """The words that the old home page showed from its front matter."""
    if isinstance(value, list):
        return sum(_source_words(part) for part in value)
    if not isinstance(value, dict):
        return 0
    return sum(
        len(rich_words(part)) if isinstance(part, str) else _source_words(part)
        for key, part in value.items()
        if str(key).lower() not in _NOT_WORDS
    )
