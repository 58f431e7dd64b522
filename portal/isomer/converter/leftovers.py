"""Lines, buttons, and what no block stands for."""

from lxml import etree, html

from pages.sanitising import sanitise_legacy
from portal.isomer.codes import Code
from portal.isomer.converter.flow import Flow
from portal.isomer.converter.model import PLAIN, Block, LinkRef, Marks, Run, plain

_KEPT_AS_CODE = ("form", "math", "svg", "canvas", "applet")
_BUTTONS = ("bp-sec-button", "bp-button", "sgds-button", "btn")
_LABEL_LIMIT = 80
_HELD = ("a", "h1", "h2", "h3", "h4", "img", "table", "iframe", "embed", "video", "ul", "ol")


def handle_divider(flow: Flow, element, marks: Marks) -> None:
    flow.add(Block("divider", None, flow.notes.line(element)))


def handle_button(flow: Flow, element, marks: Marks) -> None:
    """A link in a button's dress; one whose words are too many stays a link."""
    line = flow.notes.line(element)
    if element.get("href") is None:
        own_line = element.tag not in {"a", "span", "button"}
        if own_line:
            flow.close_paragraph()
        flow.walk(element, marks)
        if own_line:
            flow.close_paragraph()
        return
    link = LinkRef(element.get("href", "").strip(), line)
    # Read once: some families take their elements apart.
    found = flow.inner(element, marks=marks.but(link=link))
    label = " ".join(plain(block.value) for block in found if block.type == "text")
    if not label or len(label) > _LABEL_LIMIT or any(block.type != "text" for block in found):
        for block in found:
            flow.add(block)
        return
    flow.anchors += [name for block in found for name in block.anchors]
    link = LinkRef(link.href, line, label)
    flow.add(Block("button", {"label": label, "link": link, "style": "secondary"}, line))


def handle_unknown(flow: Flow, element, marks: Marks) -> None:
    """Keep the words: as text when there is no structure in them, else as sanitised HTML."""
    line = flow.notes.line(element)
    _part_controls(element)
    tail, element.tail = element.tail, None
    code = etree.tostring(element, encoding="unicode", method="html")
    element.tail = tail
    kept = str(sanitise_legacy(code)).strip()
    words = _bare("".join(element.itertext()))
    structured = any(isinstance(child.tag, str) for child in element.iterdescendants())
    if not words and "<img" not in kept:
        flow.notes.add(Code.SCRIPT_REMOVED, f"<{element.tag}> without text", line)
    elif structured and not _has_blocks(element) and _keeps(kept, words):
        flow.notes.add(Code.LEGACY_HTML, f"<{element.tag}>", line)
        value = {"html": kept, "note": f"A <{element.tag}> element"}
        flow.add(Block("legacy_html", value, line))
    else:
        flow.close_paragraph()
        flow.walk(element, marks)
        flow.close_paragraph()


def _part_controls(element) -> None:
    """Put spaces between the controls of a form, which stand apart without any."""
    for control in element.iter("select", "option", "button", "textarea", "label"):
        control.tail = f" {control.tail or ''}"


def _keeps(code: str, words: str) -> bool:
    """Whether sanitised code still has all words: that of formulas and drawings has none."""
    if not code:
        return False
    return _bare("".join(html.fragment_fromstring(code, create_parent="div").itertext())) == words


def _bare(text: str) -> str:
    return "".join(text.split())


def handle_map(flow: Flow, element, marks: Marks) -> None:
    """The places of an image map: a line with a link for each."""
    flow.close_paragraph()
    for area in element.iter("area"):
        href = (area.get("href") or "").strip()
        words = " ".join((area.get("alt") or area.get("title") or href).split())
        if href and words:
            line = flow.notes.line(area)
            flow.add(Block("text", [Run(words, PLAIN.but(link=LinkRef(href, line)))], line))
    flow.walk(element, marks)
    flow.close_paragraph()


def handle_ruby(flow: Flow, element, marks: Marks) -> None:
    """Characters with their reading, which stands behind them in brackets."""
    if next(element.iter("rp"), None) is None:
        for reading in element.iter("rt"):
            reading.text = f"({reading.text or ''}"
            reading.tail = f"){reading.tail or ''}"
    flow.walk(element, marks)


def _has_blocks(element) -> bool:
    """Whether there is content that blocks can hold, with pictures and links to be resolved."""
    return next(element.iter(*_HELD), None) is not None


for _name in _BUTTONS:
    Flow.by_class[f"a.{_name}"] = handle_button
for _name in _KEPT_AS_CODE:
    Flow.by_tag[_name] = handle_unknown
Flow.by_tag |= {"hr": handle_divider, "map": handle_map, "ruby": handle_ruby}
