"""From HTML to what a person finds in it. Both sides are read by this one walk."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from portal.fidelity.reading.dialect import UNREAD, Dialect, classes
from portal.fidelity.reading.model import Card, Content, Heading, Item, Link, Picture
from portal.fidelity.reading.tables import TableBuilder
from portal.fidelity.reading.walk import walk
from portal.fidelity.reading.words import plain, words

_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "picture", "q", "s", "samp", "small", "source", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_OPENING_WORDS = 4


@dataclass
class _Counter:
    next: int
    step: int = 1


@dataclass
class _Open:
    """An element whose text is wanted when it ends."""

    kind: str
    start: int
    place: int = 0
    data: dict[str, str] = field(default_factory=dict)


def read(root: LexborNode, dialect: Dialect) -> Content:
    """The content below an element."""
    return _Reader(dialect).read(root)


class _Reader:
    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.content = Content()
        self.parts: list[str] = []
        self.open: dict[int, list[_Open]] = {}
        self.depth = 0
        self.lists: list[_Counter | None] = []
        self.tables: list[TableBuilder] = []
        self.cards: list[dict[str, str]] = []
        self.items: list[Item | None] = []

    def read(self, root: LexborNode) -> Content:
        for step, node in walk(root, self._skips):
            if step == "text":
                self.parts.append(node.text_content or "")
            elif step == "begin":
                self.depth += 1
                self._begin(node)
            else:
                self._end(node)
                self.depth -= 1
        self.content.text = "".join(self.parts)
        self.content.items = [item for item in self.items if item is not None]
        return self.content

    def _skips(self, node: LexborNode) -> bool:
        names = classes(node)
        address = self.dialect.frame(node, names)
        if address:
            self.content.frames.append(address)
        if (node.tag or "") in UNREAD:
            return True
        if node.attributes.get("id"):
            self.content.anchors.add(node.attributes["id"] or "")
        return self.dialect.unread(node, names)

    def _watch(self, kind: str, place: int = 0, **data: str) -> None:
        watched = _Open(kind, len(self.parts), place, data)
        self.open.setdefault(self.depth, []).append(watched)

    def _begin(self, node: LexborNode) -> None:
        tag, names, attributes = node.tag or "", classes(node), node.attributes
        if tag not in _INLINE:
            self.parts.append(" ")
        if self.dialect.card(node, names):
            self.cards.append({"href": (attributes.get("href") or "").strip(), "title": ""})
            self._watch("card")
        elif self.cards:
            for part in ("title", "description", "label"):
                if getattr(self.dialect, f"card_{part}") in names:
                    self._watch(f"card {part}")
        if self.dialect.legacy in names:
            self._watch("legacy")
        if tag == "a":
            self._begin_link(attributes)
        elif tag == "img":
            self.content.pictures.append(
                Picture((attributes.get("src") or "").strip(), plain(attributes.get("alt") or ""))
            )
        elif tag in _HEADINGS:
            self._watch("heading", _HEADINGS[tag])
        elif tag == "summary":
            self._watch("summary")
        else:
            self._begin_structure(node, tag, attributes)

    def _begin_link(self, attributes: dict[str, str | None]) -> None:
        if attributes.get("name"):
            self.content.anchors.add(attributes["name"] or "")
        href = attributes.get("href")
        if href is None:
            return
        if self.cards and not self.cards[-1]["href"]:
            self.cards[-1]["href"] = href.strip()
        self.content.links.append(Link("", href.strip()))
        pictures = str(len(self.content.pictures))
        self._watch("link", len(self.content.links) - 1, href=href.strip(), pictures=pictures)

    def _begin_structure(
        self, node: LexborNode, tag: str, attributes: dict[str, str | None]
    ) -> None:
        if tag == "ol":
            down = "reversed" in attributes
            first = sum(1 for child in node.iter() if child.tag == "li") if down else 1
            first = _number(attributes.get("start"), first)
            self.lists.append(_Counter(first, -1 if down else 1))
        elif tag in {"ul", "menu", "dl"}:
            self.lists.append(None)
        elif tag == "li" and self.lists and (counter := self.lists[-1]):
            number = _number(attributes.get("value"), counter.next)
            counter.next = number + counter.step
            self.items.append(None)
            self._watch("item", len(self.items) - 1, number=str(number))
        elif tag == "table":
            self.tables.append(TableBuilder())
            self._watch("table")
        elif tag == "tr" and self.tables:
            self.tables[-1].row()
        elif tag in {"td", "th"} and self.tables:
            spans = (_number(attributes.get(name), 1) for name in ("colspan", "rowspan"))
            self.tables[-1].cell(*spans)
            self._watch("cell")

    def _end(self, node: LexborNode) -> None:
        tag = node.tag or ""
        for watched in reversed(self.open.pop(self.depth, [])):
            self._close(watched, "".join(self.parts[watched.start :]))
        if tag in {"ol", "ul", "menu", "dl"} and self.lists:
            self.lists.pop()
        if tag not in _INLINE:
            self.parts.append(" ")

    def _close(self, watched: _Open, text: str) -> None:
        content = self.content
        match watched.kind:
            case "link":
                has_picture = len(content.pictures) > int(watched.data["pictures"])
                content.links[watched.place] = Link(plain(text), watched.data["href"], has_picture)
            case "heading" if plain(text):
                content.headings.append(Heading(watched.place, plain(text)))
            case "summary":
                content.summaries.append(plain(text))
            case "legacy":
                content.legacy += f" {text}"
            case "item":
                opening = " ".join(words(text)[:_OPENING_WORDS])
                if opening:
                    self.items[watched.place] = Item(int(watched.data["number"]), opening)
            case "cell":
                self.tables[-1].fill(plain(text))
            case "table":
                content.tables.append(self.tables.pop().grid())
            case "card":
                content.cards.append(Card(**self.cards.pop()))
            case _ if self.cards:
                part = watched.kind.removeprefix("card ")
                if part in {"title", "description", "label"}:
                    self.cards[-1][part] = self.cards[-1].get(part) or plain(text)


def _number(value: str | None, default: int) -> int:
    try:
        return int((value or "").strip() or default)
    except ValueError:
        return default
