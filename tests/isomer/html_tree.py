"""HTML as a list of tags and texts, for comparing what two programs make of one source.

White space between blocks and its amount in text do not count.
"""

import re

from lxml import html

BLOCKS = frozenset({
    "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "iframe", "li", "ol", "p", "pre", "section", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip


def tree(source: str) -> list[str]:
    """Tags with their attributes, end tags and texts, in order."""
    pieces: list[tuple[str, str]] = []

    def walk(element) -> None:
        if not isinstance(element.tag, str):
            return
        attributes = sorted((key, " ".join(value.split())) for key, value in element.items())
        pieces.append((element.tag, f"<{element.tag} {attributes}>"))
        pieces.append(("", element.text or ""))
        for child in element:
            walk(child)
            pieces.append(("", child.tail or ""))
        pieces.append((element.tag, f"</{element.tag}>"))

    walk(html.document_fromstring(f"<body>{source}</body>").find("body"))
    return _joined(pieces)


def _joined(pieces: list[tuple[str, str]]) -> list[str]:
    rows: list[str] = []
    text, last = "", "body"
    for tag, piece in pieces:
        if not tag:
            text += piece
            continue
        words = re.sub(r"[ \t\r\n]+", " ", text)
        words = words.lstrip(" ") if last in BLOCKS else words
        words = words.rstrip(" ") if tag in BLOCKS else words
        rows += [words] if words else []
        rows.append(piece)
        text, last = "", tag
    return rows
