"""A served page: its title, and the content that an editor wrote, without the furniture."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from portal.fidelity.reading.collect import read
from portal.fidelity.reading.dialect import PAGE
from portal.fidelity.reading.model import Content
from portal.fidelity.reading.words import plain

#: The part of the head that repeats the title and the description.
_HEAD = ".page-head"
#: What stands beside the text: contents, menus and filters, the entries of a listing, which change
#: with it, the topics, and what a change or a printer adds.
_FURNITURE = ".page-side, .latest .grid, .topic-list, .item-updated, .print-foot"
_HOME = "page--home"


def read_page(markup: str) -> Content | None:
    """The content of a page of this site; None when it is no page of it."""
    tree = LexborHTMLParser(markup)
    main = tree.css_first("main")
    if main is None:
        return None
    heading = main.css_first("h1")
    title = plain(heading.text()) if heading is not None else ""
    if not _is_home(tree):
        # The description under the title is not part of the body.
        for head in main.css(_HEAD):
            head.decompose()
    for part in main.css(_FURNITURE):
        part.decompose()
    content = read(main, PAGE)
    content.title = title
    return content


def _is_home(tree: LexborHTMLParser) -> bool:
    body: LexborNode | None = tree.body
    return body is not None and _HOME in (body.attributes.get("class") or "").split()
