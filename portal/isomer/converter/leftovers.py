"""Lines, buttons, and what no block stands for."""

from lxml import etree

from pages.sanitising import sanitise_legacy
from portal.isomer.codes import Code
from portal.isomer.converter.flow import Flow, css
from portal.isomer.converter.model import Block, LinkRef, Marks, plain

_KEPT_AS_CODE = frozenset({"form", "object", "applet", "math", "svg", "canvas", "map", "dialog"})
_BUTTONS = ("bp-sec-button", "bp-button", "sgds-button", "btn")
_LABEL_LIMIT = 80


def handle_divider(flow: Flow, element, marks: Marks) -> None:
    flow.add(Block("divider", None, flow.notes.line(element)))


def handle_button(flow: Flow, element, marks: Marks) -> None:
    """A link in a button's dress; one whose words are too many stays a link."""
    line = flow.notes.line(element)
    found = flow.inner(element)
    label = " ".join(plain(block.value) for block in found if block.type == "text")
    if not label or len(label) > _LABEL_LIMIT or any(block.type != "text" for block in found):
        flow.walk(element, marks.but(link=LinkRef(element.get("href", "").strip(), line)))
        return
    link = LinkRef(element.get("href", "").strip(), line, label)
    flow.add(Block("button", {"label": label, "link": link, "style": "secondary"}, line))


def handle_unknown(flow: Flow, element, marks: Marks) -> None:
    """Keep the words: as text when there is no structure in them, else as sanitised HTML."""
    line = flow.notes.line(element)
    tail, element.tail = element.tail, None
    code = etree.tostring(element, encoding="unicode", method="html")
    element.tail = tail
    kept = str(sanitise_legacy(code)).strip()
    structured = any(isinstance(child.tag, str) for child in element.iterdescendants())
    if not "".join(element.itertext()).strip() and "<img" not in kept:
        flow.notes.add(Code.SCRIPT_REMOVED, f"<{element.tag}> without text", line)
    elif structured:
        flow.notes.add(Code.LEGACY_HTML, f"<{element.tag}>", line)
        value = {"html": kept, "note": f"A <{element.tag}> element"}
        flow.add(Block("legacy_html", value, line))
    else:
        flow.close_paragraph()
        flow.walk(element, marks)
        flow.close_paragraph()


def _is_button(element) -> bool:
    return (
        element.tag == "a"
        and element.get("href") is not None
        and any(name in _BUTTONS for name in css(element))
    )


Flow.families += [
    (lambda element: element.tag == "hr", handle_divider),
    (_is_button, handle_button),
    (lambda element: element.tag in _KEPT_AS_CODE, handle_unknown),
]
