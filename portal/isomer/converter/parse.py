"""HTML text becomes a tree that can be walked without fear."""

import re

from lxml import etree, html

from portal.isomer.codes import Code
from portal.isomer.converter.model import Notes

_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)((?:\"[^\"]*\"|'[^']*'|[^'\">])*)>")
#: Elements whose end tag may be missing do not count as nesting.
_LOOSE = frozenset({
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "colgroup",
    "br", "hr", "img", "input", "meta", "link", "col", "source", "wbr", "area", "base", "embed",
    "param", "track",
})  # fmt: skip
_DEEPEST = 100
_SILENT = ("script", "style", "template", "noscript", "head", "title", "link", "meta")
_HANDLER = re.compile(r"^on", re.IGNORECASE)


def tree(source: str, notes: Notes):
    """The body element of a piece of HTML; scripts, style sheets and comments are gone.

    A byte of line counting rests on the parser: `sourceline` is the line within `source`.
    """
    flat = _flatten(source, notes)
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
    """The source without the tags below a depth no author writes; their text stays."""
    depth = deepest = 0

    def keep(match: re.Match) -> str:
        nonlocal depth, deepest
        closing, name, rest = match.group(1), match.group(2).lower(), match.group(3)
        if name in _LOOSE or rest.endswith("/"):
            return match.group() if depth <= _DEEPEST else " "
        if closing:
            dropped = depth > _DEEPEST
            depth = max(depth - 1, 0)
        else:
            depth += 1
            deepest = max(deepest, depth)
            dropped = depth > _DEEPEST
        return " " if dropped else match.group()

    flat = _TAG.sub(keep, source)
    if deepest <= _DEEPEST:
        return source
    notes.add(Code.NESTING, f"{deepest} levels")
    return flat


def _silence(body, notes: Notes) -> None:
    for element in list(body.iter(*_SILENT)):
        if element.tag == "noscript":
            element.drop_tag()
            continue
        if element.tag in {"script", "style"}:
            notes.tally(Code.SCRIPT_REMOVED, notes.line(element))
        element.drop_tree()
    for element in body.iter(etree.Element):
        handlers = [name for name in element.attrib if _HANDLER.match(name)]
        for name in handlers:
            notes.tally(Code.SCRIPT_REMOVED, notes.line(element))
            del element.attrib[name]
