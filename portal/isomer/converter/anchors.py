"""Places inside a page that links lead to, of the same page or of any other."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from django.utils.text import slugify
from lxml import etree

from portal.isomer.codes import Code
from portal.isomer.converter.model import Block, Notes
from portal.isomer.converter.richtext import with_places

#: The attribute in which an element carries the names that lead to it.
NAMES = "data-names"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NOT_IN_IDS = re.compile(r"[^\w\s-]", re.UNICODE)
#: Names that word processors leave behind; kept only where the page itself links to them.
_CLUTTER = re.compile(
    r"docs-internal-guid|_(?:GoBack|Toc|Hlk|Ref|MailAuto|Int_)|OLE_LINK|ember\d|yui_|ctl00|mce_"
)
_LONGEST = 255
#: Browsers know these places themselves.
_OF_THE_BROWSER = frozenset({"top"})


def name_places(body, notes: Notes, *, auto_ids: bool = False) -> None:
    """Note on each element the names by which links reach it.

    With `auto_ids`, headings have the ids that kramdown makes of their words, as in Markdown; else
    only those to which the page itself links. A link to a place that does not exist is reported.
    """
    linked: dict[str, list[etree._Element]] = {}
    for link in body.iter("a"):
        href = (link.get("href") or "").strip()
        if len(href) > 1 and href[0] == "#":
            linked.setdefault(unquote(href[1:]), []).append(link)
    taken: set[str] = set()
    counts: Counter[str] = Counter()
    for element in body.iter(etree.Element):
        names = _given(element)
        if element.tag in _HEADINGS and not element.get("id"):
            made = _kramdown_id("".join(element.itertext()), counts)
            if made and (auto_ids or made in linked):
                names.append(made)
        kept = []
        for name in names:
            if name in taken or (_CLUTTER.match(name) and name not in linked):
                continue
            taken.add(name)
            kept.append(name)
        if kept:
            element.set(NAMES, " ".join(kept))
    for name, links in linked.items():
        if name not in taken and name not in _OF_THE_BROWSER:
            for link in links:
                notes.add(Code.ANCHOR_LOST, f"#{name}", notes.line(link))


def place_names(block: Block, names: Iterable[str]) -> bool:
    """Let names lead to a block; False when it has nothing that can bear one."""
    names = list(names)
    value = block.value
    if not names:
        return True
    if block.type == "text":
        block.anchors += [name for name in names if name not in block.anchors]
    elif block.type == "list":
        value.items[0].anchors += names
    elif block.type == "heading":
        for name in names:
            longer = f"{value['anchor']} {name}".strip()
            if name not in value["anchor"].split() and len(longer) <= _LONGEST:
                value["anchor"] = longer
    elif block.type == "paragraph":
        if (named := with_places(value, names)) is None:
            return False
        block.value = named
    elif block.type == "quote":
        value["text"] = with_places(value["text"], names) or value["text"]
    elif block.type == "table":
        return _name_cell(value["table"]["rows"], names)
    elif block.type == "accordion":
        inside = (held for item in value["items"] for held in item["content"])
        return any(place_names(held, names) for held in inside)
    else:
        return False
    return True


def spare_names(blocks: Iterable[Block]) -> None:
    """Leave out the names that the page makes of its headings' words itself."""
    taken: set[str] = set()
    counts: Counter[str] = Counter()
    for block in blocks:
        stem = slugify(block.value["text"], allow_unicode=True) or "section"
        own = stem
        while own in taken:
            counts[stem] += 1
            own = f"{stem}-{counts[stem] + 1}"
        names = block.value["anchor"].split()
        if names == [own]:
            block.value["anchor"] = ""
        taken.update(names[:1] or [own])


def _given(element) -> list[str]:
    """The names that the source gives an element; a name holds no space."""
    given = [element.get("id"), element.get("name") if element.tag == "a" else None]
    found = dict.fromkeys(name.strip() for name in given if name)
    return [name for name in found if name and len(name) < 200 and not re.search(r"\s", name)]


def _kramdown_id(words: str, counts: Counter[str]) -> str:
    """The id that kramdown's GFM parser makes of a heading's words; repeated ones are counted."""
    made = _NOT_IN_IDS.sub("", words.strip().lower()).replace(" ", "-").replace("\n", "-")
    counts[made] += 1
    return f"{made}-{counts[made] - 1}" if counts[made] > 1 else made


def _name_cell(rows: list[dict], names: list[str]) -> bool:
    for row, place in _cells(rows):
        if (named := with_places(row[place], names)) is not None:
            row[place] = named
            return True
    return False


def _cells(rows: list[dict]) -> Iterator[tuple[list, int]]:
    for row in rows:
        for place in range(len(row["values"])):
            yield row["values"], place
