"""Places inside a page that links of the same page lead to."""

import re

from lxml import etree

from portal.isomer.codes import Code
from portal.isomer.converter.model import Notes

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOT_IN_IDS = re.compile(r"[^\w\s-]", re.UNICODE)


def settle_anchors(body, notes: Notes) -> None:
    """Give every linked place to a heading: its own, or the next one that follows.

    Headings of Markdown have the ids that kramdown makes of their words. A place without a heading
    after it is reported, and so is a link to a place that does not exist.
    """
    links = {
        href[1:]: link
        for link in body.iter("a")
        if (href := (link.get("href") or "").strip()).startswith("#") and len(href) > 1
    }
    if not links:
        return
    elements = list(body.iter(etree.Element))
    places: dict[str, int] = {}
    for place, element in enumerate(elements):
        for name in _names(element):
            places.setdefault(name, place)
    for name, link in links.items():
        if name not in places or not _settle(elements, places[name], name):
            notes.add(Code.ANCHOR_LOST, f"#{name}", notes.line(link))


def kramdown_id(words: str) -> str:
    """The id that kramdown's GFM parser makes of a heading's words."""
    return _NOT_IN_IDS.sub("", words.strip().lower()).replace(" ", "-")


def _names(element) -> list[str]:
    """The names by which links can reach an element."""
    given = [element.get("id"), element.get("name") if element.tag == "a" else None]
    if element.tag in _HEADINGS and not element.get("id"):
        given.append(kramdown_id("".join(element.itertext())))
    return [name.strip() for name in given if name and name.strip()]


def _settle(elements: list, place: int, name: str) -> bool:
    element = elements[place]
    inside = next((e for e in [element, *element.iterancestors()] if e.tag in _HEADINGS), None)
    if inside is not None:
        inside.set("id", name)
        return True
    for following in elements[place:]:
        if following.tag in _HEADINGS and not following.get("id"):
            following.set("id", name)
            return True
    return False
