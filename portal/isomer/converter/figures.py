"""Pictures: bare ones, wrapped ones, linked ones, and figures with a caption."""

import re
from urllib.parse import unquote, urlsplit

from portal.isomer.codes import Code
from portal.isomer.converter.flow import Flow, css
from portal.isomer.converter.model import Block, ImageRef, LinkRef, Marks, Rich
from portal.isomer.converter.richtext import inline

_PERCENT = re.compile(r"(?:^|;)\s*(?:max-)?width\s*:\s*(\d+(?:\.\d+)?)\s*%", re.IGNORECASE)
_PIXELS = re.compile(r"(?:^|;)\s*(?:max-)?width\s*:\s*(\d+(?:\.\d+)?)\s*px", re.IGNORECASE)
#: The width of the old site's text column, by which pixel widths are judged.
_COLUMN_PIXELS = 800


def handle_image(flow: Flow, element, marks: Marks) -> None:
    """`<img>`: a block of its own, wherever it stands."""
    image = image_ref(flow, element, marks.link)
    if image is not None:
        flow.add(image_block(image, size_of(element), marks.link))


def handle_figure(flow: Flow, element, marks: Marks) -> None:
    """`<figure>`: its caption belongs to its only picture."""
    captions = element.findall(".//figcaption")
    for caption in captions:
        caption.drop_tree()
    flow.close_paragraph()
    before = len(flow.blocks)
    flow.walk(element, marks)
    flow.close_paragraph()
    pictures = [block for block in flow.blocks[before:] if block.type == "image"]
    for caption in captions:
        found = flow.inner(caption, marks=marks)
        words = [block for block in found if block.type == "text"]
        if len(pictures) == 1 and len(words) == len(found) == 1 and len(captions) == 1:
            flow.anchors += words[0].anchors
            pictures[0].value["caption"] = Rich(f"<p>{inline(words[0].value)}</p>")
        else:
            for block in found:
                flow.add(block)


def image_ref(flow: Flow, element, link: LinkRef | None = None) -> ImageRef | None:
    """The reference to an image; None, reported, when there is nothing to refer to.

    A picture that is a link says where it leads when it says nothing else (WCAG 2.4.4).
    """
    line = flow.notes.line(element)
    src = (element.get("src") or "").strip()
    late = (element.get("data-src") or element.get("data-original") or "").strip()
    if late and (not src or src.startswith("data:")):
        src = late
    if not src:
        flow.notes.add(Code.IMAGE_MISSING, "no address", line)
        return None
    alt = element.get("alt")
    if alt is None:
        flow.notes.tally(Code.ALT_MISSING, line)
    words = " ".join((alt or "").split())
    if link is not None and not words:
        words = " ".join((element.get("title") or "").split()) or _destination(link.href)
    return ImageRef(src, line, words)


def _destination(href: str) -> str:
    """What a link's address says about where it leads."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return "Link"
    last = unquote(parts.path).strip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    words = " ".join(last.replace("-", " ").replace("_", " ").split())
    return words or (parts.hostname or "").removeprefix("www.") or "Link"


def image_block(image: ImageRef, size: str = "full", link: LinkRef | None = None) -> Block:
    """The block of one picture."""
    value = {
        "image": image_value(image),
        "caption": Rich(""),
        "credit": "",
        "size": size,
        "link": link,
    }
    return Block("image", value, image.line)


def image_value(image: ImageRef | None) -> dict:
    """A picture with its text for people who can't see it; an empty one is decoration."""
    alt = image.alt[:255] if image else ""
    return {"image": image, "decorative": bool(image) and not alt, "alt_text": alt}


def size_of(element) -> str:
    """The block's size that comes nearest to the width the source gives."""
    wrapper = element.getparent()
    styles = [element.get("style") or ""]
    if wrapper is not None and "isomer-image-wrapper" in css(wrapper):
        styles.append(wrapper.get("style") or "")
    style, width = ";".join(styles), (element.get("width") or "").strip()
    percent = None
    if match := _PERCENT.search(style):
        percent = float(match.group(1))
    elif match := _PIXELS.search(style):
        percent = float(match.group(1)) / _COLUMN_PIXELS * 100
    elif re.fullmatch(r"\d{1,3}(\.\d+)?%", width):
        percent = float(width[:-1])
    elif re.fullmatch(r"\d{1,5}(px)?", width):
        percent = float(width.removesuffix("px")) / _COLUMN_PIXELS * 100
    if percent is None or percent <= 0 or percent > 90:
        return "full"
    if percent <= 35:
        return "small"
    return "medium" if percent <= 60 else "large"


Flow.by_tag |= {"img": handle_image, "figure": handle_figure}
