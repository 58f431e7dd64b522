"""The films behind addresses of YouTube and Vimeo."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_YOUTUBE_HOSTS = frozenset({"youtube.com", "m.youtube.com", "youtube-nocookie.com", "youtu.be"})
_VIMEO_HOSTS = frozenset({"vimeo.com", "player.vimeo.com"})
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_LIST_ID = re.compile(r"[A-Za-z0-9_-]{10,64}")
_VIMEO_ID = re.compile(r"\d{5,12}")
_VIMEO_KEY = re.compile(r"[0-9a-f]{6,20}")
#: What stands before the id in an address; the last two hold no id though they look like one.
_BEFORE_ID = frozenset({"embed", "v", "e", "shorts", "live"})
_NO_ID = frozenset({"videoseries", "live_stream"})
_START = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?")


@dataclass(frozen=True)
class Film:
    """A film, or a list of films, and its addresses."""

    provider: str
    """`youtube` or `vimeo`."""
    video_id: str = ""
    playlist: str = ""
    start: int = 0
    """The second from which to play."""
    key: str = ""
    """The part of an unlisted Vimeo film's address without which it does not play."""

    @property
    def watch_url(self) -> str:
        """Where it can be seen without our player."""
        if self.provider == "vimeo":
            return f"https://vimeo.com/{self.video_id}" + (f"/{self.key}" if self.key else "")
        if not self.video_id:
            return f"https://www.youtube.com/playlist?list={self.playlist}"
        start = f"&t={self.start}s" if self.start else ""
        return f"https://www.youtube.com/watch?v={self.video_id}{start}"

    @property
    def embed_url(self) -> str:
        """The player's address, in the form that sets no cookie before playing."""
        if self.provider == "vimeo":
            key = f"h={self.key}&" if self.key else ""
            return f"https://player.vimeo.com/video/{self.video_id}?{key}dnt=1"
        player = "https://www.youtube-nocookie.com/embed/"
        if not self.video_id:
            return f"{player}videoseries?list={self.playlist}"
        return f"{player}{self.video_id}" + (f"?start={self.start}" if self.start else "")


def film_at(address: str) -> Film | None:
    """The film behind any address of YouTube or Vimeo; None for anything else."""
    try:
        parts = urlsplit(address.strip().replace("&amp;", "&"))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    segments = [segment for segment in parts.path.split("/") if segment]
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if host in _YOUTUBE_HOSTS:
        return _youtube(host, segments, query)
    return _vimeo(segments, query) if host in _VIMEO_HOSTS else None


def _youtube(host: str, segments: list[str], query: dict[str, str]) -> Film | None:
    names = [query.get("v", "")]
    if host == "youtu.be":
        names += segments[:1]
    elif len(segments) > 1 and segments[0] in _BEFORE_ID:
        names.append(segments[1])
    for name in names:
        if _YOUTUBE_ID.fullmatch(name) and name not in _NO_ID:
            return Film("youtube", name, start=_seconds(query.get("start") or query.get("t", "")))
    is_list = "videoseries" in segments or segments in (["playlist"], ["embed"])
    playlist = query.get("list", "")
    if is_list and _LIST_ID.fullmatch(playlist):
        return Film("youtube", playlist=playlist)
    return None


def _vimeo(segments: list[str], query: dict[str, str]) -> Film | None:
    place = next((n for n, part in enumerate(segments) if _VIMEO_ID.fullmatch(part)), None)
    if place is None:
        return None
    following = segments[place + 1] if place + 1 < len(segments) else ""
    key = next((k for k in (query.get("h", ""), following) if _VIMEO_KEY.fullmatch(k)), "")
    return Film("vimeo", segments[place], key=key)


def _seconds(text: str) -> int:
    match = _START.fullmatch(text)
    if not match:
        return 0
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds
