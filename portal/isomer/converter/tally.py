"""What a body holds, counted from the parsed HTML and from nothing the walk decides."""

import re
from dataclasses import dataclass

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "iframe", "img", "legend", "li", "main", "menu", "nav",
    "ol", "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul", "video",
})  # fmt: skip
_WORD = re.compile(r"\w")


@dataclass
class Tally:
    """The figures of one body."""

    words: int = 0
    links: int = 0
    images: int = 0
    frames: int = 0
    cards: int = 0
    tables: int = 0


def tally_of(body) -> Tally:
    """Count a parsed body; a word is a stretch without spaces that holds a letter or digit."""
    return Tally(
        words=len(words_in(visible_text(body))),
        links=sum(1 for link in body.iter("a") if link.get("href") is not None),
        images=sum(1 for _ in body.iter("img")),
        frames=sum(1 for _ in body.iter("iframe", "video")),
        cards=sum(
            1
            for found in body.iter("a", "div")
            if "isomer-card" in (found.get("class") or "").split()
        ),
        tables=sum(1 for _ in body.iter("table")),
    )


def visible_text(element) -> str:
    """The text of an element with spaces where blocks begin and end."""
    parts: list[str] = []
    stack: list[tuple] = [(element, False)]
    while stack:
        node, leaving = stack.pop()
        is_block = node.tag in _BLOCKS
        if leaving:
            parts.append(
                (" " if is_block else "") + (node.tail or "" if node is not element else "")
            )
            continue
        parts.append((" " if is_block else "") + (node.text or ""))
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node) if isinstance(child.tag, str))
    return "".join(parts)


def words_in(text: str) -> list[str]:
    """The words of a text in order; what has neither letter nor digit is no word."""
    return [word for word in text.split() if _WORD.search(word)]
