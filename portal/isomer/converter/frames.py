"""Frames: films become video blocks, known hosts embeds, all others links."""

from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from portal.isomer.codes import Code
from portal.isomer.converter.flow import Flow
from portal.isomer.converter.model import PLAIN, Block, FileRef, LinkRef, Marks, Rich, Run

_YOUTUBE = frozenset({"youtube.com", "youtube-nocookie.com", "youtu.be", "m.youtube.com"})
_VIMEO = frozenset({"vimeo.com", "player.vimeo.com"})
_FILMS = (".mp4", ".webm", ".m4v", ".mov")


def handle_frame(flow: Flow, element, marks: Marks) -> None:
    """`<iframe>`, by what its address is."""
    line = flow.notes.line(element)
    title = " ".join((element.get("title") or "").split())[:255]
    address = _complete(element.get("src") or element.get("data-src") or "")
    if not address:
        flow.notes.add(Code.FRAME_REMOVED, element.get("src") or "no address", line)
        return
    if watch := video_address(address):
        flow.add(Block("video", video_value(watch, title), line))
    elif _embeddable(address):
        value = {"url": address, "title": title, "height": _height(element)}
        flow.add(Block("embed", value, line))
    else:
        flow.notes.add(Code.EMBED_UNKNOWN, address, line)
        label = title or urlsplit(address).hostname or address
        flow.close_paragraph()
        flow.text(label, PLAIN.but(link=LinkRef(address, line)), line)
        flow.close_paragraph()


def handle_video(flow: Flow, element, marks: Marks) -> None:
    """`<video>` and `<audio>`: a film of the repository, else a link."""
    line = flow.notes.line(element)
    sources = [element.get("src")] + [child.get("src") for child in element.iter("source")]
    address = next((source.strip() for source in sources if source and source.strip()), "")
    title = " ".join((element.get("title") or "").split())[:255]
    if not address:
        flow.notes.add(Code.FRAME_REMOVED, "no address", line)
    elif element.tag == "video" and address.lower().split("?")[0].endswith(_FILMS):
        value = {**video_value("", title), "file": FileRef(address, line)}
        flow.add(Block("video", value, line))
    else:
        flow.close_paragraph()
        label = title or address.rsplit("/", 1)[-1]
        flow.add(Block("text", [Run(label, PLAIN.but(link=LinkRef(address, line)))], line))


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


def video_address(address: str) -> str:
    """The watch page of a film at YouTube or Vimeo; "" for anything else."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    if host in _YOUTUBE:
        query = parse_qs(parts.query)
        names = [*query.get("v", []), *segments[-1:]]
        found = next((name for name in names if _is_youtube_id(name)), "")
        return f"https://www.youtube.com/watch?v={found}" if found else ""
    if host in _VIMEO:
        found = next((part for part in segments if part.isdecimal() and 5 <= len(part) <= 12), "")
        return f"https://vimeo.com/{found}" if found else ""
    return ""


def _is_youtube_id(name: str) -> bool:
    return len(name) == 11 and all(
        char.isascii() and (char.isalnum() or char in "_-") for char in name
    )


def _complete(source: str) -> str:
    """An https address, or "" when the source holds none that a frame may show."""
    address = source.strip()
    if address.startswith("//"):
        address = f"https:{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        return ""
    if len(address) > 2000 or any(char.isspace() for char in address):
        return ""
    return address


def _embeddable(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" and parts.hostname in settings.EMBED_HOSTS


def _height(element) -> str:
    digits = "".join(char for char in element.get("height") or "" if char.isdecimal())
    height = int(digits[:5]) if digits else 0
    if not height or 250 < height <= 500:
        return "medium"
    return "small" if height <= 250 else "tall"


Flow.families += [
    (lambda element: element.tag in {"iframe", "frame"}, handle_frame),
    (lambda element: element.tag in {"video", "audio"}, handle_video),
]
