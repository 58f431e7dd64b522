"""What a person finds on a page, whichever side it was read from."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Link:
    text: str
    href: str
    has_picture: bool = False


@dataclass(frozen=True)
class Picture:
    src: str
    alt: str


@dataclass(frozen=True)
class Card:
    title: str
    description: str = ""
    label: str = ""
    href: str = ""


@dataclass(frozen=True)
class Item:
    """An entry of a numbered list: the number a browser shows and its first words."""

    number: int
    opening: str


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


#: Rows of cells, spans expanded: a merged cell stands in each place it covers.
Grid = list[list[str]]


@dataclass
class Content:
    """The content of a page without its furniture."""

    text: str = ""
    title: str = ""
    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    summaries: list[str] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    legacy: str = ""
