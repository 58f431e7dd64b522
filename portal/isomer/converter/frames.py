"""Frames: films become video blocks, known hosts embeds, all others links."""

import re
from urllib.parse import urlsplit

from pages.blocks.embeds import is_allowed_host
from pages.blocks.films import film_at
from portal.isomer.codes import Code
from portal.isomer.converter.flow import Flow
from portal.isomer.converter.model import PLAIN, Block, FileRef, LinkRef, Marks, Rich, Run

_FILMS = (".mp4", ".webm", ".m4v", ".mov", ".ogv")
_LONGEST_TITLE = 255
_HOST = re.compile(r"(?:www|player|docs|m)\.[\w-]+\.\w|youtu\.be/|form\.gov\.sg/", re.IGNORECASE)
_MISTYPED = re.compile(r"^(?!https?://(?!https?:))h*t+ps?:/*(?:https?:/*)?(?=\w)", re.IGNORECASE)
_LONGEST_ADDRESS = 2000


def handle_frame(flow: Flow, element, marks: Marks) -> None:
    """`<iframe>`, `<embed>`, `<object>`, by what the address is."""
    given = next(
        (element.get(name) for name in ("src", "data-src", "data") if element.get(name)), ""
    )
    add_frame(flow, given, _title(element), flow.notes.line(element), _height(element))
    if element.tag == "embed":
        # The parser does not know that it ends where it begins: what follows stands inside.
        flow.walk(element, marks)


def add_frame(flow: Flow, given: str, title: str, line: int, height: str = "medium") -> None:
    """What a frame with a given address becomes."""
    address = _complete(given)
    if not address:
        _refer(flow, given.strip(), title, line)
    elif film := film_at(address):
        flow.add(Block("video", video_value(film.watch_url, title), line))
    elif is_allowed_host(secure := _secured(address)):
        flow.add(Block("embed", {"url": secure, "title": title, "height": height}, line))
    else:
        flow.notes.add(Code.EMBED_UNKNOWN, address, line)
        _link(flow, address, title or urlsplit(address).hostname or address, line)


def handle_video(flow: Flow, element, marks: Marks) -> None:
    """`<video>` and `<audio>`: a film of the repository, else a link."""
    line, title = flow.notes.line(element), _title(element)
    sources = [element.get("src")] + [child.get("src") for child in element.iter("source")]
    address = next((source.strip() for source in sources if source and source.strip()), "")
    if not address:
        flow.notes.add(Code.FRAME_REMOVED, "no address", line)
    elif film_at(address):
        add_frame(flow, address, title, line)
    elif element.tag == "video" and address.lower().split("?")[0].endswith(_FILMS):
        value = {**video_value("", title), "file": FileRef(address, line)}
        flow.add(Block("video", value, line))
    else:
        _link(flow, address, title or address.rsplit("/", 1)[-1], line)
    if element.tag == "audio" or not address:
        # The words for browsers that play nothing.
        flow.walk(element)
        flow.close_paragraph()


def handle_object(flow: Flow, element, marks: Marks) -> None:
    """`<object>`: its own address, else that of what stands in it."""
    if element.get("data"):
        handle_frame(flow, element, marks)
        for fallback in list(element.iter("embed", "iframe")):
            fallback.drop_tree()
    flow.close_paragraph()
    flow.walk(element, marks)
    flow.close_paragraph()


def handle_instagram(flow: Flow, element, marks: Marks) -> None:
    """A post of Instagram, which a script of theirs turns into a frame."""
    posts = [element, *element.iterdescendants("blockquote")]
    address = next(filter(None, (post.get("data-instgrm-permalink") for post in posts)), "")
    if not address or next(element.iter("iframe"), None) is not None:
        flow.close_paragraph()
        flow.walk(element, marks)
        flow.close_paragraph()
        return
    parts = urlsplit(address)
    post = f"https://www.instagram.com{parts.path.rstrip('/')}/embed"
    words = " ".join("".join(element.itertext()).split())
    is_title = 0 < len(words) <= _LONGEST_TITLE
    add_frame(flow, post, words if is_title else "", flow.notes.line(element), "tall")
    if not is_title:
        flow.walk(element, marks)
        flow.close_paragraph()


def handle_lazy_film(flow: Flow, element, marks: Marks) -> None:
    """`.bp-youtube`: a frame inside, or only the film's name on the element."""
    name = (element.get("data-id") or element.get("data-youtube-id") or "").strip()
    if name and next(element.iter("iframe"), None) is None:
        add_frame(flow, f"https://youtu.be/{name}", _title(element), flow.notes.line(element))
    flow.close_paragraph()
    flow.walk(element, marks)
    flow.close_paragraph()


def video_value(watch: str, title: str) -> dict:
    """A video block's value; an empty title is filled in from the heading above it."""
    return {
        "url": watch,
        "file": None,
        "title": title,
        "poster": None,
        "transcript": Rich(""),
        "caption": "",
    }


def _refer(flow: Flow, given: str, title: str, line: int) -> None:
    """A frame of this site's own becomes a link to what it showed."""
    if given.startswith(("/", ".")) and not given.startswith("//"):
        flow.notes.add(Code.EMBED_UNKNOWN, given, line)
        _link(flow, given, title or given.rstrip("/").rsplit("/", 1)[-1], line)
    else:
        flow.notes.add(Code.FRAME_REMOVED, given or "no address", line)


def _link(flow: Flow, address: str, label: str, line: int) -> None:
    flow.add(Block("text", [Run(label, PLAIN.but(link=LinkRef(address, line)))], line))


def _title(element) -> str:
    title = element.get("title") or element.get("aria-label") or ""
    return " ".join(title.split())[:_LONGEST_TITLE]


def _complete(source: str) -> str:
    """A full web address, or "" when the source holds none that a frame may show."""
    address = source.strip()
    if address.startswith("//"):
        address = f"https:{address}"
    elif _HOST.match(address):
        address = f"https://{address}"
    address = _MISTYPED.sub("https://", address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        return ""
    if len(address) > _LONGEST_ADDRESS or any(char.isspace() for char in address):
        return ""
    return address


def _secured(address: str) -> str:
    """The https address of a frame, on the host that the allow list names."""
    secure = f"https:{address.split(':', 1)[1]}"
    parts = urlsplit(secure)
    if parts.hostname in {"facebook.com", "m.facebook.com", "web.facebook.com"}:
        return secure.replace(parts.hostname, "www.facebook.com", 1)
    return secure


def _height(element) -> str:
    digits = "".join(char for char in element.get("height") or "" if char.isdecimal())
    height = int(digits[:5]) if digits else 0
    if not height or 250 < height <= 500 or (element.get("height") or "").endswith("%"):
        return "medium"
    return "small" if height <= 250 else "tall"


Flow.by_tag |= {
    "iframe": handle_frame,
    "frame": handle_frame,
    "embed": handle_frame,
    "object": handle_object,
    "video": handle_video,
    "audio": handle_video,
}
Flow.by_class |= {
    "instagram-wrapper": handle_instagram,
    "instagram-media": handle_instagram,
    "bp-youtube": handle_lazy_film,
}
