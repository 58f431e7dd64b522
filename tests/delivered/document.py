"""A delivered page as a tree, as a browser builds it, with what its parser had to put up with."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib

#: Void elements whose words are an attribute.
_ALTERNATIVES = {"img": "alt", "input": "value"}


@dataclass(frozen=True)
class Document:
    """A page: its root element, the parser's complaints, and who stands in whom."""

    root: Element
    complaints: tuple[str, ...]
    parents: dict[Element, Element]

    def all(self, *names: str) -> Iterator[Element]:
        """Elements in their order; of these names only, if any is given."""
        for element in self.root.iter():
            if isinstance(element.tag, str) and (not names or element.tag in names):
                yield element

    def above(self, element: Element) -> Iterator[Element]:
        """What `element` stands in, the nearest first."""
        while (parent := self.parents.get(element)) is not None:
            yield parent
            element = parent

    def ids(self) -> list[str]:
        return [element.get("id", "") for element in self.all() if element.get("id") is not None]

    def named(self, element: Element) -> str:
        """The words that a screen reader says for `element`; empty when it has none."""
        if label := (element.get("aria-label") or "").strip():
            return label
        by_id = {other.get("id"): other for other in self.all()}
        labels = (element.get("aria-labelledby") or "").split()
        return " ".join(text_of(by_id[one]) for one in labels if one in by_id)


def parse(html: str) -> Document:
    """The tree of `html`. Names of HTML's elements are plain; those of SVG keep their namespace."""
    builder = html5lib.getTreeBuilder("etree")
    parser = html5lib.HTMLParser(builder, namespaceHTMLElements=False)
    root = parser.parse(html)
    complaints = tuple(
        f"line {place[0]}: {code} {values or ''}".strip() for place, code, values in parser.errors
    )
    parents = {child: parent for parent in root.iter() for child in parent}
    return Document(root, complaints, parents)


def text_of(element: Element) -> str:
    """The words inside, hidden ones left out, pictures by their alternatives."""
    return " ".join("".join(_words(element)).split())


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.get("aria-hidden") != "true":
            yield child.get("aria-label") or child.get(_ALTERNATIVES.get(child.tag, ""), "") or ""
            if not child.get("aria-label"):
                yield from _words(child)
        yield child.tail or ""


def described(element: Element) -> str:
    """The start tag, for the message of a failure."""
    shown = " ".join(f'{name}="{value[:60]}"' for name, value in element.attrib.items())
    return f"<{element.tag.rpartition('}')[2]} {shown}>"
