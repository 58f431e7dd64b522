"""Rules of the HTML standard and of ARIA about what refers to what and what stands in what."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

from tests.delivered.document import Document, described, text_of

#: Attributes that name other elements of the same page.
REFERENCES = (
    "aria-activedescendant", "aria-controls", "aria-describedby", "aria-details",
    "aria-errormessage", "aria-labelledby", "aria-owns", "form", "headers", "list",
    "popovertarget",
)  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INTERACTIVE = {"a", "button", "details", "embed", "iframe", "label", "select", "textarea"}
#: What holds words and what is inside words, but neither paragraphs nor lists.
ONLY_PHRASING = {"p", "span", "button", "em", "strong", "b", "i", "small", "time", "abbr", "label"}
ONLY_PHRASING |= set(HEADINGS) | {"code", "cite", "dt"}
BLOCKS = {"p", "div", "ul", "ol", "dl", "table", "section", "article", "nav", "aside", "figure"}
BLOCKS |= {"header", "footer", "main", "form", "blockquote", "pre", "hr", "details", *HEADINGS}
#: What may stand directly in each of these; `script` and `template` may stand everywhere.
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"td", "th"},
    "tbody": {"tr"},
    "thead": {"tr"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "picture": {"source", "img"},
    "select": {"option", "optgroup", "hr"},
}
OBSOLETE = {
    "acronym", "applet", "basefont", "big", "center", "dir", "font", "frame", "frameset",
    "marquee", "nobr", "noframes", "strike", "tt",
}  # fmt: skip
OBSOLETE_ATTRIBUTES = {
    "align", "alink", "background", "bgcolor", "border", "cellpadding", "cellspacing", "clear",
    "frameborder", "hspace", "language", "link", "marginheight", "marginwidth", "nowrap",
    "scrolling", "summary", "valign", "vlink", "vspace",
}  # fmt: skip
#: Roles of ARIA 1.2 that an author may write, and those of its part for publishing for notes.
_ROLES = """alert alertdialog application article banner button cell checkbox columnheader combobox
    complementary contentinfo definition dialog doc-backlink doc-endnotes doc-noteref
    document feed figure form grid gridcell group
    heading img link list listbox listitem log main marquee math menu menubar menuitem
    menuitemcheckbox menuitemradio meter navigation none note option presentation progressbar radio
    radiogroup region row rowgroup rowheader scrollbar search searchbox separator slider spinbutton
    status switch tab table tablist tabpanel term textbox timer toolbar tooltip tree treegrid
    treeitem"""
ROLES = set(_ROLES.split())
LANDMARKS = {
    "nav": "navigation", "aside": "complementary", "main": "main", "search": "search",
}  # fmt: skip


def parses(page: Document) -> Iterator[str]:
    """The parser finds nothing that it has to repair."""
    yield from page.complaints


def ids_are_unique(page: Document) -> Iterator[str]:
    for one, times in Counter(page.ids()).items():
        if times > 1 or not one or any(sign.isspace() for sign in one):
            yield f'id "{one}" stands {times} times'


def references_lead_somewhere(page: Document) -> Iterator[str]:
    known = set(page.ids())
    for element in page.all():
        for attribute in REFERENCES:
            missing = set((element.get(attribute) or "").split()) - known
            if missing:
                yield f"{described(element)} names {sorted(missing)}"


def fields_are_labelled(page: Document) -> Iterator[str]:
    fields = {
        element
        for element in page.all("input", "select", "textarea")
        if element.get("type") not in ("hidden", "submit", "button", "image", "reset")
    }
    by_id = {element.get("id"): element for element in fields if element.get("id")}
    labelled = set()
    for label in page.all("label"):
        inside = [element for element in label.iter() if element in fields]
        target = by_id.get(label.get("for"))
        if label.get("for") and target is None:
            yield f"{described(label)} is the label of nothing"
        labelled |= {*inside, target} if text_of(label) else set()
    for element in fields - labelled:
        if not page.named(element):
            yield f"{described(element)} has no label"


def nothing_to_press_stands_in_something_to_press(page: Document) -> Iterator[str]:
    for element in page.all():
        if not _is_interactive(element):
            continue
        for outer in page.above(element):
            if outer.tag in ("a", "button", "summary") or (
                outer.tag == "label" and element.tag in ("a", "button", "label")
            ):
                yield f"{described(element)} stands in {described(outer)}"


def _is_interactive(element: Element) -> bool:
    if element.tag in ("audio", "video"):
        return element.get("controls") is not None
    if element.tag == "input":
        return element.get("type") != "hidden"
    return element.tag in INTERACTIVE or element.get("tabindex") is not None


def hidden_parts_cannot_be_reached(page: Document) -> Iterator[str]:
    """What is hidden from screen readers takes no focus."""
    for element in page.all():
        if not _is_interactive(element) or element.tag == "label":
            continue
        if element.get("tabindex") == "-1":
            continue
        if any(one.get("aria-hidden") == "true" for one in (element, *page.above(element))):
            yield f"{described(element)} is hidden and can be reached"


def words_hold_no_blocks(page: Document) -> Iterator[str]:
    for element in page.all(*BLOCKS):
        parent = page.parents.get(element)
        if parent is not None and parent.tag in ONLY_PHRASING:
            yield f"{described(element)} stands in {described(parent)}"


def children_are_of_the_right_kind(page: Document) -> Iterator[str]:
    for parent in page.all(*CHILDREN):
        for child in parent:
            if isinstance(child.tag, str) and child.tag not in (
                CHILDREN[parent.tag] | {"script", "template"}
            ):
                yield f"{described(child)} stands in {described(parent)}"
    for element in page.all("li"):
        if page.parents[element].tag not in ("ul", "ol", "menu"):
            yield f"{described(element)} stands in {described(page.parents[element])}"


def captions_stand_first_or_last(page: Document) -> Iterator[str]:
    for figure in page.all("figure"):
        tags = [child.tag for child in figure]
        if "figcaption" in tags[1:-1] or tags.count("figcaption") > 1:
            yield f"{described(figure)} has its caption in the middle: {tags}"
    for outer, inner in (("details", "summary"), ("fieldset", "legend"), ("table", "caption")):
        for element in page.all(outer):
            tags = [child.tag for child in element]
            if inner in tags[1:] or (outer == "details" and tags[:1] != ["summary"]):
                yield f"{described(element)} does not begin with its {inner}: {tags}"


def nothing_is_obsolete(page: Document) -> Iterator[str]:
    for element in page.all():
        if element.tag in OBSOLETE:
            yield f"{described(element)} is obsolete"
        if "}" in element.tag:
            continue
        for attribute in OBSOLETE_ATTRIBUTES & set(element.attrib):
            yield f"{described(element)}: {attribute} is obsolete"


def nothing_is_written_into_elements(page: Document) -> Iterator[str]:
    """Styles and handlers in attributes are refused by the content security policy."""
    for element in page.all():
        for attribute in element.attrib:
            if attribute == "style" or attribute.startswith("on"):
                yield f"{described(element)} carries {attribute}"


def roles_fit(page: Document) -> Iterator[str]:
    for element in page.all():
        for role in (element.get("role") or "").split():
            if role not in ROLES:
                yield f"{described(element)}: there is no role {role}"
            if LANDMARKS.get(element.tag) == role:
                yield f"{described(element)} has that role anyway"
            if role in ("button", "link") and element.tag in ("a", "button", "summary"):
                yield f"{described(element)} is another thing than its role"
            if role in ("none", "presentation") and _is_interactive(element):
                yield f"{described(element)} can be reached and says that it is nothing"


def headings_follow_each_other(page: Document) -> Iterator[str]:
    headings = list(page.all(*HEADINGS))
    ranks = [int(heading.tag[1]) for heading in headings]
    if ranks.count(1) != 1:
        yield f"{ranks.count(1)} headings of rank 1"
    for heading, (before, after) in zip(headings[1:], pairwise(ranks), strict=True):
        if after - before > 1:
            yield f"rank {before} is followed by {described(heading)} {text_of(heading)}"
    yield from (f"{described(one)} is empty" for one in headings if not text_of(one))


def articles_have_headings(page: Document) -> Iterator[str]:
    """What stands for itself says what it is; the Nu validator warns of one that does not."""
    for article in page.all("article"):
        if not any(one.tag in HEADINGS for one in article.iter()):
            yield f"{described(article)} has no heading: {text_of(article)[:60]}"


def landmarks_are_told_apart(page: Document) -> Iterator[str]:
    """Two landmarks of one kind have names, and different ones."""
    found: dict[str, list[str]] = {}
    for element in page.all():
        kind = element.get("role") or LANDMARKS.get(element.tag, "")
        if element.tag in ("section", "form") and not kind and page.named(element):
            kind = "region" if element.tag == "section" else "form"
        if kind in {*LANDMARKS.values(), "region", "form", "banner", "contentinfo"}:
            found.setdefault(kind, []).append(page.named(element))
    for kind, names in found.items():
        if len(set(names)) < len(names) or (len(names) > 1 and "" in names):
            yield f"several {kind}: {names}"
    if len(found.get("main", [])) != 1:
        yield "there is not one main part"
