"""The menu, the footer and the entries of listings, as a served page shows them."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from portal.fidelity.reading.words import plain


@dataclass
class MenuEntry:
    title: str
    href: str
    children: list["MenuEntry"] = field(default_factory=list)


@dataclass(frozen=True)
class ListingEntry:
    title: str
    day: str
    href: str


@dataclass
class Listing:
    entries: list[ListingEntry]
    next: str


def read_menu(markup: str) -> list[MenuEntry]:
    """The main menu's entries with what lies below them."""
    root = LexborHTMLParser(markup).css_first("nav.site-nav > ul.nav-list")
    return [_top(item) for item in _items(root)] if root is not None else []


def _items(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter() if child.tag == "li"]


def _top(item: LexborNode) -> MenuEntry:
    summary = item.css_first("details > summary")
    if summary is None:
        return _entry(item)
    overview = item.css_first("a.nav-overview")
    href = (overview.attributes.get("href") or "") if overview is not None else ""
    panel = item.css_first("ul.nav-panel-list")
    children = [_entry(child) for child in _items(panel)] if panel is not None else []
    return MenuEntry(plain(summary.text()), href, children)


def _entry(item: LexborNode) -> MenuEntry:
    entry = MenuEntry("", "")
    for child in item.iter():
        if child.tag in {"a", "span"}:
            entry.title = plain(child.text())
            entry.href = child.attributes.get("href") or ""
        elif child.tag == "ul":
            entry.children = [_entry(inner) for inner in _items(child)]
    return entry


def read_footer(markup: str) -> list[str]:
    """The addresses of the links in the footer."""
    links = LexborHTMLParser(markup).css("footer.site-footer a[href]")
    return [link.attributes.get("href") or "" for link in links]


def read_listing(markup: str) -> Listing:
    """One page of a listing, and the address of the next one."""
    tree = LexborHTMLParser(markup)
    entries = []
    for entry in tree.css("ol.entry-list article.entry"):
        link = entry.css_first(".entry-title a")
        time = entry.css_first("time")
        if link is not None:
            day = (time.attributes.get("datetime") or "") if time is not None else ""
            href = link.attributes.get("href") or ""
            entries.append(ListingEntry(plain(link.text()), day, href))
    following = tree.css_first('.pagination a[rel="next"]')
    return Listing(entries, (following.attributes.get("href") or "") if following else "")
