"""Numbered paragraphs of a press release: what is counted, and the anchors that cite it.

Only paragraphs count. Headings, lists, cards and tables carry no number, and the count runs on
across them. `#para-4` leads to the fourth paragraph whether or not its number is shown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from lxml import etree, html
from wagtail.rich_text import expand_db_html

from newsroom.enums import Numbering


@dataclass(frozen=True)
class Part:
    """A block of the body as the template shows it; `html` is set for paragraphs only."""

    block: object
    html: SafeString | None = None


def numbered_parts(stream: Iterable, numbering: str, dateline: str = "") -> Iterator[Part]:
    """The blocks of a release in order, its paragraphs numbered as `numbering` says.

    The dateline is set in front of the words of the first paragraph.
    """
    count = _Count(numbering)
    opening = dateline
    for child in stream:
        if child.block_type != "paragraph":
            yield Part(child)
            continue
        value = child.value
        root = html.fragment_fromstring(expand_db_html(value["text"].source), create_parent="div")
        if value.get("number"):
            count.next = value["number"]
        for paragraph in root.findall("p"):
            number = None if value.get("unnumbered") else count.take()
            if number is not None:
                _mark(paragraph, number, shown=count.shows(number))
            if opening:
                _prepend(paragraph, opening)
                opening = ""
        yield Part(child, _inner_html(root))


class _Count:
    def __init__(self, numbering: str) -> None:
        self.numbering = numbering
        self.next = 1

    def take(self) -> int | None:
        if self.numbering == Numbering.NONE:
            return None
        number, self.next = self.next, self.next + 1
        return number

    def shows(self, number: int) -> bool:
        return self.numbering == Numbering.ALL or number > 1


def _mark(paragraph, number: int, *, shown: bool) -> None:
    paragraph.set("id", f"para-{number}")
    if not shown:
        return
    paragraph.set("class", "para")
    link = etree.Element("a", {"class": "para-number", "href": f"#para-{number}"})
    link.text = f"{number}."
    link.tail = f" {paragraph.text or ''}"
    paragraph.text = None
    paragraph.insert(0, link)


def _prepend(paragraph, dateline: str) -> None:
    words = etree.Element("span", {"class": "dateline"})
    words.text = dateline
    first = paragraph[0] if len(paragraph) and paragraph[0].get("class") == "para-number" else None
    if first is None:
        words.tail = f" – {paragraph.text or ''}"
        paragraph.text = None
        paragraph.insert(0, words)
    else:
        words.tail = f" – {(first.tail or '').lstrip()}"
        first.tail = " "
        paragraph.insert(1, words)


def _inner_html(root) -> SafeString:
    parts = [root.text or ""] + [
        html.tostring(child, encoding="unicode", method="html") for child in root
    ]
    return mark_safe("".join(parts))
