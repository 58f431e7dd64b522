"""HTML text becomes a tree that can be walked without fear."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree, html

from portal.isomer.codes import Code
from portal.isomer.converter.model import Notes

_TAG_START = re.compile(r"<(/?)([A-Za-z][\w:-]*)")
_A_TERM = re.compile(r"<d[dt][\s>]", re.IGNORECASE)
_TAG_STOP = re.compile(r"[>\"']")
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
})  # fmt: skip
#: Elements whose end tag may be missing do not count as nesting: the parser closes them.
_LOOSE = frozenset({"p", "li", "tr", "td", "th", "tbody", "tfoot", "option", "colgroup"})
_TERMS = frozenset({"dt", "dd"})
_DEEPEST = 100
_SILENT = ("script", "style", "template", "noscript", "head", "title", "link", "meta")
#: No text holds them, and the parser stops at the first.
_CONTROLS = dict.fromkeys([*range(9), 11, *range(14, 32), 127])


def tree(source: str, notes: Notes):
    """The body element of a piece of HTML; scripts, style sheets and comments are gone.

    `sourceline` of its elements is the line within `source`.
    """
    flat = _flatten(source.translate(_CONTROLS), notes)
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    document = f"<html><body>{flat}</body></html>".encode("utf-8", "replace")
    try:
        root = etree.fromstring(document, parser=parser)
    except etree.XMLSyntaxError:
        root = None
    body = None if root is None else root.find("body")
    if body is None:
        body = html.fromstring("<body></body>")
    _silence(body, notes)
    return body


def _flatten(source: str, notes: Notes) -> str:
    """The source without the tags below a depth no author writes; their text stays.

    The parser would drop everything after its 2,048th level. Terms and descriptions, whose end
    tags authors leave out and the parser misses, are closed on the way.
    """
    if source.count("<") - source.count("</") <= _DEEPEST and not _A_TERM.search(source):
        return source
    nesting = _Nesting()
    parts: list[str] = []
    place = 0
    for start, stop, closing, name in _tags(source):
        parts.append(source[place:start])
        parts.append(nesting.kept(source[start:stop], closing, name))
        place = stop
    parts.append(source[place:])
    if nesting.deepest > _DEEPEST:
        notes.add(Code.NESTING, f"{nesting.deepest} levels")
    return "".join(parts)


def _tags(source: str) -> Iterator[tuple[int, int, bool, str]]:
    """Start and end of every tag, whether it closes, and its name; in one pass."""
    place = 0
    unpaired: set[str] = set()
    while match := _TAG_START.search(source, place):
        stop = match.end()
        while found := _TAG_STOP.search(source, stop):
            mark, stop = found.group(), found.end()
            if mark == ">":
                break
            # A quote that nothing pairs with is a character like any other.
            other = -1 if mark in unpaired else source.find(mark, stop)
            if other < 0:
                unpaired.add(mark)
            else:
                stop = other + 1
        else:
            return
        yield match.start(), stop, bool(match.group(1)), match.group(2).lower()
        place = stop


class _Nesting:
    """The elements open at a point of the source."""

    def __init__(self) -> None:
        self.deepest = 0
        self._depth = 0
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        self._dropped: Counter[str] = Counter()
        self._terms: list[str] = []

    def kept(self, tag: str, closing: bool, name: str) -> str:
        """What stands for a tag in the flattened source."""
        if name in _VOID:
            return tag
        if name in _TERMS:
            return self._term(tag, closing, name)
        if name in _LOOSE:
            return tag if self._depth <= _DEEPEST else " "
        return self._closed(tag, name) if closing else self._opened(tag, name)

    def _opened(self, tag: str, name: str) -> str:
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)
        if self._depth > _DEEPEST:
            self._dropped[name] += 1
            return " "
        self._open.append(name)
        self._counts[name] += 1
        if name == "dl":
            self._terms.append("")
        return tag

    def _closed(self, tag: str, name: str) -> str:
        if self._dropped[name]:
            self._dropped[name] -= 1
            self._depth -= 1
            return " "
        if not self._counts[name]:
            return tag
        while True:
            last = self._open.pop()
            self._counts[last] -= 1
            self._depth -= 1
            if last == "dl" and self._terms:
                self._terms.pop()
            if last == name:
                return tag

    def _term(self, tag: str, closing: bool, name: str) -> str:
        if self._depth > _DEEPEST:
            return " "
        if not self._terms:
            self._terms.append("")
        before = self._terms[-1]
        self._terms[-1] = "" if closing else name
        return f"</{before}>{tag}" if before and not closing else tag


def _silence(body, notes: Notes) -> None:
    for element in list(body.iter(*_SILENT)):
        if element.tag == "noscript":
            element.drop_tag()
            continue
        if element.tag in {"script", "style"}:
            notes.tally(Code.SCRIPT_REMOVED, notes.line(element))
        element.drop_tree()
    for element in body.iter(etree.Element):
        for name in list(element.attrib):
            if name[:2].lower() == "on":
                notes.tally(Code.SCRIPT_REMOVED, notes.line(element))
                del element.attrib[name]
